import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Resume } from '../../../src/core/build/record.ts';
import { parseDockerfile } from '../../../src/core/dockerfile.ts';
import type { BuildFrom } from '../../../src/ui/ids.ts';
import { registerLenses } from '../../../src/ui/lenses.ts';
import { ParsedDockerfiles } from '../../../src/ui/parsedDockerfiles.ts';
import { useReplacements } from '../support/useReplacements.ts';
import { fileNamed } from './buildWindow.ts';

describe('The lenses of a Dockerfile whose run was stopped', () => {
  const replace = useReplacements();
  const changed = new vscode.EventEmitter<void>();
  const stateChanged = new vscode.EventEmitter<void>();
  let title: string | undefined;
  let from: Resume['from'] | undefined;
  let provider: vscode.CodeLensProvider;
  let registration: vscode.Disposable;

  beforeEach(() => {
    replace(vscode.languages, {
      registerCodeLensProvider: (_: unknown, registered: vscode.CodeLensProvider) => {
        provider = registered;
        return new vscode.Disposable(() => undefined);
      },
    });
    from = undefined;
    title = undefined;
    registration = registerLenses(
      new ParsedDockerfiles(() => parseDockerfile),
      {
        onDidChange: changed.event,
        resume: (uri) =>
          from && { from, dockerfile: uri.path, imageName: 'notebook', reference: 'team/notebook:1.0' },
      },
      { onDidChange: stateChanged.event, titleOf: () => title },
    );
  });
  afterEach(() => registration.dispose());

  async function commands(document?: vscode.TextDocument): Promise<readonly (vscode.Command | undefined)[]> {
    const shown = document ?? (await vscode.workspace.openTextDocument(fileNamed('Dockerfile')));
    const { token } = new vscode.CancellationTokenSource();
    const lenses = (await provider.provideCodeLenses(shown, token)) ?? [];
    return lenses.map(({ command }) => command);
  }

  const usual = ['Create SageMaker image version', 'Build, push and create image version…'];
  const titles = async (): Promise<unknown> => (await commands()).map((command) => command?.title);

  it('are the usual ones when there is nothing to go on with', async () => {
    assert.deepEqual(await titles(), usual);
  });

  it('go on where it ended', async () => {
    from = 'push';
    assert.deepEqual(await titles(), [...usual, 'Continue from push']);
    from = 'register';
    assert.deepEqual(await titles(), [...usual, 'Continue from register']);
    const command = (await commands()).at(-1);
    assert.equal(command?.command, 'sagemakerImages.version.build');
    const [{ dockerfile, isContinued } = {}] = command.arguments as Partial<BuildFrom>[];
    assert.equal(String(dockerfile), String(fileNamed('Dockerfile')));
    assert.equal(isContinued, true);
  });

  it('are asked for again when that changes', () => {
    let fired = 0;
    provider.onDidChangeCodeLenses?.(() => (fired += 1));
    changed.fire();
    assert.equal(fired, 1);
    stateChanged.fire();
    assert.equal(fired, 2);
  });

  it('begin with the state of its image, where it is tied to one', async () => {
    from = 'push';
    title = 'notebook v1 · CREATED';
    assert.deepEqual(await titles(), [title, ...usual, 'Continue from push']);
    const [command] = await commands();
    assert.equal(command?.command, 'sagemakerImages.dockerfile.showState');
    const [{ dockerfile } = {}] = command.arguments as Partial<BuildFrom>[];
    assert.equal(String(dockerfile), String(fileNamed('Dockerfile')));
    replace(vscode.workspace, { isTrusted: false });
    assert.deepEqual(await titles(), [title, usual[0]]);
  });

  it('build nothing in a workspace that is not trusted', async () => {
    replace(vscode.workspace, { isTrusted: false });
    assert.deepEqual(await titles(), usual.slice(0, 1));
  });

  it('build nothing that is on no disk', async () => {
    from = 'push';
    const document = await vscode.workspace.openTextDocument({ language: 'dockerfile', content: 'FROM a\n' });
    assert.deepEqual(
      (await commands(document)).map((command) => command?.title),
      usual.slice(0, 1),
    );
  });
});
