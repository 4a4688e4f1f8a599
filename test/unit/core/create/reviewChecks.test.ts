/** What the review makes of the checks: rows that come while it is read, what is asked before it creates, and repairs. */
import assert from 'node:assert/strict';
import type { Draft } from '../../../../src/core/create/draft.ts';
import { reviewStep, type CreateRow, type ReviewContext } from '../../../../src/core/create/review.ts';
import { AppError } from '../../../../src/core/errors.ts';
import { DraftChecks } from '../../../../src/core/preflight/draftChecks.ts';
import type { PolicyFix } from '../../../../src/core/preflight/finding.ts';
import { runWizard, type WizardResult } from '../../../../src/core/wizard.ts';
import { aDraft, aRepository, aUri, aVersion, digestOf, host, role } from '../../../support/builders.ts';
import { ManualClock, settled } from '../../../support/clocks.ts';
import { aConfiguration, aManifest, arm64 } from '../../../support/contentsBuilders.ts';
import { aGoodSession } from '../../../support/goodSession.ts';
import type { InMemorySession } from '../../../support/inMemorySession.ts';
import {
  back,
  cancel,
  meanwhile,
  pick,
  press,
  scriptedPrompts,
  soon,
  type,
  wait,
  type AskedList,
  type ScriptedPrompts,
} from '../../../support/scriptedPrompts.ts';

const unreachable = new AppError('network.unreachable', { host: undefined });
const isTyped = false;
const never = new AbortController().signal;

const kinds = ({ rows }: AskedList): readonly string[] =>
  rows.map((row) => {
    assert.ok(typeof row === 'object' && row !== null && 'kind' in row);
    return 'finding' in row ? row.finding.code : row.kind;
  });
const shown = (prompts: ScriptedPrompts, index = -1): readonly string[] =>
  kinds(prompts.lists('review').at(index) as unknown as AskedList).filter((kind) => kind !== 'parameter');
const asked = (prompts: ScriptedPrompts, index = -1): readonly string[] =>
  kinds(prompts.lists('checks').at(index) as unknown as AskedList);
const createRow = (prompts: ScriptedPrompts): CreateRow =>
  prompts.list('review').rows.find((row) => row.kind === 'create') ?? assert.fail('nothing creates');

describe('The review with its checks', () => {
  let session: InMemorySession;
  let clock: ManualClock;
  let copied: string[];
  let policies: PolicyFix[];
  beforeEach(() => {
    session = aGoodSession();
    clock = new ManualClock();
    copied = [];
    policies = [];
  });

  interface Options {
    readonly draft?: Draft;
    readonly pinDigest?: boolean;
    readonly signal?: AbortSignal;
  }

  async function walk(
    prompts: ScriptedPrompts,
    { draft = aDraft(), pinDigest = true, signal = never }: Options = {},
  ): Promise<WizardResult<Draft>> {
    const checks = new DraftChecks(session, pinDigest, signal);
    const context: ReviewContext = {
      session,
      prompts,
      pinDigest,
      clock,
      knownImages: new Set(),
      newToken: () => 'token-2',
      copy: (text) => Promise.resolve(void copied.push(text)),
      checks: () => checks,
      openPolicy: (fix) => Promise.resolve(void policies.push(fix)),
    };
    const result = await runWizard([reviewStep(context)], draft, signal);
    prompts.assertDone();
    return result;
  }

  /** Lets the scan be waited for. @returns what ends that */
  function holdScan(): () => void {
    const { promise, resolve } = Promise.withResolvers<{ status: string; counts: Record<string, number> }>();
    Object.assign(session.registry, { findScan: () => promise });
    return () => resolve({ status: 'COMPLETE', counts: {} });
  }

  const beUnsuitable = (): void =>
    void session.registry.configurations.set(digestOf('c'), aConfiguration({ platform: arm64 }));
  const beSuitable = (): void => void session.registry.configurations.set(digestOf('c'), aConfiguration());
  const beUntrusted = (): void => void session.roles.trusts.set(role, 'untrusted');

  const takeAlias = async (): Promise<void> => {
    session.images.add(session.images.imageNow('notebook'), aVersion());
    await session.images.updateVersion('notebook', 1, { aliasesToAdd: ['stable'] }, never);
  };

  describe('shows', () => {
    it('that all is well, and where it is created', async () => {
      const prompts = scriptedPrompts(cancel('review'));
      await walk(prompts);
      assert.deepEqual(shown(prompts), ['create']);
      assert.deepEqual([createRow(prompts).passed, createRow(prompts).accountId], [10, '123456789012']);
    });

    it('what was found between what creates and the parameters, the gravest first', async () => {
      beUnsuitable();
      beUntrusted();
      session.registry.scans.set(digestOf('a'), { status: 'COMPLETE', counts: { LOW: 2 } });
      session.roles.calls.fail('simulate', unreachable, unreachable);
      const prompts = scriptedPrompts(cancel('review'));
      await walk(prompts);
      assert.deepEqual(kinds(prompts.list('review') as unknown as AskedList).slice(0, 6), [
        'create',
        'platform.unsuitable',
        'role.untrusted',
        'scan.slight',
        'unanswered',
        'parameter',
      ]);
      assert.equal(createRow(prompts).passed, undefined);
    });

    it('all that could not be found out as one row', async () => {
      session.registry.scans.clear();
      session.registry.configurations.clear();
      session.roles.calls.fail('simulate', unreachable, unreachable);
      const prompts = scriptedPrompts(cancel('review'));
      await walk(prompts);
      assert.deepEqual(shown(prompts), ['create', 'unanswered']);
      const row = prompts.list('review').rows.find(({ kind }) => kind === 'unanswered');
      assert.ok(row?.kind === 'unanswered');
      assert.deepEqual(row.findings.map(({ check }) => check).toSorted(), ['platform', 'pull', 'scan']);
    });

    it('its parameters before any check is through', async () => {
      holdScan();
      const prompts = scriptedPrompts(soon(pick('review', 'ReleaseNotes')), cancel('releaseNotes'));
      await walk(prompts);
      assert.equal(prompts.list('review').rows.length, 12);
    });

    it('nothing of what lacks its image or has a wrong name', async () => {
      const { container: _, ...incomplete } = aDraft();
      for (const draft of [incomplete, aDraft({ image: { name: 'a_b', isNew: false } })]) {
        const prompts = scriptedPrompts(cancel('review'));
        await walk(prompts, { draft });
        assert.deepEqual(shown(prompts), []);
      }
      assert.deepEqual(session.registry.calls.to('findScan'), []);
    });
  });

  describe('asks', () => {
    it('nothing again for what the checks are not about', async () => {
      beUntrusted();
      const prompts = scriptedPrompts(
        pick('review', 'ReleaseNotes'),
        type('releaseNotes', 'First.'),
        cancel('review'),
      );
      await walk(prompts);
      assert.deepEqual(shown(prompts), ['create', 'role.untrusted']);
      assert.equal(session.registry.calls.to('findScan').length, 1);
    });

    it('anew for what they are about, and gives up what was asked before', async () => {
      await takeAlias();
      const signals: AbortSignal[] = [];
      session.registry.findScan = (_reference, signal) => {
        signals.push(signal);
        return signals.length === 1 ? new Promise(() => undefined) : Promise.resolve(undefined);
      };
      const prompts = scriptedPrompts(
        meanwhile(() => assert.equal(signals[0]?.aborted, false), soon(pick('review', 'alias.taken'))),
        type('aliases', 'next'),
        cancel('review'),
      );
      const walking = walk(prompts, { draft: aDraft({ aliases: ['stable'] }) });
      await settled();
      // What is found comes together, but is not held back for ever.
      await clock.advance(1000);
      await walking;
      assert.equal(signals[0]?.aborted, true);
      assert.equal(signals.length, 2);
      assert.deepEqual(shown(prompts), ['create', 'unanswered']);
    });

    it('anew when a finding without a repair is picked: it may be put right by now', async () => {
      session.registry.details.set(digestOf('a'), { status: 'ACTIVATING' });
      const restore = (): void => session.registry.details.clear();
      const prompts = scriptedPrompts(
        meanwhile(restore, pick('review', 'containerImage.activating')),
        cancel('review'),
      );
      await walk(prompts);
      assert.deepEqual(shown(prompts, 0), ['create', 'containerImage.activating']);
      assert.deepEqual(shown(prompts), ['create']);
    });
  });

  describe('repairs', () => {
    it('a URI of another region', async () => {
      const elsewhere = aUri(`${host.replace('us-east-1', 'eu-west-1')}/team/notebook@${digestOf('a')}`);
      const prompts = scriptedPrompts(pick('review', 'uri.region'), pick('review', 'create'));
      const { state } = await walk(prompts, { draft: aDraft({ container: { uri: elsewhere, isTyped } }) });
      assert.deepEqual(shown(prompts, 0), ['uri.region', 'unanswered']);
      assert.deepEqual(state.container?.uri, aUri(`${host}/team/notebook@${digestOf('a')}`));
    });

    it('a tag that can move by pinning its digest, for this version alone', async () => {
      session.registry.replaceRepository({ ...aRepository(), immutableTags: false });
      const prompts = scriptedPrompts(pick('review', 'tag.mayMove'), pick('review', 'create'));
      const { state } = await walk(prompts, { pinDigest: false });
      assert.deepEqual(state.container?.uri, aUri(`${host}/team/notebook@${digestOf('a')}`));
      assert.equal(createRow(prompts).passed, 10);
    });

    it('a tag whose digest was not known by pinning it after all', async () => {
      session.registry.replaceRepository({ ...aRepository(), immutableTags: false });
      session.registry.calls.fail('findDigest', unreachable);
      const prompts = scriptedPrompts(pick('review', 'tag.mayMove'), pick('review', 'create'));
      const { state } = await walk(prompts);
      assert.deepEqual(state.container?.uri, aUri(`${host}/team/notebook:1.0@${digestOf('a')}`));
    });

    it('a container image that is not there by choosing another', async () => {
      const draft = aDraft({ container: { uri: aUri(`${host}/team/notebook:9`), isTyped } });
      const prompts = scriptedPrompts(
        pick('review', 'containerImage.missing'),
        pick('repository', 'team/notebook'),
        pick('containerImage', '1.0'),
        pick('review', 'create'),
      );
      const { state } = await walk(prompts, { draft });
      assert.equal(state.container?.uri.digest, digestOf('a'));
    });

    it('an alias that is taken by choosing others', async () => {
      await takeAlias();
      const prompts = scriptedPrompts(
        pick('review', 'alias.taken'),
        type('aliases', 'next'),
        pick('review', 'create'),
      );
      const { state } = await walk(prompts, { draft: aDraft({ aliases: ['stable'] }) });
      assert.deepEqual(state.aliases, ['next']);
    });

    it('a role by showing a policy, and leaves the walk with its answers', async () => {
      beUntrusted();
      const prompts = scriptedPrompts(pick('review', 'role.untrusted'));
      const { kind, state } = await walk(prompts, { draft: aDraft({ releaseNotes: 'First.' }) });
      assert.equal(kind, 'cancelled');
      assert.equal(state.releaseNotes, 'First.');
      assert.deepEqual(
        policies.map(({ of }) => of),
        [{ kind: 'trust', roleArn: role }],
      );
    });
  });

  describe('creates', () => {
    it('without a question where all is well, and where some of it could not be found out', async () => {
      const open = scriptedPrompts(pick('review', 'create'));
      assert.equal((await walk(open)).kind, 'done');
      for (const operation of ['findContainerImage', 'findManifest', 'findScan'] as const) {
        session.registry.calls.fail(operation, unreachable, unreachable);
      }
      const offline = scriptedPrompts(pick('review', 'create'));
      assert.equal((await walk(offline)).kind, 'done');
      assert.deepEqual(shown(offline), ['create', 'unanswered']);
    });

    it('with what was found to be considered when that is wanted all the same', async () => {
      beUntrusted();
      session.registry.scans.set(digestOf('a'), { status: 'COMPLETE', counts: { LOW: 2 } });
      const prompts = scriptedPrompts(pick('review', 'create'), pick('checks', 'create'));
      assert.equal((await walk(prompts)).kind, 'done');
      assert.deepEqual(asked(prompts), ['create', 'review', 'again', 'role.untrusted']);
      assert.equal(prompts.list('checks').active?.kind, 'review', 'Enter twice is not enough');
    });

    it('nothing that would fail', async () => {
      beUnsuitable();
      beUntrusted();
      const prompts = scriptedPrompts(pick('review', 'create'), pick('checks', 'review'), cancel('review'));
      assert.equal((await walk(prompts)).kind, 'cancelled');
      assert.deepEqual(asked(prompts), ['review', 'again', 'platform.unsuitable', 'role.untrusted']);
    });

    it('what would have failed, once that is repaired', async () => {
      const draft = aDraft({ container: { uri: aUri(`${host}/team/notebook:9`), isTyped } });
      const prompts = scriptedPrompts(
        pick('review', 'create'),
        pick('checks', 'containerImage.missing'),
        pick('repository', 'team/notebook'),
        pick('containerImage', '1.0'),
        pick('review', 'create'),
      );
      const { kind, state } = await walk(prompts, { draft });
      assert.equal(kind, 'done');
      assert.equal(state.container?.uri.digest, digestOf('a'));
    });

    it('what was put right elsewhere, once it is checked again', async () => {
      beUnsuitable();
      const prompts = scriptedPrompts(
        pick('review', 'create'),
        meanwhile(beSuitable, pick('checks', 'again')),
        pick('review', 'create'),
      );
      assert.equal((await walk(prompts)).kind, 'done');
    });

    it('nothing when somebody goes back, or leaves, and keeps the answers', async () => {
      beUntrusted();
      const draft = aDraft({ releaseNotes: 'First.' });
      const prompts = scriptedPrompts(
        pick('review', 'create'),
        back('checks'),
        pick('review', 'create'),
        cancel('checks'),
      );
      const { kind, state } = await walk(prompts, { draft });
      assert.equal(kind, 'cancelled');
      assert.equal(state.releaseNotes, 'First.');
    });
  });

  describe('tells why', () => {
    it('something could not be found out, and goes back', async () => {
      session.registry.scans.clear();
      session.roles.calls.fail('simulate', unreachable, unreachable);
      const prompts = scriptedPrompts(
        pick('review', 'unanswered'),
        pick('checks', 'review'),
        pick('review', 'unanswered'),
        back('checks'),
        pick('review', 'unanswered'),
        pick('checks', 'scan.none'),
        pick('review', 'create'),
      );
      assert.equal((await walk(prompts)).kind, 'done');
      assert.deepEqual(asked(prompts, 0).toSorted(), ['again', 'notChecked', 'review', 'scan.none']);
    });
  });

  describe('waits', () => {
    it('three seconds for the checks, which can be seen, and then asks', async () => {
      holdScan();
      const prompts = scriptedPrompts(
        soon(pick('review', 'create')),
        wait('checks'),
        soon(pick('checks', 'create')),
      );
      const walking = walk(prompts);
      await settled();
      assert.deepEqual(asked(prompts), ['waiting', 'review']);
      await clock.advance(2_999);
      assert.equal(prompts.lists('checks').length, 1);
      await clock.advance(1);
      assert.equal((await walking).kind, 'done');
      assert.deepEqual(asked(prompts), ['create', 'review', 'again', 'open']);
    });

    it('no longer than the checks take', async () => {
      const endScan = holdScan();
      const prompts = scriptedPrompts(soon(pick('review', 'create')), wait('checks'));
      const walking = walk(prompts);
      await settled();
      endScan();
      assert.equal((await walking).kind, 'done');
      assert.equal(clock.waiting, 0);
    });

    it('until somebody does not want to wait any more', async () => {
      holdScan();
      const leaving = scriptedPrompts(soon(pick('review', 'create')), cancel('checks'));
      assert.equal((await walk(leaving)).kind, 'cancelled');
      assert.equal(clock.waiting, 0);

      const returning = scriptedPrompts(
        soon(pick('review', 'create')),
        back('checks'),
        soon(pick('review', 'create')),
        pick('checks', 'waiting'),
        pick('checks', 'review'),
        soon(pick('review', 'ReleaseNotes')),
        cancel('releaseNotes'),
      );
      assert.equal((await walk(returning)).kind, 'cancelled');
      assert.equal(clock.waiting, 0);
    });

    it('until its session ends', async () => {
      holdScan();
      const ended = new AbortController();
      const prompts = scriptedPrompts(soon(pick('review', 'create')), wait('checks'));
      const walking = walk(prompts, { signal: ended.signal });
      await settled();
      ended.abort();
      assert.equal((await walking).kind, 'cancelled');
    });

    it('not for an error that comes while it asks: that is asked about, too', async () => {
      const slow = Promise.withResolvers<ReturnType<typeof aManifest>>();
      session.registry.findManifest = () => slow.promise;
      const answer = (): Promise<void> => {
        slow.resolve(aManifest({ platforms: [arm64] }));
        return settled();
      };
      const prompts = scriptedPrompts(
        soon(pick('review', 'create')),
        wait('checks'),
        meanwhile(answer, soon(pick('checks', 'create'))),
        pick('checks', 'review'),
        cancel('review'),
      );
      const walking = walk(prompts);
      await settled();
      await clock.advance(3_000);
      assert.equal((await walking).kind, 'cancelled');
      assert.deepEqual(asked(prompts), ['review', 'again', 'platform.unsuitable']);
    });

    it('for nothing when code is wanted instead', async () => {
      holdScan();
      const prompts = scriptedPrompts(
        soon(press('review', 'create')),
        pick('snippet', 'cli'),
        soon(pick('review', 'ReleaseNotes')),
        cancel('releaseNotes'),
      );
      await walk(prompts);
      assert.equal(copied.length, 1);
    });
  });
});
