import type { EngineName } from '../build/engine.ts';
import { isCancellation } from '../errors.ts';
import type { ContextFiles, NewHash } from './contextFiles.ts';
import type { FileHashes } from './fileHashes.ts';
import { hashContext, type HashLimits } from './hashContext.ts';
import { noRules, type IgnoreRules, type ReadIgnoreRules } from './ignoreRules.ts';

/** What stands for what an image is built of. Plain JSON. */
export interface SourceHashes {
  /** Of the Dockerfile's content. */
  readonly dockerfile: string;
  /** Of the context's files, but for the Dockerfile and the ignore file; undefined where they are not compared. */
  readonly context?: string;
}

/** Where an image is built from. Absolute, with slashes. */
export interface SourcePlace {
  readonly dockerfile: string;
  readonly context: string;
  /** Whose rules of ignoring count; Docker's, if not given. */
  readonly engine?: EngineName;
}

/** Why the files of a context are not compared. */
export type ContextProblem = 'tooLarge' | 'unreadable' | 'ignoreFile';

/** The files as they are now. A Dockerfile that is not there has no hash. */
export interface Sources {
  readonly hashes: Partial<SourceHashes>;
  /** Why there is no hash of the context. */
  readonly problem?: ContextProblem;
}

export interface SourcesContext {
  readonly files: ContextFiles;
  readonly fileHashes: FileHashes;
  readonly newHash: NewHash;
  readonly readRules: ReadIgnoreRules;
  readonly limits?: HashLimits;
}

/** Reads what an image would be built of now. Rejects only when the signal aborts. */
export async function readSources(
  place: SourcePlace,
  context: SourcesContext,
  signal: AbortSignal,
): Promise<Sources> {
  const text = await orUndefined(context.files.readText(place.dockerfile, signal), signal);
  const dockerfile = text === undefined ? {} : { dockerfile: hashOf(text, context.newHash) };
  const found = await readContext(place, context, signal);
  return typeof found === 'string'
    ? { hashes: dockerfile, problem: found }
    : { hashes: { ...dockerfile, context: found.hash } };
}

/** What of it a run remembers; undefined where there is no Dockerfile to read. */
export function rememberedSources({ hashes }: Sources): SourceHashes | undefined {
  const { dockerfile, context } = hashes;
  if (dockerfile === undefined) return undefined;
  return { dockerfile, ...(context !== undefined && { context }) };
}

/**
 * The files that can hold the rules, in the order in which the first that is there counts: one beside the Dockerfile goes
 * before that of the context (https://docs.docker.com/build/concepts/context/#filename-and-location), and Podman takes
 * a name of its own first (containerignore(5)).
 */
export function ignoreFilesOf({ dockerfile, context, engine }: SourcePlace): readonly string[] {
  const usual = [`${dockerfile}.dockerignore`, `${context}/.dockerignore`];
  return engine === 'podman'
    ? [...usual.slice(0, 1), `${context}/.containerignore`, ...usual.slice(1)]
    : usual;
}

async function readContext(
  place: SourcePlace,
  { files, fileHashes, newHash, readRules, limits }: SourcesContext,
  signal: AbortSignal,
): Promise<{ readonly hash: string } | ContextProblem> {
  try {
    const rules = await findRules(place, files, readRules, signal);
    if (!rules) return 'ignoreFile';
    // They have facts of their own, or show in which files are left: a new comment in them makes no other image.
    const own = new Set([place.dockerfile, ...ignoreFilesOf(place)]);
    const isOwn = (path: string): boolean => own.has(`${place.context}/${path}`);
    const options = { files, fileHashes, newHash, ...(limits && { limits }) };
    const result = await hashContext(place.context, rules, isOwn, options, signal);
    return result.kind === 'hash' ? result : 'tooLarge';
  } catch (error) {
    signal.throwIfAborted();
    if (isCancellation(error)) throw error;
    return 'unreadable';
  }
}

async function findRules(
  place: SourcePlace,
  files: Pick<ContextFiles, 'readText'>,
  readRules: ReadIgnoreRules,
  signal: AbortSignal,
): Promise<IgnoreRules | undefined> {
  for (const path of ignoreFilesOf(place)) {
    const text = await files.readText(path, signal);
    if (text !== undefined) return readRules(text);
  }
  return noRules;
}

function hashOf(text: string, newHash: NewHash): string {
  const hash = newHash();
  hash.update(text);
  return hash.digest();
}

async function orUndefined<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await promise;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
