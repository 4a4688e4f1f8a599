/** Failures that are explained, in a real editor. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../../src/core/errors.ts';
import { versionNode } from '../../../src/core/tree.ts';
import type { Session } from '../../../src/core/ports.ts';
import { Failures, failureScheme } from '../../../src/ui/explain/failures.ts';
import { listTexts } from '../../../src/ui/promptTexts.ts';
import { aContainerImage, anImage, aVersion, digestOf, host, role } from '../../support/builders.ts';
import { ManualClock } from '../../support/clocks.ts';
import { aConfiguration, aManifest, arm64 } from '../../support/contentsBuilders.ts';
import { anApp } from '../../support/inMemoryApps.ts';
import { aSession, type InMemorySession } from '../../support/inMemorySession.ts';
import { cancel, pick, scriptedPrompts } from '../../support/scriptedPrompts.ts';
import { useExplorer } from '../explorer/useExplorer.ts';
import { eventually } from '../support/eventually.ts';

const version = aVersion({
  number: 2,
  status: 'CREATE_FAILED',
  failureReason: 'Its own words.',
  baseImage: `${host}/team/notebook:1.0`,
});
const died = anApp({ failureReason: 'InternalFailure' });

describe('An explanation', () => {
  const anExplorer = useExplorer();
  const disposables: vscode.Disposable[] = [];
  let session: InMemorySession;
  let informed: string[];

  beforeEach(() => {
    informed = [];
    session = aSession();
    const { apps, images, logs, registry, roles } = session;
    images.add({ ...anImage(), roleArn: role }, aVersion({ number: 3 }), version);
    registry.add(aContainerImage());
    registry.manifests.set(digestOf('a'), aManifest());
    registry.configurations.set(digestOf('c'), aConfiguration({ platform: arm64 }));
    roles.trusts.set(role, 'trusted');
    roles.decisions.set(role, {});
    apps.apps = [
      anApp({ name: 'running', status: 'InService', createdAt: new Date('2026-01-02') }),
      { ...died, createdAt: new Date('2026-01-01') },
    ];
    logs.streams.set('d-abc/team/JupyterLab/default', ['exec format error']);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const disposable of disposables.splice(0)) disposable.dispose();
  });

  function failuresOf(prompts = scriptedPrompts(), open: () => Session = () => session): Failures {
    const { activeSession } = anExplorer(open);
    const failures = new Failures({
      activeSession,
      prompts,
      clock: new ManualClock(),
      switchSession: () => Promise.resolve(false),
      funnel: {
        inform: async (text: string) => void informed.push(text),
      } as unknown as ConstructorParameters<typeof Failures>[0]['funnel'],
    });
    disposables.push(failures);
    return failures;
  }

  it('is of a version that failed, with lenses above what a click can do', async () => {
    await failuresOf().explainVersion(versionNode(version));
    const { document } = vscode.window.activeTextEditor ?? {};
    assert.equal(document?.languageId, 'markdown');
    assert.equal(document?.uri.scheme, failureScheme);
    assert.match(document?.uri.path ?? '', /notebook 2/);
    assert.match(activeText(), /Its own words\./);
    assert.match(activeText(), /## Likely[^]*linux\/arm64/);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document?.uri,
    );
    assert.deepEqual(
      lenses.map(({ command }) => command?.title),
      ['Build Image Version…'],
    );
    const [line = 0] = lenses.map(({ range }) => range.start.line);
    assert.match(document?.lineAt(line).text ?? '', /^- The container image is for/);
  });

  it('is shown anew when it is asked for again', async () => {
    const failures = failuresOf();
    await failures.explainVersion(versionNode(version));
    session.registry.configurations.set(digestOf('c'), aConfiguration());
    await failures.explainVersion(versionNode(version));
    await eventually(() => !activeText().includes('arm64'), 'the new document');
  });

  it('is of a version that is picked, failed ones first', async () => {
    const prompts = scriptedPrompts(pick('image', 'notebook'), pick('version', '2'));
    await failuresOf(prompts).explainVersion();
    assert.deepEqual(
      prompts.list('version').rows.map((row) => (row.kind === 'version' ? row.version.number : 0)),
      [2, 3],
    );
    assert.match(activeText(), /# Version 2 of `notebook`/);
  });

  it('is of an app that is picked, failed ones first', async () => {
    const prompts = scriptedPrompts(pick('app', 'team/default'));
    await failuresOf(prompts).explainApp();
    assert.deepEqual(
      prompts.list('app').rows.map(({ name }) => name),
      ['default', 'running'],
    );
    assert.match(activeText(), /InternalFailure/);
    assert.match(activeText(), /exec format error/);
    assert.match(vscode.window.activeTextEditor?.document.uri.path ?? '', /team JupyterLab default/);
  });

  it("has those of Studio's own domain before others", async () => {
    const ours = anApp({ name: 'ours', status: 'InService', createdAt: new Date('2025-01-01') });
    session.apps.apps = [
      ...session.apps.apps,
      anApp({ name: 'theirs', domainId: 'd-xyz', status: 'InService', createdAt: new Date('2026-02-01') }),
      ours,
    ];
    const prompts = scriptedPrompts(cancel('app'));
    await failuresOf(prompts, () => ({ ...session, studio: { domainId: 'd-abc' } })).explainApp();
    assert.deepEqual(
      prompts.list('app').rows.map(({ name }) => name),
      ['default', 'running', 'ours', 'theirs'],
    );
    assert.deepEqual(session.apps.calls.to('listApps'), [[{ domainId: 'd-abc' }], [{}]]);
    assert.equal(vscode.window.activeTextEditor, undefined);
  });

  it('is none of an app that SageMaker has forgotten', async () => {
    session.apps.calls.loseAnswer('findApp', new AppError('network.dropped', { operation: 'DescribeApp' }));
    const failures = failuresOf(scriptedPrompts(pick('app', 'team/default'), pick('app', 'team/default')));
    await assert.rejects(failures.explainApp(), { code: 'network.dropped' });
    const { apps } = session.apps;
    const findApp = session.apps.findApp.bind(session.apps);
    session.apps.findApp = (ref, signal) => {
      session.apps.apps = [];
      return findApp(ref, signal);
    };
    session.apps.apps = apps;
    await failures.explainApp();
    assert.match(informed.join(), /does not know that app any more/);
    assert.equal(vscode.window.activeTextEditor, undefined);
  });

  it('says of a document of an earlier window that it is no longer loaded', async () => {
    failuresOf();
    const uri = vscode.Uri.from({ scheme: failureScheme, path: '/x.md' });
    const document = await vscode.workspace.openTextDocument(uri);
    assert.match(document.getText(), /no longer loaded/);
  });
});

describe('The row of an app', () => {
  it('tells what it is and whose, its status and its age', () => {
    const { label, description } = listTexts.app.present({ ...died, createdAt: new Date() });
    assert.deepEqual([label, description], ['JupyterLab of space team', 'Failed · now']);
    const { space: _space, ...ofUser } = { ...died, name: 'kernel-1', userProfile: 'me' };
    const row = listTexts.app.present(ofUser);
    assert.deepEqual([row.label, row.description], ['JupyterLab of user profile me', 'Failed · kernel-1']);
  });
});

function activeText(): string {
  return vscode.window.activeTextEditor?.document.getText() ?? '';
}
