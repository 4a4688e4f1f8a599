/** What SageMaker is at work on, in the sidebar. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { anImage, aVersion } from '../../support/builders.ts';
import { ManualClock } from '../../support/clocks.ts';
import { InMemoryImageStore } from '../../support/inMemoryImageStore.ts';
import { aSession } from '../../support/inMemorySession.ts';
import { eventually } from '../support/eventually.ts';
import { roundTrip } from '../support/roundTrip.ts';
import {
  descriptionOf,
  hideSideBar,
  labelsOf,
  open,
  useExplorer,
  type ExplorerFixture,
} from './useExplorer.ts';

describe('What is changing', () => {
  const anExplorer = useExplorer();
  let images: InMemoryImageStore;
  let clock: ManualClock;
  beforeEach(() => {
    images = new InMemoryImageStore();
    clock = new ManualClock();
  });
  afterEach(hideSideBar);

  async function shown(): Promise<ExplorerFixture> {
    const fixture = anExplorer(() => aSession({ images }), { clock });
    await vscode.commands.executeCommand('sagemakerImages.explorer.focus');
    await eventually(() => images.calls.to('findLatestVersion').length > 0, 'the images are shown');
    await roundTrip();
    return fixture;
  }

  async function pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      await clock.advance(1_000);
      await roundTrip();
    }
  }

  it('updates itself: an image', async () => {
    images.add(anImage({ status: 'UPDATING' }));
    const { explorer, changes } = await shown();
    const image = await open(explorer, undefined, 'notebook');
    assert.match(descriptionOf(explorer, image), /^updating/);
    await pass(3);
    images.settleImage('notebook', { status: 'UPDATE_FAILED', failureReason: 'No such role.' });
    await pass(5);
    assert.match(descriptionOf(explorer, image), /^update failed · No such role\./);
    assert.ok(changes.includes(image));
    const looks = images.calls.to('describeImage').length;
    await pass(60);
    assert.equal(images.calls.to('describeImage').length, looks, 'it is looked at no longer');
  });

  it('updates itself: a version of an image that is open', async () => {
    images.add(anImage(), aVersion({ status: 'CREATING' }));
    const { explorer } = await shown();
    const image = await open(explorer, undefined, 'notebook');
    await pass(5);
    const before = images.calls.to('describeVersion').length;
    assert.equal(before, 0, 'it is not in view yet');
    const [version] = await explorer.getChildren(image);
    images.settleVersion('notebook', 1, { status: 'CREATED', jobType: 'TRAINING' });
    await pass(2);
    assert.match(descriptionOf(explorer, version), /^[^·]* · TRAINING$/);
    assert.match(descriptionOf(explorer, image), /v1 ·/);
  });

  it('goes away when it is deleted', async () => {
    images.add(anImage(), aVersion({ number: 1 }), aVersion({ number: 2, status: 'DELETING' }));
    const { explorer } = await shown();
    const image = await open(explorer, undefined, 'notebook');
    await explorer.getChildren(image);
    images.removeVersion('notebook', 2);
    await pass(2);
    assert.deepEqual(labelsOf(explorer, await explorer.getChildren(image)), ['Version 1']);
    assert.match(descriptionOf(explorer, image), /v1 ·/);

    images.settleImage('notebook', { status: 'DELETING' });
    explorer.reloadVersions('notebook');
    await pass(1);
    images.removeImage('notebook');
    await pass(3);
    assert.deepEqual(await explorer.getChildren(), []);
  });

  it('is looked at only while the sidebar is in view', async () => {
    images.add(anImage({ status: 'CREATING' }));
    await shown();
    await pass(3);
    assert.ok(images.calls.to('describeImage').length > 0);

    await hideSideBar();
    await eventually(() => clock.waiting === 0, 'nobody looks any more');
    const looks = images.calls.to('describeImage').length;
    await pass(20);
    assert.equal(images.calls.to('describeImage').length, looks);

    await vscode.commands.executeCommand('sagemakerImages.explorer.focus');
    await eventually(() => clock.waiting > 0, 'it is looked at again');
  });

  it('is looked at no longer with another session', async () => {
    images.add(anImage({ status: 'CREATING' }));
    const next = new InMemoryImageStore().add(anImage());
    const sessions = [aSession({ images }), aSession({ images: next })];
    const { activeSession } = anExplorer(() => sessions.shift() ?? aSession(), { clock });
    await vscode.commands.executeCommand('sagemakerImages.explorer.focus');
    await eventually(() => clock.waiting > 0, 'it is looked at');
    await pass(2);
    const looks = images.calls.to('describeImage').length;
    activeSession.reload();
    await pass(20);
    assert.equal(images.calls.to('describeImage').length, looks);
    assert.equal(next.calls.to('describeImage').length, 0, 'nothing is changing there');
  });
});
