import assert from 'node:assert/strict';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PendingChange } from '../../../src/core/watch/change.ts';
import { PendingChanges } from '../../../src/ui/watcher/pendingChanges.ts';
import { anImage, region } from '../../support/builders.ts';
import { useFolder } from '../support/useFolder.ts';

function aChange(id: string): PendingChange {
  return {
    id,
    change: { kind: 'deleteImage', imageName: 'notebook', arn: anImage().arn },
    choice: { profile: 'default', region },
    began: '2026-01-02T03:04:05.000Z',
  };
}

describe('The pending changes', () => {
  const folder = useFolder();
  const inFolder = (): string => join(folder(), 'pending');
  const aWindow = (): PendingChanges => new PendingChanges(inFolder(), (error) => assert.ifError(error));

  it('are none where there is no folder', async () => {
    assert.deepEqual(await aWindow().list(), []);
    assert.equal(await aWindow().has(aChange('a')), false);
    assert.equal(await aWindow().take(aChange('a')), false);
  });

  it('are there for every window as soon as they are added', async () => {
    await aWindow().add(aChange('a'));
    assert.deepEqual(await aWindow().list(), [aChange('a')]);
    assert.equal(await aWindow().has(aChange('a')), true);
  });

  it('are all kept when many windows add some at once', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `change-${index}`).toSorted();
    await Promise.all(ids.map((id) => aWindow().add(aChange(id))));
    const kept = await aWindow().list();
    assert.deepEqual(kept.map(({ id }) => id).toSorted(), ids);
  });

  it('are taken away in one window, of all that try', async () => {
    for (let time = 0; time < 20; time += 1) {
      await aWindow().add(aChange('a'));
      const taken = await Promise.all(Array.from({ length: 8 }, () => aWindow().take(aChange('a'))));
      assert.equal(taken.filter(Boolean).length, 1);
      assert.equal(await aWindow().has(aChange('a')), false);
    }
    assert.deepEqual(readdirSync(inFolder()), []);
  });

  it('are for nobody else to read, and leave nothing beside them', async () => {
    await aWindow().add(aChange('a'));
    assert.deepEqual(readdirSync(inFolder()), ['a.json']);
    assert.equal(statSync(join(inFolder(), 'a.json')).mode & 0o077, 0);
  });

  it('are those that can be read', async () => {
    await aWindow().add(aChange('a'));
    const text = JSON.stringify(aChange('b'));
    for (const [name, broken] of [
      ['empty.json', ''],
      ['half.json', text.slice(0, 20)],
      ['other.json', '[]'],
      ['b.tmp', text],
      ['another-name.json', text],
    ] as const) {
      writeFileSync(join(inFolder(), name), broken);
    }
    assert.deepEqual(await aWindow().list(), [aChange('a')]);
  });

  it('are kept for this window when they cannot be written', async () => {
    const failures: unknown[] = [];
    writeFileSync(inFolder(), 'a file where a folder should be');
    const window = new PendingChanges(inFolder(), (error) => failures.push(error));
    await window.add(aChange('a'));
    assert.equal(failures.length, 1);
    assert.equal(await window.has(aChange('a')), true);
    assert.deepEqual(await window.list(), [aChange('a')]);
    assert.equal(await window.take(aChange('a')), true);
    assert.equal(await window.take(aChange('a')), false);
  });
});
