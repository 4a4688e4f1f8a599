import type { Command, CommandWord } from './commands.ts';
import type { SourceInstruction, Span } from './source.ts';

/** What an instruction does to the image, in the order in which it is done, inherited stages first. */
export type Step = RunStep | CopyStep | WorkdirStep | UserStep;

interface StepBase {
  readonly instruction: SourceInstruction;
  /** The folder in which it is done; undefined when it is not known. */
  readonly folder: string | undefined;
}

export interface RunStep extends StepBase {
  readonly kind: 'run';
  readonly commands: readonly Command[];
  /** Whether the commands are all that it runs: a script in another language is none of them. */
  readonly isComplete: boolean;
  /** All of it, with its heredocs. */
  readonly text: string;
}

export interface CopyStep extends StepBase {
  readonly kind: 'copy';
  readonly isAdd: boolean;
  /** The stage or image that it copies from. */
  readonly from: string | undefined;
  readonly owner: CommandWord | undefined;
  readonly sources: readonly CommandWord[];
  readonly destination: CommandWord;
  /** The destination from the root of the image; undefined when it is not known. */
  readonly path: string | undefined;
}

interface WorkdirStep extends StepBase {
  readonly kind: 'workdir';
  readonly path: string | undefined;
  readonly word: Span;
}

export interface UserStep extends StepBase {
  readonly kind: 'user';
  /** `user` or `user:group`; undefined when it is not known. */
  readonly value: string | undefined;
  readonly word: Span;
}

/** A command that an image is started with: of an `ENTRYPOINT` or a `CMD`. */
export interface StartCommand {
  readonly instruction: SourceInstruction;
  /** The shell form is run by a shell, which nothing can be added to. */
  readonly isShell: boolean;
  /** The words of the exec form; of the shell form those of its commands. */
  readonly words: Command;
  /** What a shell runs, of the exec form as well when it names one. */
  readonly commands: readonly Command[];
}
