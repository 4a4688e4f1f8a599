import type { EngineName } from '../../core/build/engine.ts';
import { AppError } from '../../core/errors.ts';

/** One use of an engine's program, as data. */
export interface Command {
  readonly args: readonly string[];
  /** Added to the environment. What is secret goes here or into `input`: anybody on the machine can read arguments. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Refuses what no program can be given: a text ends at its first NUL. */
export function refuseNul(engine: EngineName, { args, environment = {} }: Command): void {
  const texts = [...args, ...Object.entries(environment).flat()];
  if (texts.some((text) => text.includes('\0'))) {
    throw new AppError('engine.unusable', {
      engine,
      reason: 'a NUL character cannot be passed to a program',
    });
  }
}
