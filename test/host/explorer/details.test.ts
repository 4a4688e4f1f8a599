/** What takes calls of its own per row: never a storm, never late, never of another session. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../../src/core/errors.ts';
import type { VersionDetails } from '../../../src/core/model.ts';
import type { ImageNode, TreeNode } from '../../../src/core/tree.ts';
import type { Explorer } from '../../../src/ui/explorer/explorer.ts';
import { anImage, aVersion, digestOf, host } from '../../support/builders.ts';
import { InMemoryImageStore } from '../../support/inMemoryImageStore.ts';
import { aSession } from '../../support/inMemorySession.ts';
import { eventually } from '../support/eventually.ts';
import { roundTrip } from '../support/roundTrip.ts';
import { descriptionOf, hideSideBar, labelsOf, open, useExplorer } from './useExplorer.ts';

const denied = new AppError('auth.denied', { action: undefined, resource: undefined, principal: undefined });

function versions(count: number): readonly VersionDetails[] {
  return Array.from({ length: count }, (_, index) =>
    aVersion({
      number: index + 1,
      jobType: 'TRAINING',
      processor: 'GPU',
      containerImage: `${host}/notebook@${digestOf('a')}`,
    }),
  );
}

/** A store whose descriptions come when a test says so. */
class HeldDescriptions extends InMemoryImageStore {
  readonly asked: { readonly number: number; readonly signal: AbortSignal }[] = [];
  #gate = Promise.withResolvers<void>();

  /** Lets those come that were asked for until now, and every later one. */
  release(): void {
    this.#gate.resolve();
  }

  override async describeVersion(
    imageName: string,
    number: number,
    signal: AbortSignal,
  ): Promise<VersionDetails> {
    this.asked.push({ number, signal });
    await this.#gate.promise;
    return super.describeVersion(imageName, number, signal);
  }

  get askedNumbers(): readonly number[] {
    return this.asked.map(({ number }) => number);
  }
}

function imageOf(node: TreeNode): ImageNode {
  assert.ok(node.kind === 'image');
  return node;
}

/** Calls beside those of a listing are over when there were none for a while. */
async function quiet(images: InMemoryImageStore): Promise<void> {
  for (let before = -1; before !== images.calls.operations.length;) {
    before = images.calls.operations.length;
    await roundTrip();
    await roundTrip();
  }
}

async function hover(explorer: Explorer, node: TreeNode): Promise<string> {
  const { tooltip } = await explorer.resolveTreeItem(explorer.getTreeItem(node), node);
  assert.ok(tooltip instanceof vscode.MarkdownString);
  assert.ok(!tooltip.isTrusted);
  return tooltip.value;
}

describe('The explorer’s details', () => {
  const anExplorer = useExplorer();
  let images: InMemoryImageStore;
  beforeEach(() => {
    images = new InMemoryImageStore();
  });

  it('come after the rows, which are there without them', async () => {
    const held = new HeldDescriptions().add(anImage(), ...versions(2));
    await held.updateVersion('notebook', 2, { aliasesToAdd: ['latest'] }, new AbortController().signal);
    const { explorer, changes } = anExplorer(() => aSession({ images: held }));
    const image = await open(explorer, undefined, 'notebook');
    const rows = await explorer.getChildren(image);
    assert.deepEqual(labelsOf(explorer, rows), ['Version 2', 'Version 1']);
    const before = descriptionOf(explorer, rows[0]);

    held.release();
    await eventually(() => rows.every((row) => changes.includes(row)), 'the rows are shown anew');
    assert.equal(
      descriptionOf(explorer, rows[0]),
      `latest · ${before} · TRAINING · GPU · sha256:${'a'.repeat(12)}`,
    );
    assert.equal(descriptionOf(explorer, rows[1]), `${before} · TRAINING · GPU · sha256:${'a'.repeat(12)}`);
    assert.ok(changes.length < 6, `${changes.length} changes for two rows`);
  });

  it('that are there before the rows are shown with them', async () => {
    images.add(anImage(), aVersion({ number: 7 }));
    const { explorer } = anExplorer(() => aSession({ images }));
    const [image] = await explorer.getChildren();
    await eventually(() => descriptionOf(explorer, image).startsWith('v7'), 'the latest version');
  });

  it('of 5,000 images are fetched for the first screenful', async () => {
    for (let index = 0; index < 5_000; index += 1) {
      images.add(anImage({ name: `image-${String(index).padStart(4, '0')}` }));
    }
    const { explorer } = anExplorer(() => aSession({ images }));
    await explorer.getChildren();
    await eventually(() => images.calls.to('listImages').length === 50, 'all pages are there');
    await explorer.getChildren();
    await quiet(images);
    const asked = images.calls.to('findLatestVersion').map(([name]) => name);
    assert.equal(asked.length, 30);
    assert.equal(asked[0], 'image-0000');
    assert.equal(images.calls.operations.length, 80);
  });

  it('of 2,000 versions are fetched for the first screenful of the first page', async () => {
    images.add(anImage(), ...versions(2_000));
    const { explorer } = anExplorer(() => aSession({ images }));
    const image = imageOf(await open(explorer, undefined, 'notebook'));
    const rows = await explorer.getChildren(image);
    await quiet(images);
    assert.equal(rows.length, 100);
    assert.equal(images.calls.to('listVersions').length, 1);
    assert.equal(images.calls.to('listAliases').length, 30);
    const asked = images.calls.to('describeVersion').map(([, number]) => number);
    assert.deepEqual(
      asked,
      Array.from({ length: 30 }, (_, index) => 2_000 - index),
    );
    assert.match(explorer.getTreeItem(image).contextValue ?? '', /^image;.*canLoadMore;/);
    assert.match(descriptionOf(explorer, image), /v2000 · 100 versions shown/);

    await explorer.loadMore(image);
    assert.equal((await explorer.getChildren(image)).length, 200);
    await quiet(images);
    assert.equal(images.calls.to('listVersions').length, 2);
    assert.equal(images.calls.to('describeVersion').length, 30);
    assert.match(descriptionOf(explorer, image), /200 versions shown/);
  });

  it('say nothing of more versions when there are no more', async () => {
    images.add(anImage(), ...versions(101));
    const { explorer } = anExplorer(() => aSession({ images }));
    const image = imageOf(await open(explorer, undefined, 'notebook'));
    await explorer.getChildren(image);
    await explorer.loadMore(image);
    assert.equal((await explorer.getChildren(image)).length, 101);
    assert.doesNotMatch(explorer.getTreeItem(image).contextValue ?? '', /canLoadMore/);
    assert.doesNotMatch(descriptionOf(explorer, image), /shown/);
  });

  it('of at most five versions are fetched at once, the newest first', async () => {
    const held = new HeldDescriptions().add(anImage(), ...versions(100));
    const { explorer } = anExplorer(() => aSession({ images: held }));
    await explorer.getChildren(await open(explorer, undefined, 'notebook'));
    await roundTrip();
    assert.deepEqual(held.askedNumbers, [100, 99, 98, 97, 96]);
    held.release();
  });

  it('of the row that is pointed at do not wait for those', async () => {
    const held = new HeldDescriptions().add(anImage(), ...versions(100));
    const { explorer } = anExplorer(() => aSession({ images: held }));
    const rows = await explorer.getChildren(await open(explorer, undefined, 'notebook'));
    await roundTrip();
    const last = rows[99];
    assert.ok(last);
    const tooltip = hover(explorer, last);
    await roundTrip();
    assert.equal(held.askedNumbers.at(-1), 1);
    held.release();
    assert.match(await tooltip, /Job type: TRAINING/);
  });

  it('of an image beyond the screenful come when it is pointed at', async () => {
    for (let index = 10; index < 50; index += 1) images.add(anImage({ name: `image-${index}` }));
    images.add(anImage({ name: 'notebook' }), aVersion({ number: 7 }));
    const { explorer } = anExplorer(() => aSession({ images }));
    const image = await open(explorer, undefined, 'notebook');
    await quiet(images);
    assert.match(await hover(explorer, image), /Latest version: v7/);
  });

  it('escape what is in them', async () => {
    const failureReason = '[mend](command:x) <b> $(alert)';
    images.add(anImage(), aVersion({ status: 'CREATE_FAILED', failureReason, releaseNotes: '# Big' }));
    const { explorer } = anExplorer(() => aSession({ images }));
    const version = await open(explorer, await open(explorer, undefined, 'notebook'), 'Version 1');
    const tooltip = await hover(explorer, version);
    assert.match(tooltip, /Failure reason: \\\[mend\\\]\\\(command\\:x\\\) \\<b\\> \\\$\\\(alert\\\)/);
    assert.match(tooltip, /Release notes: \\# Big/);
  });

  describe('that fail', () => {
    it('leave their row saying less, and come when it is pointed at', async () => {
      images.add(anImage(), ...versions(1));
      images.calls.fail('describeVersion', new AppError('request.throttled', { operation: 'x' }));
      const { explorer } = anExplorer(() => aSession({ images }));
      const [row] = await explorer.getChildren(await open(explorer, undefined, 'notebook'));
      assert.ok(row);
      await quiet(images);
      assert.doesNotMatch(descriptionOf(explorer, row), /TRAINING/);
      assert.match(await hover(explorer, row), /Job type: TRAINING/);
      assert.match(descriptionOf(explorer, row), /TRAINING/);
    });

    it('make no storm', async () => {
      images.add(anImage(), ...versions(100));
      images.calls.fail('describeVersion', ...Array.from({ length: 100 }, () => denied));
      const { explorer } = anExplorer(() => aSession({ images }));
      const rows = await explorer.getChildren(await open(explorer, undefined, 'notebook'));
      await quiet(images);
      assert.equal(images.calls.to('describeVersion').length, 5);
      assert.ok(rows.every(({ kind }) => kind === 'version'));
    });
  });

  describe('end', () => {
    it('with the session, and are never shown late', async () => {
      const held = new HeldDescriptions().add(anImage(), ...versions(100));
      const next = new InMemoryImageStore().add(anImage(), aVersion());
      const sessions = [aSession({ images: held }), aSession({ images: next })];
      const { explorer, activeSession } = anExplorer(() => sessions.shift() ?? aSession());
      const rows = await explorer.getChildren(await open(explorer, undefined, 'notebook'));
      await roundTrip();
      activeSession.reload();
      assert.ok(held.asked.every(({ signal }) => signal.aborted));
      held.release();
      await roundTrip();
      assert.equal(held.asked.length, 5);
      assert.doesNotMatch(descriptionOf(explorer, rows[0]), /TRAINING/);
      const [version] = await explorer.getChildren(await open(explorer, undefined, 'notebook'));
      await quiet(next);
      assert.doesNotMatch(descriptionOf(explorer, version), /TRAINING/);
    });

    it('with a refresh', async () => {
      const held = new HeldDescriptions().add(anImage(), ...versions(100));
      const { explorer } = anExplorer(() => aSession({ images: held }));
      await explorer.getChildren(await open(explorer, undefined, 'notebook'));
      await roundTrip();
      explorer.refresh();
      assert.ok(held.asked.every(({ signal }) => signal.aborted));
      held.release();
    });
  });

  describe('in the sidebar itself', () => {
    afterEach(hideSideBar);

    it('end when their image is closed, and go on when it is opened again', async () => {
      const held = new HeldDescriptions().add(anImage(), ...versions(100));
      anExplorer(() => aSession({ images: held }));
      await vscode.commands.executeCommand('sagemakerImages.explorer.focus');
      await eventually(() => held.calls.to('findLatestVersion').length > 0, 'the image is shown');
      await press('list.focusFirst');
      await press('list.expand');
      await eventually(() => held.asked.length === 5, 'details are fetched');

      await press('list.collapse');
      await eventually(() => held.asked.every(({ signal }) => signal.aborted), 'they are ended');
      held.release();
      await roundTrip();
      assert.equal(held.asked.length, 5);

      await press('list.expand');
      await eventually(() => held.calls.to('describeVersion').length === 30, 'they go on');
      assert.equal(held.calls.to('listVersions').length, 1);
    });

    it('of a version come when it is selected', async () => {
      images.add(anImage(), ...versions(100));
      anExplorer(() => aSession({ images }));
      await vscode.commands.executeCommand('sagemakerImages.explorer.focus');
      await eventually(() => images.calls.to('findLatestVersion').length > 0, 'the image is shown');
      await press('list.focusFirst');
      await press('list.expand');
      await eventually(() => images.calls.to('describeVersion').length === 30, 'details are fetched');
      const asked = (): boolean => images.calls.to('describeVersion').some(([, number]) => number === 1);
      // The details are fetched before the rows are shown: until then, the last row is the image's.
      for (let attempt = 0; attempt < 50 && !asked(); attempt += 1) {
        await press('list.focusLast');
        await press('list.toggleSelection');
      }
      await eventually(asked, 'those of the selected one as well');
    });
  });
});

async function press(command: string): Promise<void> {
  await roundTrip();
  await vscode.commands.executeCommand(command);
  await roundTrip();
}
