import type { Image, ImageVersion } from '../model.ts';
import type { Clock, ImageStore } from '../ports.ts';
import { imageId, isChanging, versionId } from '../tree.ts';
import { goneAs } from './failures.ts';
import type { LoadedRows } from './loadedRows.ts';
import { Pollers, type Changing } from './pollers.ts';
import type { RowUpdates } from './rowUpdates.ts';

export interface ChangingRowsContext {
  readonly clock: Clock;
  readonly rows: Pick<LoadedRows, 'images' | 'versions' | 'open'>;
  readonly updates: Pick<RowUpdates, 'update' | 'putImage' | 'removeVersion' | 'removeImage'>;
  readonly store: (signal: AbortSignal) => Promise<ImageStore>;
  readonly isVisible: () => boolean;
  readonly onFailure: (error: unknown) => void;
}

/** Looks at what SageMaker is at work on while it is in sight, and at nothing else. */
export class ChangingRows {
  readonly #context: ChangingRowsContext;
  readonly #pollers: Pollers;

  constructor(context: ChangingRowsContext) {
    this.#context = context;
    this.#pollers = new Pollers(context);
  }

  /** Begins with what has come into sight or begun to change, and ends with what is out of sight. */
  follow(): void {
    const { rows, isVisible } = this.#context;
    if (!isVisible()) return this.#pollers.stop();
    const versions = rows.open.names.flatMap((name) => rows.versions.itemsOf(name).filter(isChanging));
    const images = rows.images.items.filter(isChanging);
    this.#pollers.follow([
      ...versions.map((version) => this.#changingVersion(version)),
      ...images.map((image) => this.#changingImage(image)),
    ]);
  }

  stop(): void {
    this.#pollers.stop();
  }

  #changingVersion(version: ImageVersion): Changing {
    const { store, updates } = this.#context;
    const { imageName, number } = version;
    return changing(versionId(version), version, {
      describe: async (signal) =>
        (await store(signal)).describeVersion(imageName, number, signal).catch(goneAs('version.notFound')),
      onChange: (now) => updates.update(now),
      onGone: () => updates.removeVersion(version),
    });
  }

  #changingImage(image: Image): Changing {
    const { store, updates } = this.#context;
    const { name } = image;
    return changing(imageId(name), image, {
      describe: async (signal) =>
        (await store(signal)).describeImage(name, signal).catch(goneAs('image.notFound')),
      onChange: (now) => updates.putImage(now),
      onGone: () => updates.removeImage(name),
    });
  }
}

interface Look<T> {
  /** What it is now; undefined when it is gone. */
  readonly describe: (signal: AbortSignal) => Promise<T | undefined>;
  readonly onChange: (now: T) => void;
  readonly onGone: () => void;
}

function changing<T extends Pick<Image | ImageVersion, 'status'>>(
  id: string,
  { status }: T,
  { describe, onChange, onGone }: Look<T>,
): Changing {
  let before = status;
  return {
    id,
    async look(signal) {
      const now = await describe(signal);
      signal.throwIfAborted();
      if (!now) onGone();
      else if (now.status !== before) onChange(now);
      before = now?.status ?? before;
      return now !== undefined && isChanging(now);
    },
  };
}
