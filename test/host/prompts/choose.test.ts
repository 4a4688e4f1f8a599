/** Lists, in VS Code's quick input. No keys that type can be pressed from here: test/e2e does that. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { AppError } from '../../../src/core/errors.ts';
import type { ListQuestion, ProfileRow } from '../../../src/core/questions.ts';
import type { Place } from '../../../src/core/wizard.ts';
import { reviewTexts } from '../../../src/ui/preflight/reviewTexts.ts';
import { createPrompts } from '../../../src/ui/prompts.ts';
import { HeldPages } from '../support/heldPages.ts';
import { assertOpen, keys } from '../support/quickInput.ts';
import { roundTrip } from '../support/roundTrip.ts';
import { useReplacements } from '../support/useReplacements.ts';

const place: Place = { step: 2, totalSteps: 5, canGoBack: true, typed: undefined };
const never = new AbortController().signal;
const prompts = createPrompts(
  () => undefined,
  () => reviewTexts,
);

type Row = ProfileRow & { readonly kind: 'profile' };
const aRow = (name: string, region?: string): Row => ({
  kind: 'profile',
  profile: { name, kind: 'keys', ...(region && { region }) },
});
const named = (...names: string[]): Row[] => names.map((name) => aRow(name));
const nameOf = (row: ProfileRow): string => (row.kind === 'profile' ? row.profile.name : row.kind);
const is = (name: string) => (row: ProfileRow) => nameOf(row) === name;
const byName = (one: ProfileRow, other: ProfileRow): number => nameOf(one).localeCompare(nameOf(other));
/** Only "b" has a button. */
const addOfB = (row: ProfileRow): ProfileRow | undefined =>
  nameOf(row) === 'b' ? { ...row, kind: 'add' } : undefined;
const valueOf = (name: string, region?: string): unknown => ({ kind: 'value', value: aRow(name, region) });
const dropped = new AppError('network.dropped', { operation: 'ListImages' });

function askProfile(
  question: Partial<ListQuestion<'profile'>>,
  signal = never,
): ReturnType<typeof prompts.choose<'profile'>> {
  return prompts.choose({ id: 'profile', place, ...question }, signal);
}

/** Lets what waits for nothing but promises go on, within this turn. */
async function microtasks(): Promise<void> {
  for (let count = 0; count < 20; count += 1) await Promise.resolve();
}

describe('A list', () => {
  const replace = useReplacements();
  afterEach(keys.escape);

  /** A person who presses the button of a row of the list that is made next. */
  function pressing(): (label: string) => void {
    const { createQuickPick } = vscode.window;
    const pressed = new vscode.EventEmitter<vscode.QuickPickItemButtonEvent<vscode.QuickPickItem>>();
    let input: vscode.QuickPick<vscode.QuickPickItem> | undefined;
    replace(vscode.window, {
      createQuickPick: () => {
        input = createQuickPick();
        return Object.defineProperty(input, 'onDidTriggerItemButton', { value: pressed.event });
      },
    });
    return (label) => {
      const item = input?.items.find((candidate) => candidate.label === label);
      const [button] = item?.buttons ?? [];
      assert.ok(item && button, `${label} has no button`);
      pressed.fire({ item, button });
    };
  }

  interface Typing {
    readonly type: (text: string) => void;
    /** Keeps back what the window tells of the list, until what is returned is called. */
    readonly hold: () => () => void;
  }

  /** A person who types into the list that is made next: what made it learns of that when the window tells it. */
  function typing(): Typing {
    const { createQuickPick } = vscode.window;
    let type: ((text: string) => void) | undefined;
    let held: (() => void)[] | undefined;
    const tell = (event: () => void): void => {
      if (held) held.push(event);
      else event();
    };
    replace(vscode.window, {
      createQuickPick: () => {
        const input = createQuickPick();
        const valueChanged = new vscode.EventEmitter<string>();
        const activeChanged = new vscode.EventEmitter<readonly vscode.QuickPickItem[]>();
        let told = '';
        input.onDidChangeValue((value) =>
          tell(() => {
            told = value;
            valueChanged.fire(value);
          }),
        );
        input.onDidChangeActive((items) => tell(() => activeChanged.fire(items)));
        // The setter is the host's own, which sends what it is given to the window.
        type = (text) => void Reflect.set(Object.getPrototypeOf(input) as object, 'value', text, input);
        return Object.defineProperties(input, {
          onDidChangeValue: { value: valueChanged.event },
          onDidChangeActive: { value: activeChanged.event },
          value: {
            get: () => told,
            set: (value: string) => {
              told = value;
              type?.(value);
            },
          },
        });
      },
    });
    return {
      type: (text) => type?.(text),
      hold: () => {
        held = [];
        return () => {
          const events = held ?? [];
          held = undefined;
          for (const event of events) event();
        };
      },
    };
  }

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
    const answer = askProfile({ fixed: named('a', 'b', 'c'), isActive: is('c') });
    await keys.enter();
    assert.deepEqual(await answer, valueOf('c'));
  });

  it('goes to the former answer when its page arrives', async () => {
    const pages = new HeldPages<ProfileRow>();
    const answer = askProfile({ pages: pages.read, isActive: is('c') });
    await pages.give(named('a', 'b'));
    await pages.give(named('c', 'd'));
    await keys.enter();
    assert.deepEqual(await answer, valueOf('c'));
  });

  it('goes to the former answer once: a choice made since then stays', async () => {
    const pages = new HeldPages<ProfileRow>();
    const answer = askProfile({ pages: pages.read, isActive: is('a') });
    await pages.give(named('a', 'b'));
    await keys.down();
    await pages.give(named('c'));
    await keys.enter();
    assert.deepEqual(await answer, valueOf('b'));
  });

  it('keeps the row active while pages arrive above it', async () => {
    const pages = new HeldPages<ProfileRow>();
    const answer = askProfile({
      pages: pages.read,
      order: byName,
    });
    await pages.give(named('x', 'y', 'z'));
    await keys.down();
    await pages.give(named('a', 'b'));
    await pages.give(named('c'));
    await pages.end();
    await keys.enter();
    assert.deepEqual(await answer, valueOf('y'));
  });

  it('keeps what is typed, and the row that it leaves, while pages arrive', async () => {
    const pages = new HeldPages<ProfileRow>();
    const answer = askProfile({ pages: pages.read, order: byName, place: { ...place, typed: 'gam' } });
    await pages.give(named('beta', 'gamma'));
    await pages.give(named('alpha', 'delta'));
    await keys.enter();
    assert.deepEqual(await answer, valueOf('gamma'));

    const left = askProfile({ pages: new HeldPages<ProfileRow>().read, place: { ...place, typed: 'gam' } });
    await keys.back();
    assert.deepEqual(await left, { kind: 'back', typed: 'gam' });
  });

  it('has an active row where a page arrives while it is hidden by what is being typed', async () => {
    const { type } = typing();
    const pages = new HeldPages<ProfileRow>();
    const answer = askProfile({ pages: pages.read, isActive: is('create') });
    await pages.give(named('release notes', 'create'));
    type('notes');
    await pages.give(named('found'));
    await keys.enter();
    assert.deepEqual(await answer, valueOf('release notes'));
  });

  it('has an active row where a page arrives in the very turn in which the typed text is told', async () => {
    const { type, hold } = typing();
    const pages = new HeldPages<ProfileRow>();
    const answer = askProfile({ pages: pages.read, isActive: is('create') });
    await pages.give(named('release notes', 'create'));
    const tell = hold();
    type('notes');
    await roundTrip();
    const given = pages.give(named('found'));
    await microtasks();
    tell();
    await given;
    await keys.enter();
    assert.deepEqual(await answer, valueOf('release notes'));
  });

  it('has an active row where a page arrives while VS Code tells of the one before', async () => {
    const { type } = typing();
    const pages = new HeldPages<ProfileRow>();
    const answer = askProfile({ pages: pages.read, key: nameOf, isActive: is('create') });
    const first = pages.give(named('release notes', 'create'));
    await microtasks();
    await delay(0);
    type('notes');
    const second = pages.give([aRow('create', 'eu-west-1'), aRow('found')]);
    await Promise.all([first, second]);
    await keys.enter();
    assert.deepEqual(await answer, valueOf('release notes'));
  });

  it('takes Enter for the row that was seen where others come above it meanwhile', async () => {
    const inOrder = ['create', 'found', 'notes'];
    const rank = (row: ProfileRow): number => inOrder.indexOf(nameOf(row));
    const pages = new HeldPages<ProfileRow>();
    const answer = askProfile({
      pages: pages.read,
      order: (one, other) => rank(one) - rank(other),
      room: { above: is('notes'), rows: 3 },
    });
    await pages.give(named('create', 'notes'));
    await keys.down();
    // The key is on its way to VS Code while the page is on its way to the list.
    const entered = vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await pages.give(named('found'));
    await entered;
    assert.deepEqual(await answer, valueOf('notes'));
  });

  it('takes Enter at once where a page has hidden nothing but the first row', async () => {
    const { type, hold } = typing();
    const pages = new HeldPages<ProfileRow>();
    const answer = askProfile({ pages: pages.read, isActive: is('create') });
    await pages.give(named('create', 'release notes'));
    const tell = hold();
    type('notes');
    await roundTrip();
    await pages.give(named('found'));
    await keys.enter();
    tell();
    assert.deepEqual(await answer, valueOf('release notes'));
  });

  it('keeps the row that was chosen among those that typed text leaves', async () => {
    const { type } = typing();
    const pages = new HeldPages<ProfileRow>();
    const answer = askProfile({ pages: pages.read, order: byName, isActive: is('create') });
    await pages.give(named('create', 'notes of b', 'notes of c'));
    type('notes');
    await keys.down();
    await pages.give(named('notes of a'));
    await keys.enter();
    assert.deepEqual(await answer, valueOf('notes of c'));
  });

  it('has an active row again when nothing is hidden any more', async () => {
    const { type } = typing();
    const pages = new HeldPages<ProfileRow>();
    const answer = askProfile({ pages: pages.read, isActive: is('b') });
    await pages.give(named('a', 'b'));
    type('nothing of it');
    await pages.give(named('c'));
    type('');
    await pages.end();
    await keys.enter();
    assert.deepEqual(await answer, valueOf('a'));
  });

  it('has a row that comes again once, as it was last, and active if it was', async () => {
    const pages = new HeldPages<ProfileRow>();
    const answer = askProfile({ pages: pages.read, key: nameOf });
    await pages.give(named('a', 'b', 'c'));
    await keys.down();
    await pages.give([aRow('b', 'eu-west-1'), aRow('a', 'eu-west-1')]);
    await pages.end();
    // Down three times comes back to where it began: there are three rows.
    await keys.down();
    await keys.down();
    await keys.down();
    await keys.enter();
    assert.deepEqual(await answer, valueOf('b', 'eu-west-1'));
  });

  it('is shown in order, whatever order its pages have', async () => {
    const pages = new HeldPages<ProfileRow>();
    const answer = askProfile({
      pages: pages.read,
      order: byName,
      isActive: is('a'),
    });
    await pages.give(named('c', 'b'));
    await pages.give(named('a'));
    await keys.down();
    await keys.enter();
    assert.deepEqual(await answer, valueOf('b'));
  });

  it('opens with a thousand rows', async () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `profile-${index}`);
    const answer = askProfile({ fixed: named(...names), isActive: is('profile-999') });
    await keys.up();
    await keys.enter();
    assert.deepEqual(await answer, valueOf('profile-998'));
  });

  describe('with buttons in its rows', () => {
    it('is answered with what the pressed one stands for', async () => {
      const press = pressing();
      const answer = askProfile({ fixed: named('a', 'b'), button: addOfB });
      press('b');
      assert.deepEqual(await answer, { kind: 'value', value: { ...aRow('b'), kind: 'add' } });
    });

    it('has them in no other rows', async () => {
      const press = pressing();
      const answer = askProfile({ fixed: named('a', 'b'), button: addOfB });
      assert.throws(() => press('a'), /no button/);
      await keys.enter();
      assert.deepEqual(await answer, valueOf('a'));
    });

    it('keeps them when rows are completed', async () => {
      const press = pressing();
      const complete = (row: ProfileRow): Promise<ProfileRow> =>
        Promise.resolve(aRow(nameOf(row), 'eu-west-1'));
      const answer = askProfile({ fixed: named('a', 'b'), pages: pagesOf([]), button: addOfB, complete });
      await roundTrip();
      press('b');
      const value = { ...aRow('b', 'eu-west-1'), kind: 'add' };
      assert.deepEqual(await answer, { kind: 'value', value });
    });
  });

  it('shows a failure as a row, which loads again', async () => {
    const pages = new HeldPages<ProfileRow>();
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
    const pages = new HeldPages<ProfileRow>();
    const answer = askProfile({ pages: pages.read });
    await pages.give(named('a', 'b'));
    await keys.down();
    await pages.fail(dropped);
    await keys.enter();
    assert.deepEqual(await answer, valueOf('b'));
  });

  it('has no row twice after loading again', async () => {
    const pages = new HeldPages<ProfileRow>();
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
        fixed: [{ region: 'eu-west-1' }],
        read: () => ({ ok: true, value: { region: 'xx-new-1' } }),
      },
      never,
    );
    await keys.enter();
    assert.deepEqual(await answer, { kind: 'value', value: { region: 'xx-new-1' } });
  });

  it('does not take typed text that is wrong', async () => {
    const answer = prompts.choose<'region'>(
      {
        id: 'region',
        place: { ...place, typed: 'moon-1' },
        fixed: [{ region: 'eu-west-1' }],
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
    const pages = new HeldPages<ProfileRow>();
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
    const pages = new HeldPages<ProfileRow>();
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
    readonly asked: ProfileRow[] = [];
    atOnce = 0;
    most = 0;
    readonly #waiting: (() => void)[] = [];

    readonly complete = async (row: ProfileRow): Promise<ProfileRow> => {
      this.asked.push(row);
      this.atOnce += 1;
      this.most = Math.max(this.most, this.atOnce);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
      this.atOnce -= 1;
      return aRow(nameOf(row), 'eu-west-1');
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
    assert.deepEqual(await answer, valueOf('row 1', 'eu-west-1'));
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
    assert.deepEqual(await answer, valueOf('row 2', 'eu-west-1'));
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

function pagesOf(rows: readonly ProfileRow[]): () => AsyncGenerator<readonly ProfileRow[]> {
  return async function* () {
    yield await Promise.resolve(rows);
  };
}
