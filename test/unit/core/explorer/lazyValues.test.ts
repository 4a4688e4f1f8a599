import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { LazyValues } from '../../../../src/core/explorer/lazyValues.ts';
import { WorkQueue } from '../../../../src/core/explorer/workQueue.ts';
import { settled } from '../../../support/clocks.ts';

const denied = new AppError('auth.denied', { action: undefined, resource: undefined, principal: undefined });
const throttled = new AppError('request.throttled', { operation: 'DescribeImageVersion' });

interface Fetch {
  readonly subject: string;
  readonly signal: AbortSignal;
  readonly resolve: (value: string) => void;
  readonly reject: (error: unknown) => void;
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `row ${index}`);

describe('values that are fetched row by row', () => {
  let fetches: Fetch[];
  let arrived: string[];
  let failures: unknown[];
  let values: LazyValues<string, string>;
  let open: AbortController;
  beforeEach(() => {
    fetches = [];
    arrived = [];
    failures = [];
    open = new AbortController();
    values = new LazyValues<string, string>({
      queue: new WorkQueue(),
      level: 'versionFacts',
      idOf: (subject) => subject,
      fetch: (subject, signal) => {
        const { promise, resolve, reject } = Promise.withResolvers<string>();
        fetches.push({ subject, signal, resolve, reject });
        signal.addEventListener('abort', () => reject(signal.reason as Error));
        return promise;
      },
      onArrival: (subject, value) => arrived.push(`${subject}: ${value}`),
      onFailure: (error) => failures.push(error),
    });
  });

  const fetched = (): string[] => fetches.map(({ subject }) => subject);
  async function answer(index: number, value: string): Promise<void> {
    fetches[index]?.resolve(value);
    await settled();
  }
  async function fail(index: number, error: unknown): Promise<void> {
    fetches[index]?.reject(error);
    await settled();
  }

  it('come five at a time, from the top', async () => {
    values.prefetch(names(30), open.signal);
    await settled();
    assert.deepEqual(fetched(), names(5));
    await answer(2, 'x');
    assert.deepEqual(arrived, ['row 2: x']);
    assert.equal(values.get('row 2'), 'x');
    assert.deepEqual(fetched(), names(6));
  });

  it('are fetched once, whoever wants them', async () => {
    values.prefetch(['a'], open.signal);
    values.prefetch(['a'], open.signal);
    await settled();
    const asked = values.ask('a', open.signal);
    await answer(0, 'x');
    assert.equal(await asked, 'x');
    values.prefetch(['a'], open.signal);
    assert.equal(await values.ask('a', open.signal), 'x');
    assert.deepEqual(fetched(), ['a']);
  });

  it('that somebody asks for do not wait behind those in the background', async () => {
    values.prefetch(names(30), open.signal);
    await settled();
    const asked = values.ask('row 29', open.signal);
    await settled();
    assert.equal(fetched().at(-1), 'row 29');
    await answer(5, 'x');
    assert.equal(await asked, 'x');
    for (let index = 0; index < 30; index += 1) await answer(index, 'y');
    assert.equal(fetched().filter((subject) => subject === 'row 29').length, 1);
  });

  it('are not fetched by the hundred when hundreds of rows are selected', async () => {
    const asked = Promise.allSettled(names(100).map((subject) => values.ask(subject, open.signal)));
    await settled();
    assert.equal(fetches.length, 5);
    open.abort();
    await asked;
    assert.equal(fetches.length, 5);
  });

  it('are not fetched any more when their rows go out of view, and no late one is shown', async () => {
    values.prefetch(names(30), open.signal);
    await settled();
    open.abort();
    await answer(0, 'late');
    assert.equal(fetches.length, 5);
    assert.deepEqual(arrived, []);
    assert.equal(values.get('row 0'), undefined);
    assert.deepEqual(failures, [], 'ending is no failure');
  });

  it('are fetched anew for whoever asks when their rows go out of view meanwhile', async () => {
    values.prefetch(['a'], open.signal);
    await settled();
    const asked = values.ask('a', new AbortController().signal);
    open.abort();
    await settled();
    await answer(1, 'x');
    assert.equal(await asked, 'x');
    assert.deepEqual(fetched(), ['a', 'a']);
  });

  it('of a time before a change are not shown', async () => {
    values.prefetch(['a'], open.signal);
    await settled();
    values.expire('a');
    values.prefetch(['a'], open.signal);
    await settled();
    await answer(1, 'after');
    await answer(0, 'before');
    assert.deepEqual(arrived, ['a: after']);
    assert.equal(values.get('a'), 'after');
  });

  it('stay while newer ones are fetched', async () => {
    values.set('a', 'old');
    values.expire('a');
    values.prefetch(['a'], open.signal);
    await settled();
    assert.equal(values.get('a'), 'old');
    await answer(0, 'new');
    assert.equal(values.get('a'), 'new');
  });

  it('of another session are forgotten, and never shown', async () => {
    values.set('a', 'old');
    values.prefetch(['b'], open.signal);
    await settled();
    values.clear();
    await answer(0, 'late');
    assert.equal(values.get('a'), undefined);
    assert.equal(values.get('b'), undefined);
    assert.deepEqual(arrived, []);
  });

  describe('that can not be fetched', () => {
    it('are missing, and are fetched again when somebody asks', async () => {
      values.prefetch(['a'], open.signal);
      await settled();
      await fail(0, throttled);
      assert.deepEqual(failures, [throttled]);
      const asked = values.ask('a', open.signal);
      await settled();
      await answer(1, 'x');
      assert.equal(await asked, 'x');
    });

    it('do not keep the others from coming when waiting may cure it', async () => {
      values.prefetch(names(6), open.signal);
      await settled();
      await fail(0, throttled);
      assert.deepEqual(fetched(), names(6));
    });

    it('end the others when those would fail as well: that makes no storm', async () => {
      values.prefetch(names(30), open.signal);
      await settled();
      for (let index = 0; index < 5; index += 1) await fail(index, denied);
      assert.equal(fetches.length, 5);
      values.prefetch(names(30), open.signal);
      await settled();
      assert.equal(fetches.length, 10, 'opening the rows again tries again');
    });

    it('do not end the others when one row alone is gone', async () => {
      values.prefetch(names(6), open.signal);
      await settled();
      await fail(0, new AppError('version.notFound', { name: 'notebook', number: 1 }));
      assert.deepEqual(fetched(), names(6));
    });

    it('tell whoever asks why', async () => {
      const asked = values.ask('a', open.signal);
      await settled();
      await Promise.all([assert.rejects(asked, denied), fail(0, denied)]);
    });
  });
});
