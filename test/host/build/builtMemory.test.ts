import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SourcePlace } from '../../../src/core/drift/sources.ts';
import { account, digestOf, region } from '../../support/builders.ts';
import { pick } from '../../support/scriptedPrompts.ts';
import { nextEvent } from '../support/nextEvent.ts';
import { workspaceFolder } from './buildWindow.ts';
import { answers, repository, run, useBuild } from './useBuild.ts';

const sources = { dockerfile: 'hash of the Dockerfile', context: 'hash of the files' };

describe('What is remembered of the version that was made of a Dockerfile', () => {
  const at = useBuild();
  const built = (): unknown => at().window.memory.built(at().dockerfile);
  const expected = {
    imageName: 'notebook',
    number: 1,
    accountId: account,
    region,
    repository,
    tag: 'main-1a2b3c4',
    digest: digestOf('a'),
    sources,
    engine: 'docker',
  };

  it('is where it is, and what it was made of: read before the engine began', async () => {
    at().open([...answers, run]);
    const { window } = at();
    const read: unknown[] = [];
    window.sources = (place: SourcePlace) => {
      read.push(place, [...window.engine.calls.operations]);
      return sources;
    };
    await at().build();
    assert.deepEqual(built(), expected);
    const { dockerfile } = at();
    const context = vscode.Uri.joinPath(dockerfile, '..').fsPath;
    assert.deepEqual(read, [{ dockerfile: dockerfile.fsPath, context, engine: 'docker' }, ['open']]);
  });

  it('is the one that has this very image already', async () => {
    at().open([...answers, run]);
    await at().build();
    at().session.images.settleVersion('notebook', 1);
    await at().window.memory.keepBuilt(at().dockerfile, undefined);
    at().open([run]);
    at().window.sources = () => sources;
    await at().build();
    assert.deepEqual(built(), { ...expected, number: 1 });
    assert.equal(at().created.length, 1);
  });

  it('is there after a task, too, and tells whoever listens', async () => {
    at().open([]);
    const { window } = at();
    window.sources = () => sources;
    let told = 0;
    window.memory.onDidChange(() => (told += 1));
    const terminal = window.startTask(
      {
        dockerfile: 'Dockerfile',
        image: 'notebook',
        repository,
        tag: '{branch}-{commit}',
        waitForCreated: false,
      },
      workspaceFolder(),
    );
    assert.ok(terminal.onDidClose);
    const ended = nextEvent(terminal.onDidClose);
    terminal.open(undefined);
    assert.equal(await ended, 0);
    assert.deepEqual(built(), expected);
    assert.ok(told > 0);
  });

  it('is what it was after a run that came to no version', async () => {
    at().open([...answers, run]);
    await at().build();
    const before = built();
    at().open([run, pick('plan', 'run')]);
    at().window.engine.onBuild = () => Promise.reject(new Error('no'));
    await at().build();
    assert.deepEqual(built(), before);
  });

  it('is less where the files could not be read', async () => {
    at().open([...answers, run]);
    await at().build();
    const { sources: _, engine: __, ...less } = expected;
    assert.deepEqual(built(), less);
  });

  it('is found by its Dockerfile, among all of them', async () => {
    at().open([]);
    const { memory } = at().window;
    assert.deepEqual(memory.builtDockerfiles(), []);
    await memory.keepBuilt(at().dockerfile, { imageName: 'notebook' });
    assert.deepEqual(memory.builtDockerfiles().map(String), [String(at().dockerfile)]);
    assert.deepEqual(built(), { imageName: 'notebook' });
    await memory.keepBuilt(at().dockerfile, undefined);
    assert.deepEqual(memory.builtDockerfiles(), []);
    await at().state.update(`build:built:${at().dockerfile.toString()}`, { imageName: ['notebook'] });
    assert.equal(built(), undefined);
  });
});
