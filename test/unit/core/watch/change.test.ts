import assert from 'node:assert/strict';
import {
  accountOfChange,
  ageOf,
  parsePending,
  subjectOf,
  type Change,
  type PendingChange,
} from '../../../../src/core/watch/change.ts';
import { account, anImage, arnOfVersion, region } from '../../../support/builders.ts';

const ref = { imageName: 'notebook', number: 1, arn: arnOfVersion({ imageName: 'notebook', number: 1 }) };
const image = { imageName: 'notebook', arn: anImage().arn };
const all: readonly Change[] = [
  { kind: 'createVersion', ref, aliases: ['stable'] },
  { kind: 'deleteVersion', ref },
  { kind: 'createImage', ...image },
  { kind: 'updateImage', ...image },
  { kind: 'deleteImage', ...image },
];

function pending(
  change: Change,
  choice: PendingChange['choice'] = { profile: 'default', region },
): PendingChange {
  return { id: 'a', change, choice, began: '2026-01-02T03:04:05.000Z' };
}

describe('A pending change', () => {
  for (const change of all) {
    it(`is read as it was written: ${change.kind}`, () => {
      assert.deepEqual(parsePending(JSON.stringify(pending(change))), pending(change));
    });

    it(`knows its account: ${change.kind}`, () => {
      assert.equal(accountOfChange(change), account);
    });
  }

  const good = JSON.stringify(pending({ kind: 'deleteVersion', ref }));
  for (const [what, text] of [
    ['nothing', ''],
    ['half of one', good.slice(0, 40)],
    ['null', 'null'],
    ['a list', '[]'],
    ['one without a time', good.replace('2026-01-02T03', 'soon')],
    ['one without an id', good.replace('"id"', '"di"')],
    ['one of a kind of another release', good.replace('deleteVersion', 'deleteDomain')],
    ['a version without a number', good.replace('"number":1', '"number":"1"')],
    ['an image without a name', good.replace('deleteVersion', 'deleteImage')],
    ['a creation without aliases', good.replace('deleteVersion', 'createVersion')],
    ['one without a session', good.replace('"choice"', '"session"')],
  ] as const) {
    it(`is not ${what}`, () => {
      assert.equal(parsePending(text), undefined);
    });
  }

  it('has the subject of another change of the same thing', () => {
    const [create, remove, createImage, updateImage] = all.map((change) => subjectOf(pending(change)));
    assert.equal(create, remove);
    assert.equal(createImage, updateImage);
    assert.notEqual(create, createImage);
  });

  it('has another subject in another account, or another region', () => {
    const change: Change = { kind: 'deleteVersion', ref };
    const subjects = [
      { profile: 'default', region, expectedAccount: account },
      { profile: 'default', region, expectedAccount: '999999999999' },
      { profile: 'default', region: 'eu-west-1', expectedAccount: account },
      { profile: 'default', region },
    ].map((choice) => subjectOf(pending(change, choice)));
    assert.equal(new Set(subjects).size, subjects.length);
    const ofOther = subjectOf(pending(change, { profile: 'other', region, expectedAccount: account }));
    assert.equal(ofOther, subjects[0], 'whatever the profile is called');
  });

  it('grows older', () => {
    const later = new Date('2026-01-02T03:04:06.000Z');
    assert.equal(ageOf(pending({ kind: 'deleteVersion', ref }), later), 1_000);
  });
});
