import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import type { Change } from '../../../../src/core/watch/change.ts';
import { isForWantOfSession, lookUp } from '../../../../src/core/watch/lookUp.ts';
import { account, anImage, arnOfVersion, aVersion, region } from '../../../support/builders.ts';
import { aSession, type InMemorySession } from '../../../support/inMemorySession.ts';

const { signal } = new AbortController();
const ref = { imageName: 'notebook', number: 1, arn: arnOfVersion({ imageName: 'notebook', number: 1 }) };
const version: Change = { kind: 'deleteVersion', ref };
const image: Change = { kind: 'deleteImage', imageName: 'notebook', arn: anImage().arn };
const choice = { profile: 'default', region, expectedAccount: account };
const otherAccount = '999999999999';
const offline = new AppError('network.unreachable', { host: undefined });

function elsewhere(arn: string): string {
  return arn.replace(account, otherAccount);
}

function sessionOf(identify: InMemorySession['identify']): InMemorySession {
  return aSession({ identify });
}

const identityOf =
  (accountId: string): InMemorySession['identify'] =>
  () =>
    Promise.resolve({ accountId, arn: `arn:aws:iam::${accountId}:user/somebody` });

describe('Looking a change up', () => {
  it('describes the version or the image', async () => {
    const session = aSession();
    session.images.add(anImage(), aVersion());
    const context = { session, isMaker: false };
    assert.deepEqual(await lookUp({ change: version, choice }, context, signal), aVersion());
    assert.deepEqual(await lookUp({ change: image, choice }, context, signal), anImage());
    assert.deepEqual(session.images.calls.operations, ['describeVersion', 'describeImage']);
  });

  for (const change of [version, image]) {
    it(`finds nothing where it is not there: ${change.kind}`, async () => {
      const context = { session: aSession(), isMaker: false };
      assert.equal(await lookUp({ change, choice }, context, signal), undefined);
    });

    it(`is of no use in another account, whether it is there: ${change.kind}`, async () => {
      const session = aSession();
      session.images.add(anImage({ arn: elsewhere(anImage().arn) }), aVersion({ arn: elsewhere(ref.arn) }));
      const look = lookUp({ change, choice }, { session, isMaker: true }, signal);
      await assert.rejects(look, { code: 'account.unexpected' });
    });

    it(`or not: ${change.kind}`, async () => {
      const session = sessionOf(identityOf(otherAccount));
      const look = lookUp({ change, choice }, { session, isMaker: true }, signal);
      await assert.rejects(look, { code: 'account.unexpected' });
    });
  }

  it('believes it where the account is not known', async () => {
    const session = sessionOf(identityOf(otherAccount));
    const where = { profile: 'default', region };
    assert.equal(
      await lookUp({ change: image, choice: where }, { session, isMaker: false }, signal),
      undefined,
    );
  });

  it('believes the session that made the change where nobody reaches STS, and no other', async () => {
    const session = sessionOf(() => Promise.reject(offline));
    assert.equal(await lookUp({ change: image, choice }, { session, isMaker: true }, signal), undefined);
    await assert.rejects(lookUp({ change: image, choice }, { session, isMaker: false }, signal), offline);
  });

  it('fails as the calls do', async () => {
    const expired = new AppError('auth.expired', { profile: 'default' });
    const session = sessionOf(() => Promise.reject(expired));
    await assert.rejects(lookUp({ change: image, choice }, { session, isMaker: true }, signal), expired);
    session.images.calls.fail('describeImage', offline);
    await assert.rejects(lookUp({ change: image, choice }, { session, isMaker: true }, signal), offline);
  });
});

describe('A failure is for want of a session', () => {
  for (const [error, expected] of [
    [new AppError('auth.expired', { profile: 'default' }), true],
    [new AppError('auth.mfaCancelled', { profile: 'default' }), true],
    [new AppError('profile.unknown', { profile: 'default' }), true],
    [new AppError('account.unexpected', { profile: 'default', account, expected: otherAccount }), true],
    [new AppError('config.unreadable', { file: 'config', reason: 'EACCES' }), true],
    [new AppError('region.missing', { profile: 'default' }), true],
    [new AppError('region.unreachable', { region, host: 'nowhere' }), false],
    [new AppError('image.inUse', { name: 'notebook', reason: '' }), false],
    [offline, false],
    [new Error('auth.expired'), false],
  ] as const) {
    it(`${error.message}: ${expected}`, () => {
      assert.equal(isForWantOfSession(error), expected);
    });
  }
});
