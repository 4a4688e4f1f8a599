import type { BuildOrder, EngineName, Report } from '../../core/build/engine.ts';
import type { Failure } from '../failures/failure.ts';
import type { Command } from './command.ts';
import type { OutputReader } from '../progress/outputReader.ts';

/** How one kind of engine is spoken to: commands and the meaning of answers, without running anything. */
export interface Dialect {
  readonly name: EngineName;
  /** @param idFile where it writes what the image is called. */
  build(order: BuildOrder, idFile: string): BuildCommand;
  readBuild(report: Report): OutputReader;
  readonly explainBuild: Explain;
  findImage(reference: string): Lookup;
  signIn(host: string, username: string): Command;
  signOut(host: string): Command;
  tag(id: string, reference: string): Command;
  /** @param digestFile where it writes the digest, if it can; undefined when it has said that it can not. */
  push(reference: string, digestFile: string | undefined): Command;
  readPush(report: Report): PushReader;
}

/**
 * @param output the last lines that were shown, of both streams.
 * @param errors those of the standard error alone.
 * @returns what failed, where that can be told from them.
 */
export type Explain = (output: readonly string[], errors: readonly string[]) => Failure | undefined;

export interface BuildCommand extends Command {
  /** What must not be shown, the longest first. */
  readonly secrets: readonly string[];
}

/** A search for an image by id or reference. */
interface Lookup {
  readonly command: Command;
  /** The image's id, from the lines of an answer. */
  readonly find: (lines: readonly string[]) => string | undefined;
}

export interface PushReader extends OutputReader {
  /** Once it has ended, where the engine says it. */
  readonly digest: string | undefined;
}
