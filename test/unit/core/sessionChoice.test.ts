import assert from 'node:assert/strict';
import { resolveChoice } from '../../../src/core/sessionChoice.ts';

const nothing = { profile: '', region: '' };
const project = { profile: 'project', region: 'eu-west-1' };
const picked = { profile: 'picked', region: 'us-west-2' };
const user = { profile: 'user', region: 'sa-east-1' };

describe('choice of profile and region', () => {
  it("is the workspace settings', whatever was picked", () => {
    const choice = resolveChoice({ workspaceSettings: project, picked, userSettings: user });
    assert.deepEqual(choice, project);
  });

  it("is the picker's before what holds for the user everywhere", () => {
    const choice = resolveChoice({ workspaceSettings: nothing, picked, userSettings: user });
    assert.deepEqual(choice, picked);
  });

  it("is the user's where nothing was picked", () => {
    const choice = resolveChoice({ workspaceSettings: nothing, picked: undefined, userSettings: user });
    assert.deepEqual(choice, user);
  });

  it('can be to have no profile, against what the user has everywhere', () => {
    const withoutProfile = { ...picked, profile: '' };
    const choice = resolveChoice({
      workspaceSettings: nothing,
      picked: withoutProfile,
      userSettings: user,
    });
    assert.deepEqual(choice, withoutProfile);
  });

  it('takes profile and region each from the first place that names it', () => {
    const choice = resolveChoice({
      workspaceSettings: { profile: 'project', region: '' },
      picked,
      userSettings: user,
    });
    assert.deepEqual(choice, { profile: 'project', region: 'us-west-2' });
  });

  it('is left to the AWS configuration where nobody names anything', () => {
    const choice = resolveChoice({ workspaceSettings: nothing, picked: undefined, userSettings: nothing });
    assert.deepEqual(choice, nothing);
  });
});
