import assert from 'node:assert/strict';
import type { LogEvidence, RoleEvidence } from '../../../../src/core/explain/evidence.ts';
import { logStreamOf } from '../../../../src/core/explain/logs.ts';
import { logStateOf } from '../../../../src/core/explain/logState.ts';
import type { ActionDecision } from '../../../../src/core/ports.ts';
import { role as arn } from '../../../support/builders.ts';

type Decision = ActionDecision['decision'];

function roleOf(create: Decision, put: Decision): RoleEvidence {
  return {
    arn,
    decisions: [
      { action: 'logs:CreateLogStream', decision: create },
      { action: 'logs:PutLogEvents', decision: put },
    ],
  };
}

const lines = [{ at: new Date(0), text: 'x' }];
const none: LogEvidence = { kind: 'noStream' };

const rows: readonly (readonly [string, LogEvidence | undefined, RoleEvidence | undefined, unknown])[] = [
  ['nobody looked', undefined, roleOf('denied', 'denied'), undefined],
  ['there are lines', { kind: 'lines', lines }, undefined, { kind: 'lines', lines }],
  [
    'there are lines, and the role may not write now',
    { kind: 'lines', lines },
    roleOf('denied', 'denied'),
    { kind: 'lines', lines },
  ],
  ['it may not be read', { kind: 'unreadable' }, roleOf('denied', 'denied'), { kind: 'unreadable' }],
  [
    'the role may not make it',
    none,
    roleOf('denied', 'allowed'),
    { kind: 'mayNotWrite', roleArn: arn, actions: ['logs:CreateLogStream'] },
  ],
  [
    'the role may not write to it',
    none,
    roleOf('unknown', 'denied'),
    { kind: 'mayNotWrite', roleArn: arn, actions: ['logs:PutLogEvents'] },
  ],
  [
    'it is empty, and the role may not write',
    { kind: 'lines', lines: [] },
    roleOf('allowed', 'denied'),
    { kind: 'mayNotWrite', roleArn: arn, actions: ['logs:PutLogEvents'] },
  ],
  [
    'there is no group, and the role may not write',
    { kind: 'noGroup' },
    roleOf('denied', 'denied'),
    { kind: 'mayNotWrite', roleArn: arn, actions: ['logs:CreateLogStream', 'logs:PutLogEvents'] },
  ],
  ['the role may write', none, roleOf('allowed', 'allowed'), { kind: 'notWritten' }],
  ['whether the role may is not known', none, roleOf('allowed', 'unknown'), { kind: 'missing' }],
  ['what the role may was not found out', none, { arn }, { kind: 'missing' }],
  ['the role is not known', none, undefined, { kind: 'missing' }],
];

describe('The log of an app', () => {
  for (const [title, log, role, state] of rows) {
    it(title, () => {
      assert.deepEqual(logStateOf(log, role), state);
    });
  }

  it('is a stream by domain, owner, type and name', () => {
    const app = { domainId: 'd-abc', type: 'KernelGateway', name: 'default' };
    assert.equal(logStreamOf({ ...app, userProfile: 'me' }), 'd-abc/me/KernelGateway/default');
    assert.equal(logStreamOf({ ...app, space: 'team' }), 'd-abc/team/KernelGateway/default');
    assert.equal(
      logStreamOf({ ...app, type: 'RSessionGateway', userProfile: 'me' }),
      'd-abc/me/RSession/default',
    );
  });
});
