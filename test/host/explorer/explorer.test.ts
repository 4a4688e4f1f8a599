import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError, type ErrorCode, type ErrorFacts } from '../../../src/core/errors.ts';
import type { Image, ImageVersion } from '../../../src/core/model.ts';
import type { ImageQuery, Pages, Session } from '../../../src/core/ports.ts';
import { anImage, aVersion, digestOf } from '../../support/builders.ts';
import { InMemoryImageStore } from '../../support/inMemoryImageStore.ts';
import { systemClock } from '../../../src/ui/clock.ts';
import { aSession } from '../../support/inMemorySession.ts';
import { HeldPages } from '../support/heldPages.ts';
import { nextEvent } from '../support/nextEvent.ts';
import { roundTrip } from '../support/roundTrip.ts';
import { eventually } from '../support/eventually.ts';
import { descriptionOf, hideSideBar, labelsOf, open, statesDuring, useExplorer } from './useExplorer.ts';

const dropped = new AppError('network.dropped', { operation: 'ListImages' });

/** Images whose lists come when a test says so. */
class HeldImageStore extends InMemoryImageStore {
  readonly heldImages = new HeldPages<Image>();
  readonly heldVersions = new HeldPages<ImageVersion>();

  override listImages(_query: ImageQuery, signal: AbortSignal): Pages<Image> {
    return this.heldImages.read(signal);
  }

  override listVersions(_imageName: string, signal: AbortSignal): Pages<ImageVersion> {
    return this.heldVersions.read(signal);
  }
}

/** The calls that were made for what is opened, without those that fill in rows. */
function listed({ calls }: InMemoryImageStore): readonly string[] {
  return calls.operations.filter((operation) => operation.startsWith('list') && operation !== 'listAliases');
}

describe('The explorer', () => {
  const anExplorer = useExplorer();
  let images: InMemoryImageStore;
  let session: Session;
  beforeEach(() => {
    images = new InMemoryImageStore();
    session = aSession({ images });
  });

  describe('loads what is opened, and nothing else', () => {
    beforeEach(() => {
      images
        .add(anImage({ name: 'training' }), aVersion({ imageName: 'training', number: 1 }))
        .add(
          anImage({ name: 'notebook' }),
          aVersion({ imageName: 'notebook', number: 1 }),
          aVersion({ imageName: 'notebook', number: 2, baseImage: `host/team/notebook@${digestOf('b')}` }),
        );
    });

    it('the images by name', async () => {
      const { explorer } = anExplorer(() => session);
      assert.deepEqual(labelsOf(explorer, await explorer.getChildren()), ['notebook', 'training']);
      assert.deepEqual(listed(images), ['listImages']);
    });

    it('the versions of an image, newest first', async () => {
      const { explorer } = anExplorer(() => session);
      const image = await open(explorer, undefined, 'notebook');
      assert.deepEqual(labelsOf(explorer, await explorer.getChildren(image)), ['Version 2', 'Version 1']);
      assert.deepEqual(listed(images), ['listImages', 'listVersions']);
      assert.deepEqual(images.calls.to('listVersions'), [['notebook']]);
    });

    it('the facts of a version', async () => {
      const { explorer } = anExplorer(() => session);
      const version = await open(explorer, await open(explorer, undefined, 'notebook'), 'Version 2');
      assert.deepEqual(labelsOf(explorer, await explorer.getChildren(version)), [
        'Status',
        'Base image',
        'Container image',
        'Aliases',
        'Job type',
        'Processor',
        'Created',
      ]);
      for (const operation of ['describeVersion', 'listAliases'] as const) {
        const calls = images.calls.to(operation).filter(([, number]) => number === 2);
        assert.deepEqual(calls, [['notebook', 2]], `${operation}, once`);
      }
    });

    it('without waiting for what says meanwhile that it loads', async () => {
      const { explorer } = anExplorer(() => session);
      const { executeCommand } = vscode.commands;
      Object.assign(vscode.commands, { executeCommand: () => new Promise(() => undefined) });
      try {
        assert.equal((await explorer.getChildren()).length, 2);
      } finally {
        Object.assign(vscode.commands, { executeCommand });
      }
    });

    it('and the rows before what fills them in', async () => {
      const { explorer } = anExplorer(() => session);
      await explorer.getChildren();
      assert.deepEqual(images.calls.operations, ['listImages']);
      await eventually(() => images.calls.to('findLatestVersion').length === 2, 'the rows are filled in');
    });

    it('lists once what it has listed', async () => {
      const { explorer } = anExplorer(() => session);
      for (let time = 0; time < 2; time += 1) {
        await explorer.getChildren(await open(explorer, undefined, 'notebook'));
      }
      assert.deepEqual(listed(images), ['listImages', 'listVersions']);
    });
  });

  it('shows every page of images, and tells of those that come later', async () => {
    const names = Array.from({ length: 9 }, (_, index) => `image-${index}`);
    for (const name of names) images.add(anImage({ name }));
    images.pageSize = 1;
    const { explorer, changes } = anExplorer(() => session);

    let change = nextEvent(explorer.onDidChangeTreeData);
    let children = await explorer.getChildren();
    while (children.length < names.length) {
      assert.equal(await change, undefined);
      change = nextEvent(explorer.onDidChangeTreeData);
      children = await explorer.getChildren();
    }
    assert.deepEqual(labelsOf(explorer, children), names);
    assert.ok(changes.length < names.length / 2, `${changes.length} changes for ${names.length} pages`);
  });

  it('shows every page of versions, and tells of those that come later at their image', async () => {
    const held = new HeldImageStore();
    const { explorer, changes } = anExplorer(() => aSession({ images: held }));
    const roots = explorer.getChildren();
    await held.heldImages.give([anImage()]);
    const [image] = await roots;

    const versions = explorer.getChildren(image);
    await held.heldVersions.give([aVersion({ number: 2 })]);
    assert.deepEqual(labelsOf(explorer, await versions), ['Version 2']);
    await held.heldVersions.give([aVersion({ number: 1 })]);
    // Once for the new rows, and perhaps once more for what the image's row says now: VS Code knows a node by its object.
    assert.deepEqual([...new Set(changes)], [image]);
    assert.equal(changes[0], image);
    assert.deepEqual(labelsOf(explorer, await explorer.getChildren(image)), ['Version 2', 'Version 1']);
  });

  describe('without anything to show', () => {
    it('has no rows when there are no images, but the welcome text that says so', async () => {
      const { explorer } = anExplorer(() => session);
      const states = await statesDuring(async () => assert.deepEqual(await explorer.getChildren(), []));
      assert.deepEqual(states, ['loading', 'empty']);
    });

    const signedOut: { readonly [C in ErrorCode]?: ErrorFacts[C] } = {
      'auth.missing': { profile: 'default' },
      'auth.signedOut': { profile: 'default', signIn: { way: 'sso', profile: 'default' } },
      'auth.expired': { profile: 'default' },
      'auth.invalid': { profile: 'default', region: 'us-east-1' },
      'profile.unknown': { profile: 'gone' },
      'region.missing': { profile: 'default' },
    };
    for (const [code, facts] of Object.entries(signedOut)) {
      it(`has no rows when signed out, but the welcome text that says so: ${code}`, async () => {
        const error = new AppError(code as ErrorCode, facts);
        const { explorer } = anExplorer(() => Promise.reject(error));
        const states = await statesDuring(async () => assert.deepEqual(await explorer.getChildren(), []));
        assert.deepEqual(states, ['loading', 'signedOut']);
      });
    }

    it('has no rows when AWS says so while listing', async () => {
      images.add(anImage()).calls.fail('listImages', new AppError('auth.expired', { profile: 'default' }));
      const { explorer } = anExplorer(() => session);
      const states = await statesDuring(async () => assert.deepEqual(await explorer.getChildren(), []));
      assert.equal(states.at(-1), 'signedOut');
    });

    it('has no welcome text over images or a failure', async () => {
      images.add(anImage()).calls.fail('listImages', dropped);
      const { explorer, activeSession } = anExplorer(() => session);
      const states = await statesDuring(async () => {
        await explorer.getChildren();
        activeSession.reload();
        await explorer.getChildren();
      });
      assert.deepEqual(states, ['loading', 'images', 'loading', 'images']);
    });
  });

  describe('shows a failure as a row in its place', () => {
    beforeEach(() => {
      images.add(anImage(), aVersion({ number: 1 }), aVersion({ number: 2 }));
    });

    it('instead of the images, and retries', async () => {
      images.calls.fail('listImages', dropped);
      const { explorer } = anExplorer(() => session);
      const [failed, ...others] = await explorer.getChildren();
      assert.ok(failed?.kind === 'error');
      assert.equal(failed.error, dropped);
      assert.deepEqual(others, []);
      assert.equal(explorer.getParent(failed), undefined);

      const change = nextEvent(explorer.onDidChangeTreeData);
      explorer.retry(failed);
      assert.equal(await change, undefined);
      assert.deepEqual(labelsOf(explorer, await explorer.getChildren()), ['notebook']);
    });

    it('instead of the images when no session can be opened', async () => {
      const { explorer } = anExplorer(() => Promise.reject(dropped));
      assert.deepEqual(
        (await explorer.getChildren()).map(({ kind }) => kind),
        ['error'],
      );
    });

    it('below the images that came before it', async () => {
      const held = new HeldImageStore();
      const { explorer } = anExplorer(() => aSession({ images: held }));
      const roots = explorer.getChildren();
      await held.heldImages.give([anImage()]);
      await roots;
      const change = nextEvent(explorer.onDidChangeTreeData);
      await held.heldImages.fail(dropped);
      await change;
      assert.deepEqual(
        (await explorer.getChildren()).map(({ kind }) => kind),
        ['image', 'error'],
      );
    });

    it('instead of an image’s versions, and retries those alone', async () => {
      images.calls.fail('listVersions', dropped);
      const { explorer } = anExplorer(() => session);
      const image = await open(explorer, undefined, 'notebook');
      const [failed, ...others] = await explorer.getChildren(image);
      assert.ok(failed?.kind === 'error');
      assert.deepEqual(others, []);
      assert.equal(explorer.getParent(failed), image);

      const change = nextEvent(explorer.onDidChangeTreeData);
      explorer.retry(failed);
      assert.equal(await change, image);
      assert.deepEqual(labelsOf(explorer, await explorer.getChildren(image)), ['Version 2', 'Version 1']);
      assert.equal(images.calls.to('listImages').length, 1);
    });

    it('instead of a version’s aliases, and retries those alone', async () => {
      images.calls.fail('listAliases', dropped, dropped);
      const { explorer } = anExplorer(() => session);
      const version = await open(explorer, await open(explorer, undefined, 'notebook'), 'Version 2');
      const failed = (await explorer.getChildren(version)).at(-1);
      assert.ok(failed?.kind === 'error');
      assert.equal(explorer.getParent(failed), version);

      const change = nextEvent(explorer.onDidChangeTreeData);
      explorer.retry(failed);
      assert.equal(await change, version);
      assert.equal((await explorer.getChildren(version)).length, 7);
      assert.equal(images.calls.to('listVersions').length, 1);
    });
  });

  describe('when credentials were renewed', () => {
    const signedOut = new AppError('auth.signedOut', {
      profile: 'default',
      signIn: { way: 'sso', profile: 'default' },
    });
    beforeEach(() => {
      images.add(anImage(), aVersion({ number: 1 }));
    });

    it('loads the images that it could not without', async () => {
      images.calls.fail('listImages', signedOut);
      const { explorer, activeSession, reloads } = anExplorer(() => session);
      assert.deepEqual(await explorer.getChildren(), []);

      await activeSession.recheck();
      assert.equal(reloads(), 1);
      assert.deepEqual(labelsOf(explorer, await explorer.getChildren()), ['notebook']);
    });

    it('loads the images when no session could be opened before', async () => {
      let isSignedIn = false;
      const { explorer, activeSession, reloads } = anExplorer(() =>
        isSignedIn ? session : Promise.reject(signedOut),
      );
      assert.deepEqual(await explorer.getChildren(), []);

      isSignedIn = true;
      await activeSession.recheck();
      assert.equal(reloads(), 1);
      assert.deepEqual(labelsOf(explorer, await explorer.getChildren()), ['notebook']);
    });

    it('loads the versions that it could not without', async () => {
      images.calls.fail('listVersions', signedOut);
      const { explorer, activeSession, reloads } = anExplorer(() => session);
      await explorer.getChildren(await open(explorer, undefined, 'notebook'));

      await activeSession.recheck();
      assert.equal(reloads(), 1);
      const image = await open(explorer, undefined, 'notebook');
      assert.deepEqual(labelsOf(explorer, await explorer.getChildren(image)), ['Version 1']);
    });

    it('loads once, and not again with the next renewal', async () => {
      images.calls.fail('listImages', signedOut);
      const { explorer, activeSession, reloads } = anExplorer(() => session);
      await explorer.getChildren();
      await activeSession.recheck();
      await explorer.getChildren();
      await activeSession.recheck();
      assert.equal(reloads(), 1);
    });

    it('leaves alone what is fine, and what failed for other reasons', async () => {
      images.calls.fail('listVersions', dropped);
      const { explorer, activeSession, reloads } = anExplorer(() => session);
      await explorer.getChildren(await open(explorer, undefined, 'notebook'));
      await activeSession.recheck();
      assert.equal(reloads(), 0);
      assert.equal(images.calls.to('listImages').length, 1);
    });
  });

  describe('follows a version', () => {
    beforeEach(() => {
      images.add(anImage(), aVersion({ number: 1, status: 'CREATING' }));
    });

    it('shows its new state, without a call', async () => {
      const { explorer, changes } = anExplorer(() => session);
      const image = await open(explorer, undefined, 'notebook');
      await explorer.getChildren(image);
      const [version] = await explorer.getChildren(image);

      explorer.update(aVersion({ number: 1, status: 'CREATED' }));
      assert.doesNotMatch(descriptionOf(explorer, version), /creating/);
      assert.match(descriptionOf(explorer, image), /^v1 ·/);
      await eventually(() => version !== undefined && changes.includes(version), 'the row is shown anew');
      assert.equal((await explorer.getChildren(image))[0], version, 'it is the row that VS Code knows');
      assert.deepEqual(listed(images), ['listImages', 'listVersions']);
    });

    it('lists the versions again for one that is new here', async () => {
      const { explorer } = anExplorer(() => session);
      const image = await open(explorer, undefined, 'notebook');
      await explorer.getChildren(image);
      const second = aVersion({ number: 2, status: 'CREATING' });
      images.add(anImage(), second);

      explorer.update(second);
      assert.deepEqual(labelsOf(explorer, await explorer.getChildren(image)), ['Version 2', 'Version 1']);
    });

    it('lists the images again for one of a new image', async () => {
      const { explorer, reloads } = anExplorer(() => session);
      await explorer.getChildren();
      images.add(anImage({ name: 'new' }), aVersion({ imageName: 'new' }));

      explorer.reloadVersions('new');
      assert.equal(reloads(), 1);
      assert.deepEqual(labelsOf(explorer, await explorer.getChildren()), ['new', 'notebook']);
    });
  });

  describe('opens the sidebar at a version', () => {
    after(hideSideBar);
    const describedRefs = (): readonly unknown[] =>
      images.calls.to('describeVersion').filter(([, number]) => number === ref.number);
    const ref = { imageName: 'image-8', number: 2, arn: '' };
    beforeEach(() => {
      images.pageSize = 2;
      for (let index = 0; index < 9; index += 1) images.add(anImage({ name: `image-${index}` }));
      images.add(
        anImage({ name: ref.imageName }),
        aVersion({ imageName: ref.imageName, number: 1 }),
        aVersion({ imageName: ref.imageName, number: 2 }),
      );
    });

    it('that was not loaded before, opened', async () => {
      const { explorer } = anExplorer(() => session);
      await explorer.show(ref);
      assert.deepEqual(describedRefs(), [['image-8', 2]]);
    });

    it('and knows the way there', async () => {
      const { explorer } = anExplorer(() => session);
      await explorer.show(ref);
      const image = await open(explorer, undefined, 'image-8');
      const version = await open(explorer, image, 'Version 2');
      const [fact] = await explorer.getChildren(version);
      assert.ok(fact);
      assert.equal(explorer.getParent(fact)?.id, version.id);
      assert.equal(explorer.getParent(version)?.id, image.id);
      assert.equal(explorer.getParent(image), undefined);
    });

    it('on a page far down', async () => {
      const many = Array.from({ length: 250 }, (_, index) =>
        aVersion({ imageName: ref.imageName, number: index + 1 }),
      );
      images.pageSize = 100;
      images.add(anImage({ name: ref.imageName }), ...many);
      const { explorer } = anExplorer(() => session);
      await explorer.show(ref);
      assert.equal((await explorer.getChildren(await open(explorer, undefined, 'image-8'))).length, 250);
      assert.equal(images.calls.to('listVersions').length, 3);
    });

    it('or at its image when the version is gone', async () => {
      images.removeVersion('image-8', 2);
      const { explorer } = anExplorer(() => session);
      await explorer.show(ref);
      assert.deepEqual(describedRefs(), []);
      assert.ok(images.calls.to('listVersions').some(([name]) => name === 'image-8'));
    });

    it('and knows that it is the selected one, also while its rows are read anew', async () => {
      const held = new HeldPages<ImageVersion>();
      const { explorer } = anExplorer(() => session);
      await explorer.show(ref);
      images.listVersions = (_imageName, signal) => held.read(signal);
      explorer.reloadVersions(ref.imageName);
      await eventually(() => held.reads > 0, 'the rows are read anew');
      const selected = explorer.findSelectedVersion();
      await held.give([aVersion({ imageName: ref.imageName, number: 2 })]);
      await held.end();
      assert.equal((await selected)?.version.number, 2);
    });

    it('and says that there is none when it is gone from the rows', async () => {
      const { explorer } = anExplorer(() => session, {
        clock: { ...systemClock, delay: async () => undefined },
      });
      assert.equal(await explorer.findSelectedVersion(), undefined);
    });

    it('or at all when its image is gone as well', async () => {
      const { explorer } = anExplorer(() => session);
      await explorer.show({ imageName: 'gone', number: 1, arn: '' });
      assert.deepEqual(images.calls.to('describeVersion'), []);
    });
  });

  describe('when another session is chosen', () => {
    let held: HeldImageStore;
    beforeEach(() => {
      held = new HeldImageStore();
      images.add(anImage({ name: 'of-the-new-session' }));
    });

    /** The first session that is opened has held pages, every later one is `session`. */
    function sessions(): () => Session {
      const all = [aSession({ images: held })];
      return () => all.shift() ?? session;
    }

    it('ends what is being loaded, and never shows what comes of it', async () => {
      const { explorer, activeSession, changes } = anExplorer(sessions());
      const late = explorer.getChildren();
      await roundTrip();
      activeSession.reload();
      assert.equal(held.heldImages.signal?.aborted, true);
      assert.deepEqual(changes, [undefined]);

      await held.heldImages.give([anImage({ name: 'of-the-old-session' })]);
      assert.deepEqual(await late, []);
      assert.deepEqual(labelsOf(explorer, await explorer.getChildren()), ['of-the-new-session']);
    });

    it('never shows pages that come after the first', async () => {
      const { explorer, activeSession, changes } = anExplorer(sessions());
      const roots = explorer.getChildren();
      await held.heldImages.give([anImage({ name: 'a' })]);
      await roots;
      const before = changes.length;
      activeSession.reload();
      await held.heldImages.give([anImage({ name: 'b' })]);
      await held.heldImages.end();
      assert.deepEqual(changes.slice(before), [undefined], 'only the reset itself is told');
      assert.deepEqual(labelsOf(explorer, await explorer.getChildren()), ['of-the-new-session']);
    });

    it('takes the rows of another account away before its own are there', async () => {
      const other = aSession({ profile: 'other', images: held });
      const opened = [aSession({ images: new InMemoryImageStore().add(anImage()) }), other];
      const { explorer, activeSession, reloads } = anExplorer(() => opened.shift() ?? other);
      assert.equal((await explorer.getChildren()).length, 1);
      activeSession.reload();
      assert.deepEqual(await explorer.getChildren(), []);
      await roundTrip();
      assert.equal(reloads(), 2, 'VS Code asks again for those that come');
      const theirs = explorer.getChildren();
      await held.heldImages.give([anImage({ name: 'theirs' })]);
      assert.deepEqual(labelsOf(explorer, await theirs), ['theirs']);
    });

    it('never shows versions that come late', async () => {
      const { explorer, activeSession } = anExplorer(sessions());
      const roots = explorer.getChildren();
      await held.heldImages.give([anImage()]);
      const [image] = await roots;
      const late = explorer.getChildren(image);
      await roundTrip();
      activeSession.reload();
      await held.heldVersions.give([aVersion()]);
      assert.deepEqual(await late, []);
    });

    it('shows no error for a call that was ended', async () => {
      const { explorer, activeSession } = anExplorer(sessions());
      const roots = explorer.getChildren();
      await held.heldImages.give([anImage()]);
      const [image] = await roots;
      const late = explorer.getChildren(image);
      await roundTrip();
      activeSession.reload();
      await held.heldVersions.fail(new DOMException('This operation was aborted', 'AbortError'));
      assert.deepEqual(await late, []);
    });

    it('loads for the new one though the old one was about to begin', async () => {
      const { explorer, activeSession } = anExplorer(() => session);
      const late = explorer.getChildren();
      activeSession.reload();
      const now = explorer.getChildren();
      await late;
      assert.deepEqual(labelsOf(explorer, await now), ['of-the-new-session']);
    });
  });
});
