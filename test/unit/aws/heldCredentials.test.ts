import assert from 'node:assert/strict';
import type { AwsCredentialIdentity } from '@smithy/types';
import { HeldCredentials } from '../../../src/aws/heldCredentials.ts';

function keys(name: string, livesMs?: number): AwsCredentialIdentity {
  return {
    accessKeyId: name,
    secretAccessKey: 'secret',
    ...(livesMs !== undefined && { expiration: new Date(Date.now() + livesMs) }),
  };
}

/** Gives one answer after the other, and counts how often it was asked. */
class Answers {
  asked = 0;
  readonly #answers: (AwsCredentialIdentity | Error)[];

  constructor(...answers: readonly (AwsCredentialIdentity | Error)[]) {
    this.#answers = [...answers];
  }

  readonly next = (): Promise<AwsCredentialIdentity> => {
    this.asked += 1;
    const answer = this.#answers.shift() ?? assert.fail('asked too often');
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
}

const hour = 3_600_000;

describe('held credentials', () => {
  it('are resolved once for all who ask, at the same time or later', async () => {
    const answers = new Answers(keys('A', hour));
    const held = new HeldCredentials(answers.next);
    const all = await Promise.all([held.provide(), held.provide(), held.provide()]);
    assert.equal(await held.provide(), all[0]);
    assert.equal(answers.asked, 1);
  });

  it('are kept without end when they have none', async () => {
    const held = new HeldCredentials(new Answers(keys('A')).next);
    assert.equal(await held.provide(), await held.provide());
  });

  it('are renewed shortly before they end, once for all who ask', async () => {
    const answers = new Answers(keys('A', 30_000), keys('B', hour));
    const held = new HeldCredentials(answers.next);
    assert.equal((await held.provide()).accessKeyId, 'A', 'new ones are used, however short they live');
    const all = await Promise.all([held.provide(), held.provide()]);
    assert.deepEqual(
      all.map(({ accessKeyId }) => accessKeyId),
      ['B', 'B'],
    );
    assert.equal(answers.asked, 2);
  });

  it('are asked for again after a failure', async () => {
    const held = new HeldCredentials(new Answers(new Error('no'), keys('A')).next);
    await assert.rejects(held.provide(), /no/);
    assert.equal((await held.provide()).accessKeyId, 'A');
  });

  it('fail for everybody who waits, with one question', async () => {
    const answers = new Answers(new Error('no'));
    const held = new HeldCredentials(answers.next);
    const outcomes = await Promise.allSettled([held.provide(), held.provide()]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.equal(answers.asked, 1);
  });

  it('are forgotten when they were refused, but not those that replaced them since', async () => {
    const held = new HeldCredentials(new Answers(keys('A'), keys('B')).next);
    const refused = await held.provide();
    await held.reject(refused);
    const renewed = await held.provide();
    assert.equal(renewed.accessKeyId, 'B');
    await held.reject(refused);
    assert.equal(await held.provide(), renewed);
  });

  it('can be forgotten while they are being resolved', async () => {
    const held = new HeldCredentials(new Answers(keys('A'), keys('B')).next);
    const before = held.provide();
    held.forget();
    assert.equal((await held.provide()).accessKeyId, 'B');
    assert.equal((await before).accessKeyId, 'A');
  });
});
