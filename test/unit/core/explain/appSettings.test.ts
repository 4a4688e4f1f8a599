import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { findAppSettings, type AppSettings } from '../../../../src/core/explain/appSettings.ts';
import type { AppDetails } from '../../../../src/core/explain/apps.ts';
import { Looks } from '../../../../src/core/explain/looks.ts';
import type { StudioSettings } from '../../../../src/core/explain/studio.ts';
import { anImage } from '../../../support/builders.ts';
import { anApp, InMemoryStudio } from '../../../support/inMemoryApps.ts';

const { signal } = new AbortController();
const denied = new AppError('auth.denied', { action: undefined, resource: undefined, principal: undefined });
const image = anImage();
const { space: _space, ...ofNobody } = anApp({ imageArn: image.arn });
const inSpace: AppDetails = { ...ofNobody, space: 'team' };
const ofUser: AppDetails = { ...ofNobody, userProfile: 'me' };
const none: StudioSettings = { images: {} };
const withRole = (executionRole: string): StudioSettings => ({ executionRole, images: {} });
const attaching = (configName: string, type = 'JupyterLab'): StudioSettings => ({
  images: {
    [type]: [
      { imageName: 'another', configName: 'x' },
      { imageName: image.name, configName },
    ],
  },
});

describe('What an app is started with', () => {
  let studio: InMemoryStudio;

  beforeEach(() => {
    studio = new InMemoryStudio();
    studio.domains.set('d-abc', { ofUsers: withRole('users'), ofSpaces: withRole('spaces') });
    studio.userProfiles.set('me', none);
    studio.spaces.set('team', { isPrivate: false, settings: none });
  });

  const settingsOf = (app: AppDetails): Promise<AppSettings> =>
    findAppSettings(app, studio, new Looks(signal), signal);

  const roleOf = async (app: AppDetails): Promise<string | undefined> =>
    (await settingsOf(app)).executionRole;

  it("is its user profile's role, or else the domain's", async () => {
    assert.equal(await roleOf(ofUser), 'users');
    studio.userProfiles.set('me', withRole('mine'));
    assert.equal(await roleOf(ofUser), 'mine');
  });

  it("is the owner's role in a private space, or else the domain's", async () => {
    studio.spaces.set('team', { isPrivate: true, owner: 'me', settings: none });
    assert.equal(await roleOf(inSpace), 'users');
    studio.userProfiles.set('me', withRole('mine'));
    assert.equal(await roleOf(inSpace), 'mine');
  });

  it("is the role of the domain's spaces in one that is shared", async () => {
    studio.userProfiles.set('me', withRole('mine'));
    studio.spaces.set('team', { isPrivate: false, owner: 'me', settings: none });
    assert.equal(await roleOf(inSpace), 'spaces');
  });

  it('is not known where what goes before may not be seen', async () => {
    studio.userProfiles.delete('me');
    assert.equal(await roleOf(ofUser), undefined);
    studio.spaces.delete('team');
    assert.equal(await roleOf(inSpace), undefined);
  });

  it('is known where only what comes after may not be seen', async () => {
    studio.userProfiles.set('me', withRole('mine'));
    studio.domains.clear();
    assert.equal(await roleOf(ofUser), 'mine');
  });

  it("is the app image config of its image, as far as it is about the app's type", async () => {
    studio.userProfiles.set('me', attaching('lab'));
    studio.configs.set('lab', {
      name: 'lab',
      apps: {
        JupyterLab: { command: ['start'], user: { uid: 1000, gid: 100 } },
        KernelGateway: { command: [] },
      },
    });
    assert.deepEqual(await settingsOf(ofUser), {
      executionRole: 'users',
      isAttached: true,
      config: {
        name: 'lab',
        appTypes: ['JupyterLab', 'KernelGateway'],
        command: ['start'],
        user: { uid: 1000, gid: 100 },
      },
    });
  });

  it('is an app image config without settings for it', async () => {
    studio.domains.set('d-abc', { ofUsers: attaching('kernels'), ofSpaces: none });
    studio.configs.set('kernels', { name: 'kernels', apps: { KernelGateway: { command: [] } } });
    const { config } = await settingsOf(ofUser);
    assert.deepEqual(config, { name: 'kernels', appTypes: ['KernelGateway'], command: [] });
  });

  it('is nothing for an image that is attached for other apps', async () => {
    studio.userProfiles.set('me', attaching('kernels', 'KernelGateway'));
    assert.equal((await settingsOf(ofUser)).isAttached, false);
    studio.domains.clear();
    assert.equal((await settingsOf(ofUser)).isAttached, undefined);
  });

  it('is not asked for an image that is not of this account', async () => {
    const imageArn = image.arn.replace('123456789012', '885854791233');
    assert.equal((await settingsOf({ ...ofUser, imageArn })).isAttached, undefined);
  });

  it('is given up when nobody waits', async () => {
    const controller = new AbortController();
    const finding = findAppSettings(ofUser, studio, new Looks(controller.signal), controller.signal);
    controller.abort();
    await assert.rejects(finding, { name: 'AbortError' });
  });

  it('remembers what stood in the way', async () => {
    const looks = new Looks(signal);
    studio.calls.fail('describeUserProfile', denied);
    await findAppSettings(ofUser, studio, looks, signal);
    assert.deepEqual(looks.obstacles, { settings: { kind: 'error', error: denied } });
  });
});
