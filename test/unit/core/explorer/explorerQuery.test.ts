import assert from 'node:assert/strict';
import {
  hasStatus,
  isFiltered,
  namePart,
  namePartProblem,
  readQuery,
  usualQuery,
  withFilter,
} from '../../../../src/core/explorer/explorerQuery.ts';
import { sagemakerOperations } from '../../../emulator/sagemakerConstraints.ts';
import { anImage } from '../../../support/builders.ts';

describe('the explorer’s query', () => {
  it('shows all images by name at first', () => {
    assert.equal(usualQuery.sortBy, 'name');
    assert.equal(isFiltered(usualQuery), false);
    assert.equal(hasStatus(usualQuery, anImage({ status: 'HIBERNATING' })), true);
  });

  it('looks for a part of the name, and for none when that is empty', () => {
    assert.deepEqual(withFilter(usualQuery, ' note ', []), {
      sortBy: 'name',
      statuses: [],
      nameContains: 'note',
    });
    assert.deepEqual(withFilter({ ...usualQuery, nameContains: 'note' }, ' ', []), usualQuery);
  });

  it('shows images in any of its statuses', () => {
    const query = withFilter(usualQuery, '', ['CREATING', 'CREATE_FAILED']);
    assert.equal(isFiltered(query), true);
    assert.equal(hasStatus(query, anImage({ status: 'CREATING' })), true);
    assert.equal(hasStatus(query, anImage({ status: 'CREATED' })), false);
  });

  it('takes the parts of names that SageMaker takes', () => {
    const part = sagemakerOperations.ListImages.input.optional.NameContains;
    assert.deepEqual({ max: part.max, pattern: part.pattern }, namePart);
    assert.equal(namePartProblem(''), undefined);
    assert.equal(namePartProblem('-note.1'), undefined);
    assert.equal(namePartProblem('note book'), 'pattern');
    assert.equal(namePartProblem('note_book'), 'pattern');
    assert.equal(namePartProblem('a'.repeat(63)), undefined);
    assert.equal(namePartProblem('a'.repeat(64)), 'tooLong');
  });

  it('is read as it was kept', () => {
    const query = withFilter({ sortBy: 'modified', statuses: [] }, 'note', ['CREATING']);
    assert.deepEqual(readQuery(JSON.parse(JSON.stringify(query))), query);
  });

  it('is not read from what is none', () => {
    for (const kept of [undefined, null, 'name', {}, { sortBy: 'size', statuses: [] }, { sortBy: 'name' }]) {
      assert.equal(readQuery(kept), undefined);
    }
    const partly = { sortBy: 'name', statuses: ['CREATED', 5], nameContains: 'no spaces' };
    assert.deepEqual(readQuery(partly), { sortBy: 'name', statuses: ['CREATED'] });
  });
});
