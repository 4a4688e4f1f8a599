import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import { imageNode } from '../../../src/core/tree.ts';
import { promptOf } from '../../../src/ui/textPrompts.ts';
import { titleOf } from '../../../src/ui/titles.ts';
import { account, anImage, aVersion, region, role } from '../../support/builders.ts';
import { aSession, type InMemorySession } from '../../support/inMemorySession.ts';
import { attempt, cancel, pick, ScriptedPrompts, type } from '../../support/scriptedPrompts.ts';
import { press } from '../support/recordingFunnel.ts';
import { Window } from './useImages.ts';

const denied = new AppError('auth.denied', {
  action: 'sagemaker:UpdateImage',
  resource: 'arn:aws:sagemaker:x',
  principal: 'arn:aws:iam::1:user/me',
});
const where = `profile default · account ${account} · ${region}`;
const notebook = imageNode(anImage());

describe('The commands on images', () => {
  let session: InMemorySession;
  let window: Window;
  beforeEach(() => {
    session = aSession();
    session.images.add({ ...anImage(), roleArn: role });
  });
  afterEach(() => window.close());

  function walk(...acts: ConstructorParameters<typeof ScriptedPrompts>[0]): ScriptedPrompts {
    const prompts = new ScriptedPrompts(acts);
    window = new Window(session, prompts);
    return prompts;
  }

  async function withVersions(): Promise<void> {
    session.images.add(anImage(), aVersion({ number: 1 }), aVersion({ number: 2 }));
    const { signal } = new AbortController();
    await session.images.updateVersion('notebook', 2, { aliasesToAdd: ['1.0', 'stable'] }, signal);
  }

  describe('that create', () => {
    const answers = [
      type('imageName', 'fresh'),
      type('role', role),
      pick('edit', 'tags'),
      type('tags', 'team=research'),
      pick('edit', 'save'),
    ];

    it('create what was answered, and follow it', async () => {
      const prompts = walk(...answers);
      await window.images.create();
      prompts.assertDone();
      assert.deepEqual(session.images.calls.to('createImage'), [
        [{ name: 'fresh', roleArn: role, tags: [{ key: 'team', value: 'research' }] }],
      ]);
      const { arn } = session.images.imageNow('fresh');
      assert.deepEqual(window.watched, [{ kind: 'createImage', imageName: 'fresh', arn }]);
      assert.deepEqual(window.reloaded, ['fresh']);
    });

    it('keep the answers when it fails, and begin again at the list', async () => {
      const prompts = walk(...answers, pick('edit', 'save'));
      session.images.calls.fail('createImage', denied);
      await window.images.create();
      const failure = await window.funnel.next();
      assert.equal(failure.error, denied);
      await press(failure, 'Retry');
      prompts.assertDone();
      assert.equal(session.images.calls.to('createImage').length, 2);
      assert.equal(window.watched.length, 1);
    });

    for (const [question, ...acts] of [
      ['imageName', cancel('imageName')],
      ['role', ...answers.slice(0, 1), cancel('role')],
      ['edit', ...answers.slice(0, 2), cancel('edit')],
      ['tags', ...answers.slice(0, 3), cancel('tags')],
    ] as const) {
      it(`do nothing when ${question} is cancelled`, async () => {
        const prompts = walk(...acts);
        await window.images.create();
        prompts.assertDone();
        assert.deepEqual(session.images.calls.to('createImage'), []);
        assert.deepEqual(window.funnel.said, []);
      });
    }
  });

  describe('that edit', () => {
    const edits = [
      pick('edit', 'displayName'),
      type('displayName', 'Notebooks'),
      pick('edit', 'save'),
    ] as const;

    it('send what was changed, and follow it', async () => {
      const prompts = walk(...edits);
      await window.images.edit(notebook);
      prompts.assertDone();
      assert.deepEqual(session.images.calls.to('updateImage'), [['notebook', { displayName: 'Notebooks' }]]);
      assert.deepEqual(window.watched, [
        { kind: 'updateImage', imageName: 'notebook', arn: notebook.image.arn },
      ]);
      assert.deepEqual(window.reloaded, ['notebook']);
      const { question } = prompts.list('edit');
      assert.equal(titleOf('', question.purpose), 'Edit Image notebook');
    });

    it('ask for the image from the palette', async () => {
      const prompts = walk(pick('image', 'notebook'), ...edits);
      await window.images.edit();
      prompts.assertDone();
      assert.equal(titleOf('Image', prompts.list('image').question.purpose), 'Edit Image: Image');
      assert.equal(session.images.imageNow('notebook').displayName, 'Notebooks');
    });

    it('keep the changes when it fails', async () => {
      const prompts = walk(...edits, pick('edit', 'save'));
      session.images.calls.fail('updateImage', denied);
      await window.images.edit(notebook);
      assert.deepEqual(window.watched, []);
      await press(await window.funnel.next(), 'Retry');
      prompts.assertDone();
      assert.equal(session.images.imageNow('notebook').displayName, 'Notebooks');
      assert.equal(window.opened.length, 2, 'the configuration is read again');
    });

    it('take up the changes when SageMaker could not go on with them', async () => {
      const prompts = walk(...edits, pick('edit', 'save'));
      await window.images.edit(notebook);
      session.images.settleImage('notebook', { displayName: 'As before' });
      await window.again[0]?.();
      prompts.assertDone();
      assert.equal(session.images.calls.to('updateImage').length, 2);
    });

    for (const [question, ...acts] of [
      ['image', cancel('image')],
      ['edit', pick('image', 'notebook'), cancel('edit')],
      ['displayName', pick('image', 'notebook'), edits[0], cancel('displayName')],
    ] as const) {
      it(`do nothing when ${question} is cancelled`, async () => {
        const prompts = walk(...acts);
        await window.images.edit();
        prompts.assertDone();
        assert.deepEqual(session.images.calls.to('updateImage'), []);
        assert.deepEqual(window.funnel.said, []);
      });
    }

    it('end with the session that they began with', async () => {
      const prompts = walk(edits[0], cancel('displayName'));
      const enter = prompts.enter.bind(prompts);
      prompts.enter = (question, signal) => {
        window.activeSession.reload();
        return signal.aborted ? Promise.resolve({ kind: 'cancel' }) : enter(question, signal);
      };
      await window.images.edit(notebook);
      assert.deepEqual(session.images.calls.to('updateImage'), []);
    });
  });

  describe('that delete', () => {
    it('ask once about an image without versions, naming account, region and what is lost', async () => {
      walk();
      await window.images.delete(notebook);
      assert.deepEqual(window.funnel.confirmed, [
        {
          question: 'Delete image "notebook"?',
          detail: `It has no versions. It is deleted for good: ${where}.`,
          action: 'Delete Image',
        },
      ]);
      assert.deepEqual(session.images.calls.to('deleteImage'), [['notebook']]);
      assert.deepEqual(window.watched, [
        { kind: 'deleteImage', imageName: 'notebook', arn: notebook.image.arn },
      ]);
      assert.deepEqual(window.reloaded, ['notebook']);
    });

    it('want the name typed of an image with versions, and nothing else', async () => {
      await withVersions();
      const prompts = walk(
        attempt('deletion', ''),
        attempt('deletion', 'notebok'),
        type('deletion', 'notebook'),
      );
      await window.images.delete(notebook);
      prompts.assertDone();
      const { question, problems } = prompts.text('deletion');
      assert.deepEqual(
        problems.map((problem) => problem?.code),
        ['name.different', 'name.different'],
      );
      assert.equal(
        promptOf(question),
        `Type "notebook" to delete the image with its 2 versions (aliases: 1.0, stable), for good: ${where}. The container images stay in ECR.`,
      );
      assert.equal(titleOf('', question.purpose), 'Delete Image notebook');
      assert.deepEqual(window.funnel.confirmed, []);
      assert.deepEqual(session.images.calls.to('deleteImage'), [['notebook']]);
    });

    it('say so when the aliases are not known', async () => {
      await withVersions();
      const prompts = walk(cancel('deletion'));
      session.images.calls.fail('listAliases', denied);
      await window.images.delete(notebook);
      assert.match(promptOf(prompts.text('deletion').question), /with its 2 versions and their aliases, for/);
    });

    it('delete nothing when the answer is no', async () => {
      walk();
      window.funnel.answers = [false];
      await window.images.delete(notebook);
      assert.deepEqual(session.images.calls.to('deleteImage'), []);
    });

    it('delete nothing when the name is not typed', async () => {
      await withVersions();
      walk(cancel('deletion'));
      await window.images.delete(notebook);
      assert.deepEqual(session.images.calls.to('deleteImage'), []);
      assert.deepEqual(window.funnel.said, []);
    });

    it('ask for the image from the palette', async () => {
      const prompts = walk(pick('image', 'notebook'));
      await window.images.delete();
      prompts.assertDone();
      assert.deepEqual(session.images.calls.to('deleteImage'), [['notebook']]);
    });

    it('do nothing when the image is not picked', async () => {
      walk(cancel('image'));
      await window.images.delete();
      assert.deepEqual(window.funnel.confirmed, []);
      assert.deepEqual(session.images.calls.to('deleteImage'), []);
    });

    it('ask again when it failed', async () => {
      walk();
      session.images.calls.fail('deleteImage', denied);
      await window.images.delete(notebook);
      assert.deepEqual(window.watched, []);
      await press(await window.funnel.next(), 'Retry');
      assert.equal(window.funnel.confirmed.length, 2);
      assert.equal(session.images.imageNow('notebook').status, 'DELETING');
    });

    it('delete nothing when what is lost could not be found out', async () => {
      walk();
      const gone = new AppError('image.notFound', { name: 'notebook', region });
      session.images.calls.fail('describeImage', gone);
      await window.images.delete(notebook);
      assert.equal((await window.funnel.next()).error, gone);
      assert.deepEqual(window.funnel.confirmed, []);
      assert.deepEqual(session.images.calls.to('deleteImage'), []);
    });
  });
});
