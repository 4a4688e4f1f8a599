import assert from 'node:assert/strict';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileMemento } from '../../../src/ui/fileMemento.ts';
import { useFolder } from '../support/useFolder.ts';

describe('What is remembered', () => {
  const folder = useFolder();
  const file = (): string => join(folder(), 'not', 'there', 'yet', 'memory.json');
  const aMemento = (): FileMemento => new FileMemento(file(), (error) => assert.ifError(error));

  it('is there for the next window as soon as it is kept', async () => {
    await aMemento().update('draft', { aliases: ['a'], horovod: null });
    const next = aMemento();
    assert.deepEqual(next.get('draft'), { aliases: ['a'], horovod: null });
    assert.deepEqual(next.keys(), ['draft']);
  });

  it('is the default where nothing is kept', () => {
    assert.equal(aMemento().get('draft'), undefined);
    assert.deepEqual(aMemento().get('pending', []), []);
  });

  it('can be forgotten', async () => {
    const memento = aMemento();
    await memento.update('draft', 1);
    await memento.update('draft', undefined);
    assert.equal(memento.get('draft'), undefined);
    assert.deepEqual(aMemento().keys(), []);
  });

  it('is all kept when much is kept at once', async () => {
    const memento = aMemento();
    const keys = Array.from({ length: 20 }, (_, index) => `key ${index}`);
    await Promise.all(keys.map((key) => memento.update(key, key)));
    assert.deepEqual(aMemento().keys(), keys);
  });

  it('is all kept when two windows keep something at once', async () => {
    const windows = [aMemento(), aMemento()];
    await Promise.all(windows.map((memento, index) => memento.update(`window ${index}`, index)));
    await windows[0]?.update('later', true);
    const kept = aMemento();
    assert.equal(kept.get('later'), true);
    assert.ok(kept.keys().length >= 2);
  });

  it('is kept for this window when it cannot be written', async () => {
    const failures: unknown[] = [];
    writeFileSync(join(folder(), 'not'), 'a file where a folder should be');
    const memento = new FileMemento(file(), (error) => failures.push(error));
    await memento.update('draft', 1);
    assert.equal(memento.get('draft'), 1);
    assert.equal(failures.length, 1);
    await memento.update('draft', 2);
    assert.equal(failures.length, 2);
  });

  it('is for nobody else to read, and leaves nothing beside it', async () => {
    await aMemento().update('draft', 1);
    assert.equal(statSync(file()).mode & 0o077, 0);
    assert.deepEqual(readdirSync(join(file(), '..')), ['memory.json']);
  });

  for (const broken of ['', '{"draft":', 'null', '[]', '"text"']) {
    it(`is nothing when it cannot be read: ${broken}`, async () => {
      await aMemento().update('draft', 1);
      writeFileSync(file(), broken);
      const memento = aMemento();
      assert.equal(memento.get('draft'), undefined);
      await memento.update('draft', 2);
      assert.equal(aMemento().get('draft'), 2);
    });
  }
});
