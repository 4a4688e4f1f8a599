import assert from 'node:assert/strict';

import { hasCode } from '../../../src/core/errors.ts';
import type { Session } from '../../../src/core/ports.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { trustPolicyOf } from '../../emulator/identities.ts';
import type { Policy } from '../../emulator/policies.ts';
import { addSamples } from '../../emulator/samples.ts';
import { useSession } from './useSession.ts';

const { signal } = new AbortController();
const sagemaker = 'sagemaker.amazonaws.com';
const forSageMaker = trustPolicyOf({ Service: sagemaker });

function allowing(Action: unknown): object {
  return { Statement: [{ Effect: 'Allow', Principal: { Service: sagemaker }, Action }] };
}

describe('the roles of an account', () => {
  let emulator: Emulator;
  let session: Session;
  useSession((opened) => ({ emulator, session } = opened));

  async function pages(): Promise<string[][]> {
    const names: string[][] = [];
    for await (const page of session.roles.listForSageMaker(signal)) {
      names.push(page.map(({ name }) => name));
    }
    return names;
  }

  async function namesOf(...policies: readonly object[]): Promise<string[]> {
    for (const [index, trustPolicy] of policies.entries()) {
      emulator.addRole({ name: `Role-${index}`, trustPolicy });
    }
    return (await pages()).flat();
  }

  it('have a name and an ARN, which has their path in it', async () => {
    emulator.addRole({ name: 'Images', path: '/service-role/', trustPolicy: forSageMaker });
    for await (const page of session.roles.listForSageMaker(signal)) {
      const arn = 'arn:aws:iam::123456789012:role/service-role/Images';
      assert.deepEqual(page, [{ name: 'Images', arn }]);
    }
  });

  it('come in pages of a thousand, those without any for SageMaker and empty ones included', async () => {
    for (let number = 0; number < 2001; number += 1) {
      const name = `Role-${String(number).padStart(4, '0')}`;
      emulator.addRole({ name, ...(number === 2000 && { trustPolicy: forSageMaker }) });
    }
    emulator.faults.inject({ kind: 'emptyPage', operation: 'ListRoles', times: 1 });
    assert.deepEqual(await pages(), [[], [], [], ['Role-2000']]);
    assert.deepEqual(
      emulator.requests.map(({ input }) => input['MaxItems']),
      [1000, 1000, 1000, 1000],
    );
  });

  it('are those that SageMaker may take on, of the samples', async () => {
    addSamples(emulator);
    assert.deepEqual((await pages()).flat(), [
      'AmazonSageMaker-ExecutionRole-20250612T101530',
      'MlPlatformPipelines',
      'SageMakerImageRole',
    ]);
  });

  it('may be for several services, by one or several statements', async () => {
    const ec2 = trustPolicyOf({ Service: 'ec2.amazonaws.com' });
    const statements = [ec2, forSageMaker].flatMap((policy) => Object(policy).Statement as object[]);
    const names = await namesOf(
      trustPolicyOf({ Service: ['ec2.amazonaws.com', sagemaker] }),
      { Statement: statements },
      { Statement: statements[1] },
      ec2,
      trustPolicyOf({ AWS: 'arn:aws:iam::123456789012:root' }),
      trustPolicyOf({ Federated: 'cognito-identity.amazonaws.com' }),
    );
    assert.deepEqual(names, ['Role-0', 'Role-1', 'Role-2']);
  });

  it('may be for everybody', async () => {
    const everybody = { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' };
    const names = await namesOf(
      { Statement: [everybody] },
      trustPolicyOf({ AWS: '*' }),
      trustPolicyOf({ Service: '*' }),
      { Statement: [{ ...everybody, Effect: 'Deny' }] },
    );
    assert.deepEqual(names, ['Role-0', 'Role-1', 'Role-2']);
  });

  it('are not for whom a statement denies them, unless on conditions', async () => {
    const allow = { Effect: 'Allow', Principal: { Service: sagemaker }, Action: 'sts:AssumeRole' };
    const deny = { ...allow, Effect: 'Deny' };
    const condition = { StringNotEquals: { 'aws:SourceAccount': '123456789012' } };
    const names = await namesOf(
      { Statement: [allow, deny] },
      { Statement: [allow, { ...deny, Principal: '*' }] },
      { Statement: [allow, { ...deny, Condition: condition }] },
      { Statement: [allow, { ...deny, Principal: { Service: 'ec2.amazonaws.com' } }] },
      { Statement: [allow, { ...deny, Action: 'sts:TagSession' }] },
    );
    assert.deepEqual(names, ['Role-2', 'Role-3', 'Role-4']);
  });

  it('are for those who may do nothing less than take them on', async () => {
    const names = await namesOf(
      allowing(['sts:AssumeRole', 'sts:TagSession']),
      allowing('STS:assumerole'),
      allowing('sts:*'),
      allowing('sts:Assume?ole'),
      allowing('sts:SetSourceIdentity'),
      allowing('sts:AssumeRoleWithSAML'),
      allowing(undefined),
    );
    assert.deepEqual(names, ['Role-0', 'Role-1', 'Role-2', 'Role-3']);
  });

  it('whose policy nobody can read are left out', async () => {
    assert.deepEqual(await namesOf([], { Statement: {} }, { Version: '%' }), []);
  });

  describe('let SageMaker assume them', () => {
    const conditions = {
      ArnLike: { 'aws:SourceArn': 'arn:aws:sagemaker:us-east-1:123456789012:image-version' },
    };
    const allow = { Effect: 'Allow', Principal: { Service: sagemaker }, Action: 'sts:AssumeRole' };

    for (const { title, statements, trust } of [
      { title: 'by their trust policy', statements: [allow], trust: 'trusted' },
      { title: 'on conditions', statements: [{ ...allow, Condition: conditions }], trust: 'conditional' },
      {
        title: 'unless on conditions',
        statements: [allow, { ...allow, Effect: 'Deny', Condition: conditions }],
        trust: 'conditional',
      },
      {
        title: 'or not',
        statements: [{ ...allow, Principal: { Service: 'ec2.amazonaws.com' } }],
        trust: 'untrusted',
      },
      { title: 'or never', statements: [allow, { ...allow, Effect: 'Deny' }], trust: 'untrusted' },
    ]) {
      it(title, async () => {
        const arn = emulator.addRole({
          name: 'Images',
          path: '/service-role/',
          trustPolicy: { Statement: statements },
        });
        assert.equal(await session.roles.findTrust(arn, signal), trust);
      });
    }

    it('where there are such roles, in this account', async () => {
      emulator.addRole({ name: 'Images', trustPolicy: forSageMaker });
      const { roles } = session;
      assert.equal(await roles.findTrust('arn:aws:iam::123456789012:role/Gone', signal), undefined);
      assert.equal(await roles.findTrust('arn:aws:iam::210987654321:role/Images', signal), undefined);
    });

    it('as far as they may be looked at', async () => {
      emulator.faults.inject({ kind: 'denied', operation: 'GetRole' });
      await assert.rejects(
        session.roles.findTrust('arn:aws:iam::123456789012:role/Images', signal),
        (error) => hasCode(error, 'auth.denied'),
      );
    });
  });

  describe('may do what their policies say', () => {
    const pull = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
    const resource = 'arn:aws:ecr:us-east-1:123456789012:repository/team/churn';

    async function decisions(...Statement: Policy['Statement']): Promise<string[] | undefined> {
      const arn = emulator.addRole({ name: 'Images', policy: { Statement } });
      const found = await session.roles.simulate(arn, pull, resource, signal);
      assert.deepEqual(
        found?.map(({ action }) => action),
        pull,
      );
      return found?.map(({ decision }) => decision);
    }

    it('each action by itself', async () => {
      const allow = { Effect: 'Allow', Action: ['ecr:Batch*'], Resource: '*' } as const;
      assert.deepEqual(await decisions(allow), ['allowed', 'denied']);
      assert.deepEqual(await decisions({ ...allow, Action: 'ecr:*' }), ['allowed', 'allowed']);
      const elsewhere = 'arn:aws:ecr:us-east-1:123456789012:repository/sagemaker*';
      assert.deepEqual(await decisions({ ...allow, Resource: elsewhere }), ['denied', 'denied']);
    });

    it('denials above all', async () => {
      const all = { Action: '*', Resource: '*' };
      assert.deepEqual(await decisions({ Effect: 'Allow', ...all }, { Effect: 'Deny', ...all }), [
        'denied',
        'denied',
      ]);
    });

    it('which nobody knows where a condition asks for what only a call has', async () => {
      const Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-1' } };
      assert.deepEqual(await decisions({ Effect: 'Allow', Action: '*', Resource: '*', Condition }), [
        'unknown',
        'unknown',
      ]);
    });

    it('where there are such roles', async () => {
      const gone = 'arn:aws:iam::123456789012:role/Gone';
      assert.equal(await session.roles.simulate(gone, pull, resource, signal), undefined);
    });

    it('as far as they may be simulated', async () => {
      const arn = emulator.addRole({ name: 'Images' });
      emulator.faults.inject({ kind: 'denied', operation: 'SimulatePrincipalPolicy' });
      await assert.rejects(session.roles.simulate(arn, pull, resource, signal), (error) => {
        assert.ok(hasCode(error, 'auth.denied'));
        assert.partialDeepStrictEqual(error.facts, { action: 'iam:SimulatePrincipalPolicy', resource: arn });
        return true;
      });
    });
  });

  it('that may not be listed are an error, and no empty list', async () => {
    emulator.faults.inject({ kind: 'denied', operation: 'ListRoles' });
    await assert.rejects(pages(), (error) => {
      assert.ok(hasCode(error, 'auth.denied'));
      assert.partialDeepStrictEqual(error.facts, { action: 'iam:ListRoles' });
      return true;
    });
  });
});
