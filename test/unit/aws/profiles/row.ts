import type { ErrorCode } from '../../../../src/core/errors.ts';
import type { World } from './world.ts';

/** A profile's shape, and whom it makes the caller, or why it makes them nobody. */
export type Row = Shape & (Success | Failure);

interface Shape {
  readonly title: string;
  /** What is in the home, written anew for each use. */
  readonly given: (world: World) => Given;
  /** The profile that is chosen; none, if not given. */
  readonly profile?: string;
  /** What the person enters; nothing, if not given. */
  readonly mfaCode?: string | ((world: World) => string);
  /** Whether programs may run; true, if not given. */
  readonly isTrusted?: boolean;
  /** A request on the way, with a part of its input. */
  readonly sends?: { readonly operation: string; readonly input: Readonly<Record<string, unknown>> };
  readonly cli?: CliDiffers | CliIsNotAsked;
}

interface Success {
  readonly becomes: string;
}

interface Failure {
  readonly fails: ErrorCode;
  /** A part of the error's facts. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** The AWS CLI means something else, and why. Without `becomes` it refuses. */
interface CliDiffers {
  readonly differs: string;
  readonly becomes?: string;
}

interface CliIsNotAsked {
  readonly isNotAsked: string;
}

export interface Given {
  readonly config?: string;
  readonly credentials?: string;
  /** Beside the two, by their paths in the home. */
  readonly files?: Readonly<Record<string, string>>;
  /** Empty folders, by their paths in the home. */
  readonly folders?: readonly string[];
  /** In addition to what is always there; undefined takes that away. `~` stands for the home. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}
