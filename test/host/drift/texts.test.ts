import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Built } from '../../../src/core/drift/built.ts';
import type { DriftFact } from '../../../src/core/drift/driftOf.ts';
import { factText, notReadText } from '../../../src/ui/drift/factTexts.ts';
import { stateTitle } from '../../../src/ui/drift/stateTexts.ts';
import { digestOf, host } from '../../support/builders.ts';
import { useReplacements } from '../support/useReplacements.ts';

const now = new Date('2026-01-02T05:04:05.000Z');
const createdAt = new Date('2026-01-02T03:04:05.000Z');
const built: Built = {
  imageName: 'notebook',
  number: 12,
  accountId: '123456789012',
  repository: `${host}/team/notebook`,
  tag: '1.0',
  digest: digestOf('a'),
};
const fact: DriftFact = { code: 'built', number: 12, status: 'CREATED', createdAt, isRemembered: true };

describe('The lens of a state', () => {
  const titles: Readonly<Record<string, readonly DriftFact[] | undefined>> = {
    'notebook v12': undefined,
    'notebook v12 · CREATED · 2 hours ago': [fact],
    'notebook v12 · CREATING · 2 hours ago': [{ ...fact, status: 'CREATING' }],
    'notebook v12 · REVIVING · 2 hours ago': [{ ...fact, status: 'REVIVING' }],
    'notebook v12 · creation failed · 2 hours ago': [
      { ...fact, status: 'CREATE_FAILED' },
      { code: 'failed', number: 12, status: 'CREATE_FAILED', reason: 'why' },
    ],
    'notebook v12 · CREATED · 2 hours ago · v13 is newer · Dockerfile changed · files changed': [
      fact,
      { code: 'newerVersion', number: 13, status: 'CREATED', createdAt },
      { code: 'dockerfileChanged' },
      { code: 'contextChanged' },
    ],
    'notebook v12 · CREATED · 2 hours ago · tag "1.0" moved': [
      fact,
      { code: 'tagMoved', tag: '1.0', from: digestOf('a'), to: digestOf('b') },
    ],
    'notebook v12 · CREATED · 2 hours ago · tag "1.0" is gone': [
      fact,
      { code: 'tagMoved', tag: '1.0', from: digestOf('a'), to: undefined },
    ],
    'notebook · v12 is gone': [{ code: 'versionGone', number: 12 }],
  };
  for (const [title, facts] of Object.entries(titles)) {
    it(`can be: ${title}`, () => assert.equal(stateTitle(built, facts, now), title));
  }

  it('has no number where none is known, and no word of what is not known', () => {
    const unknown: DriftFact = { code: 'unknown', about: 'tag', reason: 'otherAccount' };
    assert.equal(stateTitle({ imageName: 'notebook' }, [unknown], now), 'notebook');
  });
});

describe('The details of a state', () => {
  const replace = useReplacements();

  it('say which version it is, of what, since when', () => {
    assert.match(
      text(fact),
      /^Version 12 of image "notebook" is CREATED\. Created 2 hours ago \(.+\), of team\/notebook:1\.0\.$/,
    );
    assert.match(text(fact, { imageName: 'notebook', number: 12 }), /Created 2 hours ago \([^)]+\)\.$/);
    const pinned = { imageName: 'notebook', repository: `${host}/team/notebook`, digest: digestOf('a') };
    assert.match(text(fact, pinned), /of team\/notebook@sha256:a{12}\.$/);
    assert.match(
      text({ ...fact, isRemembered: false }),
      /whether it was made of this Dockerfile is not known/,
    );
  });

  it('say what has changed', () => {
    const moved = { code: 'tagMoved', tag: '1.0', from: digestOf('a') } as const;
    const facts: readonly (readonly [DriftFact, RegExp])[] = [
      [{ code: 'dockerfileChanged' }, /^The Dockerfile has changed since it was built\. /],
      [{ code: 'contextChanged' }, /^Files that the build can copy have changed since it was built\. /],
      [
        { ...moved, to: digestOf('b') },
        /stands for another container image now\. It is sha256:b{12} now, and the version is of sha256:a{12}\.$/,
      ],
      [
        { ...moved, to: undefined },
        /^Tag "1\.0" is gone from ECR repository "team\/notebook"\. .*sha256:a{12}/,
      ],
      [
        { code: 'newerVersion', number: 13, status: 'CREATED', createdAt },
        /^Version 13 is newer\. It is CREATED, created 2 hours ago/,
      ],
      [{ code: 'versionGone', number: 12 }, /^Version 12 is not there any more\. .*"notebook"/],
      [
        { code: 'failed', number: 12, status: 'CREATE_FAILED', reason: 'why $ me' },
        /^Version 12 could not be created\. SageMaker says: why \$ me$/,
      ],
      [
        { code: 'failed', number: 12, status: 'DELETE_FAILED', reason: undefined },
        /^Version 12 could not be deleted\. SageMaker says: nothing more$/,
      ],
    ];
    for (const [of, expected] of facts) assert.match(text(of), expected);
  });

  it('say what is not known, and why', () => {
    const unknown = { code: 'unknown', error: 'no' } as const;
    const facts: readonly (readonly [DriftFact, string])[] = [
      [
        { ...unknown, about: 'dockerfile', reason: 'notRemembered' },
        'Whether the Dockerfile has changed is not known. What it was built of is remembered from the next build on.',
      ],
      [
        { ...unknown, about: 'context', reason: 'tooLarge' },
        'Whether files that the build can copy have changed is not known. There are too many files to compare, or too large ones: name what is not needed in .dockerignore.',
      ],
      [
        { ...unknown, about: 'context', reason: 'ignoreFile' },
        'Whether files that the build can copy have changed is not known. .dockerignore has a line that no engine understands: put it right.',
      ],
      [
        { ...unknown, about: 'context', reason: 'unreadable' },
        'Whether files that the build can copy have changed is not known. Not everything can be read.',
      ],
      [
        { ...unknown, about: 'version', reason: 'otherRegion' },
        'How the version is now is not known. It is in us-east-1, and the session in eu-west-1: switch the region.',
      ],
      [
        { ...unknown, about: 'version', reason: 'otherAccount' },
        'How the version is now is not known. It is in account 123456789012: switch to a profile of that account.',
      ],
      [{ ...unknown, about: 'tag', reason: 'error' }, 'What the tag stands for now is not known. reason: no'],
    ];
    for (const [of, expected] of facts) assert.equal(text(of), expected);
  });

  it('say why files are not read', () => {
    const remembered = { ...built, sources: { dockerfile: 'hash' } };
    assert.match(notReadText(built).detail ?? '', /^What it was built of is remembered from/);
    assert.equal(notReadText(remembered).detail, 'They are on no disk of this machine.');
    replace(vscode.workspace, { isTrusted: false });
    assert.match(notReadText(remembered).detail ?? '', /trust it to compare them\.$/);
  });
});

function text(of: DriftFact, than = built): string {
  const { label, detail } = factText(of, { built: than, now, region: 'eu-west-1', reasonOf });
  return `${label}. ${detail}`;
}

function reasonOf(error: unknown): string {
  return `reason: ${String(error)}`;
}
