import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import type { Identity } from '../../../src/core/model.ts';
import type { Cloud, Session, SessionChoice } from '../../../src/core/ports.ts';
import { ActiveSession } from '../../../src/ui/activeSession.ts';
import { Memory } from '../../../src/ui/memory.ts';
import { account } from '../../support/builders.ts';
import { settled } from '../../support/clocks.ts';
import { aCloud, aSession } from '../../support/inMemorySession.ts';
import { InMemoryMemento } from '../support/inMemoryMemento.ts';
import { nextEvent } from '../support/nextEvent.ts';
import { useSettings } from '../support/useSettings.ts';

interface Opening extends PromiseWithResolvers<Session> {
  readonly choice: SessionChoice;
}

describe('The session in use', () => {
  const set = useSettings();
  let memory: Memory;
  let activeSession: ActiveSession;
  /** What the cloud was asked for, and has not answered before the test does. */
  let openings: Opening[];
  let forgotten: number;
  let events: string[];

  beforeEach(() => {
    openings = [];
    forgotten = 0;
    events = [];
    const cloud: Cloud = {
      ...aCloud(),
      openSession: (choice) => {
        const opening = { choice, ...Promise.withResolvers<Session>() };
        openings.push(opening);
        return opening.promise;
      },
      forget: () => void (forgotten += 1),
    };
    memory = new Memory(new InMemoryMemento(), new InMemoryMemento());
    activeSession = new ActiveSession({ cloud: () => cloud, memory });
    activeSession.onDidOpen(() => events.push('open'));
    activeSession.onDidReset(() => events.push('reset'));
    activeSession.onDidRenew(() => events.push('renew'));
    activeSession.onDidIdentify(() => events.push('identify'));
  });
  afterEach(() => activeSession.dispose());

  /** Lets a session that is being opened be there. */
  async function give(session: Session, index = openings.length - 1): Promise<void> {
    openings[index]?.resolve(session);
    await settled();
  }

  async function opened(session: Session): Promise<Session> {
    const opening = activeSession.open();
    await give(session);
    return opening;
  }

  describe('is chosen', () => {
    const picked = { profile: 'picked', region: 'eu-west-1' };

    it('by nobody to begin with: the configuration fills in the rest', () => {
      assert.deepEqual(activeSession.choice, { profile: '', region: '' });
    });

    it('by the user settings', async () => {
      await set('user', 'aws.profile', 'user');
      await set('user', 'aws.region', 'us-west-2');
      assert.deepEqual(activeSession.choice, { profile: 'user', region: 'us-west-2' });
    });

    it('by the picker before the user settings, which choose the rest', async () => {
      await set('user', 'aws.profile', 'user');
      await set('user', 'aws.region', 'us-west-2');
      await activeSession.pick(picked);
      assert.deepEqual(activeSession.choice, picked);
    });

    it('by the picker also when that is nobody’s profile', async () => {
      await set('user', 'aws.profile', 'user');
      await activeSession.pick({ profile: '', region: 'eu-west-1' });
      assert.deepEqual(activeSession.choice, { profile: '', region: 'eu-west-1' });
    });

    it('by the workspace settings before the picker', async () => {
      await activeSession.pick(picked);
      await set('workspace', 'aws.profile', 'project');
      assert.deepEqual(activeSession.choice, { profile: 'project', region: 'eu-west-1' });
      await set('workspace', 'aws.region', 'us-west-2');
      assert.deepEqual(activeSession.choice, { profile: 'project', region: 'us-west-2' });
    });

    it('with the account that the settings expect', async () => {
      await set('workspace', 'aws.expectedAccount', account);
      void activeSession.open();
      assert.deepEqual(openings[0]?.choice, { profile: '', region: '', expectedAccount: account });
    });
  });

  it('is opened once for all who need it', async () => {
    const session = aSession();
    const both = [activeSession.open(), activeSession.open()];
    await give(session, 0);
    await give(aSession(), 1);
    assert.deepEqual(await Promise.all(both), [session, session]);
    assert.equal(await activeSession.open(), session);
    assert.equal(openings.length, 2);
    assert.deepEqual(events, ['open', 'identify']);
  });

  it('is not there when it cannot be opened, which whoever needs it is told', async () => {
    const opening = activeSession.open();
    openings[0]?.reject(new Error('no'));
    await assert.rejects(opening, /^Error: no$/);
    assert.equal(activeSession.current, undefined);
  });

  describe('is reset', () => {
    for (const id of ['aws.profile', 'aws.region', 'aws.expectedAccount'] as const) {
      it(`when the setting ${id} changes`, async () => {
        await opened(aSession());
        await set('workspace', id, account);
        assert.ok(events.includes('reset'));
        assert.equal(activeSession.current, undefined);
        assert.equal(activeSession.identity, undefined);
      });
    }

    it('when another is picked, but credentials are kept', async () => {
      await opened(aSession());
      await activeSession.pick({ profile: 'other', region: 'eu-west-1' });
      assert.equal(activeSession.current, undefined);
      assert.equal(forgotten, 0);
    });

    it('when everything is read anew, credentials included', async () => {
      await opened(aSession());
      activeSession.reload();
      assert.equal(activeSession.current, undefined);
      assert.equal(forgotten, 1);
    });

    it('and what was being opened before is never used', async () => {
      const opening = activeSession.open();
      activeSession.reload();
      await give(aSession({ profile: 'before' }), 0);
      assert.equal(activeSession.current, undefined);
      const session = aSession({ profile: 'after' });
      await give(session, 1);
      assert.equal(await opening, session);
      assert.equal(activeSession.current, session);
    });

    it('and why what was before could not be opened is no longer said', async () => {
      const opening = activeSession.open();
      activeSession.reload();
      openings[0]?.reject(new Error('of the one before'));
      await settled();
      const session = aSession();
      await give(session, 1);
      assert.equal(await opening, session);
    });
  });

  it('is not opened over and over when the window is closed meanwhile', async () => {
    const opening = activeSession.open();
    activeSession.dispose();
    await give(aSession());
    await opening;
    assert.equal(openings.length, 1);
  });

  describe('is checked when the configuration’s files have changed', () => {
    it('and stays when it is the same, for what failed to be tried again', async () => {
      const session = await opened(aSession());
      events.length = 0;
      void activeSession.recheck();
      await give(session);
      assert.equal(activeSession.current, session);
      assert.deepEqual(events, ['renew', 'identify']);
    });

    it('and is reset when the profile is another now', async () => {
      await opened(aSession());
      events.length = 0;
      void activeSession.recheck();
      await give(aSession());
      assert.equal(activeSession.current, undefined);
      assert.deepEqual(events, ['reset']);
    });

    it('and is reset when it cannot be opened any more', async () => {
      await opened(aSession());
      events.length = 0;
      void activeSession.recheck();
      openings.at(-1)?.reject(new Error('no'));
      await settled();
      assert.deepEqual(events, ['reset']);
    });

    it('and what failed is tried again when there was none', async () => {
      void activeSession.recheck();
      await give(aSession());
      assert.deepEqual(events, ['renew']);
    });

    it('and an answer that comes after another was chosen counts no more', async () => {
      const session = await opened(aSession());
      void activeSession.recheck();
      activeSession.reload();
      events.length = 0;
      await give(session);
      assert.deepEqual(events, []);
    });
  });

  describe('tells who signs', () => {
    const me: Identity = { accountId: account, arn: `arn:aws:iam::${account}:user/me` };
    const other: Identity = { accountId: '210987654321', arn: 'arn:aws:iam::210987654321:user/other' };

    it('as soon as it is known, and the account’s alias when that is', async () => {
      const alias = Promise.withResolvers<string | undefined>();
      await opened({
        ...aSession({ identify: () => Promise.resolve(me) }),
        findAccountAlias: () => alias.promise,
      });
      assert.deepEqual(activeSession.identity, me);
      const identified = nextEvent(activeSession.onDidIdentify);
      alias.resolve('research');
      await identified;
      assert.deepEqual(activeSession.identity, { ...me, accountAlias: 'research' });
    });

    it('without an alias where there is none, or nobody may ask for it', async () => {
      await opened({
        ...aSession({ identify: () => Promise.resolve(me) }),
        findAccountAlias: () => Promise.reject(new Error('denied')),
      });
      assert.deepEqual(activeSession.identity, me);
    });

    it('and never who signed in a session before', async () => {
      const identity = Promise.withResolvers<Identity>();
      let signal: AbortSignal | undefined;
      const identify = (stop: AbortSignal): Promise<Identity> => {
        signal = stop;
        return identity.promise;
      };
      await opened(aSession({ identify }));
      activeSession.reload();
      assert.equal(signal?.aborted, true);
      identity.resolve(me);
      await settled();
      assert.equal(activeSession.identity, undefined);
    });

    it('of the credentials that are there now, without the alias of those before', async () => {
      const alias = Promise.withResolvers<string | undefined>();
      const identities = [me, other];
      const aliases = [alias.promise, Promise.resolve(undefined)];
      const session = await opened({
        ...aSession({ identify: () => Promise.resolve(identities.shift() ?? other) }),
        findAccountAlias: () => aliases.shift() ?? alias.promise,
      });
      void activeSession.recheck();
      await give(session);
      alias.resolve('of-me');
      await settled();
      assert.deepEqual(activeSession.identity, other);
    });

    it('no longer when nobody is signed in any more', async () => {
      const answers = [Promise.resolve(me), Promise.reject(new Error('signed out'))];
      const session = await opened(aSession({ identify: () => answers.shift() ?? Promise.resolve(me) }));
      void activeSession.recheck();
      await give(session);
      assert.equal(activeSession.identity, undefined);
    });
  });

  describe('that was picked', () => {
    it('is kept for the workspace', async () => {
      await activeSession.pick({ profile: 'work', region: 'eu-west-1' });
      assert.deepEqual(memory.pickedSession(), { profile: 'work', region: 'eu-west-1' });
    });

    it('leaves its region among the last five, the latest first', async () => {
      const regions = [
        'us-east-1',
        'us-east-2',
        'us-west-1',
        'us-west-2',
        'eu-west-1',
        'us-east-2',
        'sa-east-1',
      ];
      for (const region of regions) await activeSession.pick({ profile: 'work', region });
      assert.deepEqual(memory.recentRegions(), [
        'sa-east-1',
        'us-east-2',
        'eu-west-1',
        'us-west-2',
        'us-west-1',
      ]);
    });
  });

  it('is the same for what began with it, whatever the account that is expected', async () => {
    await opened(aSession({ profile: 'work', region: 'eu-west-1' }));
    const choice = { profile: 'work', region: 'eu-west-1', expectedAccount: account };
    assert.equal(activeSession.shows(choice), true);
    assert.equal(activeSession.shows({ ...choice, profile: 'other' }), false);
    assert.equal(activeSession.shows({ ...choice, region: 'us-east-1' }), false);
  });

  describe('is asked for when nothing names a region', () => {
    const missing = new AppError('region.missing', { profile: 'default' });

    it('and opened when it is chosen', async () => {
      const opening = activeSession.openOrAsk(() => Promise.resolve(true));
      openings[0]?.reject(missing);
      await settled();
      const session = aSession();
      await give(session);
      assert.equal(await opening, session);
    });

    it('and not there when nobody chooses', async () => {
      const opening = activeSession.openOrAsk(() => Promise.resolve(false));
      openings[0]?.reject(missing);
      assert.equal(await opening, undefined);
    });
  });
});
