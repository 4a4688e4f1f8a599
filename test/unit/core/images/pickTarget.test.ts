import assert from 'node:assert/strict';
import { pickImage, pickImageOrVersion, pickVersion } from '../../../../src/core/images/pickTarget.ts';
import { anImage, aVersion } from '../../../support/builders.ts';
import { aSession, type InMemorySession } from '../../../support/inMemorySession.ts';
import { back, cancel, pick, scriptedPrompts } from '../../../support/scriptedPrompts.ts';

const { signal } = new AbortController();

describe('what a command is done to', () => {
  let session: InMemorySession;
  beforeEach(async () => {
    session = aSession();
    session.images.add(anImage(), aVersion({ number: 1 }), aVersion({ number: 2 }));
    session.images.add(anImage({ name: 'other' }), aVersion({ imageName: 'other', number: 7 }));
    await session.images.updateVersion('notebook', 2, { aliasesToAdd: ['stable'] }, signal);
  });

  it('can be an image, and no new one', async () => {
    const prompts = scriptedPrompts(pick('image', 'other'));
    assert.equal(await pickImage(session, prompts, signal, { kind: 'editImage' }), 'other');
    const { rows, question } = prompts.list('image');
    assert.ok(rows.every(({ kind }) => kind === 'existing'));
    assert.deepEqual(question.purpose, { kind: 'editImage' });
  });

  it('can be a version, newest first, with its aliases', async () => {
    const prompts = scriptedPrompts(pick('image', 'notebook'), pick('version', '2'));
    const version = await pickVersion(session, prompts, signal, { kind: 'deleteVersion' });
    assert.equal(version?.number, 2);
    const { rows, question } = prompts.list('version');
    assert.deepEqual(
      rows.map((row) => row.kind === 'version' && row.version.number),
      [2, 1],
    );
    const [first] = rows;
    assert.ok(first);
    const completed = await question.complete?.(first, signal);
    assert.deepEqual(completed?.kind === 'version' && completed.aliases, ['stable']);
  });

  it('is asked again from the image when Back is pressed', async () => {
    const prompts = scriptedPrompts(
      pick('image', 'notebook'),
      back('version'),
      pick('image', 'other'),
      pick('version', '7'),
    );
    const version = await pickVersion(session, prompts, signal, { kind: 'showVersion' });
    assert.deepEqual([version?.imageName, version?.number], ['other', 7]);
    const { active } = prompts.list('image');
    assert.ok(active?.kind === 'existing' && active.image.name === 'notebook');
  });

  it('is most likely of the image that the purpose names', async () => {
    const prompts = scriptedPrompts(pick('image', 'other'), pick('version', '7'));
    const purpose = { kind: 'compareVersions', imageName: 'notebook', number: 2 } as const;
    const version = await pickVersion(session, prompts, signal, purpose);
    assert.deepEqual([version?.imageName, version?.number], ['other', 7]);
    const { active } = prompts.list('image');
    assert.ok(active?.kind === 'existing' && active.image.name === 'notebook');
  });

  it('can be the image itself where either will do', async () => {
    const prompts = scriptedPrompts(pick('image', 'notebook'), pick('version', 'the image'));
    const row = await pickImageOrVersion(session, prompts, signal, { kind: 'copyArn' });
    assert.deepEqual(row, { kind: 'image', imageName: 'notebook' });
  });

  it('is nothing when it is cancelled', async () => {
    const atImage = scriptedPrompts(cancel('image'));
    assert.equal(await pickImage(session, atImage, signal, { kind: 'copyName' }), undefined);
    const atVersion = scriptedPrompts(pick('image', 'notebook'), cancel('version'));
    assert.equal(await pickVersion(session, atVersion, signal, { kind: 'copyUri' }), undefined);
    const either = scriptedPrompts(pick('image', 'notebook'), cancel('version'));
    assert.equal(await pickImageOrVersion(session, either, signal, { kind: 'copyArn' }), undefined);
  });
});
