/** Lists, in VS Code's quick input. Buttons and typing can't be driven from here: test/e2e does that. */
import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import type { ListQuestion } from '../../../src/core/questions.ts';
import type { Profile } from '../../../src/core/ports.ts';
import type { Place } from '../../../src/core/wizard.ts';
import { prompts } from '../../../src/ui/prompts.ts';
import { HeldPages } from '../support/heldPages.ts';
import { assertOpen, keys } from '../support/quickInput.ts';
import { roundTrip } from '../support/roundTrip.ts';

const place: Place = { step: 2, totalSteps: 5, canGoBack: true, typed: undefined };
const never = new AbortController().signal;

const named = (...names: string[]): Profile[] => names.map((name) => ({ name }));
const valueOf = (name: string): unknown => ({ kind: 'value', value: { name } });
const dropped = new AppError('network.dropped', { operation: 'ListImages' });

function askProfile(
  question: Partial<ListQuestion<'profile'>>,
  signal = never,
): ReturnType<typeof prompts.choose<'profile'>> {
  return prompts.choose({ id: 'profile', place, ...question }, signal);
}

describe('A list', () => {
  afterEach(keys.escape);

  it('is answered with the row that is active', async () => {
    const answer = askProfile({ fixed: named('a', 'b', 'c') });
    await keys.down();
    await keys.enter();
    assert.deepEqual(await answer, valueOf('b'));
  });

  it('opens at its first row', async () => {
    const answer = askProfile({ fixed: named('a', 'b', 'c') });
    await keys.enter();
    assert.deepEqual(await answer, valueOf('a'));
  });

  it('opens at the former answer', async () => {
    const answer = askProfile({ fixed: named('a', 'b', 'c'), isActive: ({ name }) => name === 'c' });
    await keys.enter();
    assert.deepEqual(await answer, valueOf('c'));
  });

  it('goes to the former answer when its page arrives', async () => {
    const pages = new HeldPages<Profile>();
    const answer = askProfile({ pages: pages.read, isActive: ({ name }) => name === 'c' });
    await pages.give(named('a', 'b'));
    await pages.give(named('c', 'd'));
    await keys.enter();
    assert.deepEqual(await answer, valueOf('c'));
  });

  it('goes to the former answer once: a choice made since then stays', async () => {
    const pages = new HeldPages<Profile>();
    const answer = askProfile({ pages: pages.read, isActive: ({ name }) => name === 'a' });
    await pages.give(named('a', 'b'));
    await keys.down();
    await pages.give(named('c'));
    await keys.enter();
    assert.deepEqual(await answer, valueOf('b'));
  });

  it('keeps the row active while pages arrive above it', async () => {
    const pages = new HeldPages<Profile>();
    const answer = askProfile({
      pages: pages.read,
      order: (one, other) => one.name.localeCompare(other.name),
    });
    await pages.give(named('x', 'y', 'z'));
    await keys.down();
    await pages.give(named('a', 'b'));
    await pages.give(named('c'));
    await pages.end();
    await keys.enter();
    assert.deepEqual(await answer, valueOf('y'));
  });

  it('is shown in order, whatever order its pages have', async () => {
    const pages = new HeldPages<Profile>();
    const answer = askProfile({
      pages: pages.read,
      order: (one, other) => one.name.localeCompare(other.name),
      isActive: ({ name }) => name === 'a',
    });
    await pages.give(named('c', 'b'));
    await pages.give(named('a'));
    await keys.down();
    await keys.enter();
    assert.deepEqual(await answer, valueOf('b'));
  });

  it('shows a failure as a row, which loads again', async () => {
    const pages = new HeldPages<Profile>();
    const answer = askProfile({ pages: pages.read });
    await pages.fail(dropped);
    await keys.enter();
    await assertOpen(answer);
    assert.equal(pages.reads, 2);

    await pages.give(named('a'));
    await keys.enter();
    assert.deepEqual(await answer, valueOf('a'));
  });

  it('keeps what had come before a failure', async () => {
    const pages = new HeldPages<Profile>();
    const answer = askProfile({ pages: pages.read });
    await pages.give(named('a', 'b'));
    await keys.down();
    await pages.fail(dropped);
    await keys.enter();
    assert.deepEqual(await answer, valueOf('b'));
  });

  it('has no row twice after loading again', async () => {
    const pages = new HeldPages<Profile>();
    const answer = askProfile({ fixed: named('first'), pages: pages.read });
    await pages.give(named('a'));
    await pages.fail(dropped);
    await keys.up();
    await keys.enter();
    assert.equal(pages.reads, 2, 'the failure is the row above the others');

    await pages.give(named('a'));
    await pages.end();
    // Down twice comes back to where it began: there are two rows.
    await keys.down();
    await keys.down();
    await keys.enter();
    assert.deepEqual(await answer, valueOf('first'));
  });

  it('takes typed text as a row of its own', async () => {
    const answer = prompts.choose<'region'>(
      {
        id: 'region',
        place: { ...place, typed: ':typed' },
        fixed: [{ region: 'eu-west-1', isProfiles: false }],
        read: () => ({ ok: true, value: { region: 'xx-new-1', isProfiles: false } }),
      },
      never,
    );
    await keys.enter();
    assert.deepEqual(await answer, { kind: 'value', value: { region: 'xx-new-1', isProfiles: false } });
  });

  it('does not take typed text that is wrong', async () => {
    const answer = prompts.choose<'region'>(
      {
        id: 'region',
        place: { ...place, typed: 'moon-1' },
        fixed: [{ region: 'eu-west-1', isProfiles: false }],
        read: (text) => ({ ok: false, problem: { code: 'region.name', text } }),
      },
      never,
    );
    await keys.enter();
    await assertOpen(answer);
  });

  it('filters by typed text that is not a row', async () => {
    const answer = askProfile({
      fixed: named('alpha', 'beta', 'gamma'),
      place: { ...place, typed: 'gam' },
      read: () => undefined,
    });
    await keys.enter();
    assert.deepEqual(await answer, valueOf('gamma'));
  });

  it('goes back with what was typed', async () => {
    const answer = askProfile({ fixed: named('a'), place: { ...place, typed: 'something' } });
    await keys.back();
    assert.deepEqual(await answer, { kind: 'back', typed: 'something' });
  });

  it('is cancelled by Escape', async () => {
    const answer = askProfile({ fixed: named('a') });
    await keys.escape();
    assert.deepEqual(await answer, { kind: 'cancel' });
  });

  it('is cancelled by its signal, and goes', async () => {
    const stop = new AbortController();
    const answer = askProfile({ fixed: named('a') }, stop.signal);
    await roundTrip();
    stop.abort();
    assert.deepEqual(await answer, { kind: 'cancel' });
  });

  it('is not asked when its signal has aborted before', async () => {
    const pages = new HeldPages<Profile>();
    const answer = askProfile({ pages: pages.read }, AbortSignal.abort());
    assert.deepEqual(await answer, { kind: 'cancel' });
    assert.equal(pages.reads, 0);
  });

  it('gives way to the next question', async () => {
    const first = askProfile({ fixed: named('a') });
    await roundTrip();
    const second = askProfile({ fixed: named('b') });
    assert.deepEqual(await first, { kind: 'cancel' });
    await keys.enter();
    assert.deepEqual(await second, valueOf('b'));
  });

  it('stops loading when it is answered', async () => {
    const pages = new HeldPages<Profile>();
    const answer = askProfile({ pages: pages.read });
    await pages.give(named('a'));
    assert.equal(pages.signal?.aborted, false);
    await keys.enter();
    await answer;
    assert.equal(pages.signal?.aborted, true);
  });
});

describe('Rows that are completed by a call each', () => {
  afterEach(keys.escape);
  const rows = named(...Array.from({ length: 60 }, (_, index) => `row ${index}`));

  /** Calls that are answered when a test says so. */
  class Completions {
    readonly asked: Profile[] = [];
    atOnce = 0;
    most = 0;
    readonly #waiting: (() => void)[] = [];

    readonly complete = async (row: Profile): Promise<Profile> => {
      this.asked.push(row);
      this.atOnce += 1;
      this.most = Math.max(this.most, this.atOnce);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
      this.atOnce -= 1;
      return { ...row, region: 'eu-west-1' };
    };

    async answer(): Promise<void> {
      for (const resolve of this.#waiting.splice(0)) resolve();
      await roundTrip();
    }

    async answerAll(): Promise<void> {
      while (this.#waiting.length > 0) await this.answer();
    }
  }

  it('are the first fifty, five at once', async () => {
    const completions = new Completions();
    void askProfile({
      fixed: rows.slice(0, 10),
      pages: pagesOf(rows.slice(10)),
      complete: completions.complete,
    });
    await roundTrip();
    await completions.answerAll();
    assert.deepEqual(completions.asked, rows.slice(0, 50));
    assert.equal(completions.most, 5);
  });

  it('are answers with what was added', async () => {
    const completions = new Completions();
    const answer = askProfile({ pages: pagesOf(rows), complete: completions.complete });
    await roundTrip();
    await completions.answerAll();
    await keys.down();
    await keys.enter();
    assert.deepEqual(await answer, { kind: 'value', value: { name: 'row 1', region: 'eu-west-1' } });
  });

  it('stay as they are when the call fails', async () => {
    const answer = askProfile({ pages: pagesOf(rows), complete: () => Promise.reject(dropped) });
    await keys.down();
    await keys.enter();
    assert.deepEqual(await answer, valueOf('row 1'));
  });

  it('keep the row active', async () => {
    const completions = new Completions();
    const answer = askProfile({ pages: pagesOf(rows), complete: completions.complete });
    await keys.down();
    await completions.answer();
    await keys.down();
    await completions.answerAll();
    await keys.enter();
    assert.deepEqual(await answer, { kind: 'value', value: { name: 'row 2', region: 'eu-west-1' } });
  });

  it('are left alone once the list is closed', async () => {
    const completions = new Completions();
    const answer = askProfile({ pages: pagesOf(rows), complete: completions.complete });
    await roundTrip();
    await keys.escape();
    await answer;
    await completions.answerAll();
    assert.equal(completions.asked.length, 5);
  });
});

function pagesOf(rows: readonly Profile[]): () => AsyncGenerator<readonly Profile[]> {
  return async function* () {
    yield await Promise.resolve(rows);
  };
}
