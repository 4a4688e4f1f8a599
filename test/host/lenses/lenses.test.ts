/** The lens of the extension itself, asked for as VS Code's editor does. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../../package.json' with { type: 'json' };
import { parseDockerfile } from '../../../src/core/dockerfile.ts';
import { registerLenses } from '../../../src/ui/lenses.ts';
import { ParsedDockerfiles } from '../../../src/ui/parsedDockerfiles.ts';

const setting = 'sagemakerImages.codeLens.enabled';

describe('The lens', () => {
  before(async () => {
    await vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`)?.activate();
  });

  const files: readonly { name: string; line: number; what: string }[] = [
    { name: 'Dockerfile', line: 0, what: 'the only stage' },
    { name: 'Dockerfile.dev', line: 5, what: 'the last of two stages, behind an ARG' },
    { name: 'gpu.dockerfile', line: 4, what: 'a stage behind directives and comments' },
    { name: 'Containerfile', line: 7, what: 'the last stage among heredocs that say FROM' },
  ];
  for (const { name, line, what } of files) {
    it(`is above ${what}: ${name}`, async () => {
      const document = await openFile(name);
      assert.equal(document.languageId, 'dockerfile');
      assertLens(await lensesOf(document), line, document);
    });
  }

  it('is above the stage of a file with Windows line ends', async () => {
    const document = await openText('# comment\r\nFROM a AS b\r\nRUN x\r\n\r\nFROM b\r\nRUN y\r\n');
    assert.equal(document.eol, vscode.EndOfLine.CRLF);
    assertLens(await lensesOf(document), 4, document);
  });

  it('is there for a document that is not saved yet', async () => {
    const document = await openText('FROM a\n');
    assert.equal(document.isUntitled, true);
    assertLens(await lensesOf(document), 0, document);
  });

  const without = {
    'an empty file': '',
    'comments alone': '# FROM python\n\n# nothing yet\n',
    'a FROM without an image': 'FROM\n',
    'a broken last stage': 'FROM a AS b\nRUN x\nFROM \n',
    'instructions without a stage': 'RUN echo FROM a\n',
  };
  for (const [what, text] of Object.entries(without)) {
    it(`is not there for ${what}`, async () => {
      assert.deepEqual(await lensesOf(await openText(text)), []);
    });
  }

  it('is not there in other languages', async () => {
    assert.deepEqual(await lensesOf(await openFile('notes.md')), []);
  });

  it('moves with an edit', async () => {
    const document = await openText('FROM a\n');
    assertLens(await lensesOf(document), 0, document);
    await insert(document, 0, '# one\n# two\n');
    assertLens(await lensesOf(document), 2, document);
    await insert(document, 3, '\nFROM b\n');
    assertLens(await lensesOf(document), 4, document);
  });

  describe('obeys its setting', () => {
    afterEach(() => write(undefined));

    it('at once, off and on', async () => {
      const document = await openFile('Dockerfile');
      await write(false);
      assert.deepEqual(await lensesOf(document), []);
      await write(true);
      assertLens(await lensesOf(document), 0, document);
    });
  });

  describe('is found', () => {
    let reads: string[];
    /** VS Code itself may still ask for the lenses of a document that was opened before. */
    const readsOf = (part: string): readonly string[] => reads.filter((text) => text.includes(part));
    let loads: number;
    let registration: vscode.Disposable;
    beforeEach(() => {
      reads = [];
      loads = 0;
      const nothingToGoOnWith = { onDidChange: () => nothing, resume: () => undefined };
      const dockerfiles = new ParsedDockerfiles(() => {
        loads += 1;
        return (text) => {
          reads.push(text);
          return parseDockerfile('');
        };
      });
      registration = registerLenses(dockerfiles, nothingToGoOnWith, {
        onDidChange: () => nothing,
        titleOf: () => undefined,
      });
    });
    afterEach(() => registration.dispose());

    it('by reading a document once, until it changes', async () => {
      const document = await openText('FROM once\n');
      await lensesOf(document);
      await lensesOf(document);
      assert.deepEqual(readsOf('FROM once'), ['FROM once\n']);

      await insert(document, 0, '#\n');
      await lensesOf(document);
      assert.deepEqual(readsOf('FROM once'), ['FROM once\n', '#\nFROM once\n']);
    });

    it('without loading the parser for other languages', async () => {
      await lensesOf(await openFile('notes.md'));
      assert.equal(loads, 0);
    });
  });
});

async function write(value: boolean | undefined): Promise<void> {
  await vscode.workspace.getConfiguration().update(setting, value, vscode.ConfigurationTarget.Global);
}

const nothing = new vscode.Disposable(() => undefined);

/** What a file on a disk offers, and one that is on none. */
const ofFiles = {
  'sagemakerImages.version.create': 'Create SageMaker image version',
  'sagemakerImages.version.build': 'Build, push and create image version…',
};
const ofOthers = { 'sagemakerImages.version.create': 'Create SageMaker image version' };

function assertLens(lenses: readonly vscode.CodeLens[], line: number, { uri }: vscode.TextDocument): void {
  assert.deepEqual(
    Object.fromEntries(lenses.map(({ command }) => [command?.command, command?.title])),
    uri.scheme === 'file' ? ofFiles : ofOthers,
  );
  for (const { range, command } of lenses) {
    assert.equal(range.start.line, line);
    const [from, ...others] = (command?.arguments ?? []) as { dockerfile: vscode.Uri }[];
    assert.equal(String(from?.dockerfile), String(uri));
    assert.deepEqual(others, []);
  }
}

async function lensesOf({ uri }: vscode.TextDocument): Promise<readonly vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
}

async function openFile(name: string): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
}

async function openText(content: string): Promise<vscode.TextDocument> {
  return vscode.workspace.openTextDocument({ language: 'dockerfile', content });
}

async function insert({ uri }: vscode.TextDocument, line: number, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(line, 0), text);
  assert.equal(await vscode.workspace.applyEdit(edit), true);
}
