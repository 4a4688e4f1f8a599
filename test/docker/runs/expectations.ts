import assert from 'node:assert/strict';
import { isKnownError, type AppError } from '../../../src/core/errors.ts';
import type { Run, RunPlace, Work } from './runPlace.ts';

/** A build argument with this is nobody else's business. */
export const secret = 'planted-token';

/** There is one version, of what the registry itself has. */
export async function assertRegistered(place: RunPlace, work: Work): Promise<void> {
  const digest = await place.pushedDigest(work);
  assert.match(digest ?? '', /^sha256:/);
  const versions = (await place.versionsOf(work)).map(({ number, status, baseImage }) => [
    number,
    status,
    baseImage,
  ]);
  assert.deepEqual(versions, [[1, 'CREATED', `${place.referenceOf(work.repository)}@${digest}`]]);
}

/** Neither the secret nor a part of a registry's password was told. */
export function assertNoSecrets(place: RunPlace, ...told: readonly unknown[]): void {
  const text = told.map((what) => `${String(what)}${JSON.stringify(what)}`).join('\n');
  assert.ok(!text.includes(secret), text);
  assert.ok(!place.emulator.registryTokens.isIn(text), text);
}

/** What a run fails with, which has no secrets in it. */
export async function problemOf(place: RunPlace, run: Run): Promise<AppError> {
  const error: unknown = await run.outcome.then(
    ({ kind }) => assert.fail(`it has ended: ${kind}`),
    (why: unknown) => why,
  );
  assert.ok(isKnownError(error), String(error));
  assertNoSecrets(place, error, error.facts, error.stack, error.cause, run.events, run.disk());
  return error;
}
