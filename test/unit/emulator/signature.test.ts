import assert from 'node:assert/strict';
import { ListImagesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { SageMakerClientConfig } from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { clientSettings, post, useEmulator } from './useEmulator.ts';

const minute = 60 * 1000;

describe('emulator: signatures', () => {
  const fixture = useEmulator();

  async function listImages(config: SageMakerClientConfig): Promise<unknown> {
    const client = new SageMakerClient({ ...clientSettings(fixture.emulator), ...config });
    return client.send(new ListImagesCommand({}));
  }

  it('lets the known keys in', async () => {
    await listImages({});
  });

  it('refuses a wrong secret', async () => {
    const credentials = { ...fixture.emulator.credentials, secretAccessKey: 'wrong' };
    await assert.rejects(listImages({ credentials }), {
      name: 'InvalidSignatureException',
      message: /^The request signature we calculated does not match/,
    });
  });

  it('refuses an unknown key', async () => {
    const credentials = { ...fixture.emulator.credentials, accessKeyId: 'AKIAUNKNOWNEXAMPLE' };
    await assert.rejects(listImages({ credentials }), {
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
  });

  it('refuses a request without a signature', async () => {
    const response = await fetch(fixture.emulator.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'SageMaker.ListImages' },
      body: '{}',
    });
    assert.equal(response.status, 400);
    assert.match(await response.text(), /"MissingAuthenticationTokenException"/);
  });

  it('refuses a signature for another region', async () => {
    await assert.rejects(listImages({ region: 'eu-west-1' }), {
      name: 'InvalidSignatureException',
      message: /scoped to a valid region/,
    });
  });

  it('refuses a signature for another service', async () => {
    const { emulator } = fixture;
    const { status, body } = await post(emulator, 'SageMaker.ListImages', '{}');
    assert.equal(status, 200, JSON.stringify(body));
    const misdirected = await post(emulator, 'AmazonEC2ContainerRegistry_V20150921.ListImages', '{}', {
      'x-amz-target': 'SageMaker.ListImages',
    });
    assert.equal(misdirected.code, 'InvalidSignatureException');
    assert.match(misdirected.message ?? '', /correct service: 'sagemaker'/);
  });

  it('refuses a clock that is more than five minutes off, either way', async () => {
    await assert.rejects(listImages({ systemClockOffset: -6 * minute }), { message: /^Signature expired: / });
    await assert.rejects(listImages({ systemClockOffset: 6 * minute }), {
      message: /^Signature not yet current: /,
    });
    await listImages({ systemClockOffset: 4 * minute });
  });

  it('refuses a body that is not the one whose hash was signed', async () => {
    const { code } = await post(fixture.emulator, 'SageMaker.ListImages', '{}', {
      'x-amz-content-sha256': '0'.repeat(64),
    });
    assert.equal(code, 'InvalidSignatureException');
  });

  it('knows a session by its token, until it ends', async () => {
    const { emulator } = fixture;
    const { sessionToken, ...withoutToken } = emulator.sessionCredentials;
    await listImages({ credentials: { ...withoutToken, sessionToken } });
    await assert.rejects(listImages({ credentials: withoutToken }), { name: 'UnrecognizedClientException' });
    emulator.expireSession();
    await assert.rejects(listImages({ credentials: emulator.sessionCredentials }), {
      name: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    });
  });
});

describe('emulator: STS', () => {
  const fixture = useEmulator();

  it('says who signed', async () => {
    const { sts, emulator } = fixture;
    const user = await sts.send(new GetCallerIdentityCommand({}));
    assert.equal(user.Account, '123456789012');
    assert.equal(user.Arn, 'arn:aws:iam::123456789012:user/developer');
    const credentials = emulator.sessionCredentials;
    const session = new STSClient({ ...clientSettings(emulator), credentials });
    const { Arn } = await session.send(new GetCallerIdentityCommand({}));
    assert.equal(Arn, 'arn:aws:sts::123456789012:assumed-role/DataScientist/developer');
  });

  it('has error codes of its own', async () => {
    const { emulator } = fixture;
    emulator.expireSession();
    const expired = new STSClient({ ...clientSettings(emulator), credentials: emulator.sessionCredentials });
    await assert.rejects(expired.send(new GetCallerIdentityCommand({})), { name: 'ExpiredToken' });
    const credentials = { ...emulator.credentials, secretAccessKey: 'wrong' };
    const wrong = new STSClient({ ...clientSettings(emulator), credentials });
    await assert.rejects(wrong.send(new GetCallerIdentityCommand({})), { name: 'SignatureDoesNotMatch' });
  });
});
