import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import type { VersionRef } from '../../../src/core/model.ts';
import { account, anImage, arnOfVersion, aVersion } from '../../support/builders.ts';
import { settled } from '../../support/clocks.ts';
import { aSession, type InMemorySession } from '../../support/inMemorySession.ts';
import { InMemoryMemento } from '../support/inMemoryMemento.ts';
import { press } from '../support/recordingFunnel.ts';
import { Window } from './useCreateCommand.ts';

const ref: VersionRef = {
  imageName: 'notebook',
  number: 1,
  arn: arnOfVersion({ imageName: 'notebook', number: 1 }),
};

/** What a version is followed with: aliases are added in its own account alone. */
const ofTheAccount = { profile: 'default', region: 'us-east-1', expectedAccount: account };

describe('The follower', () => {
  let session: InMemorySession;
  let state: InMemoryMemento;
  let window: Window;
  beforeEach(() => {
    session = aSession();
    session.images.add(anImage(), aVersion({ status: 'CREATING' }));
    state = new InMemoryMemento();
    window = new Window(session, undefined, state);
  });
  afterEach(() => window.close());

  const settlesAs = (status: string, failureReason?: string): void =>
    window.clock.after(5_000, () =>
      session.images.settleVersion('notebook', 1, { status, ...(failureReason && { failureReason }) }),
    );

  it('says once that a version is created, shows it, and forgets it', async () => {
    settlesAs('CREATED');
    await window.follower.follow(ref, [], session);
    await settled();
    assert.deepEqual(window.funnel.texts, ['Version 1 of image "notebook" is created.']);
    assert.deepEqual(
      window.explorer.updates.map(({ status }) => status),
      ['CREATED'],
    );
    assert.deepEqual(window.memory.pending(), []);
  });

  it('says so, but shows nothing, when another profile is in use by then', async () => {
    settlesAs('CREATED');
    await window.activeSession.open();
    await window.follower.follow(ref, [], aSession({ profile: 'another', images: session.images }));
    assert.deepEqual(window.funnel.texts, ['Version 1 of image "notebook" is created.']);
    assert.deepEqual(window.explorer.updates, [], 'the sidebar shows another account');
  });

  it('adds the aliases once the version is created', async () => {
    settlesAs('CREATED');
    await window.follower.follow(ref, ['stable', '1.0'], session);
    assert.deepEqual(window.funnel.texts, [
      'Version 1 of image "notebook" is created, with alias stable, 1.0.',
    ]);
    assert.deepEqual(session.images.aliasesNow('notebook', 1), ['stable', '1.0']);
  });

  it('opens the sidebar at the version', async () => {
    settlesAs('CREATED');
    await window.follower.follow(ref, [], session);
    await press(await window.funnel.next(), 'Show in Sidebar');
    assert.deepEqual(window.explorer.shown, [ref]);
  });

  it('says once that a version failed, in SageMaker’s own words, and gives it no alias', async () => {
    settlesAs('CREATE_FAILED', 'No such tag.');
    let again = 0;
    await window.follower.follow(ref, ['stable'], session, () => Promise.resolve(void (again += 1)));
    assert.equal(window.funnel.said.length, 1);
    const said = await window.funnel.next();
    assert.equal(said.kind, 'warn');
    assert.match(said.text, /^Version 1 of image "notebook" could not be created: .* No such tag\.$/);
    assert.deepEqual(session.images.calls.to('addAliases'), []);
    assert.deepEqual(window.memory.pending(), []);

    await press(said, 'Create Again…');
    assert.equal(again, 1);
  });

  it('says that a version was deleted meanwhile', async () => {
    window.clock.after(5_000, () => session.images.removeVersion('notebook', 1));
    await window.follower.follow(ref, [], session);
    assert.deepEqual(window.funnel.texts, [
      'Version 1 of image "notebook" was deleted while it was being created.',
    ]);
    assert.deepEqual(window.memory.pending(), []);
  });

  it('says that a version takes its time when it does, and stops asking', async () => {
    await window.follower.follow(ref, [], session);
    assert.match(window.funnel.texts.join(), /^Version 1 of image "notebook" is still being created; [^,]*$/);
    assert.deepEqual(window.memory.pending(), []);
  });

  it('says which alias could not be added and why, and adds it again', async () => {
    session.images.calls.fail(
      'addAliases',
      new AppError('image.inUse', { name: 'notebook', reason: 'Alias stable is in use.' }),
    );
    settlesAs('CREATED');
    await window.follower.follow(ref, ['stable'], session);
    const said = await window.funnel.next();
    assert.equal(
      said.text,
      'Version 1 of image "notebook" is created, but without alias stable. SageMaker says: Alias stable is in use.',
    );

    await press(said, 'Add Alias Again');
    assert.match((await window.funnel.next()).text, /is created, with alias stable\.$/);
    assert.deepEqual(session.images.aliasesNow('notebook', 1), ['stable']);
  });

  it('goes on by itself after what passes by itself', async () => {
    session.images.calls.fail('describeVersion', new AppError('network.unreachable', { host: undefined }));
    settlesAs('CREATED');
    await window.follower.follow(ref, [], session);
    assert.deepEqual(window.funnel.texts, ['Version 1 of image "notebook" is created.']);
  });

  it('remembers a version that it could not follow, and follows it again when asked to', async () => {
    const expired = new AppError('auth.expired', { profile: 'default' });
    session.images.calls.fail('describeVersion', expired);
    settlesAs('CREATED');
    await window.follower.follow(ref, ['stable'], session);
    const failure = await window.funnel.next();
    assert.equal(failure.error, expired);
    assert.equal(window.memory.pending().length, 1);

    await press(failure, 'Retry');
    assert.match((await window.funnel.next()).text, /is created, with alias stable\.$/);
    assert.deepEqual(window.memory.pending(), []);
  });

  describe('when its window is closed half-way', () => {
    beforeEach(async () => {
      // Closes the window while it waits.
      window.clock.after(5_000, () => window.close());
      await window.follower.follow(ref, ['stable'], session);
    });

    it('says nothing, and the version is not forgotten', () => {
      assert.deepEqual(window.funnel.said, []);
      assert.deepEqual(window.memory.pending(), [{ ref, aliases: ['stable'], choice: ofTheAccount }]);
    });

    it('goes on in the next one, with the profile and region that it began with, in the same account', async () => {
      window = new Window(session, undefined, state);
      settlesAs('CREATED');
      await window.follower.resume();
      assert.match((await window.funnel.next()).text, /is created, with alias stable\.$/);
      assert.deepEqual(session.images.aliasesNow('notebook', 1), ['stable']);
      assert.deepEqual(window.memory.pending(), []);
      assert.deepEqual(window.opened, [ofTheAccount]);
    });

    it('goes on though another cannot be taken up, which is said', async () => {
      const other = {
        imageName: 'notebook',
        number: 2,
        arn: arnOfVersion({ imageName: 'notebook', number: 2 }),
      };
      const unknown = new AppError('profile.unknown', { profile: 'gone' });
      const stable = window.memory.pending()[0];
      await state.update('pending', [
        { ref: other, aliases: [], choice: { profile: 'gone', region: 'us-east-1' } },
        stable,
      ]);

      window = new Window(
        ({ profile }) => (profile === 'gone' ? Promise.reject(unknown) : Promise.resolve(session)),
        undefined,
        state,
      );
      settlesAs('CREATED');
      await window.follower.resume();
      assert.deepEqual(window.funnel.said.map(({ error }) => error).filter(Boolean), [unknown]);
      assert.ok(window.funnel.texts.some((text) => text.endsWith('is created, with alias stable.')));
      assert.deepEqual(
        window.memory.pending().map(({ ref: { number } }) => number),
        [2],
      );
    });

    it('follows nothing twice in the next but one', async () => {
      settlesAs('CREATED');
      window = new Window(session, undefined, state);
      await window.follower.resume();
      settlesAs('CREATED');
      await window.funnel.next();
      window.close();

      window = new Window(session, undefined, state);
      await window.follower.resume();
      assert.deepEqual(window.opened, []);
    });
  });
});
