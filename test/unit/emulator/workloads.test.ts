import assert from 'node:assert/strict';
import { fromHttp, fromInstanceMetadata } from '@aws-sdk/credential-providers';
import { identityOf, useEmulator } from './useEmulator.ts';
import { useHome } from './useHome.ts';

describe("emulator: a container's credentials", () => {
  const fixture = useEmulator();
  useHome();

  function fromContainer(awsContainerAuthorizationToken?: string) {
    return fromHttp({
      awsContainerCredentialsFullUri: `${fixture.emulator.url}/container-credentials`,
      ...(awsContainerAuthorizationToken !== undefined && { awsContainerAuthorizationToken }),
      maxRetries: 0,
    })();
  }

  it('are there once it has a role', async () => {
    const { emulator } = fixture;
    await assert.rejects(fromContainer(), { message: 'Server responded with status: 404' });
    emulator.containerRole = 'NotebookRole';
    const credentials = await fromContainer();
    assert.match(
      (await identityOf(fixture, credentials)) ?? '',
      /^arn:aws:sts::123456789012:assumed-role\/NotebookRole\/[0-9a-f]{32}$/,
    );
    assert.ok(credentials.expiration && credentials.expiration.getTime() > Date.now());
    const answer = await fetch(`${emulator.url}/container-credentials`);
    assert.partialDeepStrictEqual(await answer.json(), {
      RoleArn: 'arn:aws:iam::123456789012:role/NotebookRole',
    });
  });

  it('may ask for a token', async () => {
    const { emulator } = fixture;
    emulator.containerRole = 'NotebookRole';
    emulator.container.authorizationToken = 'let me in';
    await assert.rejects(fromContainer(), { Code: 'Unauthorized' });
    await assert.rejects(fromContainer('please'), { message: 'Server responded with status: 401' });
    await fromContainer('let me in');
    const { service, input } = await emulator.waitFor('GetContainerCredentials', { count: 3 });
    assert.deepEqual([service, input], ['container', { authorizationToken: 'let me in' }]);
  });
});

describe("emulator: an instance's credentials", () => {
  const fixture = useEmulator();
  useHome();

  function fromInstance() {
    process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] = fixture.emulator.url;
    return fromInstanceMetadata({ maxRetries: 0 })();
  }

  it('are there once it has a role', async () => {
    const { emulator } = fixture;
    await assert.rejects(fromInstance());
    emulator.forgetRequests();
    emulator.instanceRole = 'StudioHost';
    assert.equal(
      await identityOf(fixture, await fromInstance()),
      'arn:aws:sts::123456789012:assumed-role/StudioHost/i-0123456789abcdef0',
    );
    assert.deepEqual(
      emulator.requests.slice(0, 3).map(({ service, operation, status }) => [service, operation, status]),
      [
        ['imds', 'GetMetadataToken', 200],
        ['imds', 'GetInstanceRole', 200],
        ['imds', 'GetInstanceCredentials', 200],
      ],
    );
  });

  it('need a token', async () => {
    const { emulator } = fixture;
    emulator.instanceRole = 'StudioHost';
    const get = async (role: string, token?: string) => {
      const response = await fetch(`${emulator.url}/latest/meta-data/iam/security-credentials/${role}`, {
        headers: token === undefined ? {} : { 'x-aws-ec2-metadata-token': token },
      });
      return [response.status, await response.text()];
    };
    const newToken = (headers: Record<string, string>) =>
      fetch(`${emulator.url}/latest/api/token`, { method: 'PUT', headers });
    assert.equal((await get(''))[0], 401);
    assert.equal((await get('StudioHost', 'made up'))[0], 401);
    assert.equal((await newToken({})).status, 400);
    assert.equal((await newToken({ 'x-aws-ec2-metadata-token-ttl-seconds': '21601' })).status, 400);
    const answer = await newToken({ 'x-aws-ec2-metadata-token-ttl-seconds': '60' });
    const token = await answer.text();
    assert.deepEqual(await get('', token), [200, 'StudioHost']);
    assert.match(String((await get('StudioHost', token))[1]), /"Code":"Success"/);
    assert.equal((await get('Another', token))[0], 404);
  });
});
