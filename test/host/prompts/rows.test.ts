import assert from 'node:assert/strict';
import { readOutline } from '../../../src/core/dockerfile.ts';
import { findStage } from '../../../src/core/dockerfile/stages.ts';
import type { ProfileRow, RegionRow } from '../../../src/core/questions.ts';
import type { Profile } from '../../../src/core/profiles.ts';
import { reviewTexts } from '../../../src/ui/preflight/reviewTexts.ts';
import { listTexts } from '../../../src/ui/promptTexts.ts';
import { account, aDraft } from '../../support/builders.ts';

describe('The row that creates', () => {
  it('names profile, account and region', () => {
    assert.equal(createRow(account), `profile work · account ${account} · eu-west-1`);
  });

  it('says that the account is not known yet, or cannot be found out', () => {
    assert.equal(createRow(), 'profile work · account … · eu-west-1');
    assert.equal(createRow(null), 'profile work · account unknown · eu-west-1');
  });
});

describe('The row of a profile', () => {
  it('says how it signs, for which account and where', () => {
    const profile: Profile = { name: 'work', kind: 'keys', accountId: account, region: 'eu-west-1' };
    assert.deepEqual(shown({ kind: 'profile', profile }), [
      'work',
      `access keys · ${account} · eu-west-1`,
      undefined,
    ]);
  });

  const kinds: readonly (readonly [Omit<Profile, 'name'>, string])[] = [
    [{ kind: 'role', roleName: 'Admin', source: 'base' }, 'role Admin from base'],
    [{ kind: 'role', roleName: 'Admin', source: 'base', needsMfa: true }, 'role Admin from base, with MFA'],
    [{ kind: 'sso', roleName: 'Admin', isSignedIn: true }, 'IAM Identity Center: Admin · signed in'],
    [{ kind: 'sso', roleName: 'Admin', isSignedIn: false }, 'IAM Identity Center: Admin · signed out'],
    [{ kind: 'webIdentity', roleName: 'Admin' }, 'web identity: Admin'],
    [{ kind: 'process' }, 'credential_process'],
    [{ kind: 'login' }, 'console sign-in'],
    [{ kind: 'machine' }, 'credentials of the environment or machine'],
  ];
  for (const [profile, text] of kinds) {
    it(`says what kind it is: ${text}`, () => assert.equal(profileRow({ name: 'work', ...profile }), text));
  }

  it('says why it cannot be used', () => {
    const problem = { code: 'source.missing', profile: 'work', source: 'gone' } as const;
    assert.deepEqual(shown({ kind: 'profile', profile: { name: 'work', kind: 'role', problem } }), [
      'work',
      'cannot be used',
      'the source of "work" is not there: gone',
    ]);
  });

  it('says where credentials come from that are there without one', () => {
    assert.deepEqual(shown({ kind: 'ambient', ambient: { kind: 'environment' } }), [
      'Environment variables',
      'without a profile',
      undefined,
    ]);
    const studio = { domainId: 'd-1', userProfile: 'me', space: 'mine' };
    assert.deepEqual(shown({ kind: 'ambient', ambient: { kind: 'container', studio } }), [
      'Role of this container',
      'SageMaker Studio · d-1 · me · mine',
      undefined,
    ]);
  });

  it('stays in sight while others are filtered when it adds one', () => {
    assert.equal(listTexts.profile.present({ kind: 'add' }).alwaysShow, true);
  });
});

describe('The row of a region', () => {
  it('says where it is, and why it is among the first', () => {
    assert.match(regionRow({ region: 'eu-west-1' }) ?? '', /Ireland/);
    assert.match(regionRow({ region: 'eu-west-1', reason: 'profile' }) ?? '', /Ireland.* · of the profile$/);
    assert.match(regionRow({ region: 'eu-west-1', reason: 'recent' }) ?? '', /Ireland.* · used lately$/);
  });
});

describe('The row of a build target', () => {
  it('says what it is made from, and what the final stage is called', () => {
    const dockerfile = 'ARG V\nFROM python:$V AS base\nFROM base AS runtime';
    assert.deepEqual(targetRows(dockerfile, null, 'base'), [
      ['The final stage', 'FROM base AS runtime'],
      ['base', 'FROM python:$V'],
    ]);
  });

  it('says no name of a final stage that has none', () => {
    assert.deepEqual(targetRows('FROM a AS b\nFROM c', null), [['The final stage', 'FROM c']]);
  });
});

function createRow(accountId?: string | null): string | undefined {
  const known = accountId === undefined ? {} : { accountId };
  return reviewTexts.review.present({
    kind: 'create',
    draft: aDraft(),
    profile: 'work',
    region: 'eu-west-1',
    ...known,
  }).detail;
}

function shown(row: ProfileRow): readonly (string | undefined)[] {
  const { label, description, detail } = listTexts.profile.present(row);
  return [label, description, detail];
}

function regionRow(row: RegionRow): string | undefined {
  return listTexts.region.present(row).description;
}

function profileRow(profile: Profile): string | undefined {
  return listTexts.profile.present({ kind: 'profile', profile }).description;
}

/** Label and description of targets. */
function targetRows(
  dockerfile: string,
  ...targets: readonly (string | null)[]
): readonly (string | undefined)[][] {
  const outline = readOutline(dockerfile);
  return targets.map((target) => {
    const stage = findStage(outline, target);
    assert.ok(stage);
    const { label, description } = listTexts.target.present({ target, stage });
    return [label, description];
  });
}
