import type { TextRange } from './dockerfile.ts';

/** What of a Dockerfile matters for building it, as plain data: the parser stays in its own bundle. */
export interface DockerfileOutline {
  /** The image that reads the file, of a `# syntax=` line: it is pulled like any other. */
  readonly syntax: string | undefined;
  /** Arguments before the first `FROM`. */
  readonly globalArgs: readonly BuildArg[];
  /** In their order; a `FROM` that names no image begins none. */
  readonly stages: readonly Stage[];
}

export interface Stage {
  /** Undefined for a stage without `AS`; such a one is called by its number, from 0. */
  readonly name: string | undefined;
  /** What stands after `FROM`, its variables not replaced: an image or an earlier stage's name. */
  readonly from: string;
  /** `--platform` of the `FROM`, as it stands there. */
  readonly platform: string | undefined;
  readonly range: TextRange;
  readonly args: readonly BuildArg[];
  /** Images and stages that `COPY --from` and `RUN --mount=from=` name. */
  readonly uses: readonly string[];
}

export interface BuildArg {
  readonly name: string;
  /** As it stands there, with its quotes and variables. */
  readonly defaultValue: string | undefined;
}
