import assert from 'node:assert/strict';
import type { Built } from '../../../../src/core/drift/built.ts';
import { driftOf, type DriftFact, type DriftNow } from '../../../../src/core/drift/driftOf.ts';
import { AppError } from '../../../../src/core/errors.ts';
import type { ImageVersion } from '../../../../src/core/model.ts';
import { aVersion, digestOf, host } from '../../../support/builders.ts';

const built: Built = {
  imageName: 'notebook',
  number: 3,
  repository: `${host}/notebook`,
  tag: '1.0',
  digest: digestOf('a'),
  sources: { dockerfile: 'dockerfile', context: 'context' },
};
const sources = { hashes: { dockerfile: 'dockerfile', context: 'context' } };
const offline = new AppError('network.unreachable', { host: undefined });

function versions(version: ImageVersion | undefined, newest = version): DriftNow {
  return { remote: { versions: { isKnown: true, value: { version, newest } }, tag: undefined } };
}

function tag(now: string | undefined): DriftNow {
  const value = { registered: digestOf('a'), now };
  return { remote: { ...versions(third).remote!, tag: { isKnown: true, value } } };
}

const third = aVersion({ number: 3 });
const isThere = {
  code: 'built',
  number: 3,
  status: 'CREATED',
  createdAt: third.createdAt,
  isRemembered: true,
} as const;

const rows: readonly (readonly [string, DriftNow, readonly DriftFact[], Built?])[] = [
  ['nothing was looked at', {}, []],
  ['the files are the same', { sources }, []],
  [
    'the Dockerfile is another',
    { sources: { hashes: { ...sources.hashes, dockerfile: 'x' } } },
    [{ code: 'dockerfileChanged' }],
  ],
  [
    'the context is another',
    { sources: { hashes: { ...sources.hashes, context: 'x' } } },
    [{ code: 'contextChanged' }],
  ],
  [
    'an older release has built it',
    { sources },
    [
      { code: 'unknown', about: 'dockerfile', reason: 'notRemembered' },
      { code: 'unknown', about: 'context', reason: 'notRemembered' },
    ],
    { imageName: 'notebook', number: 3 },
  ],
  [
    'the context was not compared then',
    { sources },
    [{ code: 'unknown', about: 'context', reason: 'notRemembered' }],
    { ...built, sources: { dockerfile: 'dockerfile' } },
  ],
  [
    'the context was too large then, and is now',
    { sources: { hashes: { dockerfile: 'dockerfile' }, problem: 'tooLarge' } },
    [{ code: 'unknown', about: 'context', reason: 'tooLarge' }],
    { ...built, sources: { dockerfile: 'dockerfile' } },
  ],
  [
    'the context cannot be read',
    { sources: { hashes: { dockerfile: 'dockerfile' }, problem: 'unreadable' } },
    [{ code: 'unknown', about: 'context', reason: 'unreadable' }],
  ],
  [
    'the ignore file is broken, and the Dockerfile gone',
    { sources: { hashes: {}, problem: 'ignoreFile' } },
    [
      { code: 'unknown', about: 'dockerfile', reason: 'unreadable' },
      { code: 'unknown', about: 'context', reason: 'ignoreFile' },
    ],
  ],
  ['the version is there, and the newest', versions(third), [isThere]],
  [
    'the version is being created',
    versions(aVersion({ number: 3, status: 'CREATING' })),
    [{ ...isThere, status: 'CREATING' }],
  ],
  [
    'there is a newer version',
    versions(third, aVersion({ number: 5 })),
    [isThere, { code: 'newerVersion', number: 5, status: 'CREATED', createdAt: third.createdAt }],
  ],
  ['what is newest is older', versions(third, aVersion({ number: 2 })), [isThere]],
  [
    'there is none that can be used',
    { remote: { versions: { isKnown: true, value: { version: third, newest: undefined } }, tag: undefined } },
    [isThere],
  ],
  ['the version is gone', versions(undefined), [{ code: 'versionGone', number: 3 }]],
  [
    'the version is gone, and there is a newer one',
    versions(undefined, aVersion({ number: 4 })),
    [
      { code: 'versionGone', number: 3 },
      { code: 'newerVersion', number: 4, status: 'CREATED', createdAt: third.createdAt },
    ],
  ],
  [
    'the version could not be created',
    versions(aVersion({ number: 3, status: 'CREATE_FAILED', failureReason: 'Its own words.' })),
    [
      { ...isThere, status: 'CREATE_FAILED' },
      { code: 'failed', number: 3, status: 'CREATE_FAILED', reason: 'Its own words.' },
    ],
  ],
  [
    'the version could not be deleted, and nobody says why',
    versions(aVersion({ number: 3, status: 'DELETE_FAILED' })),
    [
      { ...isThere, status: 'DELETE_FAILED' },
      { code: 'failed', number: 3, status: 'DELETE_FAILED', reason: undefined },
    ],
  ],
  [
    'no build is remembered',
    versions(third),
    [{ ...isThere, isRemembered: false }],
    { imageName: 'notebook' },
  ],
  ['no build is remembered, and there is no version', versions(undefined), [], { imageName: 'notebook' }],
  [
    'SageMaker cannot be asked',
    {
      remote: { versions: { isKnown: false, problem: { reason: 'error', error: offline } }, tag: undefined },
    },
    [{ code: 'unknown', about: 'version', reason: 'error', error: offline }],
  ],
  [
    'the session is of another account',
    { remote: { versions: { isKnown: false, problem: { reason: 'otherAccount' } }, tag: undefined } },
    [{ code: 'unknown', about: 'version', reason: 'otherAccount' }],
  ],
  ['the tag is where it was', tag(digestOf('a')), [isThere]],
  [
    'the tag has moved',
    tag(digestOf('b')),
    [isThere, { code: 'tagMoved', tag: '1.0', from: digestOf('a'), to: digestOf('b') }],
  ],
  [
    'the tag is gone',
    tag(undefined),
    [isThere, { code: 'tagMoved', tag: '1.0', from: digestOf('a'), to: undefined }],
  ],
  [
    'ECR cannot be asked',
    {
      remote: {
        ...versions(third).remote!,
        tag: { isKnown: false, problem: { reason: 'error', error: offline } },
      },
    },
    [isThere, { code: 'unknown', about: 'tag', reason: 'error', error: offline }],
  ],
];

describe('What has drifted', () => {
  for (const [title, now, facts, of = built] of rows) {
    it(title, () => {
      assert.deepEqual(driftOf(of, now), facts);
    });
  }
});
