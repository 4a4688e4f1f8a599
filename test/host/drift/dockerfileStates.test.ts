import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { AppError } from '../../../src/core/errors.ts';
import { account, digestOf, anImage, aContainerImage } from '../../support/builders.ts';
import { aSession } from '../../support/inMemorySession.ts';
import { eventually } from '../support/eventually.ts';
import { nextEvent } from '../support/nextEvent.ts';
import { useFolder } from '../support/useFolder.ts';
import { useReplacements } from '../support/useReplacements.ts';
import { useSettings } from '../support/useSettings.ts';
import { dockerfile, DriftWindow, fileNamed, showFile, type, useFiles } from './driftWindow.ts';

const created = 'notebook v1 · CREATED · 1 hour ago';

describe('The state of a Dockerfile', () => {
  const replace = useReplacements();
  const set = useSettings();
  const write = useFiles();
  const folder = useFolder();
  let window: DriftWindow;
  beforeEach(() => {
    window = new DriftWindow();
  });
  afterEach(async () => {
    window.close();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  /** The Dockerfile is in an editor, tied, and the session is in use. */
  async function begin(): Promise<vscode.TextEditor> {
    await window.tie();
    const editor = await showFile();
    await window.open();
    await window.says(created);
    // SageMaker may have answered before the files were read, and the lens says the same before and after.
    await window.states.look(dockerfile);
    return editor;
  }

  it('is none of a Dockerfile that is tied to nothing: no call, and no session', async () => {
    await showFile();
    assert.equal(window.title, undefined);
    assert.deepEqual(window.opened, []);
    await window.open();
    const editor = await showFile(fileNamed('Dockerfile.untied'));
    await type(editor, 'RUN true\n');
    await editor.document.save();
    window.changeVersion({ imageName: 'notebook' });
    assert.equal(window.title, undefined);
    assert.equal(window.calls, 0);
    assert.equal(window.clock.waiting, 0);
    await vscode.workspace.fs.writeFile(editor.document.uri, Buffer.from('FROM scratch\n'));
  });

  it('is its image alone while nobody uses the extension in the window', async () => {
    await window.tie();
    await showFile();
    await window.states.look(dockerfile);
    assert.equal(window.title, 'notebook v1');
    write('model/train.py', 'print("other")\n');
    await window.saysOnceRead('notebook v1 · files changed');
    assert.deepEqual(window.opened, []);
    assert.equal(window.calls, 0);
  });

  it('is how the version is, once a session is in use', async () => {
    await begin();
    assert.deepEqual(window.session.images.calls.operations, ['listVersions']);
    assert.deepEqual(window.session.registry.calls.operations, ['findDigest']);
  });

  it('is that of the image that the settings name, whose files are not read', async () => {
    await set('workspace', 'dockerfiles', { Dockerfile: { image: 'notebook' } });
    await showFile();
    await window.open();
    await window.says(created);
    assert.equal(window.states.known(dockerfile)?.subject.place, undefined);
  });

  it('is looked at once, however often it is shown', async () => {
    await begin();
    const { calls } = window;
    await showFile(fileNamed('Dockerfile.untied'));
    await showFile();
    await window.states.look(dockerfile);
    assert.equal(window.calls, calls);
  });

  it('is not looked at while somebody types', async () => {
    const editor = await begin();
    const { calls, changes } = window;
    await type(editor, 'RUN true\n');
    await window.states.look(dockerfile);
    assert.equal(window.title, created);
    assert.equal(window.calls, calls);
    assert.equal(window.changes, changes);
    assert.equal(window.clock.waiting, 0);
  });

  it('changes when the Dockerfile is saved, without a call', async () => {
    const editor = await begin();
    const { calls } = window;
    write('Dockerfile', editor.document.getText());
    await type(editor, 'RUN true\n');
    await editor.document.save();
    await window.saysOnceRead(`${created} · Dockerfile changed`);
    assert.equal(window.calls, calls);
  });

  it('changes with what another program does to the Dockerfile and to the files of the build', async () => {
    await begin();
    const before = window.calls;
    write('Dockerfile', 'FROM scratch\n');
    await window.saysOnceRead(`${created} · Dockerfile changed`);
    write('model/new.py', 'new');
    await window.saysOnceRead(`${created} · Dockerfile changed · files changed`);
    assert.equal(window.calls, before);
  });

  it('does not change with files that are ignored, nor with those of git and VS Code', async () => {
    await begin();
    const { changes } = window;
    write('train.log', 'line');
    await window.readWritten();
    assert.equal(window.title, created);
    assert.equal(window.changes, changes);
    await set('workspace', 'create.pinDigest', true);
    assert.equal(window.title, created);
  });

  it('is read once for all that is written meanwhile', async () => {
    await begin();
    for (let index = 0; index < 20; index += 1) write(`model/${index}.py`, 'x');
    await eventually(() => window.clock.waiting > 0, 'a file was written');
    assert.equal(window.clock.waiting, 1);
    await window.saysOnceRead(`${created} · files changed`);
  });

  it('is that of the session before no more when that ends, and is asked for with the next', async () => {
    await begin();
    const { calls } = window;
    window.activeSession.reload();
    await window.states.look(dockerfile);
    assert.equal(window.title, 'notebook v1');
    assert.equal(window.calls, calls);
    await window.open();
    await window.says(created);
    assert.equal(window.calls, calls + 2);
  });

  it('changes with the versions of its image, and of no other', async () => {
    await begin();
    const { calls } = window;
    window.setVersions(window.version(1), window.version(2));
    window.changeVersion({ imageName: 'another' });
    await window.states.look(dockerfile);
    assert.equal(window.calls, calls);
    window.changeVersion({ imageName: 'notebook' });
    await window.says(`${created} · v2 is newer`);
  });

  it('tells of a tag that moved, or is gone', async () => {
    await begin();
    window.session.registry.add(aContainerImage({ digest: digestOf('b'), tags: ['1.0'] }));
    window.changeVersion({ imageName: 'notebook' });
    await window.says(`${created} · tag "1.0" moved`);
    await window.tie({ tag: '2.0' });
    await window.says(`${created} · tag "2.0" is gone`);
  });

  it('tells of a version that is gone, failed, or being created', async () => {
    await begin();
    window.setVersions(window.version(1, { status: 'CREATE_FAILED', failureReason: 'why' }));
    window.changeVersion({ imageName: 'notebook' });
    await window.says('notebook v1 · creation failed · 1 hour ago');
    window.setVersions(window.version(1, { status: 'CREATING' }));
    window.changeVersion({ imageName: 'notebook' });
    await window.says('notebook v1 · CREATING · 1 hour ago');
    window.setVersions(window.version(2));
    window.session.images.removeVersion('notebook', 1);
    window.changeVersion({ imageName: 'notebook' });
    await window.says('notebook · v1 is gone · v2 is newer');
  });

  it('says nothing of what is not known, and is asked for again when credentials are renewed', async () => {
    const { images } = window.session;
    images.calls.fail('listVersions', new AppError('auth.expired', { profile: 'default' }));
    await window.tie();
    await showFile();
    await window.open();
    await eventually(() => images.calls.to('listVersions').length === 1, 'a call');
    await window.states.look(dockerfile);
    assert.equal(window.title, 'notebook v1');
    assert.equal(images.calls.to('listVersions').length, 1);
    await window.activeSession.recheck();
    await window.says(created);
    assert.deepEqual(window.funnel.said, []);
  });

  it('is that of the account and region where it was made alone', async () => {
    window.close();
    window = new DriftWindow({ session: aSession({ region: 'eu-west-1' }) });
    await window.tie();
    await showFile();
    await window.open();
    await window.states.look(dockerfile);
    assert.equal(window.title, 'notebook v1');
    assert.equal(window.calls, 0);
  });

  it('is not asked for where that would ask for an MFA code', async () => {
    window.close();
    const expiresAt = new Date('2026-01-02T03:05:00.000Z');
    const session = aSession({
      identify: () => Promise.resolve({ accountId: account, arn: 'arn', expiresAt }),
    });
    window = new DriftWindow({ session, profiles: [{ name: 'default', kind: 'role', needsMfa: true }] });
    await window.tie();
    await showFile();
    await window.open();
    await window.states.look(dockerfile);
    assert.equal(window.title, 'notebook v1');
    assert.equal(window.calls, 0);
  });

  it('waits for the end of a build', async () => {
    await begin();
    const stop = new AbortController();
    const build = Promise.withResolvers<void>();
    const run = window.running.run(dockerfile.toString(), stop.signal, () => build.promise);
    write('Dockerfile', 'FROM scratch\n');
    await eventually(() => window.clock.waiting === 1, 'a file was written');
    await window.clock.advance(500);
    assert.equal(window.title, created);
    build.resolve();
    await run;
    await window.saysOnceRead(`${created} · Dockerfile changed`);
    await window.tie();
    await window.saysOnceRead(created);
  });

  it('is that of SageMaker and ECR alone in a workspace that nobody trusts', async () => {
    await window.tie();
    write('Dockerfile', 'FROM scratch\n');
    replace(vscode.workspace, { isTrusted: false });
    await showFile();
    await window.open();
    await window.says(created);
    assert.equal(window.states.known(dockerfile)?.subject.place, undefined);
  });

  it('is not looked at where lenses are turned off', async () => {
    await set('user', 'codeLens.enabled', false);
    await window.tie();
    await showFile();
    await window.open();
    assert.equal(window.calls, 0);
    assert.equal(window.states.known(dockerfile)?.facts, undefined);
    await set('user', 'codeLens.enabled', true);
    await window.says(created);
  });

  it('of files that nobody watches is looked at whenever they are saved or shown', async () => {
    const file = vscode.Uri.file(join(folder(), 'Dockerfile'));
    await vscode.workspace.fs.writeFile(file, Buffer.from('FROM scratch\n'));
    const built = { imageName: 'notebook', number: 1 };
    await window.builds.keepBuilt(file, { ...built, sources: { dockerfile: 'any' } });
    const place = window.states.known(file)?.subject.place;
    assert.ok(place);
    const sources = await window.states.readSources(place, new AbortController().signal);
    await window.builds.keepBuilt(file, { ...built, ...(sources && { sources }) });
    await showFile(file);
    await window.states.look(file);
    await showFile(fileNamed('Dockerfile.untied'));
    await vscode.workspace.fs.writeFile(vscode.Uri.file(join(folder(), 'a')), Buffer.from('a'));
    assert.equal(window.states.titleOf(file), 'notebook v1');
    const editor = await showFile(file);
    await eventually(() => window.states.titleOf(file) === 'notebook v1 · files changed', 'files changed');
    await type(editor, 'RUN true\n');
    const changed = nextEvent(window.states.onDidChange);
    await editor.document.save();
    await changed;
    assert.equal(window.states.titleOf(file), 'notebook v1 · Dockerfile changed · files changed');
    assert.equal(window.clock.waiting, 0);
  });

  it('is forgotten of Dockerfiles that are gone, and where what is remembered makes no sense', async () => {
    await window.tie();
    const gone = fileNamed('gone/Dockerfile');
    await window.builds.keepBuilt(gone, { imageName: 'notebook' });
    const elsewhere = vscode.Uri.parse('vscode-vfs://github/team/Dockerfile');
    await window.builds.keepBuilt(elsewhere, { imageName: 'notebook' });
    await window.state.update(`build:built:${fileNamed('Dockerfile.untied').toString()}`, { imageName: 7 });
    const left = (): readonly string[] => window.builds.builtDockerfiles().map(String).toSorted();
    assert.equal(left().length, 4);
    window.close();
    window = new DriftWindow({ state: window.state });
    const kept = [String(dockerfile), String(elsewhere)].toSorted();
    await eventually(() => left().length === 2, 'two are forgotten');
    assert.deepEqual(left(), kept);
  });

  it('of no image is what is left when that is deleted', async () => {
    await begin();
    window.session.images.calls.fail(
      'listVersions',
      new AppError('image.notFound', { name: anImage().name, region: 'us-east-1' }),
    );
    window.changeVersion({ imageName: 'notebook' });
    await window.says('notebook · v1 is gone');
  });
});
