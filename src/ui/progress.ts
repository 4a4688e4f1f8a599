import * as vscode from 'vscode';
import type { Clock } from '../core/ports.ts';
import { withoutLinks } from './withoutLinks.ts';

/** What takes less than this needs no notification: its result is one. */
const patienceMs = 1_000;

export interface ProgressOptions {
  readonly title: string;
  readonly clock: Clock;
  /** Ends the task as the Cancel button does. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a task, and shows that it runs, with a way to cancel it, once it takes its time.
 * @param task gets a function that says what it is doing now, and the signal that ends it.
 */
export async function withProgress<T>(
  { title, clock, signal: given }: ProgressOptions,
  task: (report: (message: string) => void, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const cancel = new AbortController();
  const signal = given ? AbortSignal.any([given, cancel.signal]) : cancel.signal;
  const messages = new vscode.EventEmitter<string>();
  let message = '';
  const work = task((text) => {
    message = withoutLinks(text);
    messages.fire(message);
  }, signal).finally(() => messages.dispose());

  if (await isOverSoon(work, clock)) return work;
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    progress.report({ message });
    messages.event((text) => progress.report({ message: text }));
    token.onCancellationRequested(() => cancel.abort());
    return work;
  });
}

async function isOverSoon(work: Promise<unknown>, clock: Clock): Promise<boolean> {
  const over = new AbortController();
  const settled = work.then(
    () => true,
    () => true,
  );
  const passed = clock.delay(patienceMs, over.signal).then(
    () => false,
    () => true,
  );
  const result = await Promise.race([settled, passed]);
  over.abort();
  return result;
}
