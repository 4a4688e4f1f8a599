import assert from 'node:assert/strict';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileMemento } from '../../../src/ui/fileMemento.ts';
import { useFolder } from '../support/useFolder.ts';

describe('What is remembered', () => {
  const folder = useFolder();
  const file = (): string => join(folder(), 'not', 'there', 'yet', 'memory.json');

  it('is there for the next window as soon as it is kept', async () => {
    await new FileMemento(file()).update('draft', { aliases: ['a'], horovod: null });
    const next = new FileMemento(file());
    assert.deepEqual(next.get('draft'), { aliases: ['a'], horovod: null });
    assert.deepEqual(next.keys(), ['draft']);
  });

  it('is the default where nothing is kept', () => {
    assert.equal(new FileMemento(file()).get('draft'), undefined);
    assert.deepEqual(new FileMemento(file()).get('pending', []), []);
  });

  it('can be forgotten', async () => {
    const memento = new FileMemento(file());
    await memento.update('draft', 1);
    await memento.update('draft', undefined);
    assert.equal(memento.get('draft'), undefined);
    assert.deepEqual(new FileMemento(file()).keys(), []);
  });

  it('is all kept when much is kept at once', async () => {
    const memento = new FileMemento(file());
    const keys = Array.from({ length: 20 }, (_, index) => `key ${index}`);
    await Promise.all(keys.map((key) => memento.update(key, key)));
    assert.deepEqual(new FileMemento(file()).keys(), keys);
  });

  it('is all kept when two windows keep something at once', async () => {
    const windows = [new FileMemento(file()), new FileMemento(file())];
    await Promise.all(windows.map((memento, index) => memento.update(`window ${index}`, index)));
    await windows[0]?.update('later', true);
    const kept = new FileMemento(file());
    assert.equal(kept.get('later'), true);
    assert.ok(kept.keys().length >= 2);
  });

  it('is for nobody else to read, and leaves nothing beside it', async () => {
    await new FileMemento(file()).update('draft', 1);
    assert.equal(statSync(file()).mode & 0o077, 0);
    assert.deepEqual(readdirSync(join(file(), '..')), ['memory.json']);
  });

  for (const broken of ['', '{"draft":', 'null', '[]', '"text"']) {
    it(`is nothing when it cannot be read: ${broken}`, async () => {
      await new FileMemento(file()).update('draft', 1);
      writeFileSync(file(), broken);
      const memento = new FileMemento(file());
      assert.equal(memento.get('draft'), undefined);
      await memento.update('draft', 2);
      assert.equal(new FileMemento(file()).get('draft'), 2);
    });
  }
});
