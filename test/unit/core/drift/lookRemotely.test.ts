import assert from 'node:assert/strict';
import type { Built } from '../../../../src/core/drift/built.ts';
import { lookRemotely, type RemoteState } from '../../../../src/core/drift/lookRemotely.ts';
import { AppError } from '../../../../src/core/errors.ts';
import { account, aContainerImage, anImage, aVersion, digestOf, host } from '../../../support/builders.ts';
import { aSession, type InMemorySession } from '../../../support/inMemorySession.ts';

const { signal } = new AbortController();
const built: Built = {
  imageName: 'notebook',
  number: 2,
  accountId: account,
  region: 'us-east-1',
  repository: `${host}/team/notebook`,
  tag: '1.0',
  digest: digestOf('a'),
};
const denied = new AppError('auth.denied', { action: undefined, resource: undefined, principal: undefined });

/** An image with these versions, and its container image as it was pushed. */
function sessionWith(...numbers: readonly number[]): InMemorySession {
  const session = aSession();
  session.images.add(anImage(), ...numbers.map((number) => aVersion({ number })));
  session.registry.add(aContainerImage());
  return session;
}

function look(session: InMemorySession, of = built, by = signal): Promise<RemoteState> {
  return lookRemotely(of, session, by);
}

function callsOf({ images, registry }: InMemorySession): readonly string[] {
  return [...images.calls.operations, ...registry.calls.operations];
}

describe('What SageMaker and ECR have of a build', () => {
  it('takes two calls', async () => {
    const session = sessionWith(1, 2, 3);
    assert.deepEqual(await look(session), {
      versions: {
        isKnown: true,
        value: { version: aVersion({ number: 2 }), newest: aVersion({ number: 3 }) },
      },
      tag: { isKnown: true, value: { registered: digestOf('a'), now: digestOf('a') } },
    });
    assert.deepEqual(callsOf(session), ['listVersions', 'findDigest']);
  });

  it('has the version by a call of its own behind a page of newer ones', async () => {
    const session = sessionWith(2, 3, 4);
    session.images.pageSize = 2;
    const { versions } = await look(session);
    assert.equal(versions.isKnown && versions.value.version?.number, 2);
    assert.deepEqual(session.images.calls.operations, ['listVersions', 'describeVersion']);
  });

  for (const numbers of [[1, 3], [3], []]) {
    it(`has no version that is gone, and with it the others: ${numbers.join(', ')}`, async () => {
      const { versions } = await look(sessionWith(...numbers));
      assert.equal(versions.isKnown && versions.value.version, undefined);
      assert.equal(versions.isKnown && versions.value.newest?.number, numbers.at(-1));
    });
  }

  it('has no version of an image that is gone', async () => {
    const session = sessionWith(2);
    session.images.calls.fail(
      'listVersions',
      new AppError('image.notFound', { name: 'notebook', region: 'us-east-1' }),
    );
    const { versions } = await look(session);
    assert.deepEqual(versions, { isKnown: true, value: { version: undefined, newest: undefined } });
  });

  it('takes nothing for newest that failed or goes away', async () => {
    const session = sessionWith(2, 3, 4);
    session.images.settleVersion('notebook', 3, { status: 'CREATE_FAILED' });
    session.images.settleVersion('notebook', 4, { status: 'DELETING' });
    const { versions } = await look(session);
    assert.equal(versions.isKnown && versions.value.newest?.number, 2);
  });

  it('shows the newest version where no build is remembered', async () => {
    const session = sessionWith(2, 3);
    const { versions, tag } = await look(session, { imageName: 'notebook' });
    assert.equal(versions.isKnown && versions.value.version?.number, 3);
    assert.equal(tag, undefined);
  });

  it('shows the newest that failed where there is no other', async () => {
    const session = sessionWith(3);
    session.images.settleVersion('notebook', 3, { status: 'CREATE_FAILED' });
    const { versions } = await look(session, { imageName: 'notebook' });
    assert.equal(versions.isKnown && versions.value.version?.number, 3);
  });

  it("holds the tag to the version's own digest where that of the build is not remembered", async () => {
    const session = sessionWith(2);
    const { digest: _, ...rest } = built;
    session.images.settleVersion('notebook', 2, { containerImage: `${host}/team/notebook@${digestOf('b')}` });
    const { tag } = await look(session, rest);
    assert.deepEqual(tag, { isKnown: true, value: { registered: digestOf('b'), now: digestOf('a') } });
  });

  it('holds the tag to nothing where SageMaker has not resolved the container image', async () => {
    const session = sessionWith(2);
    const { digest: _, ...rest } = built;
    assert.equal((await look(session, rest)).tag, undefined);
    assert.deepEqual(session.registry.calls.operations, []);
  });

  it('has no digest of a tag or a repository that is gone', async () => {
    for (const gone of [
      { ...built, tag: '2.0' },
      { ...built, repository: `${host}/other` },
    ]) {
      const { tag } = await look(sessionWith(2), gone);
      assert.deepEqual(tag, { isKnown: true, value: { registered: digestOf('a'), now: undefined } });
    }
  });

  it('is not known of another region, without a call', async () => {
    const session = sessionWith(2);
    const { region: _, ...rest } = built;
    const repository = built.repository!.replace('us-east-1', 'eu-west-1');
    for (const of of [
      { ...built, region: 'eu-west-1' },
      { ...rest, repository },
    ]) {
      const { versions } = await look(session, of);
      assert.deepEqual(versions, { isKnown: false, problem: { reason: 'otherRegion' } });
    }
    assert.deepEqual(callsOf(session), []);
  });

  it("is not known where the version's ARN is another account's", async () => {
    const { versions, tag } = await look(sessionWith(2), { ...built, accountId: '999999999999' });
    assert.deepEqual(versions, { isKnown: false, problem: { reason: 'otherAccount' } });
    assert.equal(tag, undefined);
  });

  it('is not known where there is no version, and the credentials are those of another account', async () => {
    const of = { ...built, accountId: '999999999999' };
    const { versions } = await look(sessionWith(), of);
    assert.deepEqual(versions, { isKnown: false, problem: { reason: 'otherAccount' } });
  });

  it('is not known where there is no version, and nobody can say whose credentials these are', async () => {
    const { versions } = await look(aSession({ identify: () => Promise.reject(denied) }));
    assert.deepEqual(versions, { isKnown: false, problem: { reason: 'error', error: denied } });
  });

  it('is not known where it may not be asked for, with the reason', async () => {
    const session = sessionWith(2);
    session.images.calls.fail('listVersions', denied);
    const { versions, tag } = await look(session);
    assert.deepEqual(versions, { isKnown: false, problem: { reason: 'error', error: denied } });
    assert.equal(tag, undefined);
  });

  it('is known of the versions where the tag may not be asked for', async () => {
    const session = sessionWith(2);
    session.registry.calls.fail('findDigest', denied);
    const { versions, tag } = await look(session);
    assert.equal(versions.isKnown, true);
    assert.deepEqual(tag, { isKnown: false, problem: { reason: 'error', error: denied } });
  });

  it('is not asked for any more when nobody waits', async () => {
    const controller = new AbortController();
    const looking = look(sessionWith(2), built, controller.signal);
    controller.abort();
    await assert.rejects(looking, { name: 'AbortError' });
  });
});
