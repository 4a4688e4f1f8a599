import { hasCode } from '../errors.ts';
import type { VersionDetails, VersionRef } from '../model.ts';
import type { Clock, ImageStore } from '../ports.ts';
import { pollUntil, usualTiming, type PollTiming } from '../poll.ts';
import type { Serial } from '../serial.ts';

/** How the creation of a version ended. */
export type Outcome =
  | { readonly kind: 'created'; readonly aliasProblem?: unknown }
  | { readonly kind: 'failed'; readonly reason: string | undefined }
  /** Somebody deleted it meanwhile. */
  | { readonly kind: 'gone' }
  /** It was still being created when the time limit passed. */
  | { readonly kind: 'pending' };

export interface FollowContext {
  readonly images: ImageStore;
  readonly clock: Clock;
  readonly writes: Serial;
  readonly timing?: PollTiming;
  readonly onChange: (version: VersionDetails) => void;
}

/**
 * Follows a version until it is there or has failed, and then gives it its aliases: one given at creation would stick
 * to a failed version.
 * @throws AppError when it cannot be followed for a reason that waiting does not cure.
 */
export async function followVersion(
  ref: VersionRef,
  aliases: readonly string[],
  context: FollowContext,
  signal: AbortSignal,
): Promise<Outcome> {
  const version = await waitForVersion(ref, context, signal);
  if (version === 'gone') return { kind: 'gone' };
  if (!version) return { kind: 'pending' };
  context.onChange(version);
  if (version.status === 'CREATE_FAILED') return { kind: 'failed', reason: version.failureReason };
  if (version.status !== 'CREATED') return { kind: 'gone' };
  if (aliases.length === 0) return { kind: 'created' };
  return addAliases(ref, aliases, version, context, signal);
}

async function waitForVersion(
  { imageName, number }: VersionRef,
  { images, clock, timing = usualTiming }: FollowContext,
  signal: AbortSignal,
): Promise<VersionDetails | 'gone' | undefined> {
  try {
    return await pollUntil(
      (stop) => images.describeVersion(imageName, number, stop),
      ({ status }) => status !== 'CREATING',
      clock,
      timing,
      signal,
    );
  } catch (error) {
    if (hasCode(error, 'version.notFound')) return 'gone';
    throw error;
  }
}

async function addAliases(
  { imageName, number }: VersionRef,
  aliases: readonly string[],
  version: VersionDetails,
  { images, writes, onChange }: FollowContext,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    await writes.run(imageName, async () => {
      // An earlier try may have added them, in a window that was closed or over a connection that broke.
      const present = await images.listAliases(imageName, number, signal);
      const missing = aliases.filter((alias) => !present.includes(alias));
      if (missing.length > 0) await images.addAliases(imageName, number, missing, signal);
    });
    onChange(version);
    return { kind: 'created' };
  } catch (aliasProblem) {
    signal.throwIfAborted();
    return { kind: 'created', aliasProblem };
  }
}
