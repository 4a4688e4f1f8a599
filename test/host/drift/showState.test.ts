import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../../src/core/errors.ts';
import { showState } from '../../../src/ui/drift/showState.ts';
import { aContainerImage, digestOf } from '../../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { nextEvent } from '../support/nextEvent.ts';
import { keys } from '../support/quickInput.ts';
import { press } from '../support/recordingFunnel.ts';
import { useReplacements } from '../support/useReplacements.ts';
import { dockerfile, DriftWindow, fileNamed, showFile, useFiles } from './driftWindow.ts';

const { Separator } = vscode.QuickPickItemKind;
const making = ['Build, push and create image version…', 'Create SageMaker image version'];

describe('The details of a Dockerfile', () => {
  const replace = useReplacements();
  const write = useFiles();
  let window: DriftWindow;
  let list: vscode.QuickPick<vscode.QuickPickItem> | undefined;
  let executed: (readonly unknown[])[];
  let interruption: Promise<unknown> | undefined;

  beforeEach(() => {
    window = new DriftWindow();
    list = undefined;
    executed = [];
    interruption = undefined;
    const create = vscode.window.createQuickPick.bind(vscode.window);
    replace(vscode.window, { createQuickPick: () => (list = create()) });
    const execute = vscode.commands.executeCommand.bind(vscode.commands);
    replace(vscode.commands, {
      executeCommand: (id: string, ...args: readonly unknown[]) => {
        if (!id.startsWith('sagemakerImages.')) return execute(id, ...args);
        executed.push([id, ...args]);
        return Promise.resolve();
      },
    });
  });
  afterEach(async () => {
    list?.dispose();
    window.close();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  function show(of: vscode.Uri | 'active' = dockerfile): Promise<void> {
    const { clock, funnel, states, shown } = window;
    const explorer = {
      show: (ref: unknown) => {
        shown.push(ref);
        return Promise.resolve();
      },
    };
    return showState(of === 'active' ? undefined : of, {
      states,
      clock,
      explorer,
      funnel: Object.assign(funnel, { run: (task: () => Promise<void>) => task() }),
      interruption: () => interruption,
    });
  }

  const labels = (): readonly string[] =>
    (list?.items ?? []).filter(({ kind }) => kind !== Separator).map(({ label }) => label);
  const facts = (): readonly string[] => labels().slice(0, labels().indexOf(making[0] ?? ''));
  const actions = (): readonly string[] => labels().slice(labels().indexOf(making[0] ?? ''));
  const positions = (): readonly (number | undefined)[] =>
    [...making, 'Refresh'].map((action) => list?.items.findIndex(({ label }) => label === action));

  async function idle(): Promise<void> {
    await eventually(() => list?.busy === false, 'everything was looked at');
  }

  async function choose(label: string): Promise<void> {
    const item = list?.items.find((one) => one.label === label);
    assert.ok(item, `no "${label}" but ${labels().join(', ')}`);
    assert.ok(list);
    list.activeItems = [item];
    await keys.enter();
  }

  it('say that nothing has changed, and what can be done', async () => {
    await window.tie();
    await window.open();
    const closed = show();
    await idle();
    assert.equal(list?.title, 'Image of Dockerfile');
    assert.deepEqual(facts(), ['Version 1 of image "notebook" is CREATED', 'Nothing has changed since']);
    assert.deepEqual(actions(), [...making, 'Refresh', 'Show in the sidebar', 'Show version 1 as JSON']);
    assert.equal(list.activeItems[0]?.label, making[0]);
    await keys.escape();
    await closed;
  });

  it('say all that has changed', async () => {
    await window.tie();
    write('Dockerfile', 'FROM scratch\n');
    write('model/train.py', 'other');
    window.setVersions(window.version(1), window.version(2));
    window.session.registry.add(aContainerImage({ digest: digestOf('b'), tags: ['1.0'] }));
    await window.open();
    void show();
    await idle();
    assert.deepEqual(facts(), [
      'Version 1 of image "notebook" is CREATED',
      'Version 2 is newer',
      'The Dockerfile has changed since it was built',
      'Files that the build can copy have changed since it was built',
      'Tag "1.0" of ECR repository "team/notebook" stands for another container image now',
    ]);
    assert.deepEqual(actions(), [
      ...making,
      'Refresh',
      'Show in the sidebar',
      'Show version 1 as JSON',
      'Compare with version 2',
    ]);
  });

  it('leave what can be done where it is when facts come, for VS Code tells rows by their position', async () => {
    await window.tie();
    write('Dockerfile', 'FROM scratch\n');
    write('model/train.py', 'other');
    const failed = window.version(1, { status: 'CREATE_FAILED', failureReason: 'why' });
    window.setVersions(failed, window.version(2));
    window.session.registry.add(aContainerImage({ digest: digestOf('b'), tags: ['1.0'] }));
    await window.open();
    void show();
    const [shownFirst, known] = [positions(), facts().length];
    await idle();
    assert.deepEqual([known, facts().length], [1, 6]);
    assert.deepEqual(positions(), shownFirst);
  });

  it('ask SageMaker for nothing before a session is in use, and then because somebody says so', async () => {
    await window.tie();
    void show();
    await idle();
    assert.deepEqual(facts(), ['SageMaker and ECR were not asked yet']);
    assert.deepEqual(actions(), [...making, 'Refresh']);
    assert.equal(window.calls, 0);
    assert.deepEqual(window.opened, []);
    await choose('Refresh');
    await eventually(() => facts().length === 2, 'the version');
    assert.deepEqual(facts(), ['Version 1 of image "notebook" is CREATED', 'Nothing has changed since']);
  });

  it('are read and asked for again', async () => {
    await window.tie();
    await window.open();
    void show();
    await idle();
    window.session.registry.add(aContainerImage({ digest: digestOf('b'), tags: ['1.0'] }));
    await choose('Refresh');
    await eventually(() => facts().length === 2 && facts()[1]?.startsWith('Tag') === true, 'the tag');
    await idle();
    assert.equal(list?.activeItems[0]?.label, 'Refresh');
  });

  it('lead to what can be done', async () => {
    await window.tie();
    window.setVersions(window.version(1), window.version(2));
    await window.open();
    const done: Readonly<Record<string, () => unknown>> = {
      [making[0] ?? '']: () => executed.at(-1),
      [making[1] ?? '']: () => executed.at(-1),
      'Compare with version 2': () => (executed.at(-1) ?? []).length,
      'Show in the sidebar': () => (window.shown as { number: number }[]).map(({ number }) => number),
      'Show version 1 as JSON': () => executed.at(-1)?.[0],
    };
    const results: unknown[] = [];
    for (const [label, result] of Object.entries(done)) {
      const closed = show();
      await idle();
      await choose(label);
      await closed;
      results.push(result());
    }
    assert.deepEqual(results, [
      ['sagemakerImages.version.build', { dockerfile }],
      ['sagemakerImages.version.create', { dockerfile }],
      3,
      [1],
      'sagemakerImages.version.show',
    ]);
    const [id, first, both] =
      executed.find(([command]) => command === 'sagemakerImages.version.compare') ?? [];
    assert.equal(id, 'sagemakerImages.version.compare');
    assert.deepEqual(
      (both as { id: string }[]).map((node) => node.id),
      ['image/notebook/1', 'image/notebook/2'],
    );
    assert.equal((both as unknown[])[0], first);
  });

  it('say why something is not known, with what cures it', async () => {
    await window.tie();
    await window.open();
    window.session.registry.calls.fail('findDigest', new AppError('network.unreachable', { host: 'ecr' }));
    const closed = show();
    await idle();
    const [, unknown] = facts();
    assert.equal(unknown, 'What the tag stands for now is not known');
    await choose(unknown);
    await closed;
    const said = await window.funnel.next();
    assert.match(said.text, /^AWS cannot be reached at ecr/);
    void press(said, 'Retry');
    await eventually(() => facts().includes('Nothing has changed since'), 'the tag');
  });

  it('stay when a fact is chosen that nothing can be done about', async () => {
    await window.tie();
    await window.open();
    void show();
    await idle();
    const { calls } = window;
    await choose('Nothing has changed since');
    assert.equal(labels().length > 0, true);
    assert.equal(window.calls, calls);
    assert.deepEqual(executed, []);
  });

  it('come back after what had to be asked in between', async () => {
    await window.tie();
    let isOpen = true;
    const closed = show().then(() => (isOpen = false));
    await idle();
    const asked = Promise.withResolvers<void>();
    interruption = asked.promise;
    assert.ok(list);
    const hidden = nextEvent(list.onDidHide);
    list.hide();
    await hidden;
    interruption = undefined;
    asked.resolve();
    await keys.down();
    assert.equal(isOpen, true);
    await keys.escape();
    await closed;
  });

  it('say that no session can be opened', async () => {
    await window.tie();
    replace(window.activeSession, {
      open: () => Promise.reject(new AppError('region.missing', { profile: 'default' })),
    });
    const closed = show();
    await idle();
    await choose('Refresh');
    await closed;
    assert.equal((await window.funnel.next()).kind, 'error');
  });

  it('are those of the Dockerfile in the editor', async () => {
    await window.tie();
    await showFile();
    void show('active');
    await idle();
    assert.equal(list?.title, 'Image of Dockerfile');
  });

  it('say what to do where there is no Dockerfile, or none that is tied', async () => {
    await show('active');
    assert.match((await window.funnel.next()).text, /^Open the Dockerfile/);
    await show(fileNamed('Dockerfile.untied'));
    const said = await window.funnel.next();
    assert.match(said.text, /^No image version was made of this Dockerfile yet/);
    assert.deepEqual(
      said.actions.map(({ title }) => title),
      making,
    );
    assert.equal(list, undefined);
  });

  it('read no files where nobody trusts the workspace', async () => {
    await window.tie();
    replace(vscode.workspace, { isTrusted: false });
    await window.open();
    void show();
    await idle();
    assert.ok(labels().includes('The Dockerfile and its files are not compared'));
    assert.ok(!labels().includes(making[0] ?? ''));
  });
});
