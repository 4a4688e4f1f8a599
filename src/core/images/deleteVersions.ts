import { isKnownError } from '../errors.ts';
import type { ImageVersion } from '../model.ts';
import type { ImageStore } from '../ports.ts';
import { carryOut, type Write } from './carryOut.ts';
import { inLine } from './inLine.ts';
import { unlessGone } from './unlessGone.ts';
import type { WriteContext } from './writeContext.ts';

type Target = Pick<ImageVersion, 'imageName' | 'number'>;

/** What became of versions that were to be deleted; each is in one of the three. */
export interface Deletion<V> {
  /** They are being deleted, or gone. */
  readonly deleted: readonly V[];
  readonly failed: readonly FailedDeletion<V>[];
  /** Nothing was done to these, as it was cancelled before. */
  readonly notBegun: readonly V[];
}

interface FailedDeletion<V> {
  readonly version: V;
  readonly error: unknown;
}

/**
 * Has versions deleted, one after the other: SageMaker refuses to delete several of an image at a time. It goes on with
 * each after it has answered. One that is gone already is no error, and one that fails does not keep the others.
 * Whoever cancels is told what was done until then: this does not reject.
 * @param onDeleted is told of each as soon as SageMaker has answered.
 */
export async function deleteVersions<V extends Target>(
  versions: readonly V[],
  { images, clock, writes }: WriteContext,
  signal: AbortSignal,
  onDeleted: (version: V) => void,
): Promise<Deletion<V>> {
  const deleted: V[] = [];
  const failed: FailedDeletion<V>[] = [];
  for (const [index, version] of versions.entries()) {
    const refused = failed.find(({ error }) => concernsAll(error));
    if (refused) {
      failed.push({ version, error: refused.error });
      continue;
    }
    try {
      await inLine(version.imageName, writes, signal, () =>
        carryOut(deletionOf(version, images), clock, signal),
      );
      deleted.push(version);
      onDeleted(version);
    } catch (error) {
      if (signal.aborted && !isKnownError(error)) {
        return { deleted, failed, notBegun: versions.slice(index) };
      }
      failed.push({ version, error });
    }
  }
  return { deleted, failed, notBegun: [] };
}

/** A call under way is not broken off, as nobody would know what became of it. */
function deletionOf({ imageName, number }: Target, images: ImageStore): Write {
  const { signal: unbroken } = new AbortController();
  return {
    make: () => unlessGone(images.deleteVersion(imageName, number, unbroken), undefined),
    isDone: () => {
      const described = images.describeVersion(imageName, number, unbroken);
      const isGoing = described.then(({ status }) => status === 'DELETING');
      return unlessGone(isGoing, true);
    },
  };
}

/** Whether the next version would be refused alike, as nobody is let in or the profile is of another account. */
function concernsAll(error: unknown): boolean {
  return (
    isKnownError(error) &&
    error.code !== 'auth.denied' &&
    /^(auth|account|profile|config|region)\./.test(error.code)
  );
}
