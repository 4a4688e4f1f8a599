/** The bundle that is shipped, in a real extension host. */
import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import manifest from '../../../package.json' with { type: 'json' };

describe('The extension', () => {
  const extension = vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`);

  it('is known to VS Code and activates', async () => {
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers every command of its manifest', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.filter(({ command }) => !registered.has(command));
    assert.deepEqual(missing, []);
  });
});
