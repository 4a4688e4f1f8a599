import assert from 'node:assert/strict';
import { checkIds, severities, verdictOf, type Finding } from '../../../../src/core/preflight/finding.ts';
import { checksOf, preflight } from '../../../../src/core/preflight/preflight.ts';
import { subjectOfDraft, subjectOfUri, subjectOfVersion } from '../../../../src/core/preflight/subject.ts';
import { aDraft, aUri, aVersion, digestOf, host, role } from '../../../support/builders.ts';
import { settled } from '../../../support/clocks.ts';
import { aGoodSession } from '../../../support/goodSession.ts';
import { allFindings, aSubject, signal } from './usePreflight.ts';

function finding(severity: Finding['severity']): Finding {
  const facts = { account: '210987654321', sessionAccount: '123456789012' };
  return { check: 'uri', code: 'uri.account', severity, facts };
}

describe('a preflight', () => {
  it('finds nothing where nothing is wrong', async () => {
    assert.deepEqual(await allFindings(aGoodSession()), []);
  });

  it('makes every check, and tells of each once', async () => {
    const told: string[] = [];
    for await (const { check } of preflight(aSubject(), aGoodSession(), signal)) told.push(check);
    assert.deepEqual(told.toSorted(), checkIds.toSorted());
    assert.deepEqual(checksOf(aSubject()), checkIds);
  });

  it('looks at no image where only a URI is given', async () => {
    const session = aGoodSession();
    assert.deepEqual(await allFindings(session, subjectOfUri(aUri())), []);
    assert.deepEqual(session.images.calls.operations, []);
    assert.deepEqual(session.roles.calls.operations, []);
    assert.deepEqual(checksOf(subjectOfUri(aUri())), [
      'uri',
      'exists',
      'mediaType',
      'platform',
      'size',
      'scan',
    ]);
  });

  it('asks for everything once, however many checks want it', async () => {
    const session = aGoodSession();
    await allFindings(session);
    for (const { calls } of [session.registry, session.roles]) {
      const operations = calls.operations.filter((operation) => operation !== 'simulate');
      assert.equal(operations.length, new Set(operations).size, operations.join());
    }
    assert.equal(session.images.calls.to('describeImage').length, 1);
  });

  it('tells what is known while something else is not', async () => {
    const session = aGoodSession();
    const { promise: answer, resolve } = Promise.withResolvers<undefined>();
    Object.assign(session.registry, { findScan: () => answer });
    const told: string[] = [];
    const reading = (async () => {
      for await (const { check } of preflight(aSubject(), session, signal)) told.push(check);
    })();
    await settled();
    assert.deepEqual(
      checkIds.filter((id) => !told.includes(id)),
      ['scan'],
    );
    resolve(undefined);
    await reading;
    assert.equal(told.at(-1), 'scan');
  });

  it('goes on, whatever goes wrong: every failure is a finding', async () => {
    const session = aGoodSession();
    const { registry, images, roles } = session;
    const surprise = new Error('surprise');
    const failing = (): Promise<never> => Promise.reject(surprise);
    for (const port of [registry, images, roles]) {
      for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(port))) {
        if (name !== 'constructor' && name !== 'listVersions') Object.assign(port, { [name]: failing });
      }
    }
    Object.assign(images, {
      listVersions: async function* () {
        await Promise.resolve();
        yield [];
        throw surprise;
      },
    });
    Object.assign(session, { identify: failing });
    const findings = await allFindings(session);
    assert.deepEqual(findings.map(({ check }) => check).toSorted(), checkIds.toSorted());
    for (const { code, facts } of findings) {
      assert.equal(code, 'notChecked');
      assert.deepEqual(facts, { because: { kind: 'error', error: surprise } });
    }
    assert.equal(verdictOf(findings), 'go');
  });

  it('is given up at once', async () => {
    const session = aGoodSession();
    const stop = new AbortController();
    const results = preflight(aSubject(), session, stop.signal);
    const first = results.next();
    stop.abort();
    await assert.rejects(first, { name: 'AbortError' });
    await settled();
  });

  it('is given up before it begins', async () => {
    const session = aGoodSession();
    await assert.rejects(preflight(aSubject(), session, AbortSignal.abort()).next(), { name: 'AbortError' });
    assert.deepEqual(session.registry.calls.operations, []);
  });

  it('ends with who reads it', async () => {
    const session = aGoodSession();
    let asked: AbortSignal | undefined;
    Object.assign(session.registry, {
      findScan: (_: unknown, given: AbortSignal) => {
        asked = given;
        return new Promise(() => undefined);
      },
    });
    for await (const _ of preflight(aSubject(), session, signal)) break;
    assert.equal(asked?.aborted, true);
  });
});

describe('the verdict of findings', () => {
  it('is that of the gravest', () => {
    assert.equal(verdictOf([]), 'go');
    assert.equal(verdictOf([finding('info'), finding('unknown')]), 'go');
    assert.equal(verdictOf([finding('info'), finding('warning')]), 'ask');
    assert.equal(verdictOf([finding('warning'), finding('error')]), 'stop');
  });

  it('is never a stop for what concerns roles, other accounts, or what is not known', () => {
    for (const [code, severity] of Object.entries(severities)) {
      if (/^role\.|^uri\.account|^notChecked/.test(code)) assert.notEqual(severity, 'error', code);
    }
  });
});

describe('what is checked', () => {
  it('of a draft: the version that it comes to', () => {
    const draft = aDraft({ jobType: 'INFERENCE', aliases: ['stable'] });
    assert.deepEqual(subjectOfDraft(draft, true), {
      uri: aUri(),
      isByTag: true,
      jobType: 'INFERENCE',
      image: { name: 'notebook', isNew: false },
      aliases: ['stable'],
    });
    const image = { name: 'new', isNew: true, roleArn: role };
    assert.deepEqual(subjectOfDraft(aDraft({ image }), true).image, image);
  });

  it('of a draft: by its digest, where that is what is sent', () => {
    const pinned = aDraft({ container: { uri: { ...aUri(), digest: digestOf('a') }, isTyped: false } });
    assert.equal(subjectOfDraft(pinned, true).isByTag, false);
    assert.equal(subjectOfDraft(pinned, false).isByTag, true);
    const byDigest = aDraft({ container: { uri: aUri(`${host}/x@${digestOf('a')}`), isTyped: true } });
    assert.equal(byDigest.container.uri.repository, 'x');
    assert.equal(subjectOfDraft(byDigest, false).isByTag, false);
  });

  it('of a version: what it was made of', () => {
    const baseImage = `${host}/team/notebook:1.0`;
    const containerImage = `${host}/team/notebook@${digestOf('a')}`;
    const version = aVersion({ number: 3, baseImage, containerImage, jobType: 'TRAINING' });
    assert.deepEqual(subjectOfVersion(version), {
      uri: aUri(containerImage),
      isByTag: false,
      jobType: 'TRAINING',
      image: { name: 'notebook', number: 3, isNew: false },
      aliases: [],
    });
    assert.deepEqual(subjectOfVersion(aVersion({ baseImage }))?.uri, aUri());
  });

  it('of a version: nothing, where nobody knows what it was made of', () => {
    assert.equal(subjectOfVersion(aVersion()), undefined);
    assert.equal(subjectOfVersion(aVersion({ baseImage: 'ubuntu' })), undefined);
    assert.equal(subjectOfVersion(aVersion({ baseImage: `${host}/team/notebook` })), undefined);
  });
});
