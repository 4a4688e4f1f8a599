/** Which images the sidebar shows, and in which order. */
import assert from 'node:assert/strict';
import { anImage } from '../../support/builders.ts';
import { InMemoryImageStore } from '../../support/inMemoryImageStore.ts';
import { aSession } from '../../support/inMemorySession.ts';
import { eventually } from '../support/eventually.ts';
import { keys } from '../support/quickInput.ts';
import { roundTrip } from '../support/roundTrip.ts';
import { queryText } from '../../../src/ui/explorer/queryTexts.ts';
import { descriptionOf, hideSideBar, labelsOf, statesDuring, useExplorer } from './useExplorer.ts';

describe('The explorer’s filter and order', () => {
  const anExplorer = useExplorer();
  let images: InMemoryImageStore;
  beforeEach(() => {
    images = new InMemoryImageStore()
      .add(anImage({ name: 'a-training', createdAt: day(2), modifiedAt: day(9), status: 'CREATE_FAILED' }))
      .add(anImage({ name: 'b-notebook', createdAt: day(3), modifiedAt: day(8) }))
      .add(anImage({ name: 'c-notebook', createdAt: day(1), modifiedAt: day(7), status: 'CREATE_FAILED' }));
  });
  afterEach(keys.escape);
  after(hideSideBar);

  it('is asked for, used and kept', async () => {
    const { explorer, memory } = anExplorer(() => aSession({ images }));
    assert.equal((await explorer.getChildren()).length, 3);
    const sorting = explorer.sort();
    await keys.down();
    await keys.enter();
    await sorting;
    assert.deepEqual(labelsOf(explorer, await explorer.getChildren()), [
      'b-notebook',
      'a-training',
      'c-notebook',
    ]);
    assert.deepEqual(memory.explorerQuery(), { sortBy: 'created', statuses: [] });
    assert.deepEqual(images.calls.to('listImages').at(-1), [{ sortBy: 'created', statuses: [] }]);

    const { explorer: next } = anExplorer(() => aSession({ images }), { memory });
    assert.equal(labelsOf(next, await next.getChildren())[0], 'b-notebook');
  });

  it('keeps the former answers when nothing is changed, and stays when it is cancelled', async () => {
    const { memory } = anExplorer();
    const query = { sortBy: 'name' as const, nameContains: 'note', statuses: ['CREATE_FAILED'] };
    await memory.keepExplorerQuery(query);
    const { explorer: filtered } = anExplorer(() => aSession({ images }), { memory });
    const filtering = filtered.filter();
    await keys.enter();
    await keys.enter();
    await filtering;
    assert.deepEqual(memory.explorerQuery(), query);
    assert.deepEqual(labelsOf(filtered, await filtered.getChildren()), ['c-notebook']);

    const cancelled = filtered.filter();
    await keys.escape();
    await cancelled;
    assert.deepEqual(memory.explorerQuery(), query);
  });

  it('asks SageMaker for the name, and looks at the status itself', async () => {
    const { memory } = anExplorer();
    await memory.keepExplorerQuery({ sortBy: 'name', nameContains: 'NOTE', statuses: [] });
    const { explorer } = anExplorer(() => aSession({ images }), { memory });
    assert.deepEqual(labelsOf(explorer, await explorer.getChildren()), ['b-notebook', 'c-notebook']);
    const [query] = images.calls.to('listImages')[0] ?? [];
    assert.equal((query as { nameContains?: string }).nameContains, 'NOTE');
  });

  it('finds what is on the last page only', async () => {
    images.pageSize = 1;
    const { memory } = anExplorer();
    await memory.keepExplorerQuery({ sortBy: 'name', nameContains: 'c-', statuses: ['CREATE_FAILED'] });
    const { explorer } = anExplorer(() => aSession({ images }), { memory });
    assert.deepEqual(labelsOf(explorer, await explorer.getChildren()), ['c-notebook']);
  });

  it('does not say that the account is empty when nothing matches', async () => {
    const { memory } = anExplorer();
    await memory.keepExplorerQuery({ sortBy: 'name', nameContains: 'zzz', statuses: [] });
    const { explorer } = anExplorer(() => aSession({ images }), { memory });
    const states = await statesDuring(async () => assert.deepEqual(await explorer.getChildren(), []));
    assert.deepEqual(states, ['loading', 'images']);
  });

  it('says the age of what it sorts by', async () => {
    const { memory } = anExplorer();
    await memory.keepExplorerQuery({ sortBy: 'modified', statuses: [] });
    const { explorer } = anExplorer(() => aSession({ images }), { memory });
    const [first] = await explorer.getChildren();
    assert.match(descriptionOf(explorer, first), /modified /);
  });

  it('gives way to what somebody asks to see', async () => {
    const { memory } = anExplorer();
    await memory.keepExplorerQuery({ sortBy: 'name', nameContains: 'training', statuses: [] });
    const { explorer } = anExplorer(() => aSession({ images }), { memory });
    await explorer.show({ imageName: 'c-notebook', number: 1, arn: '' });
    await roundTrip();
    await eventually(() => memory.explorerQuery()?.nameContains === undefined, 'the filter is off');
    assert.equal((await explorer.getChildren()).length, 3);
  });

  it('is said in the title', () => {
    assert.equal(queryText({ sortBy: 'name', statuses: [] }), '');
    assert.equal(
      queryText({ sortBy: 'created', nameContains: 'note', statuses: ['CREATING', 'CREATE_FAILED'] }),
      'name contains "note" · creating, creation failed · newest first',
    );
  });
});

function day(number: number): Date {
  return new Date(Date.UTC(2026, 0, number));
}
