/** Versions as documents, in a real editor. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { imageNode, versionNode } from '../../../src/core/tree.ts';
import { VersionDocuments, versionScheme } from '../../../src/ui/explorer/versionDocuments.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { Session } from '../../../src/core/ports.ts';
import { anImage, aVersion } from '../../support/builders.ts';
import { ManualClock } from '../../support/clocks.ts';
import { InMemoryImageStore } from '../../support/inMemoryImageStore.ts';
import { aSession } from '../../support/inMemorySession.ts';
import { pick, scriptedPrompts } from '../../support/scriptedPrompts.ts';
import { eventually } from '../support/eventually.ts';
import { roundTrip } from '../support/roundTrip.ts';
import { useExplorer, type ExplorerFixture } from './useExplorer.ts';

const dropped = new AppError('network.dropped', { operation: 'DescribeImageVersion' });

describe('A version’s document', () => {
  const anExplorer = useExplorer();
  const disposables: vscode.Disposable[] = [];
  let images: InMemoryImageStore;
  let clock: ManualClock;
  let informed: string[];
  let failures: unknown[];
  beforeEach(() => {
    clock = new ManualClock();
    informed = [];
    failures = [];
    images = new InMemoryImageStore().add(
      anImage(),
      aVersion({ number: 1, jobType: 'TRAINING' }),
      aVersion({ number: 2, jobType: 'INFERENCE' }),
      aVersion({ number: 3, status: 'CREATING' }),
    );
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const disposable of disposables.splice(0)) disposable.dispose();
  });

  function documentsOf(
    openSession: () => Session = () => aSession({ images }),
    prompts = scriptedPrompts(),
  ): ExplorerFixture & { readonly documents: VersionDocuments } {
    const fixture = anExplorer(openSession);
    const documents = new VersionDocuments({
      activeSession: fixture.activeSession,
      explorer: fixture.explorer,
      prompts,
      clock,
      switchSession: () => Promise.resolve(false),
      funnel: {
        inform: async (text) => void informed.push(text),
        logFailure: (error) => failures.push(error),
      },
    });
    disposables.push(documents);
    return { ...fixture, documents };
  }

  it('is JSON that nobody can change, in a preview', async () => {
    await images.updateVersion('notebook', 1, { aliasesToAdd: ['latest'] }, new AbortController().signal);
    const { documents } = documentsOf();
    await documents.show(node(1));
    await untilMember('JobType', 'TRAINING');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.languageId, 'json');
    assert.equal(document.uri.scheme, versionScheme);
    assert.match(document.uri.path, /\/notebook-1\.json$/);
    assert.deepEqual(member('Aliases'), ['latest']);
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.isPreview, true);
    const text = shownText();
    await vscode.commands.executeCommand('type', { text: 'x' });
    await roundTrip();
    assert.equal(shownText(), text);
  });

  it('is loaded anew when the version changes', async () => {
    const { documents, explorer } = documentsOf();
    await documents.show(node(1));
    images.settleVersion('notebook', 1, { status: 'DELETING' });
    explorer.reloadVersions('notebook');
    await eventually(() => shownText().includes('DELETING'), 'the new state');
    images.removeVersion('notebook', 1);
    explorer.reloadVersions('notebook');
    await eventually(() => shownText().includes('is not there any more'), 'that it is gone');
  });

  it('follows a version that SageMaker is at work on, until it is closed', async () => {
    const { documents } = documentsOf();
    await documents.show(node(3));
    await untilMember('ImageVersionStatus', 'CREATING');
    images.settleVersion('notebook', 3);
    await clock.advance(1_000);
    await eventually(() => shownText().includes('"CREATED"'), 'the new state');
    assert.equal(clock.waiting, 0);
  });

  it('keeps its text when it can not be loaded anew', async () => {
    const { documents, explorer } = documentsOf();
    await documents.show(node(1));
    await untilMember('JobType', 'TRAINING');
    images.calls.fail('describeVersion', dropped);
    explorer.reloadVersions('notebook');
    await eventually(() => failures.length > 0, 'it was tried');
    assert.equal(member('JobType'), 'TRAINING');
  });

  it('never shows what another account has under that name', async () => {
    const other = new InMemoryImageStore().add(
      anImage(),
      aVersion({
        jobType: 'NOTEBOOK_KERNEL',
        arn: 'arn:aws:sagemaker:us-east-1:999999999999:image-version/notebook/1',
      }),
    );
    const all = [
      aSession({ images }),
      aSession({ images: other, identify: identifyElsewhere }),
      aSession({ images }),
    ];
    const { documents, activeSession, explorer } = documentsOf(() => all.shift() ?? aSession());
    await documents.show(node(1));
    await untilMember('JobType', 'TRAINING');
    const uri = vscode.window.activeTextEditor?.document.uri;
    assert.ok(uri);

    activeSession.reload();
    await activeSession.open();
    explorer.reloadVersions('notebook');
    await roundTrip();
    assert.equal(member('JobType'), 'TRAINING');
    assert.equal(other.calls.to('describeVersion').length, 0);

    const elsewhere = uri.with({ path: uri.path.replace('notebook-1', 'notebook-2') });
    assert.match(await documents.provideTextDocumentContent(elsewhere), /is of account 123456789012/);

    images.settleVersion('notebook', 1, { jobType: 'INFERENCE' });
    activeSession.reload();
    await activeSession.open();
    await eventually(() => shownText().includes('INFERENCE'), 'that of the first account again');
  });

  it('of an earlier window is loaded again', async () => {
    const { documents } = documentsOf();
    const uri = vscode.Uri.parse(`${versionScheme}:/123456789012/us-east-1/notebook-2.json`);
    assert.match(await documents.provideTextDocumentContent(uri), /INFERENCE/);
    const gone = uri.with({ path: '/123456789012/us-east-1/notebook-9.json' });
    assert.match(await documents.provideTextDocumentContent(gone), /is not there any more/);
  });

  describe('beside another', () => {
    it('is compared with the older one on the left', async () => {
      const { documents } = documentsOf();
      const [one, other] = [node(2), node(1)];
      await documents.compare(one, [one, other]);
      assert.match(diff().original.path, /notebook-1\.json$/);
      assert.match(diff().modified.path, /notebook-2\.json$/);
      assert.equal(
        vscode.window.tabGroups.activeTabGroup.activeTab?.label,
        'notebook: version 1 ↔ version 2',
      );
    });

    it('is compared when two are selected among other rows', async () => {
      const { documents } = documentsOf();
      const one = node(1);
      await documents.compare(one, [imageNode(anImage()), one, node(2)]);
      assert.match(diff().modified.path, /notebook-2\.json$/);
    });

    it('is asked for when it is not selected', async () => {
      const prompts = scriptedPrompts(pick('image', 'notebook'), pick('version', '1'));
      const { documents } = documentsOf(() => aSession({ images }), prompts);
      await documents.compare(node(2));
      assert.match(diff().original.path, /notebook-1\.json$/);
    });

    it('is none of three', async () => {
      const { documents } = documentsOf();
      const nodes = [node(1), node(2), node(3)];
      await documents.compare(nodes[0], nodes);
      assert.deepEqual(informed, ['3 versions are selected: select the two to compare.']);
    });
  });

  it('is asked for from the palette', async () => {
    const prompts = scriptedPrompts(pick('image', 'notebook'), pick('version', '1'));
    const { documents } = documentsOf(() => aSession({ images }), prompts);
    await documents.show();
    await untilMember('Version', 1);
  });
});

const identifyElsewhere: Session['identify'] = () =>
  Promise.resolve({ accountId: '999999999999', arn: 'arn:aws:iam::999999999999:user/else' });

function node(number: number): ReturnType<typeof versionNode> {
  return versionNode(aVersion({ number }));
}

function shownText(): string {
  return vscode.window.activeTextEditor?.document.getText() ?? '';
}

function member(name: string): unknown {
  return (JSON.parse(shownText()) as Readonly<Record<string, unknown>>)[name];
}

/** Waits until a member of the document that is shown has this value: VS Code brings it up to date by and by. */
function untilMember(name: string, value: unknown): Promise<void> {
  return eventually(() => member(name) === value, `${name} is ${String(value)}`);
}

function diff(): vscode.TabInputTextDiff {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  assert.ok(input instanceof vscode.TabInputTextDiff);
  return input;
}
