import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { placeOf } from '../../../src/ui/build/dockerfilePlace.ts';
import { aContainerImage, digestOf, host } from '../../support/builders.ts';
import { cancel, newRepository, pick, type } from '../../support/scriptedPrompts.ts';
import { nextEvent } from '../support/nextEvent.ts';
import { press } from '../support/recordingFunnel.ts';
import { useSettings } from '../support/useSettings.ts';
import { fileNamed, untilAborted } from './buildWindow.ts';
import { answers, remembered, repository, run, useBuild } from './useBuild.ts';

const withoutTarget = answers.filter(({ id }) => id !== 'target');

describe('Building a Dockerfile', () => {
  const set = useSettings();
  const at = useBuild();

  /** What the engine was told first. */
  const order = (): Record<string, unknown> =>
    at().window.engine.calls.to('build')[0]?.[0] as Record<string, unknown>;

  describe('the first time', () => {
    it('asks, builds, logs in, pushes, registers by digest, and is watched', async () => {
      const prompts = at().open([...answers, run]);
      const { window } = at();
      await at().build();
      prompts.assertDone();
      assert.deepEqual(window.engine.calls.operations, [
        'open',
        'build',
        'isSignedIn',
        'signIn',
        'push',
        'close',
      ]);
      const [{ clientToken: _, ...version } = {}, ...others] = at().created;
      assert.deepEqual(others, []);
      assert.deepEqual(version, {
        imageName: 'notebook',
        baseImage: `${repository}@${digestOf('a')}`,
        jobType: 'NOTEBOOK_KERNEL',
        processor: 'CPU',
      });
      const [[change] = []] = window.watched;
      assert.ok(change?.kind === 'createVersion');
      assert.equal(change.ref.number, 1);
      const { text, actions } = await window.funnel.next();
      assert.match(text, /^Version 1 of image "notebook" is being created: arn:/);
      assert.deepEqual(
        actions.map(({ title }) => title),
        ['Copy ARN', 'Open in Console', 'Show in Sidebar'],
      );
      assert.deepEqual(window.reloaded, ['notebook']);
    });

    it('builds the file and its folder, for the platform that Studio runs, with labels of the commit', async () => {
      at().open([...answers, run]);
      await at().build();
      const { labels, ...rest } = order();
      assert.deepEqual(rest, {
        dockerfile: at().dockerfile.fsPath,
        context: vscode.Uri.joinPath(at().dockerfile, '..').fsPath,
        target: undefined,
        buildArgs: {},
        platform: 'linux/amd64',
        reference: `${repository}:main-1a2b3c4`,
        mediaTypes: 'any',
      });
      const { source } = at().window;
      const told = labels as Record<string, string>;
      assert.equal(told['org.opencontainers.image.revision'], source?.commit);
      assert.equal(told['org.opencontainers.image.source'], source?.remote);
    });

    it('remembers the answers in the workspace’s settings once the run is confirmed', async () => {
      at().open([...answers, cancel('plan')]);
      await at().build();
      assert.deepEqual(remembered(), {});

      at().open([run]);
      await at().build();
      assert.deepEqual(remembered(), {
        Dockerfile: {
          image: 'notebook',
          repository,
          tag: '{branch}-{commit}',
          target: null,
          jobType: 'NOTEBOOK_KERNEL',
          processor: 'CPU',
        },
      });
    });

    it('puts nothing of the user’s own settings into the workspace’s', async () => {
      await set('user', 'dockerfiles', { 'private/Dockerfile': { image: 'mine' } });
      at().open([...answers, run]);
      await at().build();
      const scopes = vscode.workspace.getConfiguration('sagemakerImages').inspect<object>('dockerfiles');
      assert.deepEqual(Object.keys(scopes?.workspaceValue ?? {}), ['Dockerfile']);
    });

    it('creates a repository where one is wanted, and remembers it by its address', async () => {
      const name = 'sagemaker-notebook';
      at().open([
        pick('image', 'notebook'),
        pick('pushRepository', newRepository),
        type('repositoryName', name),
        pick('repositorySettings', 'scan mutable'),
        ...answers.slice(2),
        run,
      ]);
      await at().build();
      assert.deepEqual(at().session.registry.calls.to('createRepository'), [
        [{ name, scanOnPush: true, immutableTags: false }],
      ]);
      const { repository: kept } = remembered()['Dockerfile'] as { repository: string };
      assert.equal(kept, `${host}/${name}`);
    });

    it('shows what the engine says in a terminal of the Dockerfile', async () => {
      at().open([...answers, run]);
      await at().build();
      const { texts, text } = at().terminals;
      assert.deepEqual([...texts.keys()], ['SageMaker Images: Dockerfile']);
      assert.match(text, /built image-a\r\n(.*\r\n)*pushed .*team\/notebook:main-1a2b3c4\r\n/);
    });

    it('says first that it is another engine than the one that comes first', async () => {
      at().open([...answers, run]);
      const { engine } = at().window;
      engine.name = 'podman';
      engine.passedOver = [{ program: 'docker', reason: 'Is the daemon running?' }];
      await at().build();
      assert.match(
        at().terminals.text,
        /^The engine podman is used, because docker does not work \(Is the daemon running\?\): .*sagemakerImages\.docker\.path\.\r\n── building…\r\n/,
      );
    });

    it('says where it is', async () => {
      const messages = at().recordProgress();
      at().open([...answers, run]);
      at().window.engine.onBuild = async (_, report) => {
        const name = '[base 2/3] RUN pip install   jupyterlab';
        report({ kind: 'step', id: '1', name, state: 'started' });
        await Promise.resolve();
      };
      await at().build();
      assert.deepEqual(messages.slice(-4), [
        'building base 2/3: RUN pip install jupyterlab',
        'logging in to the registry…',
        'pushing…',
        'creating the version…',
      ]);
    });
  });

  it('makes no link of a step’s name in its notification: one could run a command', async () => {
    const messages = at().recordProgress();
    at().open([...answers, run]);
    at().window.engine.onBuild = (_, report) =>
      report({ kind: 'step', id: '1', name: 'RUN [x](command:y)', state: 'started' });
    await at().build();
    assert.ok(messages.includes('building: RUN [x] (command:y)'), messages.join('\n'));
  });

  describe('the second time', () => {
    it('shows the plan at once: Enter runs it', async () => {
      at().open([...answers, run]);
      await at().build();
      const prompts = at().open([run]);
      at().window.engine.letters = ['b'];
      await at().build();
      prompts.assertDone();
      assert.equal(prompts.list('plan').active?.kind, 'run');
      const [first, second] = at().created;
      const own = { baseImage: '', clientToken: '' };
      assert.deepEqual({ ...first, ...own }, { ...second, ...own });
      assert.equal(second?.['baseImage'], `${repository}@${digestOf('b')}`);
      assert.notEqual(first?.['clientToken'], second['clientToken']);
    });

    it('takes what a colleague has put into the settings', async () => {
      const recipe = {
        image: 'notebook',
        repository,
        tag: '1.0',
        target: 'base',
        jobType: null,
        processor: null,
      };
      await set('workspace', 'dockerfiles', { Dockerfile: recipe });
      const prompts = at().open([run]);
      await at().build();
      prompts.assertDone();
      assert.equal(order()['target'], 'base');
      assert.equal(at().created[0]?.['imageName'], 'notebook');
    });
  });

  describe('of which this very image is registered', () => {
    beforeEach(async () => {
      at().open([...answers, run]);
      await at().build();
      at().session.images.settleVersion('notebook', 1);
      at().open([run]);
      // The build makes the same image again.
      at().window.engine.letters = ['a'];
      await at().build();
    });

    it('creates nothing, says so, and shows the version', async () => {
      assert.equal(at().created.length, 1);
      const said = await at().window.funnel.next();
      assert.match(said.text, /^Version 1 of image "notebook" was made of this very container image/);
      await press(said, 'Show in Sidebar');
      assert.deepEqual(
        at().window.shown.map(({ number }) => number),
        [1],
      );
    });

    it('creates one all the same when told to', async () => {
      await press(await at().window.funnel.next(), 'Create All the Same');
      const [, second, ...others] = at().created;
      assert.deepEqual(others, []);
      assert.equal(second?.['baseImage'], `${repository}@${digestOf('a')}`);
      assert.equal(at().window.engine.calls.to('build').length, 1);
    });
  });

  describe('goes on', () => {
    it('once at a time for each Dockerfile', async () => {
      at().open([...answers, run]);
      const { window } = at();
      const { promise: building, resolve } = Promise.withResolvers<void>();
      const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
      window.engine.onBuild = () => {
        resolve();
        return mayEnd;
      };
      const first = at().build();
      await building;
      await at().build();
      assert.match((await window.funnel.next()).text, /^"Dockerfile" is being built/);
      end();
      await first;
      assert.equal(at().created.length, 1);
    });

    it('when its terminal is closed, and brings that back with all that was said', async () => {
      at().open([...answers, run]);
      const { window, terminals } = at();
      window.engine.onBuild = async (_, report) => {
        report({ kind: 'output', text: 'before' });
        terminals.close('SageMaker Images: Dockerfile');
        await Promise.resolve();
      };
      await at().build();
      assert.equal(at().created.length, 1);
      terminals.texts.clear();
      window.terminals.show(placeOf(at().dockerfile));
      assert.match(terminals.text, /before\r\n(.*\r\n)*built image-a\r\n(.*\r\n)*pushed /);
    });
  });

  describe('needs', () => {
    for (const isContinued of [false, true]) {
      it(`trust, ${isContinued ? 'to go on as well' : 'to begin'}`, async () => {
        at().open([], { isTrusted: false });
        await assert.rejects(at().build(isContinued), { code: 'build.untrusted' });
        assert.deepEqual(at().window.engine.calls.operations, []);
      });
    }

    it('a file with a name', async () => {
      at().open([]);
      const { uri } = await vscode.workspace.openTextDocument({
        language: 'dockerfile',
        content: 'FROM a\n',
      });
      await at().window.build.run(uri);
      assert.match((await at().window.funnel.next()).text, /has no name yet/);
    });

    it('a file on a disk', async () => {
      at().open([]);
      await at().window.build.run(vscode.Uri.parse('vscode-vfs://github/a/b/Dockerfile'));
      assert.match((await at().window.funnel.next()).text, /^Only a Dockerfile on this machine/);
    });

    it('a file that is there', async () => {
      at().open([]);
      await assert.rejects(at().window.build.run(fileNamed('nowhere/Dockerfile')), {
        code: 'config.unreadable',
      });
    });

    it('nothing that an editor has not saved: it is saved first', async () => {
      const { dockerfile } = at();
      const text = await readFile(dockerfile.fsPath, 'utf8');
      try {
        const document = await vscode.workspace.openTextDocument(dockerfile);
        await vscode.window.showTextDocument(document);
        const change = new vscode.WorkspaceEdit();
        change.insert(dockerfile, new vscode.Position(0, 0), '# seen\n');
        await vscode.workspace.applyEdit(change);
        const prompts = at().open([cancel('image')]);
        const saved = nextEvent(vscode.workspace.onDidSaveTextDocument);
        await at().window.build.run();
        await saved;
        prompts.assertDone();
        assert.equal(document.isDirty, false);
        assert.match(await readFile(dockerfile.fsPath, 'utf8'), /^# seen\n/);
      } finally {
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
        await writeFile(dockerfile.fsPath, text);
      }
    });
  });

  describe('without saying which', () => {
    beforeEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

    it('takes the only one of the workspace', async () => {
      const prompts = at().open([...answers, run]);
      await at().window.build.run();
      prompts.assertDone();
      assert.equal(at().created.length, 1);
    });

    it('asks when there are several', async () => {
      const other = fileNamed('gpu.Dockerfile');
      await writeFile(other.fsPath, 'FROM python:3.12\n');
      try {
        const prompts = at().open([pick('dockerfile', 'gpu.Dockerfile'), cancel('image')]);
        await at().window.build.run();
        prompts.assertDone();
        assert.deepEqual(prompts.list('dockerfile').rows, ['Dockerfile', 'gpu.Dockerfile']);
        assert.ok(at().window.memory.unfinished(other));
      } finally {
        await rm(other.fsPath);
      }
    });
  });

  it('takes names of files as they are, whatever is in them', async () => {
    const name = `$(touch pwned) 'q' "--flag\n\u001B[31m.Dockerfile`;
    const odd = fileNamed(name);
    await writeFile(odd.fsPath, 'FROM python:3.12\n');
    try {
      at().open([...withoutTarget, run]);
      await at().window.build.run(odd);
      assert.equal(order()['dockerfile'], odd.fsPath);
      assert.deepEqual(Object.keys(remembered()), [name]);
      // Nothing in a name steers a terminal.
      const [terminal = ''] = at().terminals.texts.keys();
      assert.doesNotMatch(terminal, /\p{Cc}/u);
      assert.equal(at().created.length, 1);
    } finally {
      await rm(odd.fsPath);
    }
  });

  it('does not keep what looks secret, and asks for it each time', async () => {
    const secret = fileNamed('secret.Dockerfile');
    await writeFile(secret.fsPath, 'FROM python:3.12\nARG PIP_TOKEN\nRUN echo $PIP_TOKEN\n');
    const enter = type('buildArg', 'hunter2');
    try {
      at().open([...withoutTarget.slice(0, 3), enter, ...withoutTarget.slice(3), run]);
      await at().window.build.run(secret);
      assert.deepEqual(order()['buildArgs'], { PIP_TOKEN: 'hunter2' });
      const { state } = at();
      const kept = JSON.stringify([remembered(), state.keys().map((key) => state.get(key))]);
      assert.match(kept, /secret\.Dockerfile/);
      assert.ok(!kept.includes('hunter2'));

      const prompts = at().open([enter, cancel('plan')]);
      await at().window.build.run(secret);
      prompts.assertDone();
      assert.equal(prompts.text('buildArg').question.isSecret, true);
    } finally {
      await rm(secret.fsPath);
    }
  });

  it('registers what was pushed here, whatever had its tag before', async () => {
    at().open([...answers, run]);
    at().session.registry.add(aContainerImage({ tags: ['main-1a2b3c4'], digest: digestOf('f') }));
    await at().build();
    assert.equal(at().created[0]?.['baseImage'], `${repository}@${digestOf('a')}`);
  });

  it('ends with the window', async () => {
    at().open([...answers, run]);
    const { window } = at();
    const { promise: building, resolve } = Promise.withResolvers<void>();
    window.engine.onBuild = (_, __, signal) => {
      resolve();
      return untilAborted(signal);
    };
    const built = at().build();
    await building;
    await window.running.stop();
    await built;
    assert.deepEqual(at().created, []);
    assert.equal(window.engine.calls.operations.at(-1), 'close');
  });
});
