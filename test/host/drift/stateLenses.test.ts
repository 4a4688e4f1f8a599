import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { StateLenses } from '../../../src/ui/drift/stateLenses.ts';
import { roundTrip } from '../support/roundTrip.ts';
import { useSettings } from '../support/useSettings.ts';
import { dockerfile, fileNamed, showFile } from './driftWindow.ts';

describe('What tells the state of Dockerfiles', () => {
  const set = useSettings();
  let tied: string[];
  let loads: number;
  let fired: number;
  let ties: vscode.EventEmitter<void>;
  let changes: vscode.EventEmitter<void>;
  let lenses: StateLenses;

  beforeEach(() => {
    tied = [dockerfile.toString()];
    loads = 0;
    fired = 0;
    ties = new vscode.EventEmitter();
    changes = new vscode.EventEmitter();
  });
  afterEach(async () => {
    lenses.dispose();
    ties.dispose();
    changes.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  async function begin(): Promise<void> {
    lenses = new StateLenses({
      isTied: (uri) => tied.includes(uri.toString()),
      onDidTie: ties.event,
      load: () => {
        loads += 1;
        return { onDidChange: changes.event, titleOf: (uri) => `of ${uri.path.split('/').at(-1)}` };
      },
    });
    lenses.onDidChange(() => (fired += 1));
    await roundTrip();
  }

  it('is not loaded before a Dockerfile is seen that is tied to an image', async () => {
    await begin();
    await showFile(fileNamed('Dockerfile.untied'));
    await roundTrip();
    assert.equal(loads, 0);
    assert.equal(lenses.titleOf(dockerfile), undefined);
    await showFile();
    await roundTrip();
    assert.equal(loads, 1);
    assert.equal(fired, 1);
    assert.equal(lenses.titleOf(dockerfile), 'of Dockerfile');
  });

  it('is loaded for one that is seen already, once, and tells of its changes', async () => {
    await showFile();
    await begin();
    await showFile(fileNamed('Dockerfile.untied'));
    await showFile();
    await roundTrip();
    assert.equal(loads, 1);
    fired = 0;
    changes.fire();
    assert.equal(fired, 1);
  });

  it('is loaded when one that is seen is tied', async () => {
    tied = [];
    await showFile();
    await begin();
    assert.equal(loads, 0);
    tied = [dockerfile.toString()];
    ties.fire();
    await roundTrip();
    assert.equal(loads, 1);
  });

  it('is not loaded where lenses are turned off', async () => {
    await set('user', 'codeLens.enabled', false);
    await showFile();
    await begin();
    assert.equal(loads, 0);
    await set('user', 'codeLens.enabled', true);
    await roundTrip();
    assert.equal(loads, 1);
  });
});
