import assert from 'node:assert/strict';
import type { SessionChoice } from '../../../src/core/ports.ts';
import { sagemakerRegions } from '../../../src/core/regions.ts';
import { pickSession } from '../../../src/core/switchSession.ts';
import { aCloud } from '../../support/inMemorySession.ts';
import { attempt, back, cancel, pick, scriptedPrompts, type } from '../../support/scriptedPrompts.ts';

const { signal } = new AbortController();
const cloud = aCloud(
  { name: 'default', region: 'us-east-1' },
  { name: 'team', region: 'eu-west-1' },
  { name: 'bare' },
);

async function walk(
  current: SessionChoice,
  prompts: ReturnType<typeof scriptedPrompts>,
  from = cloud,
): Promise<Required<SessionChoice> | undefined> {
  const choice = await pickSession(current, from, prompts, signal);
  prompts.assertDone();
  return choice;
}

describe('switch of profile and region', () => {
  it('shows the profiles with the current one active', async () => {
    const prompts = scriptedPrompts(cancel('profile'));
    await walk({ profile: 'team', region: 'eu-west-1' }, prompts);
    const { rows, active, place } = prompts.list('profile');
    assert.deepEqual(
      rows.map(({ name }) => name),
      ['default', 'team', 'bare'],
    );
    assert.equal(active?.name, 'team');
    assert.equal(`${place.step}/${place.totalSteps}`, '1/2');
    assert.equal(place.canGoBack, false);
  });

  it("offers the picked profile's own region first and active", async () => {
    const prompts = scriptedPrompts(pick('profile', 'team'), pick('region', 'eu-west-1'));
    const choice = await walk({ profile: 'default', region: 'ap-south-1' }, prompts);
    const { rows, active } = prompts.list('region');
    assert.deepEqual(rows[0], { region: 'eu-west-1', isProfiles: true });
    assert.deepEqual(active, rows[0]);
    assert.equal(rows.length, sagemakerRegions.length);
    assert.deepEqual(choice, { profile: 'team', region: 'eu-west-1' });
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
    assert.deepEqual(prompts.list('region').active, { region: 'eu-west-1', isProfiles: true });
  });

  it('has no active region after a change to a profile without one', async () => {
    const prompts = scriptedPrompts(pick('profile', 'bare'), pick('region', 'us-west-2'));
    const choice = await walk({ profile: 'team', region: 'eu-west-1' }, prompts);
    assert.equal(prompts.list('region').active, undefined);
    assert.deepEqual(choice, { profile: 'bare', region: 'us-west-2' });
  });

  it('asks only for the region when there are no profiles', async () => {
    const prompts = scriptedPrompts(pick('region', 'us-west-2'));
    const choice = await walk({}, prompts, aCloud());
    assert.deepEqual(prompts.ids, ['region']);
    assert.deepEqual(choice, { profile: '', region: 'us-west-2' });
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
    assert.equal(prompts.list('profile').active?.name, 'team');
    assert.equal(prompts.list('region').place.typed, 'eu-c');
    assert.deepEqual(choice, { profile: 'team', region: 'eu-central-1' });
  });

  it('takes a typed region that is not in the list', async () => {
    const prompts = scriptedPrompts(pick('profile', 'team'), type('region', ' us-iso-east-1 '));
    assert.deepEqual(await walk({}, prompts), { profile: 'team', region: 'us-iso-east-1' });
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
