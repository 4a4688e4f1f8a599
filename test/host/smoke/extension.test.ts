/** The bundle that is shipped, touched as VS Code and its user do. The tests build on each other, in this order. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../../package.json' with { type: 'json' };
import { eventually } from '../support/eventually.ts';

describe('The extension', () => {
  const extension = vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`);

  it('is not active in a window that has no use for it', () => {
    assert.ok(extension);
    assert.equal(extension.isActive, false);
    assert.deepEqual(loaded('extension.cjs'), []);
  });

  it('is activated by a Dockerfile', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, 'Dockerfile'));
    await eventually(() => extension?.isActive === true, 'the activation');
  });

  it('loads no other bundle for that', () => {
    assert.equal(loaded('extension.cjs').length, 1);
    const others = ['aws', 'checks', 'commands', 'docker', 'dockerfile', 'inspections'];
    for (const bundle of others.map((name) => `${name}.cjs`)) {
      assert.deepEqual(loaded(bundle), []);
    }
  });

  it('registers every command of its manifest, and no other', async () => {
    const registered = await vscode.commands.getCommands(true);
    const own = registered.filter((command) =>
      /^sagemakerImages\.\w+\.(?!focus|open|remove|reset|toggle)/.test(command),
    );
    const contributed = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual(
      contributed.filter((command) => !registered.includes(command)),
      [],
    );
    assert.deepEqual(
      own.filter((command) => !contributed.includes(command)),
      [],
    );
  });

  it('shows lenses in the Dockerfile, which loads the Dockerfile bundle', async () => {
    const document = vscode.workspace.textDocuments.find(({ languageId }) => languageId === 'dockerfile');
    assert.ok(document);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      10,
    );
    assert.deepEqual(
      lenses.map(({ command }) => command?.command),
      ['sagemakerImages.version.create', 'sagemakerImages.version.build'],
    );
    assert.equal(loaded('dockerfile.cjs').length, 1);
    assert.deepEqual(loaded('aws.cjs'), []);
  });

  it('shows its sidebar, which loads the AWS bundle', async () => {
    await vscode.commands.executeCommand('sagemakerImages.explorer.focus');
    await eventually(() => loaded('aws.cjs').length === 1, 'the AWS bundle');
  });

  it('runs a command, which loads the bundle of all of them', async () => {
    assert.deepEqual(loaded('commands.cjs'), []);
    // A file without a name is not built: this one says so, and asks for nothing.
    await vscode.commands.executeCommand(
      'sagemakerImages.version.build',
      vscode.Uri.parse('untitled:Dockerfile'),
    );
    assert.equal(loaded('commands.cjs').length, 1);
  });

  it('loads the engines for none of it', () => {
    assert.deepEqual(loaded('docker.cjs'), []);
  });

  it('shows its log and reads everything anew without a fault', async () => {
    await vscode.commands.executeCommand('sagemakerImages.log.show');
    await vscode.commands.executeCommand('sagemakerImages.explorer.refresh');
  });

  it('has a default for every setting', () => {
    const configuration = vscode.workspace.getConfiguration();
    for (const [id, { default: value }] of Object.entries(manifest.contributes.configuration.properties)) {
      assert.deepEqual(configuration.inspect(id)?.defaultValue, value, id);
    }
  });

  it('lets no workspace that is not trusted choose with whose credentials it calls, or what it runs', () => {
    const declared = extension?.packageJSON as typeof manifest;
    assert.deepEqual(declared.capabilities.untrustedWorkspaces.restrictedConfigurations, [
      'sagemakerImages.aws.profile',
      'sagemakerImages.aws.region',
      'sagemakerImages.docker.path',
      'sagemakerImages.dockerfiles',
    ]);
  });
});

/** The modules of the extension's own bundles that this extension host has loaded. */
function loaded(bundle: string): readonly string[] {
  return Object.keys(require.cache).filter((file) => file.endsWith(`/dist/${bundle}`));
}
