import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { isSaved } from '../../../src/ui/build/readDockerfile.ts';
import { roundTrip } from '../support/roundTrip.ts';

/** @param answers what each attempt to save it says, and whether it is dirty then. */
function aDocument(...answers: readonly (readonly [saved: boolean, dirty: boolean])[]): {
  readonly document: Parameters<typeof isSaved>[0];
  readonly count: () => number;
} {
  let count = 0;
  const document = {
    isDirty: true,
    save: () => {
      const [saved = false, dirty = true] = answers[count] ?? [];
      count += 1;
      document.isDirty = dirty;
      return Promise.resolve(saved);
    },
  };
  return { document, count: () => count };
}

describe('A Dockerfile that is saved before it is built', () => {
  it('is saved once', async () => {
    const { document, count } = aDocument([true, false]);
    assert.equal(await isSaved(document), true);
    assert.equal(count(), 1);
  });

  it('is saved again when it was typed on meanwhile', async () => {
    const { document } = aDocument([false, true], [true, false]);
    assert.equal(await isSaved(document), true);
  });

  it('is what VS Code has saved by itself', async () => {
    const { document, count } = aDocument([false, false]);
    assert.equal(await isSaved(document), true);
    assert.equal(count(), 1);
  });

  it('is not built when it cannot be saved', async () => {
    const { document, count } = aDocument([false, true], [false, true]);
    assert.equal(await isSaved(document, 10), false);
    assert.equal(count(), 3);
  });

  it('is waited for where VS Code is about to save it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dockerfile-'));
    const file = vscode.Uri.file(join(folder, 'Dockerfile'));
    await vscode.workspace.fs.writeFile(file, Buffer.from('FROM scratch\n'));
    const document = await vscode.workspace.openTextDocument(file);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(file, new vscode.Position(1, 0), 'USER 1000\n');
    await vscode.workspace.applyEdit(edit);

    const { promise: isDone, resolve: done } = Promise.withResolvers<void>();
    const { promise: isAsked, resolve: ask } = Promise.withResolvers<void>();
    const participant = vscode.workspace.onWillSaveTextDocument((event) => {
      ask();
      event.waitUntil(isDone);
    });
    try {
      const ownSave = document.save();
      await isAsked;
      const saved = isSaved(document);
      // Time for VS Code to refuse it, as often as it is asked.
      for (let asked = 0; asked < 3; asked += 1) await roundTrip();
      done();
      assert.deepEqual(await Promise.all([saved, ownSave]), [true, true]);
      assert.equal(await readFile(file.fsPath, 'utf8'), 'FROM scratch\nUSER 1000\n');
    } finally {
      participant.dispose();
      await rm(folder, { recursive: true });
    }
  });
});
