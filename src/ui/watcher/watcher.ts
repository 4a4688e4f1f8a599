import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Clock, Cloud, Session, SessionChoice } from '../../core/ports.ts';
import type { Serial } from '../../core/serial.ts';
import {
  accountOfChange,
  ageOf,
  subjectOf,
  type Change,
  type PendingChange,
} from '../../core/watch/change.ts';
import { isOutdated } from '../../core/watch/pace.ts';
import type { ActiveSession } from '../activeSession.ts';
import type { Explorer } from '../explorer/explorer.ts';
import type { Funnel } from '../funnel.ts';
import { Follower, type FollowerContext, type Task } from './follower.ts';
import type { PendingChanges } from './pendingChanges.ts';
import { QuietSessions } from './quietSessions.ts';

export interface WatcherContext {
  readonly cloud: () => Cloud;
  readonly activeSession: ActiveSession;
  readonly funnel: Pick<Funnel, 'report' | 'inform' | 'warn' | 'inPlace' | 'logFailure'>;
  readonly changes: PendingChanges;
  readonly clock: Clock;
  readonly writes: Serial;
  readonly explorer: Pick<Explorer, 'update' | 'reloadVersions' | 'show'>;
}

/**
 * Follows what SageMaker goes on with until it is over, and says so once. What is not over when its window is closed is
 * taken up by the next one, or by another that is open. Without credentials it waits for them, and asks for nothing.
 */
export class Watcher implements vscode.Disposable {
  readonly #context: WatcherContext;
  readonly #sessions: QuietSessions;
  readonly #subscriptions: vscode.Disposable;
  readonly #stopped = new AbortController();
  /** What is followed, by its subject: a later change of the same thing takes the place of an earlier one. */
  readonly #followed = new Map<string, AbortController>();
  /** The ids of all that was ever followed here. */
  readonly #known = new Set<string>();
  #renewed = Promise.withResolvers<void>();

  constructor(context: WatcherContext) {
    this.#context = context;
    this.#sessions = new QuietSessions(context);
    const { activeSession } = context;
    const goOn = (): void => this.#goOn();
    this.#subscriptions = vscode.Disposable.from(
      activeSession.onDidRenew(goOn),
      activeSession.onDidOpen(goOn),
      activeSession.onDidIdentify(goOn),
      // Whoever comes from a window that was closed half-way is told here.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) void this.resume();
      }),
    );
  }

  /**
   * Follows a change that was just made. Resolves when it is remembered; all else goes on by itself.
   * @param again begins once more what failed.
   */
  async watch(change: Change, session: Session, again?: () => Promise<void>): Promise<void> {
    const learned = this.#sessions.learn(session, this.#stopped.signal);
    await this.#begin(change, session.choice, again, learned);
  }

  /** Takes up what other windows began and have not brought to an end. */
  async resume(): Promise<void> {
    const { changes, clock } = this.#context;
    for (const pending of await changes.list()) {
      if (this.#known.has(pending.id)) continue;
      this.#known.add(pending.id);
      if (isOutdated(ageOf(pending, clock.now()))) await changes.take(pending);
      else void this.#follow({ pending, isMaker: false, restart: this.#restartOf(pending) });
    }
  }

  dispose(): void {
    this.#stopped.abort();
    this.#subscriptions.dispose();
  }

  async #begin(
    change: Change,
    choice: SessionChoice,
    again: Task['again'],
    ready: Promise<void>,
  ): Promise<void> {
    const { changes, clock } = this.#context;
    const expectedAccount = accountOfChange(change) ?? choice.expectedAccount;
    const pending: PendingChange = {
      id: randomUUID(),
      change,
      choice: { ...choice, ...(expectedAccount && { expectedAccount }) },
      began: clock.now().toISOString(),
    };
    this.#known.add(pending.id);
    await this.#forgetEarlier(subjectOf(pending));
    await changes.add(pending);
    void this.#follow({ pending, isMaker: true, again, ready, restart: this.#restartOf(pending, again) });
  }

  /** Follows it from the beginning, as if it had just been made. */
  #restartOf({ change, choice }: PendingChange, again?: Task['again']): Task['restart'] {
    return () => this.#begin(change, choice, again, Promise.resolve());
  }

  async #follow(task: Task): Promise<void> {
    const subject = subjectOf(task.pending);
    const end = new AbortController();
    this.#followed.set(subject, end);
    const signal = AbortSignal.any([this.#stopped.signal, end.signal]);
    const context: FollowerContext = {
      ...this.#context,
      sessions: this.#sessions,
      renewed: () => this.#renewed.promise,
      retry: () => {
        this.#context.activeSession.reload();
        this.#goOn();
      },
    };
    await new Follower(task, context, signal).run();
    if (this.#followed.get(subject) === end) this.#followed.delete(subject);
  }

  /** One change of a thing goes on at a time: what is being deleted is no longer being created. */
  async #forgetEarlier(subject: string): Promise<void> {
    const { changes } = this.#context;
    this.#followed.get(subject)?.abort();
    const earlier = (await changes.list()).filter((pending) => subjectOf(pending) === subject);
    await Promise.all(earlier.map((pending) => changes.take(pending)));
  }

  #goOn(): void {
    this.#renewed.resolve();
    this.#renewed = Promise.withResolvers();
  }
}
