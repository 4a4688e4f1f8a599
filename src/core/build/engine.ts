/** The user's container CLI as the core knows it. `docker/` has the real ones; tests use an in-memory one. */

export const engineNames = ['docker', 'finch', 'podman'] as const;
export type EngineName = (typeof engineNames)[number];

/** How to build a container image. Paths are absolute. */
export interface BuildOrder {
  readonly dockerfile: string;
  readonly context: string;
  /** Undefined builds the final stage. */
  readonly target: string | undefined;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Such as `linux/amd64`, the only one that Studio runs. */
  readonly platform: string;
  readonly labels: Readonly<Record<string, string>>;
  /** `host/repository:tag`, what it is called by until it has a digest. */
  readonly reference: string;
  /** `docker` where OCI media types are refused: by SageMaker's inference. */
  readonly mediaTypes: 'any' | 'docker';
}

/** What an engine says while it works. */
export type EngineEvent =
  | {
      readonly kind: 'step';
      readonly id: string;
      readonly name: string;
      readonly state: 'started' | 'done' | 'cached' | 'failed';
    }
  /** One line of text as it is to be shown, without its end, control sequences and secret build arguments. */
  | { readonly kind: 'output'; readonly text: string }
  /** Bytes of layers that have been sent, of those that have to be. */
  | { readonly kind: 'transfer'; readonly id: string; readonly sent: number; readonly total: number };

export type Report = (event: EngineEvent) => void;

export interface RegistryLogin {
  readonly username: string;
  /** Secret: goes to the engine's standard input and nowhere else. */
  readonly password: string;
}

/** A program of an engine that is there and does not work, with the reason in its own words. */
export interface PassedOver {
  readonly program: string;
  readonly reason: string;
}

/**
 * One engine, found and running. What it signs in to holds until it is closed, and leaves the user's own configuration
 * as it was. Every call rejects with an `AppError` and stops what it started when its signal aborts.
 */
export interface ContainerEngine extends AsyncDisposable {
  readonly name: EngineName;
  /** Those that are here as well, come first, and do not work: it is used in place of them. */
  readonly passedOver: readonly PassedOver[];
  /** @returns the built image's id. @throws AppError `build.failed` with the line of the Dockerfile where that is known. */
  build(order: BuildOrder, report: Report, signal: AbortSignal): Promise<string>;
  /** Whether the engine still has what it built. */
  hasImage(id: string, signal: AbortSignal): Promise<boolean>;
  /** Whether nobody has to sign in there: a credential helper of the user answers for this registry. */
  isSignedIn(host: string, signal: AbortSignal): Promise<boolean>;
  signIn(host: string, login: RegistryLogin, signal: AbortSignal): Promise<void>;
  /** Gives the built image that name and pushes it. @returns the digest that the engine reports, where it reports one. */
  push(id: string, reference: string, report: Report, signal: AbortSignal): Promise<string | undefined>;
}

/** Finds the user's engine. */
export interface Engines {
  /** @throws AppError `engine.missing`, `engine.notRunning` or `engine.unusable`. */
  open(signal: AbortSignal): Promise<ContainerEngine>;
}
