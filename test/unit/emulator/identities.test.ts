import assert from 'node:assert/strict';
import { DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  GetRoleCommand,
  IAMClient,
  ListAccountAliasesCommand,
  ListRolesCommand,
  SimulatePrincipalPolicyCommand,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import type { ListRolesCommandInput, Role } from '@aws-sdk/client-iam';
import { ListImagesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AssumeRoleCommandInput, AssumeRoleCommandOutput } from '@aws-sdk/client-sts';
import { fromTemporaryCredentials, fromTokenFile } from '@aws-sdk/credential-providers';
import type { Credentials } from '../../emulator/emulator.ts';
import { trustPolicyOf } from '../../emulator/identities.ts';
import { clientSettings, identityOf, useEmulator } from './useEmulator.ts';
import type { Fixture } from './useEmulator.ts';
import { useHome } from './useHome.ts';

const otherAccount = '210987654321';

async function assumeRole(
  { emulator }: Fixture,
  input: Omit<AssumeRoleCommandInput, 'RoleSessionName'>,
  credentials: Credentials = emulator.credentials,
): Promise<AssumeRoleCommandOutput> {
  const client = new STSClient({ ...clientSettings(emulator), credentials });
  return client.send(new AssumeRoleCommand({ RoleSessionName: 'test', ...input }));
}

/** The keys of a session, as clients take them. */
function keysOf({ Credentials: keys }: AssumeRoleCommandOutput) {
  assert.ok(keys?.AccessKeyId && keys.SecretAccessKey && keys.SessionToken && keys.Expiration);
  return {
    accessKeyId: keys.AccessKeyId,
    secretAccessKey: keys.SecretAccessKey,
    sessionToken: keys.SessionToken,
    expiration: keys.Expiration,
  };
}

/** What the developer is refused with. */
function deniedRole(roleArn: string) {
  return {
    name: 'AccessDenied',
    message:
      'User: arn:aws:iam::123456789012:user/developer is not authorized to perform: ' +
      `sts:AssumeRole on resource: ${roleArn}`,
  };
}

function secondsUntil(date: Date): number {
  return (date.getTime() - Date.now()) / 1000;
}

describe('emulator: users', () => {
  const fixture = useEmulator();

  it('are told apart by their keys', async () => {
    const { emulator } = fixture;
    const ann = emulator.addUser({ name: 'ann' });
    const bob = emulator.addUser({ name: 'bob', accountId: otherAccount });
    assert.match(ann.accessKeyId, /^AKIA[0-9A-Z]{16}$/);
    assert.equal(await identityOf(fixture, ann), 'arn:aws:iam::123456789012:user/ann');
    assert.equal(await identityOf(fixture, bob), 'arn:aws:iam::210987654321:user/bob');
    assert.equal(await identityOf(fixture, emulator.credentials), 'arn:aws:iam::123456789012:user/developer');
    await assert.rejects(identityOf(fixture, { ...ann, secretAccessKey: bob.secretAccessKey }), {
      name: 'SignatureDoesNotMatch',
    });
  });

  it('have an id and an account', async () => {
    const { emulator } = fixture;
    const credentials = emulator.addUser({ name: 'bob', accountId: otherAccount });
    const client = new STSClient({ ...clientSettings(emulator), credentials });
    const { UserId, Account } = await client.send(new GetCallerIdentityCommand({}));
    assert.match(UserId ?? '', /^AIDA[0-9A-Z]{17}$/);
    assert.equal(Account, otherAccount);
  });

  it('of the account see its images, those of another one are denied', async () => {
    const { emulator } = fixture;
    const settings = clientSettings(emulator);
    const ours = { ...settings, credentials: emulator.addUser({ name: 'ann' }) };
    await new SageMakerClient(ours).send(new ListImagesCommand({}));
    const theirs = { ...settings, credentials: emulator.addUser({ name: 'bob', accountId: otherAccount }) };
    await assert.rejects(new SageMakerClient(theirs).send(new ListImagesCommand({})), {
      name: 'AccessDeniedException',
      message:
        /^User: arn:aws:iam::210987654321:user\/bob is not authorized to perform: sagemaker:ListImages/,
    });
    await assert.rejects(new ECRClient(theirs).send(new DescribeRepositoriesCommand({})), {
      name: 'AccessDeniedException',
    });
  });
});

describe('emulator: AssumeRole', () => {
  const fixture = useEmulator();

  it('gives credentials of the role', async () => {
    const roleArn = fixture.emulator.addRole({ name: 'Reader' });
    assert.equal(roleArn, 'arn:aws:iam::123456789012:role/Reader');
    const answer = await assumeRole(fixture, { RoleArn: roleArn });
    const arn = 'arn:aws:sts::123456789012:assumed-role/Reader/test';
    assert.equal(answer.AssumedRoleUser?.Arn, arn);
    assert.match(answer.AssumedRoleUser.AssumedRoleId ?? '', /^AROA[0-9A-Z]{17}:test$/);
    const credentials = keysOf(answer);
    assert.match(credentials.accessKeyId, /^ASIA[0-9A-Z]{16}$/);
    assert.ok(Math.abs(secondsUntil(credentials.expiration) - 3600) < 10);
    assert.equal(await identityOf(fixture, credentials), arn);
    const sagemaker = new SageMakerClient({ ...clientSettings(fixture.emulator), credentials });
    await sagemaker.send(new ListImagesCommand({}));
  });

  it('gives keys that are nothing without their token', async () => {
    const RoleArn = fixture.emulator.addRole({ name: 'Reader' });
    const { sessionToken, ...keys } = keysOf(await assumeRole(fixture, { RoleArn }));
    const another = keysOf(await assumeRole(fixture, { RoleArn }));
    const unknown = { name: 'InvalidClientTokenId' };
    await assert.rejects(identityOf(fixture, keys), unknown);
    await assert.rejects(identityOf(fixture, { ...another, ...keys }), unknown);
    await identityOf(fixture, { ...another, ...keys, sessionToken } as Credentials);
  });

  it('leads into another account, and from there into a third', async () => {
    const { emulator } = fixture;
    const first = emulator.addRole({ name: 'First', accountId: otherAccount });
    const second = emulator.addRole({ name: 'Second', accountId: '333333333333', trusts: [first] });
    const session = keysOf(await assumeRole(fixture, { RoleArn: first }));
    const chained = keysOf(await assumeRole(fixture, { RoleArn: second }, session));
    assert.equal(await identityOf(fixture, chained), 'arn:aws:sts::333333333333:assumed-role/Second/test');
    await assert.rejects(assumeRole(fixture, { RoleArn: second }), { name: 'AccessDenied' });
    await assert.rejects(assumeRole(fixture, { RoleArn: second, DurationSeconds: 3601 }, session), {
      name: 'ValidationError',
      message: /by role chaining/,
    });
  });

  it('is denied for an unknown role, and to whoever is not trusted', async () => {
    const { emulator } = fixture;
    const unknown = 'arn:aws:iam::123456789012:role/Unknown';
    await assert.rejects(assumeRole(fixture, { RoleArn: unknown }), deniedRole(unknown));
    const others = emulator.addRole({ name: 'Others', trusts: [`arn:aws:iam::${otherAccount}:root`] });
    await assert.rejects(assumeRole(fixture, { RoleArn: others }), deniedRole(others));
    const bob = emulator.addUser({ name: 'bob', accountId: otherAccount });
    await assumeRole(fixture, { RoleArn: others }, bob);
    const anns = emulator.addRole({ name: 'Anns', trusts: ({ arn }) => arn.endsWith(':user/ann') });
    await assert.rejects(assumeRole(fixture, { RoleArn: anns }), deniedRole(anns));
    await assumeRole(fixture, { RoleArn: anns }, emulator.addUser({ name: 'ann' }));
  });

  it('needs the external id that the role has', async () => {
    const RoleArn = fixture.emulator.addRole({ name: 'Vendor', externalId: 'tenant-7' });
    await assert.rejects(assumeRole(fixture, { RoleArn }), { name: 'AccessDenied' });
    await assert.rejects(assumeRole(fixture, { RoleArn, ExternalId: 'tenant-8' }), { name: 'AccessDenied' });
    await assumeRole(fixture, { RoleArn, ExternalId: 'tenant-7' });
  });

  it('lives as long as was asked for, within the role and the service', async () => {
    const { emulator } = fixture;
    const RoleArn = emulator.addRole({ name: 'Reader', maxSessionSeconds: 7200 });
    for (const DurationSeconds of [900, 7200]) {
      const { expiration } = keysOf(await assumeRole(fixture, { RoleArn, DurationSeconds }));
      assert.ok(Math.abs(secondsUntil(expiration) - DurationSeconds) < 10);
    }
    await assert.rejects(assumeRole(fixture, { RoleArn, DurationSeconds: 7201 }), {
      name: 'ValidationError',
      message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    });
    for (const DurationSeconds of [899, 43_201]) {
      await assert.rejects(assumeRole(fixture, { RoleArn, DurationSeconds }), {
        name: 'ValidationError',
        message: /^1 validation error detected: Value '\d+' at 'durationSeconds' failed to satisfy/,
      });
    }
  });

  it('is held to the region', async () => {
    const RoleArn = fixture.emulator.addRole({ name: 'Reader' });
    const client = new STSClient({ ...clientSettings(fixture.emulator), region: 'eu-west-1' });
    await assert.rejects(client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' })), {
      name: 'SignatureDoesNotMatch',
    });
  });

  it('is recorded with its input, and meets faults', async () => {
    const { emulator } = fixture;
    const RoleArn = emulator.addRole({ name: 'Reader' });
    emulator.faults.inject({ operation: 'AssumeRole', kind: 'throttle', times: 1 });
    await assert.rejects(assumeRole(fixture, { RoleArn }), { name: 'Throttling' });
    emulator.faults.inject({ service: 'sts', kind: 'denied', times: 1 });
    await assert.rejects(assumeRole(fixture, { RoleArn, DurationSeconds: 900 }), {
      name: 'AccessDenied',
      message: /sts:AssumeRole on resource: arn:aws:iam::123456789012:role\/Reader because/,
    });
    emulator.faults.inject({ operation: 'AssumeRole', kind: 'unknownMember', times: 1 });
    keysOf(await assumeRole(fixture, { RoleArn }));
    const { service, input } = await emulator.waitFor('AssumeRole', { count: 2 });
    assert.deepEqual([service, input], ['sts', { RoleArn, RoleSessionName: 'test', DurationSeconds: 900 }]);
  });
});

describe('emulator: AssumeRole with multi-factor authentication', () => {
  const fixture = useEmulator();

  function assumeWithMfa(RoleArn: string, SerialNumber: string, TokenCode: string) {
    return assumeRole(fixture, { RoleArn, SerialNumber, TokenCode });
  }

  it('takes the code that the device shows', async () => {
    const { emulator } = fixture;
    const roleArn = emulator.addRole({ name: 'Admin', requiresMfa: true });
    assert.equal(emulator.mfaSerial, 'arn:aws:iam::123456789012:mfa/developer');
    await assumeWithMfa(roleArn, emulator.mfaSerial, '123456');
    emulator.mfaCode = '654321';
    await assert.rejects(assumeWithMfa(roleArn, emulator.mfaSerial, '123456'), {
      name: 'AccessDenied',
      message: 'MultiFactorAuthentication failed with invalid MFA one time pass code.',
    });
    await assumeWithMfa(roleArn, emulator.mfaSerial, '654321');
  });

  it('is denied without a code, with half of one, and with one of another device', async () => {
    const { emulator } = fixture;
    const RoleArn = emulator.addRole({ name: 'Admin', requiresMfa: true });
    await assert.rejects(assumeRole(fixture, { RoleArn }), {
      name: 'AccessDenied',
      message: /^User: \S+ is not authorized to perform: sts:AssumeRole on resource: \S+\/Admin$/,
    });
    await assert.rejects(assumeRole(fixture, { RoleArn, SerialNumber: emulator.mfaSerial }), {
      message: /must provide both/,
    });
    await assert.rejects(assumeWithMfa(RoleArn, `${emulator.mfaSerial}2`, '123456'), {
      message: /verify your MFA serial number/,
    });
    await assert.rejects(assumeWithMfa(RoleArn, emulator.mfaSerial, '12345'), { name: 'ValidationError' });
  });

  it('is what the SDK asks a person for', async () => {
    const { emulator } = fixture;
    const { credentials: masterCredentials, ...clientConfig } = clientSettings(emulator);
    const RoleArn = emulator.addRole({ name: 'Admin', requiresMfa: true });
    const provider = fromTemporaryCredentials({
      masterCredentials,
      clientConfig,
      params: { RoleArn, RoleSessionName: 'sdk', SerialNumber: emulator.mfaSerial },
      mfaCodeProvider: async (serial) => (serial === emulator.mfaSerial ? emulator.mfaCode : ''),
    });
    assert.equal(
      await identityOf(fixture, await provider()),
      'arn:aws:sts::123456789012:assumed-role/Admin/sdk',
    );
  });
});

describe('emulator: sessions', () => {
  const fixture = useEmulator();

  it('end when they are told to, but not those of the fixed keys', async () => {
    const { emulator } = fixture;
    const RoleArn = emulator.addRole({ name: 'Reader' });
    const credentials = keysOf(await assumeRole(fixture, { RoleArn }));
    emulator.expireIssuedCredentials();
    await assert.rejects(identityOf(fixture, credentials), { name: 'ExpiredToken' });
    const sagemaker = new SageMakerClient({ ...clientSettings(emulator), credentials });
    await assert.rejects(sagemaker.send(new ListImagesCommand({})), { name: 'ExpiredTokenException' });
    await identityOf(fixture, emulator.sessionCredentials);
    await identityOf(fixture, keysOf(await assumeRole(fixture, { RoleArn })));
    emulator.expireSession();
    await assert.rejects(identityOf(fixture, emulator.sessionCredentials), { name: 'ExpiredToken' });
  });

  it('end by themselves', async () => {
    const { emulator } = fixture;
    const RoleArn = emulator.addRole({ name: 'Reader' });
    emulator.sessionSeconds = 0.2;
    const credentials = keysOf(await assumeRole(fixture, { RoleArn }));
    await identityOf(fixture, credentials);
    await new Promise((resolve) => setTimeout(resolve, 210));
    await assert.rejects(identityOf(fixture, credentials), { name: 'ExpiredToken' });
    emulator.sessionSeconds = undefined;
    const { expiration } = keysOf(await assumeRole(fixture, { RoleArn }));
    assert.ok(secondsUntil(expiration) > 3500);
  });
});

describe('emulator: AssumeRoleWithWebIdentity', () => {
  const fixture = useEmulator();
  const homes = useHome();

  function fromToken(token: string, roleArn: string) {
    const { credentials: _unsigned, ...clientConfig } = clientSettings(fixture.emulator);
    const webIdentityTokenFile = homes.home.write('token', token);
    return fromTokenFile({ webIdentityTokenFile, roleArn, roleSessionName: 'pod', clientConfig })();
  }

  it('gives credentials for the token, without a signature', async () => {
    const { emulator } = fixture;
    const roleArn = emulator.addRole({ name: 'Pod' });
    const credentials = await fromToken(emulator.webIdentityToken, roleArn);
    assert.equal(await identityOf(fixture, credentials), 'arn:aws:sts::123456789012:assumed-role/Pod/pod');
    assert.equal(emulator.requests[0]?.input['WebIdentityToken'], emulator.webIdentityToken);
  });

  it('refuses another token, and a role that trusts only users', async () => {
    const { emulator } = fixture;
    const roleArn = emulator.addRole({ name: 'Pod' });
    await assert.rejects(fromToken('another', roleArn), { name: 'InvalidIdentityTokenException' });
    const usersOnly = emulator.addRole({ name: 'Users', trusts: ['arn:aws:iam::123456789012:root'] });
    await assert.rejects(fromToken(emulator.webIdentityToken, usersOnly), {
      name: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    });
  });
});

describe('emulator: IAM', () => {
  const fixture = useEmulator({ region: 'eu-west-1' });

  function iam(credentials = fixture.emulator.credentials): IAMClient {
    return new IAMClient({ ...clientSettings(fixture.emulator), credentials, region: 'us-east-1' });
  }

  function listAccountAliases(credentials?: Credentials) {
    return iam(credentials).send(new ListAccountAliasesCommand({}));
  }

  async function listRoles(input: ListRolesCommandInput = {}): Promise<Role[]> {
    return (await iam().send(new ListRolesCommand(input))).Roles ?? [];
  }

  it('says what the account is called, if it is called anything', async () => {
    assert.deepEqual((await listAccountAliases()).AccountAliases, []);
    fixture.emulator.accountAlias = 'data-science-dev';
    const { AccountAliases, IsTruncated } = await listAccountAliases();
    assert.deepEqual([AccountAliases, IsTruncated], [['data-science-dev'], false]);
  });

  it('lists the roles of its own account, with who may take them on', async () => {
    const { emulator } = fixture;
    const createdAt = new Date('2026-01-02T03:04:05Z');
    const trusts = ['arn:aws:iam::123456789012:user/ann'];
    emulator.addRole({ name: 'Analyst', trusts, description: "Ann's", createdAt });
    emulator.addRole({ name: 'Theirs', accountId: otherAccount });
    const [role, ...others] = await listRoles();
    const { RoleId, AssumeRolePolicyDocument: policy = '', ...facts } = role ?? {};
    assert.deepEqual(others, []);
    assert.deepEqual(facts, {
      Path: '/',
      RoleName: 'Analyst',
      Arn: 'arn:aws:iam::123456789012:role/Analyst',
      CreateDate: createdAt,
      Description: "Ann's",
      MaxSessionDuration: 3600,
    });
    assert.match(RoleId ?? '', /^AROA[0-9A-Z]{17}$/);
    assert.match(policy, /^%7B%22Version%22%3A%222012-10-17%22/);
    assert.deepEqual(JSON.parse(decodeURIComponent(policy)), {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: trusts }, Action: 'sts:AssumeRole' }],
    });
  });

  it('encodes every sign of a trust policy that a URL may not have', async () => {
    fixture.emulator.addRole({
      name: 'Anybody',
      trustPolicy: { Statement: [{ Sid: "*!'()", Principal: '*' }] },
    });
    const [role] = await listRoles();
    assert.match(role?.AssumeRolePolicyDocument ?? '', /%22%2A%21%27%28%29%22.*%22%2A%22/);
  });

  it('lists roles by path, and a role with one can be taken on', async () => {
    const { emulator } = fixture;
    emulator.addRole({ name: 'Plain' });
    const RoleArn = emulator.addRole({ name: 'Pathed', path: '/service-role/' });
    assert.equal(RoleArn, 'arn:aws:iam::123456789012:role/service-role/Pathed');
    const names = (await listRoles({ PathPrefix: '/service-role/' })).map(({ RoleName }) => RoleName);
    assert.deepEqual(names, ['Pathed']);
    const keys = keysOf(await assumeRole(fixture, { RoleArn }));
    assert.equal(await identityOf(fixture, keys), 'arn:aws:sts::123456789012:assumed-role/Pathed/test');
  });

  it('hands roles out in pages of 100, unless asked otherwise', async () => {
    for (let number = 100; number < 250; number += 1) fixture.emulator.addRole({ name: `Role-${number}` });
    const first = await iam().send(new ListRolesCommand({}));
    assert.deepEqual([first.Roles?.length, first.IsTruncated], [100, true]);
    const second = await iam().send(new ListRolesCommand({ Marker: first.Marker }));
    assert.deepEqual([second.Roles?.length, second.IsTruncated, second.Marker], [50, false, undefined]);
    const names: (string | undefined)[] = [];
    for await (const { Roles = [] } of paginateListRoles({ client: iam(), pageSize: 60 }, {})) {
      names.push(...Roles.map(({ RoleName }) => RoleName));
    }
    assert.deepEqual([names.length, names[0], names.at(-1)], [150, 'Role-100', 'Role-249']);
    await assert.rejects(listRoles({ Marker: 'made-up' }), { name: 'ValidationError', message: /Marker/ });
    await assert.rejects(listRoles({ MaxItems: 1001 }), { name: 'ValidationError' });
  });

  it('meets faults, an empty page among them', async () => {
    const { emulator } = fixture;
    emulator.addRole({ name: 'Analyst' });
    emulator.faults.inject({ operation: 'ListRoles', kind: 'throttle', times: 1 });
    await assert.rejects(listRoles(), { name: 'Throttling' });
    emulator.faults.inject({ operation: 'ListRoles', kind: 'emptyPage', times: 1 });
    const { Roles, IsTruncated, Marker } = await iam().send(new ListRolesCommand({}));
    assert.deepEqual([Roles, IsTruncated], [[], true]);
    assert.equal((await listRoles({ Marker })).length, 1);
  });

  it('is for its own account, and for whom no fault denies it', async () => {
    const { emulator } = fixture;
    const bob = emulator.addUser({ name: 'bob', accountId: otherAccount });
    await assert.rejects(listAccountAliases(bob), { name: 'AccessDenied' });
    emulator.faults.inject({ service: 'iam', kind: 'denied' });
    await assert.rejects(listAccountAliases(), {
      name: 'AccessDenied',
      message: /iam:ListAccountAliases on resource: \*/,
    });
    await assert.rejects(listRoles(), { name: 'AccessDenied', message: /iam:ListRoles on resource: \*/ });
  });
});

describe('emulator: what roles may do', () => {
  const fixture = useEmulator();
  const pull = ['ecr:BatchGetImage', 'ecr:GetAuthorizationToken'];
  const team = 'arn:aws:ecr:us-east-1:123456789012:repository/team/churn';
  const other = 'arn:aws:ecr:us-east-1:123456789012:repository/other';

  const iam = () => new IAMClient(clientSettings(fixture.emulator));
  const simulate = async (PolicySourceArn: string, ...ResourceArns: string[]) => {
    const command = new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames: pull, ResourceArns });
    return (await iam().send(command)).EvaluationResults ?? [];
  };

  it('is everything, unless their policy says otherwise', async () => {
    const arn = fixture.emulator.addRole({ name: 'Images' });
    assert.deepEqual(
      (await simulate(arn, team)).map(({ EvalActionName, EvalDecision }) => [EvalActionName, EvalDecision]),
      pull.map((action) => [action, 'allowed']),
    );
  });

  it('is decided for each action as strictly as for any of the resources', async () => {
    const arn = fixture.emulator.addRole({
      name: 'Images',
      policy: {
        Statement: [
          { Effect: 'Allow', Action: 'ecr:Batch*', Resource: '*/team/*' },
          { Effect: 'Deny', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
        ],
      },
    });
    const [images, token] = await simulate(arn, team, other);
    assert.equal(images?.EvalDecision, 'implicitDeny');
    assert.deepEqual(
      images?.ResourceSpecificResults?.map(({ EvalResourceDecision }) => EvalResourceDecision),
      ['allowed', 'implicitDeny'],
    );
    assert.equal(token?.EvalDecision, 'explicitDeny');
  });

  it('may depend on what a simulation does not know', async () => {
    const Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-1' } };
    const arn = fixture.emulator.addRole({
      name: 'Images',
      policy: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition }] },
    });
    const [result] = await simulate(arn, team);
    assert.equal(result?.EvalDecision, 'implicitDeny');
    assert.deepEqual(result?.MissingContextValues, ['aws:SourceVpce']);
  });

  it('is told of roles that there are, each by its name', async () => {
    const trustPolicy = trustPolicyOf({ Service: 'sagemaker.amazonaws.com' });
    const arn = fixture.emulator.addRole({ name: 'Images', path: '/team/', trustPolicy });
    const { Role: role } = await iam().send(new GetRoleCommand({ RoleName: 'Images' }));
    assert.equal(role?.Arn, arn);
    assert.deepEqual(JSON.parse(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')), trustPolicy);
    await assert.rejects(iam().send(new GetRoleCommand({ RoleName: 'Gone' })), {
      name: 'NoSuchEntityException',
    });
    await assert.rejects(simulate('arn:aws:iam::123456789012:role/Gone', team), {
      name: 'NoSuchEntityException',
    });
  });
});
