/** Container images as documents, in a real editor. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../../src/core/errors.ts';
import { versionNode, type VersionNode } from '../../../src/core/tree.ts';
import type { Session } from '../../../src/core/ports.ts';
import {
  ContainerImageDocuments,
  containerImageScheme,
} from '../../../src/ui/preflight/containerImageDocuments.ts';
import { aContainerImage, anImage, aUri, aVersion, digestOf, host, role } from '../../support/builders.ts';
import { ManualClock } from '../../support/clocks.ts';
import { aConfiguration, aLayer, aManifest, arm64 } from '../../support/contentsBuilders.ts';
import { aSession, type InMemorySession } from '../../support/inMemorySession.ts';
import { cancel, pick, scriptedPrompts, type } from '../../support/scriptedPrompts.ts';
import { eventually } from '../support/eventually.ts';
import { useExplorer } from './useExplorer.ts';

const one = aVersion({ number: 1, containerImage: `${host}/team/notebook@${digestOf('a')}` });
const other = aVersion({
  number: 2,
  createdAt: new Date('2026-02-01'),
  containerImage: `${host}/team/notebook@${digestOf('b')}`,
});
const unknown = aVersion({ number: 3, status: 'CREATING' });

describe('A container image’s document', () => {
  const anExplorer = useExplorer();
  const disposables: vscode.Disposable[] = [];
  let session: InMemorySession;
  let informed: string[];

  beforeEach(() => {
    informed = [];
    session = aSession();
    const { registry, images, roles } = session;
    registry.add(aContainerImage(), aContainerImage({ digest: digestOf('b'), tags: ['2.0'] }));
    registry.manifests.set(digestOf('a'), aManifest({}, [aLayer('1', 1000), aLayer('2', 500)]));
    registry.manifests.set(
      digestOf('b'),
      aManifest({ digest: digestOf('b') }, [aLayer('1', 1000), aLayer('3', 1500)]),
    );
    registry.configurations.set(digestOf('c'), aConfiguration());
    images.add({ ...anImage(), roleArn: role }, one, other, unknown);
    roles.trusts.set(role, 'trusted');
    roles.decisions.set(role, {});
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const disposable of disposables.splice(0)) disposable.dispose();
  });

  function documentsOf(
    prompts = scriptedPrompts(),
    open: () => Session = () => session,
  ): ContainerImageDocuments {
    const { activeSession } = anExplorer(open);
    const documents = new ContainerImageDocuments({
      activeSession,
      prompts,
      clock: new ManualClock(),
      switchSession: () => Promise.resolve(false),
      funnel: {
        inform: async (text: string) => void informed.push(text),
        report: () => Promise.resolve(),
        warn: () => Promise.resolve(undefined),
        confirmLoss: () => Promise.resolve(false),
        inPlace: () => undefined,
      } as unknown as ConstructorParameters<typeof ContainerImageDocuments>[0]['funnel'],
    });
    disposables.push(documents);
    return documents;
  }

  it('tells what it is made of', async () => {
    await documentsOf().show(node(1));
    const shown = JSON.parse(activeText());
    assert.equal(shown.Digest, digestOf('a'));
    assert.deepEqual(shown.Entrypoint, ['jupyter-lab']);
    assert.equal(shown.Layers.length, 2);
    assert.equal(vscode.window.activeTextEditor?.document.languageId, 'json');
    assert.equal(vscode.window.activeTextEditor?.document.uri.scheme, containerImageScheme);
  });

  it('tells what it can of an image whose configuration is out of reach', async () => {
    session.registry.calls.fail('readConfiguration', new AppError('network.unreachable', { host: 's3' }));
    await documentsOf().show(node(1));
    // VS Code may have the document still, as it was shown before.
    await eventually(() => activeText().includes('NotShown'), 'what is missing');
    const shown = JSON.parse(activeText());
    assert.match(shown.NotShown, /s3/);
    assert.equal(shown.Entrypoint, undefined);
  });

  it('is of any container image, from the palette', async () => {
    const prompts = scriptedPrompts(pick('repository', 'team/notebook'), pick('containerImage', '2.0'));
    await documentsOf(prompts).show();
    assert.equal(JSON.parse(activeText()).Digest, digestOf('b'));
  });

  it('is none where nothing is chosen, known or there', async () => {
    await documentsOf(scriptedPrompts(cancel('repository'))).show();
    await documentsOf().show(node(3));
    session.registry.manifests.clear();
    await documentsOf().show(node(1));
    assert.equal(vscode.window.activeTextEditor, undefined);
    assert.match(informed.join('\n'), /version 3 of "notebook"[^]*not in ECR/);
  });

  it('is shown beside another one, the older one left', async () => {
    const clicked = node(2);
    await documentsOf().compare(clicked, [clicked, node(1)]);
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    assert.ok(activeTab?.input instanceof vscode.TabInputTextDiff);
    assert.match(activeTab.input.original.query, new RegExp(digestOf('a')));
    assert.match(activeTab.input.modified.query, new RegExp(digestOf('b')));
    assert.match(activeTab.label, /1 of 2 layers in common, 2 kB → 3 kB/);
  });

  it('is shown beside one that is picked', async () => {
    const prompts = scriptedPrompts(pick('image', 'notebook'), pick('version', '2'));
    await documentsOf(prompts).compare(node(1), []);
    assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff);
  });

  it('says what a check found, and lets it be cured', async () => {
    session.registry.configurations.set(digestOf('c'), aConfiguration({ platform: arm64 }));
    session.roles.trusts.set(role, 'untrusted');
    const documents = documentsOf();
    await documents.check(node(1));
    assert.match(activeText(), /A version of it would fail/);
    assert.match(activeText(), /linux\/arm64/);
    const { document } = vscode.window.activeTextEditor ?? {};
    assert.equal(document?.languageId, 'markdown');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document?.uri,
    );
    assert.deepEqual(
      lenses.map(({ command }) => command?.title),
      ['Open Policy'],
    );
    const [fix] = lenses[0]?.command?.arguments ?? [];
    await documents.fix(fix);
    assert.match(activeText(), /sagemaker\.amazonaws\.com/);
  });

  it('says what a check of any container image found', async () => {
    const uri = `${host}/team/notebook:9.9`;
    await documentsOf(scriptedPrompts(type('repository', uri))).check();
    assert.match(activeText(), /There is no container image/);
  });

  it('lets a URI be copied', async () => {
    await documentsOf().fix({ kind: 'pinDigest', uri: { ...aUri(), digest: digestOf('a') } });
    assert.equal(await vscode.env.clipboard.readText(), `${host}/team/notebook@${digestOf('a')}`);
  });

  function node(number: number): VersionNode {
    return versionNode(session.images.versionNow('notebook', number));
  }
});

function activeText(): string {
  return vscode.window.activeTextEditor?.document.getText() ?? '';
}
