import assert from 'node:assert/strict';
import type { Cloud, SessionChoice } from '../../../src/core/ports.ts';
import { regions } from '../../../src/core/regions.generated.ts';
import { pickSession, type SwitchOutcome } from '../../../src/core/switchSession.ts';
import type { ProfileRow } from '../../../src/core/questions.ts';
import { aCloud } from '../../support/inMemorySession.ts';
import { attempt, back, cancel, pick, press, scriptedPrompts, type } from '../../support/scriptedPrompts.ts';

const { signal } = new AbortController();
const cloud = aCloud(
  { name: 'default', kind: 'keys', region: 'us-east-1' },
  { name: 'team', kind: 'sso', region: 'eu-west-1', signIn: { way: 'sso', profile: 'team' } },
  { name: 'bare', kind: 'keys' },
  { name: 'broken', kind: 'role', problem: { code: 'source.none', profile: 'broken' } },
);

const findAmbient: Cloud['findAmbient'] = () => Promise.resolve({ kind: 'machine' });

async function walk(
  current: SessionChoice,
  prompts: ReturnType<typeof scriptedPrompts>,
  from: Cloud = cloud,
  recentRegions: readonly string[] = [],
): Promise<SwitchOutcome | undefined> {
  const picked = await pickSession(
    { cloud: from, prompts, current, defaultProfile: 'default', recentRegions },
    signal,
  );
  prompts.assertDone();
  return picked;
}

function session(profile: string, region: string): SwitchOutcome {
  return { kind: 'session', profile, region, signsIn: false };
}

function profileName(row: ProfileRow | undefined): string | undefined {
  return row?.kind === 'profile' ? row.profile.name : row?.kind;
}

describe('switch of profile and region', () => {
  it('shows the profiles with the current one active', async () => {
    const prompts = scriptedPrompts(cancel('profile'));
    await walk({ profile: 'team', region: 'eu-west-1' }, prompts);
    const { rows, active, place } = prompts.list('profile');
    assert.deepEqual(rows.map(profileName), ['default', 'team', 'bare', 'broken', 'add']);
    assert.equal(profileName(active), 'team');
    assert.equal(`${place.step}/${place.totalSteps}`, '1/2');
    assert.equal(place.canGoBack, false);
  });

  it("offers the picked profile's own region first and active", async () => {
    const prompts = scriptedPrompts(pick('profile', 'team'), pick('region', 'eu-west-1'));
    const choice = await walk({ profile: 'default', region: 'ap-south-1' }, prompts);
    const { rows, active } = prompts.list('region');
    assert.deepEqual(rows[0], { region: 'eu-west-1', reason: 'profile' });
    assert.deepEqual(active, rows[0]);
    assert.equal(rows.length, regions.length);
    assert.deepEqual(choice, session('team', 'eu-west-1'));
  });

  it('keeps the current region active when the profile stays', async () => {
    const prompts = scriptedPrompts(pick('profile', 'team'), pick('region', 'ap-south-1'));
    await walk({ profile: 'team', region: 'ap-south-1' }, prompts);
    assert.equal(prompts.list('region').active?.region, 'ap-south-1');
    assert.equal(prompts.list('region').rows[0]?.region, 'eu-west-1');
  });

  it("has the profile's own region active when none was chosen yet", async () => {
    const prompts = scriptedPrompts(pick('profile', 'team'), cancel('region'));
    await walk({ profile: 'team' }, prompts);
    assert.deepEqual(prompts.list('region').active, { region: 'eu-west-1', reason: 'profile' });
  });

  it('has no active region after a change to a profile without one', async () => {
    const prompts = scriptedPrompts(pick('profile', 'bare'), pick('region', 'us-west-2'));
    const choice = await walk({ profile: 'team', region: 'eu-west-1' }, prompts);
    assert.equal(prompts.list('region').active, undefined);
    assert.deepEqual(choice, session('bare', 'us-west-2'));
  });

  it('has the default profile active where nobody chose one', async () => {
    const prompts = scriptedPrompts(cancel('profile'));
    await walk(
      { profile: '' },
      prompts,
      aCloud({ name: 'a', kind: 'keys' }, { name: 'default', kind: 'keys' }),
    );
    assert.equal(profileName(prompts.list('profile').active), 'default');
  });

  it('offers what is there without a profile, before the profiles', async () => {
    const inContainer: Cloud = { ...cloud, findAmbient: () => Promise.resolve({ kind: 'container' }) };
    const prompts = scriptedPrompts(pick('profile', 'ambient'), pick('region', 'us-west-2'));
    const choice = await walk({ profile: '' }, prompts, inContainer);
    assert.equal(profileName(prompts.list('profile').rows[0]), 'ambient');
    assert.equal(profileName(prompts.list('profile').active), 'ambient');
    assert.deepEqual(choice, session('', 'us-west-2'));
  });

  it('does not offer the machine beside a default profile that stands for it', async () => {
    const prompts = scriptedPrompts(cancel('profile'), cancel('profile'));
    await pickSession(
      {
        cloud: { ...cloud, findAmbient },
        prompts,
        current: {},
        defaultProfile: 'default',
        recentRegions: [],
      },
      signal,
    );
    assert.equal(profileName(prompts.list('profile').rows[0]), 'default');
    await pickSession(
      {
        cloud: { ...aCloud(), findAmbient },
        prompts,
        current: {},
        defaultProfile: 'default',
        recentRegions: [],
      },
      signal,
    );
    assert.deepEqual(prompts.list('profile').rows.map(profileName), ['ambient', 'add']);
  });

  it('ends with a profile that can not be used, and with "Add Profile…", without asking for a region', async () => {
    const broken = await walk({}, scriptedPrompts(pick('profile', 'broken')));
    assert.equal(broken?.kind === 'unusable' && broken.profile.name, 'broken');
    assert.deepEqual(await walk({}, scriptedPrompts(pick('profile', 'add'))), { kind: 'add' });
  });

  it('lets those sign in whose profile has a sign-in, and nobody else', async () => {
    const prompts = scriptedPrompts(press('profile', 'team'), pick('region', 'eu-west-1'));
    assert.deepEqual(await walk({}, prompts), { ...session('team', 'eu-west-1'), signsIn: true });
    const { rows, question } = prompts.list('profile');
    assert.deepEqual(rows.filter((row) => question.button?.(row)).map(profileName), ['team']);
  });

  it('offers the regions used lately before the others, each region once', async () => {
    const prompts = scriptedPrompts(pick('profile', 'team'), cancel('region'));
    await walk({}, prompts, cloud, ['xx-new-1', 'eu-west-1', 'sa-east-1']);
    const { rows } = prompts.list('region');
    assert.deepEqual(rows.slice(0, 3), [
      { region: 'eu-west-1', reason: 'profile' },
      { region: 'xx-new-1', reason: 'recent' },
      { region: 'sa-east-1', reason: 'recent' },
    ]);
    assert.equal(new Set(rows.map(({ region }) => region)).size, rows.length);
    assert.equal(rows.length, regions.length + 1);
  });

  it('is none after a cancel at either step', async () => {
    assert.equal(await walk({}, scriptedPrompts(cancel('profile'))), undefined);
    assert.equal(await walk({}, scriptedPrompts(pick('profile', 'team'), cancel('region'))), undefined);
  });

  it('goes Back from the region to the profile, which is the one just picked', async () => {
    const prompts = scriptedPrompts(
      pick('profile', 'team'),
      back('region', 'eu-c'),
      pick('profile', 'team'),
      pick('region', 'eu-central-1'),
    );
    const choice = await walk({ profile: 'default' }, prompts);
    assert.equal(profileName(prompts.list('profile').active), 'team');
    assert.equal(prompts.list('region').place.typed, 'eu-c');
    assert.deepEqual(choice, session('team', 'eu-central-1'));
  });

  it('takes a typed region that is not in the list', async () => {
    const prompts = scriptedPrompts(pick('profile', 'team'), type('region', ' xx-new-1 '));
    assert.deepEqual(await walk({}, prompts), session('team', 'xx-new-1'));
  });

  it('says so when a typed text can be no region, and only filters with one that may become one', async () => {
    const prompts = scriptedPrompts(
      pick('profile', 'team'),
      attempt('region', 'eu'),
      attempt('region', 'eu-central-1'),
      attempt('region', 'frankfurt1'),
      cancel('region'),
    );
    await walk({}, prompts);
    assert.deepEqual(prompts.list('region').problems, [
      undefined,
      undefined,
      { code: 'region.name', text: 'frankfurt1' },
    ]);
  });
});
