import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import { Listing } from '../../../src/core/listing.ts';
import { settled } from '../../support/clocks.ts';

/** Pages that come when a test sends them. */
class SentPages implements AsyncIterable<readonly number[]> {
  readonly #queue: Promise<IteratorResult<readonly number[], undefined>>[] = [];
  #sent: PromiseWithResolvers<IteratorResult<readonly number[], undefined>>[] = [];

  [Symbol.asyncIterator](): AsyncIterator<readonly number[], undefined> {
    return { next: () => this.#queue.shift() ?? this.#promised() };
  }

  /** Whether somebody waits for a page. */
  get awaited(): boolean {
    return this.#sent.length > 0;
  }

  async send(...items: readonly number[]): Promise<void> {
    await this.#settle((next) => next.resolve({ done: false, value: items }));
  }

  async end(): Promise<void> {
    await this.#settle((next) => next.resolve({ done: true, value: undefined }));
  }

  async fail(error: Error): Promise<void> {
    await this.#settle((next) => next.reject(error));
  }

  #promised(): Promise<IteratorResult<readonly number[], undefined>> {
    const next = Promise.withResolvers<IteratorResult<readonly number[], undefined>>();
    this.#sent.push(next);
    return next.promise;
  }

  async #settle(
    how: (next: PromiseWithResolvers<IteratorResult<readonly number[], undefined>>) => void,
  ): Promise<void> {
    const next = this.#sent.shift();
    assert.ok(next, 'nobody waits for a page');
    how(next);
    await settled();
  }
}

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

describe('listing', () => {
  let pages: SentPages;
  let listing: Listing<number>;
  let shown: number[];
  let reached: string[];

  beforeEach(async () => {
    pages = new SentPages();
    shown = [];
    reached = [];
    listing = new Listing(pages, () => shown.push(listing.items.length));
    void listing.ready.then(() => reached.push('ready'));
    void listing.complete.then(() => reached.push('complete'));
    await settled();
  });

  it('is ready with its first page and complete with its last', async () => {
    assert.deepEqual(reached, []);
    await pages.send(1, 2);
    assert.deepEqual(reached, ['ready']);
    assert.deepEqual(listing.items, [1, 2]);
    await pages.send(3);
    assert.deepEqual(reached, ['ready']);
    await pages.end();
    assert.deepEqual(reached, ['ready', 'complete']);
    assert.deepEqual(listing.items, [1, 2, 3]);
    assert.equal(listing.error, undefined);
  });

  it('is not ready with an empty page that another follows', async () => {
    await pages.send();
    assert.deepEqual(reached, []);
    await pages.send(1);
    assert.deepEqual(reached, ['ready']);
  });

  it('is ready and complete when it is known to be empty', async () => {
    await pages.send();
    await pages.end();
    assert.deepEqual(reached, ['ready', 'complete']);
    assert.deepEqual(shown, []);
  });

  it('tells of growth when it has doubled, and of the rest at its end', async () => {
    await pages.send(...range(10));
    await pages.send(...range(9));
    assert.deepEqual(shown, []);
    await pages.send(...range(1));
    assert.deepEqual(shown, [20]);
    await pages.send(...range(10));
    assert.deepEqual(shown, [20]);
    await pages.end();
    assert.deepEqual(shown, [20, 30]);
  });

  it('does not tell what was told already when it ends', async () => {
    await pages.send(1);
    await pages.send(2);
    await pages.end();
    assert.deepEqual(shown, [2]);
  });

  it('shows ten thousand rows anew a few times, not a hundred', async () => {
    for (const _ of range(100)) await pages.send(...range(100));
    await pages.end();
    assert.equal(listing.items.length, 10_000);
    assert.ok(shown.length <= 8, `shown ${shown.length} times`);
    assert.equal(shown.at(-1), 10_000);
  });

  it('keeps what had come when a page fails, and tells so', async () => {
    const error = new AppError('request.throttled', { operation: 'ListImages' });
    await pages.send(1, 2);
    await pages.fail(error);
    assert.deepEqual(listing.items, [1, 2]);
    assert.equal(listing.error, error);
    assert.deepEqual(shown, [2]);
    assert.deepEqual(reached, ['ready', 'complete']);
  });

  it('is ready with the error when the first page fails', async () => {
    const error = new AppError('auth.expired', { profile: 'default' });
    await pages.fail(error);
    assert.deepEqual(reached, ['ready', 'complete']);
    assert.equal(listing.error, error);
    assert.deepEqual(listing.items, []);
    assert.deepEqual(shown, []);
  });

  it('puts a newer state of an item in its place', async () => {
    await pages.send(1, 2, 3);
    assert.equal(
      listing.replace(20, (other) => other === 2),
      true,
    );
    assert.deepEqual(listing.items, [1, 20, 3]);
    assert.equal(
      listing.replace(40, (other) => other === 4),
      false,
    );
    assert.deepEqual(listing.items, [1, 20, 3]);
  });

  it('takes out an item that is no more', async () => {
    await pages.send(1, 2, 3);
    listing.remove((other) => other === 2);
    listing.remove((other) => other === 5);
    assert.deepEqual(listing.items, [1, 3]);
  });

  describe('that pauses', () => {
    beforeEach(async () => {
      pages = new SentPages();
      listing = new Listing(pages, () => shown.push(listing.items.length), 3);
      reached = [];
      void listing.ready.then(() => reached.push('ready'));
      await settled();
    });

    it('reads a page, and no more before it is told to', async () => {
      await pages.send(1, 2, 3);
      assert.deepEqual(reached, ['ready']);
      assert.equal(listing.isPaused, true);
      assert.equal(pages.awaited, false);
      assert.deepEqual(shown, []);

      const more = listing.readMore(3);
      assert.equal(listing.isPaused, false);
      await settled();
      await pages.send(4, 5, 6);
      await more;
      assert.equal(listing.isPaused, true);
      assert.equal(pages.awaited, false);
      assert.deepEqual(listing.items, [1, 2, 3, 4, 5, 6]);
    });

    it('reads on through pages that are not full: there may be a next one', async () => {
      await pages.send(1);
      assert.deepEqual(reached, ['ready']);
      assert.equal(listing.isPaused, false);
      await pages.send(2);
      assert.deepEqual(shown, [2], 'and tells of each');
      await pages.end();
      assert.equal(listing.isPaused, false);
    });

    it('is at its end when there was no more', async () => {
      await pages.send(1, 2, 3);
      const more = listing.readMore(3);
      await settled();
      await pages.end();
      await more;
      assert.equal(listing.isPaused, false);
      await listing.readMore(3);
      await listing.complete;
    });

    it('keeps what had come when the next page fails', async () => {
      const error = new AppError('request.throttled', { operation: 'ListImageVersions' });
      await pages.send(1, 2, 3);
      const more = listing.readMore(3);
      await settled();
      await pages.fail(error);
      await more;
      assert.equal(listing.error, error);
      assert.deepEqual(listing.items, [1, 2, 3]);
    });

    it('reads once when it is told twice', async () => {
      await pages.send(1, 2, 3);
      const both = Promise.all([listing.readMore(3), listing.readMore(3)]);
      await settled();
      await pages.send(4, 5, 6);
      await both;
      assert.equal(listing.items.length, 6);
    });
  });
});
