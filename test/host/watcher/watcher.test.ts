import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../../src/core/errors.ts';
import type { VersionRef } from '../../../src/core/model.ts';
import type { Session, SessionChoice } from '../../../src/core/ports.ts';
import type { Profile } from '../../../src/core/profiles.ts';
import { versionNode } from '../../../src/core/tree.ts';
import type { Change } from '../../../src/core/watch/change.ts';
import { account, anImage, arnOfVersion, aVersion, region } from '../../support/builders.ts';
import { InstantClock, ManualClock, settled } from '../../support/clocks.ts';
import { aSession, type InMemorySession } from '../../support/inMemorySession.ts';
import { press } from '../support/recordingFunnel.ts';
import { eventually } from '../support/eventually.ts';
import { useFolder } from '../support/useFolder.ts';
import { useReplacements } from '../support/useReplacements.ts';
import { WatcherWindow, type WindowOptions } from './watcherWindow.ts';

const otherAccount = '999999999999';
const minute = 60_000;
const day = 24 * 60 * minute;
const expired = new AppError('auth.expired', { profile: 'default' });

const ref: VersionRef = {
  imageName: 'notebook',
  number: 1,
  arn: arnOfVersion({ imageName: 'notebook', number: 1 }),
};
const creation = (...aliases: readonly string[]): Change => ({ kind: 'createVersion', ref, aliases });
const deletion: Change = { kind: 'deleteVersion', ref };
const image = { imageName: 'notebook', arn: anImage().arn };

describe('The watcher', () => {
  const folder = useFolder();
  const replace = useReplacements();
  let session: InMemorySession;
  let openSession: (choice: SessionChoice) => Session;
  let windows: WatcherWindow[];

  beforeEach(() => {
    session = aSession();
    session.images.add(anImage(), aVersion({ status: 'CREATING' }));
    openSession = () => session;
    windows = [];
  });
  afterEach(() => {
    for (const window of windows) window.close();
  });

  function open(clock: WindowOptions['clock'], profiles: readonly Profile[] = []): WatcherWindow {
    const window = new WatcherWindow({
      folder: folder(),
      clock,
      profiles,
      openSession: (choice) => openSession(choice),
    });
    windows.push(window);
    return window;
  }

  // What becomes of things.
  const version = (status: string) => (): void =>
    session.images.settleVersion('notebook', 1, { status, failureReason: 'Because.' });
  const theImage = (status: string) => (): void =>
    session.images.settleImage('notebook', { status, failureReason: 'Because.' });
  const noVersion = (): void => session.images.removeVersion('notebook', 1);
  const noImage = (): void => session.images.removeImage('notebook');

  describe('where time passes by itself', () => {
    let clock: InstantClock;
    let window: WatcherWindow;
    beforeEach(() => {
      clock = new InstantClock();
      window = open(clock);
    });

    const settlesAs = (status: string, failureReason?: string): void =>
      clock.after(5_000, () =>
        session.images.settleVersion('notebook', 1, { status, ...(failureReason && { failureReason }) }),
      );

    it('says once that a version is created, shows it, and forgets it', async () => {
      settlesAs('CREATED');
      await window.watcher.watch(creation(), session);
      await window.funnel.next();
      assert.deepEqual(window.funnel.texts, ['Version 1 of image "notebook" is created.']);
      assert.deepEqual(
        window.explorer.updates.map(({ status }) => status),
        ['CREATED'],
      );
      assert.deepEqual(await window.pending(), []);
    });

    it('says where it was, and shows nothing, when another account is in use by then', async () => {
      settlesAs('CREATED');
      const identity = { accountId: otherAccount, arn: `arn:aws:iam::${otherAccount}:user/somebody` };
      const other = aSession({ profile: 'other', identify: () => Promise.resolve(identity) });
      openSession = ({ profile }) => (profile === 'default' ? session : other);
      await window.activeSession.open();
      await settled();
      await window.watcher.watch(creation(), session);
      const { text, actions } = await window.funnel.next();
      assert.equal(text, `Version 1 of image "notebook" is created. (Account ${account}, ${region})`);
      assert.deepEqual(actions, []);
      assert.deepEqual(window.explorer.updates, [], 'the sidebar shows another account');
    });

    it('adds the aliases once the version is created', async () => {
      settlesAs('CREATED');
      await window.watcher.watch(creation('stable', '1.0'), session);
      const { text } = await window.funnel.next();
      assert.equal(text, 'Version 1 of image "notebook" is created, with alias stable, 1.0.');
      assert.deepEqual(session.images.aliasesNow('notebook', 1), ['stable', '1.0']);
      assert.equal(window.explorer.updates.length, 2, 'the second update shows the aliases');
    });

    it('opens the sidebar at the version', async () => {
      settlesAs('CREATED');
      await window.watcher.watch(creation(), session);
      await press(await window.funnel.next(), 'Show in Sidebar');
      assert.deepEqual(window.explorer.shown, [ref]);
    });

    it('says once that a version failed, in SageMaker’s own words, and gives it no alias', async () => {
      settlesAs('CREATE_FAILED', 'No such tag.');
      let again = 0;
      await window.watcher.watch(creation('stable'), session, () => Promise.resolve(void (again += 1)));
      const said = await window.funnel.next();
      assert.equal(said.kind, 'warn');
      assert.match(said.text, /^Version 1 of image "notebook" could not be created: .* No such tag\.$/);
      assert.deepEqual(session.images.calls.to('updateVersion'), []);
      assert.deepEqual(await window.pending(), []);

      await press(said, 'Create Again…');
      assert.equal(again, 1);
      assert.equal(window.funnel.said.length, 1);
    });

    it('offers to explain why a version failed', async () => {
      settlesAs('CREATE_FAILED', 'No such tag.');
      const explained: unknown[] = [];
      replace(vscode.commands, {
        executeCommand: async (...command: readonly unknown[]) => void explained.push(...command),
      });
      await window.watcher.watch(creation(), session);
      await press(await window.funnel.next(), 'Explain');
      const [command, node] = explained;
      assert.equal(command, 'sagemakerImages.version.explain');
      assert.deepEqual(node, versionNode(session.images.versionNow('notebook', 1)));
    });

    it('explains nothing of another account than the one that is shown', async () => {
      settlesAs('CREATE_FAILED', 'No such tag.');
      const identity = { accountId: otherAccount, arn: `arn:aws:iam::${otherAccount}:user/somebody` };
      const other = aSession({ profile: 'other', identify: () => Promise.resolve(identity) });
      openSession = ({ profile }) => (profile === 'default' ? session : other);
      await window.activeSession.open();
      await settled();
      await window.watcher.watch(creation(), session);
      assert.deepEqual((await window.funnel.next()).actions, []);
    });

    it('says that a version was deleted meanwhile', async () => {
      clock.after(5_000, () => session.images.removeVersion('notebook', 1));
      await window.watcher.watch(creation(), session);
      const { text } = await window.funnel.next();
      assert.equal(text, 'Version 1 of image "notebook" was deleted while it was being created.');
      assert.deepEqual(await window.pending(), []);
      assert.deepEqual(window.explorer.reloaded, ['notebook']);
    });

    it('says which alias could not be added and why, and adds it again', async () => {
      session.images.add(anImage(), aVersion({ number: 2 }));
      await session.images.updateVersion(
        'notebook',
        2,
        { aliasesToAdd: ['stable'] },
        new AbortController().signal,
      );
      settlesAs('CREATED');
      await window.watcher.watch(creation('stable'), session);
      const said = await window.funnel.next();
      assert.match(said.text, /^Version 1 of image "notebook" is created, but without alias stable\. /);

      session.images.removeVersion('notebook', 2);
      await press(said, 'Add Alias Again');
      assert.match((await window.funnel.next()).text, /is created, with alias stable\.$/);
      assert.deepEqual(session.images.aliasesNow('notebook', 1), ['stable']);
    });

    it('goes on by itself after what passes by itself', async () => {
      session.images.calls.fail('describeVersion', new AppError('network.unreachable', { host: undefined }));
      settlesAs('CREATED');
      await window.watcher.watch(creation(), session);
      assert.equal((await window.funnel.next()).text, 'Version 1 of image "notebook" is created.');
    });

    it('says why it may not follow, once, and goes on when told to', async () => {
      const facts = { action: 'sagemaker:DescribeImageVersion', resource: '*', principal: 'somebody' };
      const denied = new AppError('auth.denied', facts);
      session.images.calls.fail('describeVersion', denied, denied);
      settlesAs('CREATED');
      await window.watcher.watch(creation(), session);
      const failure = await window.funnel.next();
      assert.equal(failure.error, denied);
      assert.equal((await window.pending()).length, 1);

      await press(failure, 'Retry');
      await eventually(() => window.funnel.logged.length === 1, 'it was refused again');
      await press(failure, 'Retry');
      assert.equal((await window.funnel.next()).text, 'Version 1 of image "notebook" is created.');
    });

    it('says that it takes its time, once, and looks every five minutes from then on', async () => {
      clock.after(2 * 60 * minute, () => session.images.settleVersion('notebook', 1));
      await window.watcher.watch(creation(), session);
      assert.equal(
        (await window.funnel.next()).text,
        'Version 1 of image "notebook" is still being created; you are told when it is done.',
      );
      assert.equal((await window.pending()).length, 1);
      assert.equal((await window.funnel.next()).text, 'Version 1 of image "notebook" is created.');
      const slow = clock.delays.filter((delay) => delay === 5 * minute).length;
      assert.equal(slow, 20, 'one hour and forty minutes of it');
      assert.ok(clock.delays.every((delay) => delay <= 10_000 || delay === 5 * minute));
    });

    it('gives up after a week, and says so', async () => {
      await window.watcher.watch(creation(), session);
      await window.funnel.next();
      assert.match((await window.funnel.next()).text, /is still being created after a week: /);
      assert.deepEqual(await window.pending(), []);
    });

    it('follows the later of two changes of the same thing', async () => {
      await window.watcher.watch(creation(), session);
      session.images.settleVersion('notebook', 1, { status: 'DELETING' });
      clock.after(5_000, () => session.images.removeVersion('notebook', 1));
      await window.watcher.watch(deletion, session);
      assert.equal((await window.funnel.next()).text, 'Version 1 of image "notebook" is deleted.');
      await settled();
      assert.equal(window.funnel.said.length, 1);
      assert.deepEqual(await window.pending(), []);
    });

    const create: Change = { kind: 'createImage', ...image };
    const update: Change = { kind: 'updateImage', ...image };
    const remove: Change = { kind: 'deleteImage', ...image };

    for (const [what, change, begins, ends, expected] of [
      ['is deleted', deletion, version('DELETING'), noVersion, /^Version 1 .* is deleted\.$/],
      ['could not be', deletion, version('DELETING'), version('DELETE_FAILED'), /deleted: .* Because\.$/],
      ['is created', create, theImage('CREATING'), theImage('CREATED'), /^Image .* is created\.$/],
      ['could not be', create, theImage('CREATING'), theImage('CREATE_FAILED'), /created: .* Because\.$/],
      ['was deleted', create, theImage('CREATING'), noImage, /was deleted while it was being created\.$/],
      ['is updated', update, theImage('UPDATING'), theImage('CREATED'), /^Image .* is updated\.$/],
      ['could not be', update, theImage('UPDATING'), theImage('UPDATE_FAILED'), /updated: .* Because\.$/],
      ['was deleted', update, theImage('UPDATING'), noImage, /was deleted while it was being updated\.$/],
      ['is deleted', remove, theImage('DELETING'), noImage, /^Image "notebook" is deleted\.$/],
      ['could not be', remove, theImage('DELETING'), theImage('DELETE_FAILED'), /deleted: .* Because\.$/],
    ] as const) {
      it(`says how it went: ${change.kind}, which ${what}`, async () => {
        begins();
        clock.after(5_000, ends);
        await window.watcher.watch(change, session);
        assert.match((await window.funnel.next()).text, expected);
        assert.ok(window.explorer.reloaded.length + window.explorer.updates.length > 0, 'it is shown');
        assert.deepEqual(await window.pending(), []);
      });
    }

    it('offers to create a version of an image that is created', async () => {
      theImage('CREATED')();
      await window.watcher.watch(create, session);
      const { actions } = await window.funnel.next();
      assert.deepEqual(
        actions.map(({ title }) => title),
        ['Create Image Version…'],
      );
    });
  });

  describe('where a test lets time pass', () => {
    let clock: ManualClock;
    beforeEach(() => {
      clock = new ManualClock();
    });

    const waits = (followers: number): Promise<void> =>
      eventually(() => clock.waiting === followers, `${followers} wait to look again`);
    /** Lets time pass for those who wait, as often as it takes. */
    async function pass(milliseconds: number, followers = 1): Promise<void> {
      await waits(followers);
      await clock.advance(milliseconds);
    }

    it('has nothing to wait for, and opens no session, when nothing is pending', async () => {
      const window = open(clock);
      await window.watcher.resume();
      assert.equal(clock.waiting, 0);
      assert.deepEqual(window.opened, []);
    });

    it('waits for nothing any more once all is over', async () => {
      const window = open(clock);
      session.images.settleVersion('notebook', 1);
      await window.watcher.watch(creation(), session);
      await pass(1_000);
      await window.funnel.next();
      assert.equal(clock.waiting, 0);
    });

    it('waits for nothing and says nothing once it is disposed of', async () => {
      const window = open(clock);
      await window.watcher.watch(creation(), session);
      await waits(1);
      window.close();
      assert.equal(clock.waiting, 0);
      session.images.settleVersion('notebook', 1);
      await clock.advance(day);
      await settled();
      assert.deepEqual(window.funnel.said, []);
      assert.deepEqual(window.funnel.logged, []);
      assert.equal((await window.pending()).length, 1);
    });

    it('takes up nothing more once it is disposed of', async () => {
      const first = open(clock);
      await first.watcher.watch(creation(), session);
      await waits(1);
      first.close();
      const second = open(clock);
      second.close();
      await second.watcher.resume();
      await settled();
      assert.deepEqual(second.opened, []);
      assert.equal(clock.waiting, 0);
    });

    /** How long the session's credentials are good for. */
    const endsIn = (milliseconds: number): void => {
      const expiresAt = new Date(clock.now().getTime() + milliseconds);
      const identity = { accountId: account, arn: `arn:aws:iam::${account}:user/somebody`, expiresAt };
      session = { ...session, identify: () => Promise.resolve(identity) };
    };

    describe('when its window is closed in the middle', () => {
      beforeEach(async () => {
        const window = open(clock);
        await window.watcher.watch(creation('stable'), session);
        await pass(1_000);
        await waits(1);
        window.close();
      });

      it('says nothing, and the change is not forgotten', async () => {
        const [window] = windows;
        assert.deepEqual(window?.funnel.said, []);
        const [{ id: _, ...pending } = {}, ...others] = (await window?.pending()) ?? [];
        assert.deepEqual(others, []);
        assert.deepEqual(pending, {
          change: creation('stable'),
          choice: { profile: 'default', region, expectedAccount: account },
          began: '2026-01-02T03:04:05.000Z',
        });
      });

      it('goes on in the next one, with the profile and region that it began with', async () => {
        const window = open(clock);
        await window.watcher.resume();
        await waits(1);
        session.images.settleVersion('notebook', 1);
        await clock.advance(2_000);
        assert.match((await window.funnel.next()).text, /is created, with alias stable\.$/);
        assert.deepEqual(session.images.aliasesNow('notebook', 1), ['stable']);
        assert.deepEqual(await window.pending(), []);
        for (const choice of window.opened) {
          assert.deepEqual(choice, { profile: 'default', region, expectedAccount: account });
        }
      });

      it('says at once what is over by then, and never again', async () => {
        session.images.settleVersion('notebook', 1, {
          status: 'CREATE_FAILED',
          failureReason: 'No such tag.',
        });
        const window = open(clock);
        await window.watcher.resume();
        const said = await window.funnel.next();
        assert.match(said.text, /No such tag\.$/);
        assert.deepEqual(
          said.actions.map(({ title }) => title),
          ['Explain', 'Create Again…', 'Show in Sidebar'],
        );
        await window.watcher.resume();
        window.close();
        const later = open(clock);
        await later.watcher.resume();
        await settled();
        assert.deepEqual(later.opened, []);
        assert.equal(window.funnel.said.length, 1);
      });

      it('says after a week what became of it, once', async () => {
        session.images.settleVersion('notebook', 1);
        await clock.advance(8 * day);
        const window = open(clock);
        await window.watcher.resume();
        assert.match((await window.funnel.next()).text, /is created, with alias stable\.$/);
        assert.deepEqual(await window.pending(), []);
        assert.equal(clock.waiting, 0);
      });

      it('says after a week that the image is gone', async () => {
        session.images.removeVersion('notebook', 1);
        session.images.removeImage('notebook');
        await clock.advance(8 * day);
        const window = open(clock);
        await window.watcher.resume();
        assert.match((await window.funnel.next()).text, /was deleted while it was being created\.$/);
        assert.deepEqual(await window.pending(), []);
      });

      it('says after a week that it is not over, and looks no more', async () => {
        await clock.advance(8 * day);
        const window = open(clock);
        await window.watcher.resume();
        assert.match((await window.funnel.next()).text, /is still being created after a week: /);
        assert.deepEqual(await window.pending(), []);
        assert.equal(clock.waiting, 0);
      });

      it('is silent about what nobody can want to know any more', async () => {
        await clock.advance(100 * day);
        const window = open(clock);
        await window.watcher.resume();
        assert.deepEqual(await window.pending(), []);
        assert.deepEqual(window.opened, []);
        assert.deepEqual(window.funnel.said, []);
      });
    });

    describe('in two windows', () => {
      let one: WatcherWindow;
      let other: WatcherWindow;
      beforeEach(() => {
        one = open(clock);
        other = open(clock);
      });

      const bothSaid = (): readonly string[] => [...one.funnel.texts, ...other.funnel.texts];

      it('says it in one, and shows it in both', async () => {
        await one.watcher.watch(creation('stable'), session);
        await other.watcher.resume();
        await waits(2);
        session.images.settleVersion('notebook', 1);
        await clock.advance(10_000);
        const updates = (): number => one.explorer.updates.length * other.explorer.updates.length;
        await eventually(() => bothSaid().length > 0 && updates() > 0, 'it is said, and shown in both');
        await eventually(() => clock.waiting === 0, 'both are done');
        await other.watcher.resume();
        await settled();
        assert.deepEqual(bothSaid(), ['Version 1 of image "notebook" is created, with alias stable.']);
        assert.deepEqual(session.images.aliasesNow('notebook', 1), ['stable']);
        assert.deepEqual(await one.pending(), []);
      });

      it('leaves an alias alone that was moved since the other window has said so', async () => {
        await one.watcher.watch(creation('stable'), session);
        await waits(1);
        await clock.advance(21 * minute);
        await one.funnel.next();
        await other.watcher.resume();
        await waits(2);
        session.images.settleVersion('notebook', 1);
        // The first has waited longer for its next look than the second.
        one.close();
        one = open(clock);
        await one.watcher.resume();
        await one.funnel.next();
        const { signal } = new AbortController();
        await session.images.updateVersion('notebook', 1, { aliasesToRemove: ['stable'] }, signal);
        await pass(5 * minute);
        await eventually(() => other.explorer.updates.length > 0, 'the other has looked, too');
        await settled();
        assert.deepEqual(session.images.aliasesNow('notebook', 1), []);
        assert.deepEqual(other.funnel.said, []);
      });

      it('takes up in the one what the other left', async () => {
        await other.watcher.resume();
        await one.watcher.watch(creation(), session);
        await waits(1);
        one.close();
        session.images.settleVersion('notebook', 1);
        // As it does when it comes to the front.
        await other.watcher.resume();
        assert.equal((await other.funnel.next()).text, 'Version 1 of image "notebook" is created.');
      });

      it('stops in the one what was begun anew in the other', async () => {
        await one.watcher.watch(creation(), session);
        session.images.settleVersion('notebook', 1, { status: 'DELETING' });
        await other.watcher.watch(deletion, session);
        await pass(1_000, 2);
        session.images.removeVersion('notebook', 1);
        await pass(10_000);
        assert.equal((await other.funnel.next()).text, 'Version 1 of image "notebook" is deleted.');
        assert.deepEqual(bothSaid(), ['Version 1 of image "notebook" is deleted.']);
      });
    });

    describe('when credentials are gone', () => {
      it('asks no more, says nothing, and goes on when they return', async () => {
        const window = open(clock);
        session.images.calls.fail('describeVersion', expired);
        await window.watcher.watch(creation(), session);
        await pass(1_000);
        await eventually(() => window.funnel.logged.length === 1, 'it was refused');
        assert.equal(clock.waiting, 0, 'nothing is polled');
        await clock.advance(day);
        assert.equal(session.images.calls.to('describeVersion').length, 1);

        session.images.settleVersion('notebook', 1);
        await window.activeSession.recheck();
        assert.equal((await window.funnel.next()).text, 'Version 1 of image "notebook" is created.');
      });

      it('goes on where it was while it is not over', async () => {
        const window = open(clock);
        session.images.calls.fail('describeVersion', expired);
        await window.watcher.watch(creation(), session);
        await pass(1_000);
        await eventually(() => window.funnel.logged.length === 1, 'it was refused');
        await window.activeSession.recheck();
        await waits(1);
        session.images.settleVersion('notebook', 1);
        await clock.advance(2_000);
        assert.equal((await window.funnel.next()).text, 'Version 1 of image "notebook" is created.');
      });

      it('says nothing at a start where the profile is gone, and goes on with another of the account', async () => {
        const first = open(clock);
        await first.watcher.watch(creation('stable'), session);
        await waits(1);
        first.close();
        openSession = ({ profile }) => {
          if (profile === 'default') throw new AppError('profile.unknown', { profile });
          return { ...session, profile: 'other', choice: { profile: 'other', region } };
        };
        session.images.settleVersion('notebook', 1);
        const window = open(clock);
        await window.watcher.resume();
        await eventually(() => window.funnel.logged.length === 1, 'it was tried');
        assert.equal(clock.waiting, 0);
        assert.deepEqual(window.funnel.said, []);

        await window.activeSession.open();
        assert.match((await window.funnel.next()).text, /is created, with alias stable\.$/);
        assert.deepEqual(window.opened.at(-1), { profile: 'other', region, expectedAccount: account });
      });

      it('does not go on with a profile of another account or region', async () => {
        const first = open(clock);
        await first.watcher.watch(creation(), session);
        await waits(1);
        first.close();
        const identity = { accountId: otherAccount, arn: 'arn:aws:iam::999999999999:user/somebody' };
        const elsewhere = aSession({ profile: 'other', identify: () => Promise.resolve(identity) });
        openSession = ({ profile }) => {
          if (profile === 'default') throw new AppError('profile.unknown', { profile });
          return elsewhere;
        };
        const window = open(clock);
        await window.watcher.resume();
        await window.activeSession.open();
        await eventually(() => window.funnel.logged.length >= 2, 'it was tried again');
        await settled();
        assert.deepEqual(elsewhere.images.calls.operations, []);
        assert.equal((await window.pending()).length, 1);
        assert.deepEqual(window.funnel.said, []);
      });

      it('believes nothing that a profile says once it is of another account', async () => {
        const first = open(clock);
        await first.watcher.watch(deletion, session);
        await waits(1);
        first.close();
        const identity = { accountId: otherAccount, arn: 'arn:aws:iam::999999999999:user/somebody' };
        const elsewhere = aSession({ identify: () => Promise.resolve(identity) });
        openSession = () => elsewhere;
        const window = open(clock);
        await window.watcher.resume();
        await eventually(() => window.funnel.logged.length === 1, 'it was looked at');
        assert.deepEqual(window.funnel.said, [], 'the version is not said to be deleted');
        assert.equal((await window.pending()).length, 1);
      });
    });

    describe('with a profile that needs MFA codes', () => {
      const profiles: readonly Profile[] = [
        { name: 'default', kind: 'role', source: 'base' },
        { name: 'base', kind: 'role', source: 'keys', needsMfa: true },
        { name: 'keys', kind: 'keys' },
      ];
      it('asks for none at a start, and goes on once the user has given one', async () => {
        const first = open(clock, profiles);
        endsIn(60 * minute);
        await first.watcher.watch(creation(), session);
        await waits(1);
        first.close();
        session.images.settleVersion('notebook', 1);

        const window = open(clock, profiles);
        await window.watcher.resume();
        await eventually(() => window.funnel.logged.length === 1, 'it would have asked');
        assert.deepEqual(window.opened, []);
        assert.deepEqual(window.funnel.said, []);

        await window.activeSession.open();
        assert.equal((await window.funnel.next()).text, 'Version 1 of image "notebook" is created.');
      });

      it('goes on without one until the credentials end', async () => {
        const window = open(clock, profiles);
        endsIn(60 * minute);
        await window.watcher.watch(creation(), session);
        await pass(1_000);
        await pass(30 * minute);
        await eventually(
          () => session.images.calls.to('describeVersion').length === 2,
          'it was looked at twice',
        );
        await pass(35 * minute);
        await eventually(() => window.funnel.logged.length === 1, 'it would have asked');
        assert.equal(session.images.calls.to('describeVersion').length, 2);
        assert.equal(clock.waiting, 0);
      });
    });
  });
});
