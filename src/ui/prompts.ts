import pLimit from 'p-limit';
import * as vscode from 'vscode';
import type { ListId, ListQuestion, Prompts, Rows, TextQuestion } from '../core/questions.ts';
import type { Answer, Place } from '../core/wizard.ts';
import { splitSentence } from './format.ts';
import { messageOf } from './messages.ts';
import { problemText } from './problemTexts.ts';
import { forGood, listTexts, type ListText, type ListTexts, type ReviewTexts } from './promptTexts.ts';
import { promptOf, textPrompts, titleOfText } from './textPrompts.ts';
import { titleOf } from './titles.ts';

/** Rows that are completed one call each: more than a screenful, far less than a storm. */
const completedRows = 50;
const completedAtOnce = 5;

/** The place of a question that is the only one. */
export const alone: Place = { step: 1, totalSteps: 1, canGoBack: false, typed: undefined };

/** @returns until when something more urgent is asked; undefined when nothing is. */
export type Interruption = () => Promise<unknown> | undefined;

/**
 * The questions of the core, asked with VS Code's quick input. It shows one thing at a time: what is asked meanwhile
 * because a call can not go on without it interrupts these questions, and does not answer them.
 * @param reviewTexts is asked for with the first review: they are part of another bundle.
 */
export function createPrompts(interruption: Interruption, reviewTexts: () => ReviewTexts): Prompts {
  const texts: ListTexts = {
    ...listTexts,
    get review() {
      return reviewTexts().review;
    },
    get checks() {
      return reviewTexts().checks;
    },
  };
  return {
    choose: async (question, signal) =>
      signal.aborted
        ? { kind: 'cancel' }
        : new ListPrompt(question, texts[question.id], interruption, signal).answer,
    enter: async (question, signal) =>
      signal.aborted ? { kind: 'cancel' } : enter(question, interruption, signal),
  };
}

type Entry<R> =
  | { readonly kind: 'row'; row: R; item: vscode.QuickPickItem }
  | { readonly kind: 'typed'; readonly row: R; readonly item: vscode.QuickPickItem }
  /** Says something, and is no answer. */
  | { readonly kind: 'problem' | 'note'; readonly item: vscode.QuickPickItem }
  | { readonly kind: 'failure'; readonly item: vscode.QuickPickItem }
  /** Is counted, and not seen. */
  | { readonly kind: 'room'; readonly item: vscode.QuickPickItem };

const room = { kind: 'room', item: { label: '', kind: vscode.QuickPickItemKind.Separator } } as const;

/** One list on the screen: rows come page by page, and typed text can be a row of its own. */
class ListPrompt<K extends ListId> {
  readonly answer: Promise<Answer<Rows[K]>>;

  readonly #question: ListQuestion<K>;
  readonly #interruption: Interruption;
  readonly #text: ListText<Rows[K]>;
  readonly #input = vscode.window.createQuickPick();
  readonly #closed = new AbortController();
  readonly #resolve: (answer: Answer<Rows[K]>) => void;

  #rows: (Entry<Rows[K]> & { kind: 'row' })[] = [];
  #typed: Entry<Rows[K]> | undefined;
  #failure: Entry<Rows[K]> | undefined;
  /** What stands below the rows, or in their place. */
  #note: Entry<Rows[K]> | undefined;
  #active: Entry<Rows[K]> | undefined;
  /** The row that was made active with the rows shown last, until VS Code says that it is. */
  #awaited: vscode.QuickPickItem | undefined;
  #hasPreselected = false;

  constructor(
    question: ListQuestion<K>,
    text: ListText<Rows[K]>,
    interruption: Interruption,
    signal: AbortSignal,
  ) {
    const { promise, resolve } = Promise.withResolvers<Answer<Rows[K]>>();
    this.answer = promise;
    this.#resolve = resolve;
    this.#question = question;
    this.#interruption = interruption;
    this.#text = text;
    this.#note = question.isForGood ? { kind: 'note', item: forGood } : undefined;
    this.#open(signal);
  }

  #open(signal: AbortSignal): void {
    const input = this.#input;
    input.title = titleOf(this.#text.title, this.#question.purpose);
    input.placeholder = this.#text.placeholder;
    input.matchOnDescription = true;
    input.matchOnDetail = true;
    input.ignoreFocusOut = true;
    input.keepScrollPosition = true;
    showPlace(input, this.#question.place);
    input.value = this.#question.place.typed ?? '';

    input.onDidChangeActive(([item]) => this.#noteActive(item));
    input.onDidChangeValue(() => this.#readTyped());
    input.onDidAccept(() => this.#accept());
    input.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) this.#close({ kind: 'back', typed: input.value });
    });
    input.onDidTriggerItemButton(({ item }) => this.#acceptButton(item));
    signal.addEventListener('abort', () => this.#close({ kind: 'cancel' }), { once: true });

    this.#add(this.#question.fixed ?? []);
    this.#readTyped();
    showInTurn(input, this.#interruption, this.#closed.signal, () => this.#close({ kind: 'cancel' }));
    void this.#load();
  }

  /** The first answer counts; hiding, which every answer brings about, is then no second one. */
  #close(answer: Answer<Rows[K]>): void {
    this.#resolve(answer);
    this.#closed.abort();
    this.#input.dispose();
  }

  #accept(): void {
    const entry = this.#entryOf(this.#input.selectedItems[0]);
    if (entry?.kind === 'failure') void this.#load();
    if (entry?.kind === 'row' || entry?.kind === 'typed') this.#close({ kind: 'value', value: entry.row });
  }

  #acceptButton(item: vscode.QuickPickItem): void {
    const entry = this.#entryOf(item);
    const row = entry?.kind === 'row' ? this.#question.button?.(entry.row) : undefined;
    if (row !== undefined) this.#close({ kind: 'value', value: row });
  }

  async #load(): Promise<void> {
    const { pages, complete, fixed = [] } = this.#question;
    if (!pages && !complete) return;
    this.#failure = undefined;
    this.#rows = this.#rows.slice(0, fixed.length);
    this.#input.busy = true;
    try {
      for await (const page of pages?.(this.#closed.signal) ?? []) {
        if (this.#closed.signal.aborted) return;
        this.#add(page);
      }
      if (this.#closed.signal.aborted) return;
      this.#input.busy = false;
      this.#noteEmptiness();
      await this.#completeRows();
    } catch (error) {
      if (this.#closed.signal.aborted) return;
      this.#input.busy = false;
      this.#failure = { kind: 'failure', item: failureItem(error) };
      this.#show();
    }
  }

  /** Nothing at all would look as if something went wrong. */
  #noteEmptiness(): void {
    const { empty } = this.#text;
    if (empty === undefined || this.#rows.length > 0) return;
    this.#note = { kind: 'note', item: { label: empty, iconPath: new vscode.ThemeIcon('info') } };
    this.#show();
  }

  #add(rows: readonly Rows[K][]): void {
    for (const row of rows) this.#put({ kind: 'row', row, item: this.#present(row) });
    const { order } = this.#question;
    if (order) this.#rows.sort((one, other) => order(one.row, other.row));
    this.#show();
  }

  #put(entry: Entry<Rows[K]> & { kind: 'row' }): void {
    const { key } = this.#question;
    const name = key?.(entry.row);
    const former = name === undefined ? undefined : this.#rows.find(({ row }) => key?.(row) === name);
    // The same entry: it stays active if it was.
    if (former) Object.assign(former, entry);
    else this.#rows.push(entry);
  }

  #present(row: Rows[K]): vscode.QuickPickItem {
    const item = this.#text.present(row);
    const { button } = this.#text;
    return button && this.#question.button?.(row) ? { ...item, buttons: [button] } : item;
  }

  /** What takes a call per row comes after the list itself, and a row whose call fails simply says less. */
  async #completeRows(): Promise<void> {
    const { complete } = this.#question;
    if (!complete) return;
    const limit = pLimit(completedAtOnce);
    const { signal } = this.#closed;
    await Promise.all(
      this.#rows.slice(0, completedRows).map((entry) =>
        limit(async () => {
          if (signal.aborted) return;
          const row = await complete(entry.row, signal).catch(() => entry.row);
          entry.row = row;
          entry.item = this.#present(row);
          if (!signal.aborted && limit.pendingCount % completedAtOnce === 0) this.#show();
        }),
      ),
    );
    if (!signal.aborted) this.#show();
  }

  #readTyped(): void {
    const text = this.#input.value;
    const read = text === '' ? undefined : this.#question.read?.(text);
    const before = this.#typed;
    this.#typed = undefined;
    if (read?.ok) {
      this.#typed = { kind: 'typed', row: read.value, item: shown(this.#text.present(read.value)) };
    } else if (read) {
      this.#typed = { kind: 'problem', item: problemItem(problemText(read.problem)) };
    }
    if (before || this.#typed) this.#show();
  }

  #show(): void {
    const entries = this.#entries();
    const active = this.#typed ?? this.#preselected() ?? this.#active;
    this.#input.items = entries.map(({ item }) => item);
    if (!active || !entries.includes(active)) return;
    this.#active = active;
    // The first of the rows that it shows is active without a word of ours, which might come when another one is first.
    const isFirst = active === entries.find(({ kind }) => kind !== 'room');
    this.#awaited = isFirst ? undefined : active.item;
    if (!isFirst) this.#input.activeItems = [active.item];
  }

  /** With new rows VS Code first makes the topmost one active: that is not the user's choice. */
  #noteActive(item: vscode.QuickPickItem | undefined): void {
    if (!item) this.#leaveActiveToFilter();
    else if (this.#awaited === undefined) this.#active = this.#entryOf(item);
    else if (item === this.#awaited) this.#awaited = undefined;
  }

  /**
   * A row that was made active while somebody typed may be one that is hidden now: none would be, and Enter would do
   * nothing. VS Code chooses among those that it shows.
   */
  #leaveActiveToFilter(): void {
    this.#awaited = undefined;
    this.#active = undefined;
    // Where VS Code chooses another row by itself, it says so in the same turn. And the host sends what is set in one turn
    // at its end: it would send that row with these.
    setTimeout(() => {
      if (!this.#closed.signal.aborted && this.#input.activeItems.length === 0) this.#show();
    }, 0);
  }

  #entryOf(item: vscode.QuickPickItem | undefined): Entry<Rows[K]> | undefined {
    return this.#entries().find((entry) => entry.item === item);
  }

  /**
   * VS Code tells rows by their position: while those that come above another one are on their way, Enter would mean
   * another row than the one that is seen. What comes and goes with the typed text stands last for that.
   */
  #entries(): readonly Entry<Rows[K]>[] {
    return [this.#failure, ...this.#rowsWithRoom(), this.#note, this.#typed].filter(
      (entry) => entry !== undefined,
    );
  }

  #rowsWithRoom(): readonly Entry<Rows[K]>[] {
    const { above, rows = 0 } = this.#question.room ?? {};
    const index = above ? this.#rows.findIndex(({ row }) => above(row)) : -1;
    if (index === -1) return this.#rows;
    const free = Array.from({ length: Math.max(0, rows - index) }, () => room);
    return [...this.#rows.slice(0, index), ...free, ...this.#rows.slice(index)];
  }

  /** The former answer is made active once, when it first appears; from then on the user's own choice stays. */
  #preselected(): Entry<Rows[K]> | undefined {
    const { isActive } = this.#question;
    // What was typed by then may hide it, and says more than a former answer.
    if (this.#hasPreselected || !isActive || this.#input.value !== '') return undefined;
    const found = this.#rows.find(({ row }) => isActive(row));
    if (found) this.#hasPreselected = true;
    return found;
  }
}

const notSetButton: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('circle-slash'),
  tooltip: vscode.l10n.t('Not set'),
};
const generateButton: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('sparkle'),
  tooltip: vscode.l10n.t('Make up a new one'),
};

function enter(
  question: TextQuestion,
  interruption: Interruption,
  signal: AbortSignal,
): Promise<Answer<string | null>> {
  const { promise, resolve } = Promise.withResolvers<Answer<string | null>>();
  const text = textPrompts[question.id];
  const input = vscode.window.createInputBox();
  const closed = new AbortController();
  const close = (answer: Answer<string | null>): void => {
    resolve(answer);
    closed.abort();
    input.dispose();
  };
  const validate = (): boolean => {
    const problem = question.check(input.value);
    input.validationMessage = problem && problemText(problem);
    return problem === undefined;
  };
  const accept = (): void => {
    if (!validate()) return;
    const value = input.value.trim();
    close({ kind: 'value', value: question.isOptional && value === '' ? null : value });
  };

  input.title = titleOfText(question);
  input.prompt = promptOf(question);
  input.password = question.isSecret ?? false;
  input.placeholder = text.placeholder;
  input.ignoreFocusOut = true;
  input.value = question.value;
  showPlace(input, question.place);
  if (question.isOptional) input.buttons = [...input.buttons, notSetButton];
  if (question.generate) input.buttons = [...input.buttons, generateButton];
  if (question.value !== '') validate();

  input.onDidChangeValue(validate);
  input.onDidAccept(accept);
  input.onDidTriggerButton((button) => {
    if (button === vscode.QuickInputButtons.Back) close({ kind: 'back', typed: input.value });
    if (button === notSetButton) close({ kind: 'value', value: null });
    if (button === generateButton) {
      input.value = question.generate?.() ?? input.value;
      validate();
    }
  });
  signal.addEventListener('abort', () => close({ kind: 'cancel' }), { once: true });
  showInTurn(input, interruption, closed.signal, () => close({ kind: 'cancel' }));
  return promise;
}

/** Shows a question, again after each interruption. */
function showInTurn(
  input: vscode.QuickInput,
  interruption: Interruption,
  closed: AbortSignal,
  onCancel: () => void,
): void {
  const show = async (): Promise<void> => {
    for (let end = interruption(); end; end = interruption()) await end.catch(() => undefined);
    if (!closed.aborted) input.show();
  };
  input.onDidHide(() => {
    if (interruption()) void show();
    else onCancel();
  });
  void show();
}

function showPlace(
  input: vscode.QuickInput & { buttons: readonly vscode.QuickInputButton[] },
  place: Place,
): void {
  if (place.totalSteps > 1) {
    input.step = place.step;
    input.totalSteps = place.totalSteps;
  }
  input.buttons = place.canGoBack ? [vscode.QuickInputButtons.Back] : [];
}

/** Typed text is a row whatever the filter says. */
function shown(item: vscode.QuickPickItem): vscode.QuickPickItem {
  return { ...item, alwaysShow: true };
}

function problemItem(text: string): vscode.QuickPickItem {
  const { problem, cure } = splitSentence(text);
  return shown({ label: problem, ...(cure && { detail: cure }), iconPath: new vscode.ThemeIcon('warning') });
}

function failureItem(error: unknown): vscode.QuickPickItem {
  const { problem, cure } = splitSentence(messageOf(error).text);
  const again = vscode.l10n.t('Select this row to try again.');
  return shown({
    label: problem,
    detail: [cure, again].filter(Boolean).join(' '),
    iconPath: new vscode.ThemeIcon('error'),
  });
}
