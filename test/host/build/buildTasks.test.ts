import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import manifest from '../../../package.json' with { type: 'json' };
import { AppError } from '../../../src/core/errors.ts';
import { registerBuildTasks } from '../../../src/ui/build/buildTasks.ts';
import { aRepository, anImage, digestOf, host } from '../../support/builders.ts';
import { aSession, type InMemorySession } from '../../support/inMemorySession.ts';
import { nextEvent } from '../support/nextEvent.ts';
import { useReplacements } from '../support/useReplacements.ts';
import { useSettings } from '../support/useSettings.ts';
import { fileNamed, untilAborted, Window, workspaceFolder } from './buildWindow.ts';

const repository = `${host}/team/notebook`;
const task = { dockerfile: 'Dockerfile', image: 'notebook', repository, tag: '{branch}-{commit}' };

describe('A task that builds a Dockerfile', () => {
  const set = useSettings();
  let session: InMemorySession;
  let window: Window;

  beforeEach(async () => {
    session = aSession();
    session.images.add(anImage());
    session.registry.addRepository(aRepository());
    window = new Window(session);
    await set('workspace', 'dockerfiles', {});
  });
  afterEach(() => window.close());

  /** Runs a task as VS Code does. @returns its exit code and what its terminal has shown. */
  async function run(
    definition: Readonly<Record<string, unknown>>,
    folder?: vscode.WorkspaceFolder,
  ): Promise<{ code: number | undefined; text: string }> {
    const terminal = window.startTask(definition, folder);
    let text = '';
    terminal.onDidWrite((written) => (text += written));
    assert.ok(terminal.onDidClose);
    const ended = nextEvent(terminal.onDidClose);
    terminal.open(undefined);
    const code = await ended;
    return { code: typeof code === 'number' ? code : undefined, text };
  }

  const created = (): readonly unknown[] => session.images.calls.to('createVersion');
  const willBe = (status: string, failureReason?: string): void =>
    window.clock.after(5_000, () =>
      session.images.settleVersion('notebook', 1, { status, ...(failureReason && { failureReason }) }),
    );

  it('builds, pushes, registers, waits, and ends with 0 once the version is CREATED', async () => {
    willBe('CREATED');
    const { code, text } = await run({ ...task, aliases: ['stable'], target: 'base' });
    assert.equal(code, 0, text);
    assert.match(text, /built image-a/);
    assert.match(text, /Version 1 of image "notebook" is created\.\r\n$/);
    const [[order] = []] = window.engine.calls.to('build');
    assert.equal((order as { target: string }).target, 'base');
    const [[change] = []] = window.watched;
    assert.ok(change?.kind === 'createVersion');
    assert.deepEqual(change.aliases, ['stable']);
  });

  it('ends with 1 when SageMaker could not create the version, and says why', async () => {
    willBe('CREATE_FAILED', 'The role may not read it.');
    const { code, text } = await run(task);
    assert.equal(code, 1);
    assert.match(text, /error: Version 1 .* CREATE_FAILED\. SageMaker says: The role may not read it\./);
  });

  it('ends once the version is registered where it is not to wait', async () => {
    const { code, text } = await run({ ...task, waitForCreated: false });
    assert.equal(code, 0, text);
    assert.equal(session.images.versionNow('notebook', 1).status, 'CREATING');
    assert.equal(window.watched.length, 1);
  });

  it('ends with 0 when a version was made of this very image before', async () => {
    willBe('CREATED');
    await run(task);
    window.engine.letters = ['a'];
    const { code, text } = await run(task);
    assert.equal(code, 0, text);
    assert.match(text, /was made of this very container image/);
    assert.equal(created().length, 1);
  });

  it('takes from the settings what it leaves out', async () => {
    await set('workspace', 'dockerfiles', {
      Dockerfile: { ...task, dockerfile: undefined, platform: 'linux/arm64' },
    });
    willBe('CREATED');
    const { code, text } = await run({ dockerfile: 'Dockerfile' });
    assert.equal(code, 0, text);
    const [[order] = []] = window.engine.calls.to('build');
    assert.equal((order as { platform: string }).platform, 'linux/arm64');
  });

  it('takes a whole path, as variables of tasks.json give it', async () => {
    willBe('CREATED');
    const { code, text } = await run({ ...task, dockerfile: fileNamed('Dockerfile').fsPath });
    assert.equal(code, 0, text);
  });

  it('takes the Dockerfile of another folder for what it is, whatever its own folder has', async () => {
    willBe('CREATED');
    const other = { name: 'docs', index: 1, uri: vscode.Uri.joinPath(workspaceFolder().uri, 'docs') };
    const { code, text } = await run({ ...task, dockerfile: fileNamed('Dockerfile').fsPath }, other);
    assert.equal(code, 0, text);
    const [[order] = []] = window.engine.calls.to('build');
    assert.equal((order as { dockerfile: string }).dockerfile, fileNamed('Dockerfile').fsPath);
  });

  it('takes the name of a Dockerfile as it is', async function () {
    // On Windows a backslash is in no name, and a blank at no end.
    if (process.platform === 'win32') this.skip();
    const dockerfile = ` odd\\na$(touch pwned)me .Dockerfile `;
    const odd = fileNamed(dockerfile);
    await writeFile(odd.fsPath, 'FROM python:3.12\n');
    try {
      willBe('CREATED');
      const { code, text } = await run({ ...task, dockerfile });
      assert.equal(code, 0, text);
      const [[order] = []] = window.engine.calls.to('build');
      assert.equal((order as { dockerfile: string }).dockerfile, odd.fsPath);
    } finally {
      await rm(odd.fsPath);
    }
  });

  it('says all that is missing or wrong, and what to write instead, before anything runs', async () => {
    const { code, text } = await run({
      dockerfile: 'Dockerfile',
      tag: 'no tag',
      jobType: 'FUN',
      colour: 'red',
    });
    assert.equal(code, 1);
    assert.deepEqual(window.engine.calls.operations, []);
    for (const said of [
      /error: "image" is missing: add it to the task/,
      /error: "repository" is missing/,
      /error: "tag" cannot be used\./,
      /error: "jobType" has to be one of "TRAINING", "INFERENCE", "NOTEBOOK_KERNEL"\./,
      /error: "colour" is not a property of this task/,
    ]) {
      assert.match(text, said);
    }
  });

  it('says in the words of the problem matcher at which line a build failed', async () => {
    const { fsPath: file } = fileNamed('Dockerfile');
    const location = { file, line: 3 };
    window.engine.calls.fail('build', new AppError('build.failed', { location, reason: 'No such package.' }));
    const { code, text } = await run(task);
    assert.equal(code, 1);
    const [{ pattern }] = manifest.contributes.problemMatchers as [
      (typeof manifest.contributes.problemMatchers)[0],
    ];
    const found = text
      .split('\r\n')
      .map((line) => new RegExp(pattern.regexp).exec(line))
      .find((match) => match !== null);
    assert.equal(found?.[pattern.file], file);
    assert.equal(found[pattern.line], '3');
    assert.match(found[pattern.message] ?? '', /No such package\./);
  });

  it('asks nobody: a failed sign-in is said where it runs', async () => {
    session.registry.calls.fail('signIn', new AppError('auth.expired', { profile: 'default' }));
    const { code, text } = await run(task);
    assert.equal(code, 1);
    assert.match(text, /error: The credentials of AWS profile "default" have expired/);
    assert.deepEqual(window.funnel.said, []);
  });

  it('does not run in a workspace that nobody trusts', async () => {
    await window.close();
    window = new Window(session, { isTrusted: false });
    const { code, text } = await run(task);
    assert.equal(code, 1);
    assert.match(text, /trust this workspace first/);
    assert.deepEqual(window.engine.calls.operations, []);
  });

  it('does not run where files are on no disk', async () => {
    const uri = vscode.Uri.parse('vscode-vfs://github/team/notebook');
    const { code, text } = await run(task, { name: 'notebook', index: 0, uri });
    assert.equal(code, 1);
    assert.match(text, /error: Only a Dockerfile on this machine’s disk can be built/);
    assert.deepEqual(window.opened, []);
  });

  it('is cancelled by being terminated', async () => {
    const { promise: building, resolve } = Promise.withResolvers<void>();
    let stopped: AbortSignal | undefined;
    window.engine.onBuild = (_, __, signal) => {
      stopped = signal;
      resolve();
      return untilAborted(signal);
    };
    const terminal = window.startTask(task);
    assert.ok(terminal.onDidClose);
    const ended = nextEvent(terminal.onDidClose);
    terminal.open(undefined);
    await building;
    terminal.close();
    assert.equal(await ended, 130);
    assert.equal(stopped?.aborted, true);
    assert.deepEqual(created(), []);
  });

  it('keeps what it has done, to be gone on with by the lens', async () => {
    window.engine.calls.fail('push', new AppError('push.failed', { reference: repository, reason: 'gone' }));
    const { code } = await run(task);
    assert.equal(code, 1);
    assert.equal(window.memory.resume(fileNamed('Dockerfile'))?.from, 'push');
  });

  it('is registered by digest', async () => {
    willBe('CREATED');
    await run(task);
    const [[version] = []] = session.images.calls.to('createVersion');
    assert.equal((version as { baseImage: string }).baseImage, `${repository}@${digestOf('a')}`);
  });

  describe('in VS Code itself', () => {
    it('is offered for each Dockerfile that the settings remember', async () => {
      await set('workspace', 'dockerfiles', { Dockerfile: { image: 'notebook' } });
      const tasks = await vscode.tasks.fetchTasks({ type: 'sagemaker-image' });
      assert.deepEqual(
        tasks.map(({ name, definition }) => [name, definition['dockerfile']]),
        [['Build, push and register Dockerfile', 'Dockerfile']],
      );
      assert.deepEqual(tasks[0]?.problemMatchers, ['$sagemaker-image']);
    });

    describe('is not offered', () => {
      const replace = useReplacements();
      async function offered(): Promise<number> {
        await set('workspace', 'dockerfiles', { Dockerfile: { image: 'notebook' } });
        let provider: vscode.TaskProvider | undefined;
        replace(vscode.tasks, {
          registerTaskProvider: (_: string, registered: vscode.TaskProvider) => {
            provider = registered;
            return new vscode.Disposable(() => undefined);
          },
        });
        registerBuildTasks((definition) => window.startTask(definition));
        const { token } = new vscode.CancellationTokenSource();
        return (await provider?.provideTasks(token))?.length ?? assert.fail('no provider');
      }

      it('unless the workspace is trusted', async () => {
        assert.equal(await offered(), 1);
        replace(vscode.workspace, { isTrusted: false });
        assert.equal(await offered(), 0);
      });

      it('where files are on no disk', async () => {
        const uri = vscode.Uri.parse('vscode-vfs://github/team/notebook');
        replace(vscode.workspace, { workspaceFolders: [{ ...workspaceFolder(), uri }] });
        assert.equal(await offered(), 0);
      });
    });

    it('tells its exit code', async () => {
      session.images.calls.fail(
        'describeImage',
        new AppError('image.notFound', { name: 'notebook', region: 'x' }),
      );
      const execution = new vscode.CustomExecution((definition) =>
        Promise.resolve(window.startTask(definition as unknown as Record<string, unknown>)),
      );
      const scope = workspaceFolder();
      const ended = nextEvent(vscode.tasks.onDidEndTaskProcess);
      await vscode.tasks.executeTask(
        new vscode.Task({ type: 'sagemaker-image', ...task }, scope, 'test', 'sagemaker-image', execution),
      );
      assert.equal((await ended).exitCode, 1);
    });
  });
});
