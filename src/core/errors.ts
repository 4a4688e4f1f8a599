import type { FileLocation, ProfileProblem, SignIn } from './profiles.ts';

/**
 * Everything that can go wrong, as codes with the facts a sentence needs. The sentences live in `ui/messages.ts`.
 * Adapters translate into these; nothing else is shown to a user as a known error.
 */
export interface ErrorFacts {
  'auth.missing': { profile: string };
  'auth.signedOut': { profile: string; signIn: SignIn };
  'auth.expired': { profile: string };
  'auth.invalid': { profile: string; region: string };
  'auth.refused': { profile: string; reason: string };
  'auth.processFailed': { profile: string };
  'auth.processUntrusted': { profile: string };
  'auth.mfaCancelled': { profile: string };
  'auth.mfaRefused': { profile: string; serial: string };
  'auth.denied': { action: string | undefined; resource: string | undefined; principal: string | undefined };
  'account.unexpected': { profile: string; account: string; expected: string };
  'account.changed': { profile: string; account: string; expected: string };
  'profile.unknown': { profile: string };
  'profile.unusable': { profile: string; problem: ProfileProblem; location: FileLocation | undefined };
  'config.unreadable': { file: string; reason: string };
  'signIn.failed': { profile: string; reason: string };
  'signIn.expired': { profile: string };
  'signIn.notNeeded': { profile: string };
  'region.missing': { profile: string };
  'region.unreachable': { region: string; host: string };
  'image.notFound': { name: string; region: string };
  'image.exists': { name: string };
  'image.inUse': { name: string; reason: string };
  'image.notReady': { name: string; status: string };
  'image.failed': { name: string; reason: string | undefined };
  'version.notFound': { name: string; number: number };
  'version.notReady': { name: string; number: number; status: string };
  /** A version of the image has the alias, and it was not to be taken from there. */
  'alias.taken': { imageName: string; alias: string; number: number };
  /** A move went half-way, and neither on nor back. */
  'alias.lost': { imageName: string; alias: string; from: number; to: number };
  'repository.notFound': { name: string; region: string };
  'repository.exists': { name: string };
  /** What a container image is made of, as far as it is told: `reason` is the registry's own word, or what is wrong with it. */
  'containerImage.unreadable': { reference: string; reason: string };
  /** No container CLI was found. */
  'engine.missing': { tried: readonly string[] };
  /** The CLI is there; what it talks to does not answer. `reason` is its own text. */
  'engine.notRunning': { engine: string; reason: string };
  /** The CLI is there, and cannot do what is needed. */
  'engine.unusable': { engine: string; reason: string };
  /** `location` is where in the Dockerfile, its line counted from 1; `reason` the engine's own words. */
  'build.failed': { location: { file: string; line: number } | undefined; reason: string };
  'build.noSpace': { engine: string };
  /** What was built is not there any more. */
  'build.gone': { imageId: string };
  'build.untrusted': Record<string, never>;
  /** It has to be built again, and what is not kept is missing: build arguments that look secret. */
  'build.unanswered': { names: readonly string[] };
  'registry.refused': { host: string; reason: string };
  /** The engine does not know who has signed the registry's certificate: as a rule a proxy that inspects TLS. */
  'registry.untrusted': { host: string; reason: string };
  /** The certificate has expired, is for later, or for another host. */
  'registry.invalidCertificate': { host: string; reason: string };
  'push.failed': { reference: string; reason: string };
  /** The tag stands for another image than the one that was pushed, or for none. An engine may not tell what it pushed. */
  'push.otherDigest': { reference: string; pushed: string | undefined; found: string | undefined };
  /** The repository keeps its tags, and has this one. */
  'push.tagTaken': { reference: string };
  /** Inference takes Docker's media types only. */
  'push.mediaType': { reference: string; mediaType: string };
  /** A command was chosen in the menu of a row, and VS Code did not say which. */
  'row.unknown': Record<string, never>;
  'request.invalid': { reason: string };
  'request.throttled': { operation: string };
  'quota.exceeded': { reason: string };
  'network.unreachable': { host: string | undefined };
  'network.dropped': { operation: string };
  'network.silent': { operation: string; seconds: number };
  'network.notAws': { status: number | undefined };
  'network.untrusted': { reason: string };
  'service.failed': { operation: string; status: number | undefined };
}

export type ErrorCode = keyof ErrorFacts;

/** A known failure. `facts` has what the sentence for `code` needs; `cause` is for the log only. */
export class AppError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'AppError';
  readonly code: C;
  readonly facts: ErrorFacts[C];

  constructor(code: C, facts: ErrorFacts[C], cause?: unknown) {
    super(code, { cause });
    this.code = code;
    this.facts = facts;
  }
}

/** An `AppError` whose `facts` narrow with its `code`. */
export type KnownError = { [C in ErrorCode]: AppError<C> & { readonly code: C } }[ErrorCode];

/** By name, not `instanceof`: errors cross from one bundle into another, and each has its own copy of the class. */
export function isKnownError(error: unknown): error is KnownError {
  return error instanceof Error && error.name === 'AppError' && 'code' in error;
}

export function hasCode<C extends ErrorCode>(error: unknown, ...codes: C[]): error is AppError<C> {
  return isKnownError(error) && (codes as ErrorCode[]).includes(error.code);
}

/** Whether the error only says that somebody stopped waiting. */
export function isCancellation(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

const passing = [
  'network.dropped',
  'network.silent',
  'network.notAws',
  'network.untrusted',
  'network.unreachable',
  'region.unreachable',
  'request.throttled',
  'service.failed',
] as const;

/** Whether waiting alone may cure it. */
export function isPassing(error: unknown): boolean {
  return hasCode(error, ...passing);
}
