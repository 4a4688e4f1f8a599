import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { Family } from './family.ts';
import { LastLines } from './lastLines.ts';
import { LineSplitter } from './lineSplitter.ts';

/** What is to run. There is no shell: each argument arrives as it is, whatever characters it has. */
export interface Program {
  /** Absolute: a relative one could be a file of the workspace. */
  readonly file: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** For its standard input, which is closed after it. */
  readonly input?: string;
}

export type OnLine = (line: string, stream: 'stdout' | 'stderr') => void;

export interface Outcome {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** The last lines of its standard error. */
  readonly errors: readonly string[];
}

/** How much of the standard error is kept, in characters. */
const keptErrors = 32 * 1024;
/** How long a process that is to end may take to do so by itself, and how long until nobody waits for it any more. */
const graceMs = 1_000;
const limitMs = 1_900;
/** A process that has ended can leave its output open to one that goes on; no more of it is waited for than this. */
const lingerMs = 1_000;

/**
 * Runs a program to its end. Lines come as they are written, without control sequences; none is kept but the last of
 * the standard error.
 * @throws the signal's reason when it aborts, after the process and those it has started are gone; otherwise what kept
 * the process from starting.
 */
export async function run(program: Program, onLine: OnLine, signal: AbortSignal): Promise<Outcome> {
  signal.throwIfAborted();
  const child = spawn(program.file, program.args, {
    cwd: program.folder,
    env: program.environment,
    stdio: 'pipe',
    shell: false,
    windowsHide: true,
    // A process group of its own, so that all of it can be ended at once.
    detached: process.platform !== 'win32',
  });
  const errors = new LastLines(keptErrors);
  const streams = [
    readLines(child.stdout, (line) => onLine(line, 'stdout')),
    readLines(child.stderr, (line) => {
      errors.push(line);
      onLine(line, 'stderr');
    }),
  ];
  // A process that does not want its input closes it, which is no failure.
  child.stdin.on('error', () => undefined);
  child.stdin.end(program.input ?? '');

  const aborted = whenAborted(signal);
  try {
    const ended = await Promise.race([whenEnded(child, streams), aborted.promise]);
    if (ended === 'aborted') {
      await endAll(child);
      signal.throwIfAborted();
    }
    return { code: child.exitCode ?? undefined, signal: child.signalCode ?? undefined, errors: errors.all };
  } finally {
    aborted.forget();
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

/** Whether the program is not there, or nothing that can be run. */
export function isNoProgram(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'EACCES' || code === 'EINVAL' || code === 'ENOEXEC';
}

function readLines(stream: Readable, onLine: (line: string) => void): Promise<void> {
  const splitter = new LineSplitter((line) => onLine(withoutControl(line)));
  // Decodes across chunks; what is no UTF-8 becomes U+FFFD.
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => splitter.push(text));
  return new Promise((resolve) => {
    stream.once('close', () => {
      splitter.end();
      resolve();
    });
  });
}

function withoutControl(line: string): string {
  // Few lines have any, and looking costs much less than replacing.
  return line.includes('\u001B') || line.includes('\u009B') ? stripVTControlCharacters(line) : line;
}

async function whenEnded(child: ChildProcess, streams: readonly Promise<void>[]): Promise<'ended'> {
  await once(child, 'exit');
  const lingering = new AbortController();
  const linger = pause(lingerMs, undefined, { signal: lingering.signal }).catch(() => undefined);
  await Promise.race([Promise.all(streams), linger]);
  lingering.abort();
  return 'ended';
}

function whenAborted(signal: AbortSignal): { promise: Promise<'aborted'>; forget: () => void } {
  const { promise, resolve } = Promise.withResolvers<'aborted'>();
  const onAbort = (): void => resolve('aborted');
  signal.addEventListener('abort', onAbort, { once: true });
  return { promise, forget: () => signal.removeEventListener('abort', onAbort) };
}

/** Ends a process and all that it has started: politely first, so that it can tell the engine. */
async function endAll(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  if (process.platform === 'win32') return endTree(child, pid);
  const started = performance.now();
  const family = new Family(pid);
  // Who is there has to be known before parents end.
  await family.look();
  family.signal('SIGINT');
  while (await family.look()) {
    const elapsed = performance.now() - started;
    // Left after that is only what belongs to another user.
    if (elapsed > limitMs) return;
    if (elapsed > graceMs) family.kill();
    await pause(20);
  }
}

/** Windows has no process groups, and no signal that a program could answer. */
async function endTree(child: ChildProcess, pid: number): Promise<void> {
  const taskkill = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe');
  const killer = spawn(taskkill, ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
  const ended = once(child, 'exit');
  await Promise.race([once(killer, 'exit').catch(() => child.kill()), pause(limitMs)]);
  if (child.exitCode === null) await Promise.race([ended, pause(limitMs)]);
}
