import assert from 'node:assert/strict';
import { once, EventEmitter } from 'node:events';
import { isCancellation } from '../../../src/core/errors.ts';
import type { Action, Funnel } from '../../../src/ui/funnel.ts';
import { messageOf, type Message } from '../../../src/ui/messages.ts';

export interface Said {
  readonly kind: 'inform' | 'warn' | 'error';
  readonly text: string;
  /** The buttons. Of an error, those of what its reporter does: the other cures have nothing to do with who reports it. */
  readonly actions: readonly Action[];
  readonly error?: unknown;
}

/** What is said to the user, and a user who presses its buttons. */
export class RecordingFunnel implements Pick<
  Funnel,
  'report' | 'inform' | 'warn' | 'inPlace' | 'logFailure'
> {
  readonly said: Said[] = [];
  readonly logged: unknown[] = [];
  readonly #events = new EventEmitter();
  #heard = 0;

  report(
    error: unknown,
    retry: () => unknown,
    resume = retry,
    others: readonly Action[] = [],
  ): Promise<void> {
    if (isCancellation(error)) return Promise.resolve();
    const { text } = messageOf(error);
    const actions = [...others, { title: 'Retry', run: retry }, { title: 'Sign In', run: resume }];
    return this.#say({ kind: 'error', text, actions, error });
  }

  inform(text: string, actions: readonly Action[]): Promise<void> {
    return this.#say({ kind: 'inform', text, actions });
  }

  warn(text: string, actions: readonly Action[]): Promise<void> {
    return this.#say({ kind: 'warn', text, actions });
  }

  logFailure(error: unknown): void {
    this.logged.push(error);
  }

  inPlace(error: unknown): Message {
    return messageOf(error);
  }

  get texts(): readonly string[] {
    return this.said.map(({ text }) => text);
  }

  /** What is said next, after what was heard before. */
  async next(): Promise<Said> {
    while (this.said.length <= this.#heard) await once(this.#events, 'said');
    const said = this.said[this.#heard];
    assert.ok(said);
    this.#heard += 1;
    return said;
  }

  #say(said: Said): Promise<void> {
    this.said.push(said);
    this.#events.emit('said');
    return Promise.resolve();
  }
}

/** Presses a button below a message. */
export async function press({ text, actions }: Said, title: string): Promise<void> {
  const action = actions.find((candidate) => candidate.title === title);
  assert.ok(action, `"${text}" has no button "${title}" but ${actions.map((one) => one.title).join(', ')}`);
  await action.run();
}
