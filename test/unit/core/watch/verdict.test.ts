import assert from 'node:assert/strict';
import type { Change } from '../../../../src/core/watch/change.ts';
import { judge, type Described, type Verdict } from '../../../../src/core/watch/verdict.ts';
import { anImage, arnOfVersion } from '../../../support/builders.ts';

const began = new Date('2026-01-01T12:00:00.000Z');
const before = new Date('2026-01-01T11:00:00.000Z');
const after = new Date('2026-01-01T12:05:00.000Z');
const ref = { imageName: 'notebook', number: 1, arn: arnOfVersion({ imageName: 'notebook', number: 1 }) };
const image = { imageName: 'notebook', arn: anImage().arn };

const changes: Readonly<Record<Change['kind'], Change>> = {
  createVersion: { kind: 'createVersion', ref, aliases: [] },
  deleteVersion: { kind: 'deleteVersion', ref },
  createImage: { kind: 'createImage', ...image },
  updateImage: { kind: 'updateImage', ...image },
  deleteImage: { kind: 'deleteImage', ...image },
};

const described = (status: string, createdAt = before): Described => ({
  status,
  createdAt,
  failureReason: 'Because.',
});

describe('A look at a change', () => {
  const kinds = Object.keys(changes) as Change['kind'][];
  const table: Readonly<Record<string, readonly Verdict['kind'][]>> = {
    //                createVersion  deleteVersion  createImage  updateImage  deleteImage
    CREATING: ['pending', 'pending', 'pending', 'gone', 'pending'],
    CREATED: ['done', 'pending', 'done', 'done', 'pending'],
    CREATE_FAILED: ['failed', 'pending', 'failed', 'gone', 'pending'],
    UPDATING: ['done', 'pending', 'done', 'pending', 'pending'],
    UPDATE_FAILED: ['done', 'pending', 'done', 'failed', 'pending'],
    DELETING: ['gone', 'pending', 'gone', 'gone', 'pending'],
    DELETE_FAILED: ['gone', 'failed', 'gone', 'gone', 'failed'],
    ADDED_LATER: ['pending', 'pending', 'pending', 'pending', 'pending'],
  };
  for (const [status, verdicts] of Object.entries(table)) {
    kinds.forEach((kind, index) => {
      it(`of kind ${kind} that finds ${status} means ${verdicts[index]}`, () => {
        assert.equal(judge(changes[kind], began, described(status)).kind, verdicts[index]);
      });
    });
  }

  for (const kind of kinds) {
    it(`of kind ${kind} that finds nothing`, () => {
      const isDeletion = kind.startsWith('delete');
      assert.deepEqual(judge(changes[kind], began, undefined), { kind: isDeletion ? 'done' : 'gone' });
    });
  }

  it('has SageMaker’s reason, if there is one', () => {
    const { createVersion } = changes;
    assert.deepEqual(judge(createVersion, began, described('CREATE_FAILED')), {
      kind: 'failed',
      reason: 'Because.',
    });
    assert.deepEqual(judge(createVersion, began, { status: 'CREATE_FAILED', createdAt: before }), {
      kind: 'failed',
      reason: undefined,
    });
  });

  for (const status of ['CREATING', 'CREATED', 'CREATE_FAILED', 'UPDATING']) {
    it(`finds what was deleted replaced when it is ${status} and younger than its deletion`, () => {
      assert.equal(judge(changes.deleteImage, began, described(status, after)).kind, 'done');
      assert.equal(judge(changes.deleteVersion, began, described(status, after)).kind, 'done');
    });
  }

  it('does not trust the clocks while it is being deleted', () => {
    assert.equal(judge(changes.deleteImage, began, described('DELETING', after)).kind, 'pending');
  });
});
