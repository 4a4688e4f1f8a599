/** The checks of the extension itself, seen as VS Code's Problems view and editor do. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually.ts';
import { useReplacements } from '../support/useReplacements.ts';
import { useSettings } from '../support/useSettings.ts';
import { VirtualFiles } from '../support/virtualFiles.ts';

const command = 'sagemakerImages.dockerfile.chooseTarget';
const wrongText = '# sagemaker-images: target=jupyterlab\nFROM python:3.12\n';

describe('The checks of a Dockerfile', () => {
  const set = useSettings();
  const replace = useReplacements();
  const registered: VirtualFiles[] = [];
  const virtual = (...settings: ConstructorParameters<typeof VirtualFiles>): VirtualFiles => {
    const files = new VirtualFiles(...settings);
    registered.push(files);
    return files;
  };
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const files of registered.splice(0)) files.dispose();
  });

  it('show problems with a rule, a page and a place once a Dockerfile is seen', async () => {
    const document = await showFile('Dockerfile');
    const [problem, ...others] = await problemsOf(document, 1);
    assert.deepEqual(others, []);
    assert.equal(problem?.source, 'SageMaker Images');
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(document.getText(problem.range), 'root');
    assert.match(
      problem.message,
      /^The image runs as root, and Studio expects user 1000: end with "USER 1000"\.$/,
    );
    const { value, target } = problem.code as { value: string; target: vscode.Uri };
    assert.equal(value, 'user-id');
    assert.match(target.toString(true), /\/docs\/dockerfile-rules\.md#user-id$/);
  });

  it('say nothing of a Dockerfile that says nothing of SageMaker', async () => {
    await problemsOf(await showFile('Dockerfile'), 1);
    assert.deepEqual(vscode.languages.getDiagnostics((await showFile('Dockerfile.web')).uri), []);
  });

  it('follow what is typed', async () => {
    const document = await showText('# sagemaker-images: target=code-editor\nFROM python:3.12\nUSER 1000\n');
    await problemsOf(document, 0);
    await replaceIn(document, 'USER 1000', 'USER 1001');
    await problemsOf(document, 1);
    await replaceIn(document, 'USER 1001', 'USER 1000');
    await problemsOf(document, 0);
  });

  it('offer a fix that puts it right', async () => {
    const document = await showFile('Dockerfile');
    await problemsOf(document, 1);
    await applyAction(document, 'USER root', 'Add "USER 1000"');
    assert.match(document.getText(), /install -y graphviz\r?\nUSER 1000\r?\n/);
    await problemsOf(document, 0);
  });

  it('are silenced by a comment, which a fix writes', async () => {
    for (const title of ['Ignore "user-id" here', 'Ignore "user-id" in this file']) {
      const document = await showFile('Dockerfile');
      await problemsOf(document, 1);
      await applyAction(document, 'USER root', title);
      assert.match(document.getText(), /# sagemaker-images: ignore(?:-file)?=user-id/);
      await problemsOf(document, 0);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });

  it('are as bad as the setting says', async () => {
    const document = await showFile('Dockerfile');
    await problemsOf(document, 1);
    await set('workspace', 'dockerfile.rules', { 'user-id': 'error', nonsense: 3 });
    await eventually(
      () => vscode.languages.getDiagnostics(document.uri)[0]?.severity === vscode.DiagnosticSeverity.Error,
      'an error',
    );
    await set('workspace', 'dockerfile.rules', { 'user-id': 'off' });
    await problemsOf(document, 0);
  });

  it('are made for what the setting says, where the Dockerfile does not', async () => {
    const document = await showFile('Dockerfile.web');
    await set('workspace', 'dockerfile.target', 'jupyterlab');
    await problemsOf(document, 2);
    await set('workspace', 'dockerfile.target', 'training');
    await problemsOf(document, 0);
  });

  it('are made for what its last build says', async () => {
    const document = await showText('FROM python:3.12\nUSER 4711\n', 'Dockerfile.remembered');
    await set('workspace', 'dockerfiles', { 'Dockerfile.remembered': { jobType: 'INFERENCE' } });
    const [problem] = await problemsOf(document, 1);
    assert.equal((problem?.code as { value: string } | undefined)?.value, 'root-user');
  });

  it('have a lens that says what for, only where there is something to say', async () => {
    const document = await showFile('Dockerfile');
    await problemsOf(document, 1);
    assert.deepEqual(await titlesOf(document), ['Checked for: JupyterLab']);
    assert.deepEqual(await titlesOf(await showFile('Dockerfile.web')), []);
    await set('user', 'codeLens.enabled', false);
    assert.deepEqual(await titlesOf(document), []);
  });

  it('are made for something else once that is chosen, and written into the Dockerfile', async () => {
    replace(vscode.window, {
      showQuickPick: (items: readonly { target: string }[]) =>
        Promise.resolve(items.find(({ target }) => target === 'kernel-gateway')),
    });
    const document = await showFile('Dockerfile');
    await problemsOf(document, 1);
    await vscode.commands.executeCommand(command, { dockerfile: document.uri });
    assert.match(document.getText(), /^# sagemaker-images: target=kernel-gateway\r?\nFROM/);
    // A kernel may be root's.
    await problemsOf(document, 0);
  });

  it('are chosen for the Dockerfile in the editor, and below what a parser reads first', async () => {
    replace(vscode.window, {
      showQuickPick: (items: readonly { target: string }[]) => Promise.resolve(items[0]),
    });
    const document = await showText('# syntax=docker/dockerfile:1\nFROM python:3.12\nUSER 7\n');
    await vscode.commands.executeCommand(command);
    assert.match(document.getText(), /^# syntax=.*\n# sagemaker-images: target=jupyterlab\nFROM/);
    await problemsOf(document, 1);
  });

  it('need no disk: the files of a virtual workspace are enough', async () => {
    const files = virtual('sagemaker-images-virtual');
    const document = await showUri(files.add('/project/Dockerfile', wrongText));
    const [problem] = await problemsOf(document, 1);
    assert.equal((problem?.code as { value: string } | undefined)?.value, 'user-id');
    assert.deepEqual(await titlesOf(document), ['Checked for: JupyterLab']);
    await applyAction(document, 'python:3.12', 'Ignore "user-id" in this file');
    await problemsOf(document, 0);
    assert.ok(await document.save());
    assert.match(new TextDecoder().decode(files.readFile(document.uri)), /ignore-file=user-id/);
  });

  it('say nothing of what nobody can change', async () => {
    const files = virtual('sagemaker-images-read-only', { isReadonly: true });
    const other = await showText(wrongText);
    const document = await showUri(files.add('/old/Dockerfile', wrongText));
    // The other one is looked at after it.
    await replaceIn(other, 'FROM python:3.12', 'FROM python:3.13\nUSER 7:100');
    await eventually(
      () => /user 7/.test(vscode.languages.getDiagnostics(other.uri)[0]?.message ?? ''),
      'a later problem',
    );
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
    assert.deepEqual(await titlesOf(document), []);
  });

  it('forget a Dockerfile that is closed', async () => {
    const document = await showText('# sagemaker-images: target=jupyterlab\nFROM python:3.12\n');
    await problemsOf(document, 1);
    await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await problemsOf(document, 0);
  });
});

function fileNamed(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, name);
}

async function showFile(name: string): Promise<vscode.TextDocument> {
  return showUri(fileNamed(name));
}

async function showUri(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

/** A document with this text, that is in a file when it has a name. */
async function showText(content: string, name?: string): Promise<vscode.TextDocument> {
  if (name === undefined) {
    const document = await vscode.workspace.openTextDocument({ language: 'dockerfile', content });
    await vscode.window.showTextDocument(document);
    return document;
  }
  await vscode.workspace.fs.writeFile(fileNamed(name), new TextEncoder().encode(content));
  return showFile(name);
}

async function problemsOf(
  { uri }: vscode.TextDocument,
  count: number,
): Promise<readonly vscode.Diagnostic[]> {
  await eventually(() => vscode.languages.getDiagnostics(uri).length === count, `${count} problems`);
  return vscode.languages.getDiagnostics(uri);
}

async function replaceIn(document: vscode.TextDocument, before: string, after: string): Promise<void> {
  const start = document.getText().indexOf(before);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + before.length));
  edit.replace(document.uri, range, after);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

async function applyAction(document: vscode.TextDocument, at: string, title: string): Promise<void> {
  const place = document.positionAt(document.getText().indexOf(at) + at.length - 1);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    new vscode.Range(place, place),
  );
  const action = actions.find((one) => one.title === title);
  assert.ok(action?.edit, `no "${title}" but ${actions.map((one) => one.title).join(', ')}`);
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}

async function lensesOf({ uri }: vscode.TextDocument): Promise<readonly vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
}

/** The lenses that say what a Dockerfile is checked for. */
async function titlesOf(document: vscode.TextDocument): Promise<readonly string[]> {
  const lenses = await lensesOf(document);
  return lenses.flatMap(({ command: one }) => (one?.command === command ? one.title : []));
}
