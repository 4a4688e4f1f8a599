import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../../src/core/errors.ts';
import { imageNode, versionNode, type VersionNode } from '../../../src/core/tree.ts';
import { listTexts } from '../../../src/ui/promptTexts.ts';
import { titleOf } from '../../../src/ui/titles.ts';
import { account, anImage, arnOfVersion, aVersion, region } from '../../support/builders.ts';
import { aSession, type InMemorySession } from '../../support/inMemorySession.ts';
import { cancel, pick, press as pressIn, ScriptedPrompts, type } from '../../support/scriptedPrompts.ts';
import { press } from '../support/recordingFunnel.ts';
import { useReplacements } from '../support/useReplacements.ts';
import { Window } from './useImages.ts';

const { signal } = new AbortController();
const where = `profile default · account ${account} · ${region}`;
const denied = new AppError('auth.denied', {
  action: 'sagemaker:UpdateImageVersion',
  resource: 'arn:aws:sagemaker:x',
  principal: 'arn:aws:iam::1:user/me',
});
const invalid = new AppError('request.invalid', { reason: 'It is used.' });
const inUse = new AppError('image.inUse', { name: 'notebook', reason: 'In use.' });

describe('The commands on versions', () => {
  const replace = useReplacements();
  let session: InMemorySession;
  let window: Window;
  let nodes: Readonly<Record<1 | 2 | 3, VersionNode>>;
  beforeEach(async () => {
    session = aSession();
    const versions = [1, 2, 3].map((number) => aVersion({ number }));
    session.images.add(anImage(), ...versions);
    await session.images.updateVersion('notebook', 2, { aliasesToAdd: ['1.0', 'stable'] }, signal);
    const [one, two, three] = versions.map(versionNode);
    assert.ok(one && two && three);
    nodes = { 1: one, 2: two, 3: three };
  });
  afterEach(() => window.close());

  function walk(...acts: ConstructorParameters<typeof ScriptedPrompts>[0]): ScriptedPrompts {
    const prompts = new ScriptedPrompts(acts);
    window = new Window(session, prompts);
    return prompts;
  }

  /** A version of another image. */
  function withOther(): VersionNode {
    const version = aVersion({ imageName: 'other', number: 7 });
    session.images.add(anImage({ name: 'other' }), version);
    return versionNode(version);
  }

  /** Presses Cancel below the progress while a version is being deleted. */
  function cancelProgressAt(number: number): void {
    const shown = Promise.withResolvers<void>();
    let source = new vscode.CancellationTokenSource();
    replace(vscode.window, {
      withProgress: (
        { title = '' }: vscode.ProgressOptions,
        task: (progress: object, token: vscode.CancellationToken) => unknown,
      ) => {
        source = new vscode.CancellationTokenSource();
        if (title.startsWith('Deleting')) shown.resolve();
        return task({ report: () => undefined }, source.token);
      },
    });
    const { images } = session;
    const deleteVersion = images.deleteVersion.bind(images);
    images.deleteVersion = async (...input) => {
      await shown.promise;
      if (input[1] === number) source.cancel();
      return deleteVersion(...input);
    };
  }

  /** What was written since the test began. */
  const updates = (): readonly (readonly unknown[])[] => session.images.calls.to('updateVersion').slice(1);

  const deleted = (): readonly unknown[] =>
    session.images.calls.to('deleteVersion').map(([, number]) => number);

  describe('that edit', () => {
    const edits = [pick('edit', 'jobType'), pick('jobType', 'TRAINING'), pick('edit', 'save')] as const;

    it('send what was changed, and say that it is saved', async () => {
      const prompts = walk(...edits);
      await window.versions.edit(nodes[1]);
      prompts.assertDone();
      assert.deepEqual(updates(), [['notebook', 1, { jobType: 'TRAINING' }]]);
      assert.deepEqual(window.funnel.texts, ['The changes to version 1 of image "notebook" are saved.']);
      assert.deepEqual(window.reloaded, ['notebook']);
      const { question } = prompts.list('jobType');
      assert.equal(
        titleOf(listTexts.jobType.title, question.purpose),
        'Edit Version 1 of notebook: Job Type',
      );
    });

    it('ask for image and version from the palette', async () => {
      const prompts = walk(pick('image', 'notebook'), pick('version', '3'), ...edits);
      await window.versions.edit();
      prompts.assertDone();
      assert.equal(session.images.versionNow('notebook', 3).jobType, 'TRAINING');
    });

    it('keep the changes when it fails', async () => {
      const prompts = walk(...edits, pick('edit', 'save'));
      session.images.calls.fail('updateVersion', denied);
      await window.versions.edit(nodes[1]);
      await press(await window.funnel.next(), 'Retry');
      prompts.assertDone();
      assert.equal(session.images.versionNow('notebook', 1).jobType, 'TRAINING');
    });

    for (const [question, ...acts] of [
      ['image', cancel('image')],
      ['version', pick('image', 'notebook'), cancel('version')],
      ['edit', pick('image', 'notebook'), pick('version', '1'), cancel('edit')],
      ['jobType', pick('image', 'notebook'), pick('version', '1'), edits[0], cancel('jobType')],
    ] as const) {
      it(`do nothing when ${question} is cancelled`, async () => {
        const prompts = walk(...acts);
        await window.versions.edit();
        prompts.assertDone();
        assert.deepEqual(updates(), []);
        assert.deepEqual(window.funnel.said, []);
      });
    }
  });

  describe('that archive', () => {
    it('explain the three months, and start them', async () => {
      const prompts = walk(pick('archive', 'TO_BE_ARCHIVED'));
      await window.versions.archive(nodes[1]);
      const [later, now] = prompts.list('archive').rows.map((row) => listTexts.archive.present(row));
      assert.match(later?.description ?? '', /^SageMaker does it by itself then$/);
      assert.match(now?.description ?? '', /^not found by searching, no longer supported$/);
      assert.deepEqual(updates(), [['notebook', 1, { vendorGuidance: 'TO_BE_ARCHIVED' }]]);
      assert.deepEqual(window.funnel.texts, [
        'SageMaker archives version 1 of image "notebook" three months from now.',
      ]);
    });

    it('archive at once from the palette', async () => {
      walk(pick('image', 'notebook'), pick('version', '2'), pick('archive', 'ARCHIVED'));
      await window.versions.archive();
      assert.equal(session.images.versionNow('notebook', 2).vendorGuidance, 'ARCHIVED');
      assert.deepEqual(window.funnel.texts, ['Version 2 of image "notebook" is archived.']);
    });

    it('have the same choice active after a failure', async () => {
      const prompts = walk(pick('archive', 'ARCHIVED'), pick('archive', 'ARCHIVED'));
      session.images.calls.fail('updateVersion', denied);
      await window.versions.archive(nodes[1]);
      await press(await window.funnel.next(), 'Retry');
      prompts.assertDone();
      assert.equal(prompts.list('archive').active?.guidance, 'ARCHIVED');
    });

    it('do nothing when it is cancelled', async () => {
      walk(cancel('archive'));
      await window.versions.archive(nodes[1]);
      assert.deepEqual(updates(), []);
    });
  });

  describe('that edit aliases', () => {
    it('add one, and show the list again', async () => {
      const prompts = walk(type('alias', '2.0'), cancel('alias'));
      await window.versions.editAliases(nodes[1]);
      prompts.assertDone();
      assert.deepEqual(session.images.aliasesNow('notebook', 1), ['2.0']);
      assert.deepEqual(window.funnel.confirmed, [], 'nothing is lost');
      assert.deepEqual(
        prompts.list('alias').rows.map(({ alias }) => alias),
        ['2.0'],
      );
      assert.deepEqual(window.reloaded, ['notebook']);
    });

    it('say which ones a Studio app can be launched with', async () => {
      const prompts = walk(cancel('alias'));
      await window.versions.editAliases(nodes[2]);
      const [launchable, label] = prompts.list('alias').rows.map((row) => listTexts.alias.present(row));
      assert.equal(launchable?.description, 'launchable: Studio apps can be launched with it');
      assert.match(label?.description ?? '', /^label only/);
      assert.equal(titleOf('', prompts.list('alias').question.purpose), 'Aliases of Version 2 of notebook');
    });

    it('move one from another version once that is confirmed', async () => {
      const prompts = walk(type('alias', 'stable'), cancel('alias'));
      await window.versions.editAliases(nodes[3]);
      prompts.assertDone();
      const [{ question, detail, action } = {}] = window.funnel.confirmed;
      assert.equal(question, 'Move alias "stable" from version 2 to version 3 of image "notebook"?');
      assert.match(detail ?? '', /do not follow an alias/);
      assert.ok(detail?.endsWith(where), detail);
      assert.equal(action, 'Move Alias');
      assert.deepEqual(session.images.aliasesNow('notebook', 2), ['1.0']);
      assert.deepEqual(session.images.aliasesNow('notebook', 3), ['stable']);
    });

    it('ask anew when it is on yet another version by the time that is answered', async () => {
      const prompts = walk(type('alias', 'stable'), cancel('alias'));
      const confirm = window.funnel.confirmLoss.bind(window.funnel);
      window.funnel.confirmLoss = async (loss) => {
        if (window.funnel.confirmed.length === 0) {
          await session.images.updateVersion('notebook', 2, { aliasesToRemove: ['stable'] }, signal);
          await session.images.updateVersion('notebook', 1, { aliasesToAdd: ['stable'] }, signal);
        }
        return confirm(loss);
      };
      await window.versions.editAliases(nodes[3]);
      const failure = await window.funnel.next();
      assert.match(failure.text, /^Version 1 of image "notebook" has alias "stable"/);
      assert.equal(session.images.ownerNow('notebook', 'stable'), 1);
      await press(failure, 'Retry');
      prompts.assertDone();
      assert.equal(
        window.funnel.confirmed[1]?.question,
        'Move alias "stable" from version 1 to version 3 of image "notebook"?',
      );
      assert.equal(session.images.ownerNow('notebook', 'stable'), 3);
    });

    it('move nothing when the answer is no', async () => {
      const prompts = walk(type('alias', 'stable'), cancel('alias'));
      window.funnel.answers = [false];
      await window.versions.editAliases(nodes[3]);
      prompts.assertDone();
      assert.deepEqual(updates(), []);
    });

    it('remove one once that is confirmed', async () => {
      const prompts = walk(pressIn('alias', '1.0'), pick('alias', 'stable'), cancel('alias'));
      await window.versions.editAliases(nodes[2]);
      prompts.assertDone();
      assert.deepEqual(window.funnel.confirmed, [
        {
          question: 'Remove alias "1.0" from version 2 of image "notebook"?',
          detail: `Studio apps can no longer be launched with it.\n\n${where}`,
          action: 'Remove Alias',
        },
        {
          question: 'Remove alias "stable" from version 2 of image "notebook"?',
          detail: `It is a label only: scripts that look for it no longer find a version.\n\n${where}`,
          action: 'Remove Alias',
        },
      ]);
      assert.deepEqual(session.images.aliasesNow('notebook', 2), []);
    });

    it('go on with the same change after a failure', async () => {
      const prompts = walk(type('alias', '2.0'), cancel('alias'));
      session.images.calls.fail('updateVersion', denied);
      await window.versions.editAliases(nodes[1]);
      await press(await window.funnel.next(), 'Retry');
      prompts.assertDone();
      assert.deepEqual(session.images.aliasesNow('notebook', 1), ['2.0']);
    });

    it('ask for image and version from the palette', async () => {
      const prompts = walk(pick('image', 'notebook'), pick('version', '2'), cancel('alias'));
      await window.versions.editAliases();
      prompts.assertDone();
    });
  });

  describe('that delete', () => {
    it('ask once, naming account, region and what is lost', async () => {
      walk();
      await window.versions.delete(nodes[2]);
      assert.deepEqual(window.funnel.confirmed, [
        {
          question: 'Delete version 2 of image "notebook"?',
          detail: `It is deleted for good, with aliases: 1.0, stable. The container image stays in ECR.\n\n${where}`,
          action: 'Delete Version',
        },
      ]);
      assert.deepEqual(deleted(), [2]);
      assert.deepEqual(window.watched, [
        {
          kind: 'deleteVersion',
          ref: { imageName: 'notebook', number: 2, arn: arnOfVersion({ imageName: 'notebook', number: 2 }) },
        },
      ]);
      assert.deepEqual(window.reloaded, ['notebook']);
      assert.deepEqual(window.funnel.said, []);
    });

    it('delete nothing when the answer is no', async () => {
      walk();
      window.funnel.answers = [false];
      await window.versions.delete(nodes[2]);
      assert.deepEqual(deleted(), []);
      assert.deepEqual(window.watched, []);
    });

    it('ask for image and version from the palette', async () => {
      const prompts = walk(pick('image', 'notebook'), pick('version', '3'));
      await window.versions.delete();
      prompts.assertDone();
      assert.deepEqual(deleted(), [3]);
    });

    it('do nothing when the version is not picked', async () => {
      walk(pick('image', 'notebook'), cancel('version'));
      await window.versions.delete();
      assert.deepEqual(window.funnel.confirmed, []);
    });

    it('delete all that are selected after one question', async () => {
      walk();
      await window.versions.delete(nodes[2], [nodes[2], imageNode(anImage()), nodes[3]]);
      assert.deepEqual(window.funnel.confirmed, [
        {
          question: 'Delete 2 versions?',
          detail: [
            'notebook: version 2 (aliases: 1.0, stable)\nnotebook: version 3',
            'They are deleted for good. The container images stay in ECR.',
            where,
          ].join('\n\n'),
          action: 'Delete 2 Versions',
        },
      ]);
      assert.deepEqual(deleted(), [2, 3]);
      assert.equal(window.watched.length, 2);
    });

    it('delete the row that they are run on, when another one is selected', async () => {
      walk();
      await window.versions.delete(nodes[1], [nodes[2], nodes[3]]);
      assert.deepEqual(deleted(), [1]);
    });

    it('say in one message what failed and why, and try that again alone', async () => {
      walk();
      session.images.calls.fail('deleteVersion', invalid);
      await window.versions.delete(nodes[1], [nodes[1], nodes[2], nodes[3]]);
      assert.deepEqual(window.funnel.texts, [
        '1 of 3 versions could not be deleted. Version 1 of image "notebook": AWS rejects the request: change what it names, then retry. It says: It is used.',
      ]);
      assert.equal(window.watched.length, 2);
      await press(await window.funnel.next(), 'Retry');
      assert.deepEqual(deleted(), [1, 2, 3, 1]);
      assert.equal(window.funnel.confirmed.length, 1, 'it was confirmed before');
      assert.equal(window.funnel.said.length, 1);
    });

    it('cure with one button what all are refused for, whatever their images', async () => {
      const other = withOther();
      walk();
      const expired = new AppError('auth.expired', { profile: 'default' });
      session.images.calls.fail('deleteVersion', expired);
      await window.versions.delete(nodes[1], [nodes[1], nodes[2], other]);
      const failure = await window.funnel.next();
      assert.equal(failure.error, expired);
      assert.deepEqual(deleted(), [1]);
      await press(failure, 'Sign In');
      assert.deepEqual(deleted(), [1, 1, 2, 7]);
    });

    it('say what was done, what failed and what was not begun when they are cancelled, and go on with it', async () => {
      const other = withOther();
      walk();
      session.images.calls.fail('deleteVersion', invalid);
      cancelProgressAt(2);
      await window.versions.delete(nodes[1], [nodes[1], nodes[2], nodes[3], other]);
      assert.deepEqual(window.funnel.texts, [
        [
          'Deleting 4 versions was cancelled.',
          'Being deleted all the same: version 2 of image "notebook".',
          'Not begun: version 3 of image "notebook"; version 7 of image "other".',
          '1 of 4 versions could not be deleted. Version 1 of image "notebook": AWS rejects the request: change what it names, then retry. It says: It is used.',
        ].join(' '),
      ]);
      assert.deepEqual(
        window.watched.map((change) => 'ref' in change && change.ref.number),
        [2],
      );
      assert.deepEqual(window.reloaded, ['notebook', 'other']);
      await press(await window.funnel.next(), 'Delete the Rest');
      assert.deepEqual(deleted(), [1, 2, 1, 3, 7]);
      assert.equal(window.funnel.confirmed.length, 1, 'it was confirmed before');
      assert.equal(window.funnel.said.length, 1);
    });

    it('say so without alarm when nothing failed', async () => {
      walk();
      cancelProgressAt(1);
      await window.versions.delete(nodes[1], [nodes[1], nodes[2], nodes[3]]);
      const { kind, text } = await window.funnel.next();
      assert.equal(kind, 'inform');
      assert.equal(
        text,
        'Deleting 3 versions was cancelled. Being deleted all the same: version 1 of image "notebook". Not begun: version 2, 3 of image "notebook".',
      );
    });

    it('say nothing when they are cancelled before anything was done', async () => {
      walk();
      session.images.calls.fail('deleteVersion', inUse);
      cancelProgressAt(1);
      await window.versions.delete(nodes[1], [nodes[1], nodes[2]]);
      assert.deepEqual(deleted(), [1]);
      assert.deepEqual(window.watched, []);
      assert.deepEqual(window.funnel.said, []);
    });

    it('name the reasons whole, lines and all', async () => {
      walk();
      const reason = 'First line.\nSecond line.';
      session.images.calls.fail('deleteVersion', new AppError('request.invalid', { reason }));
      await window.versions.delete(nodes[1], [nodes[1], nodes[2]]);
      assert.match(window.funnel.texts[0] ?? '', /First line\.\nSecond line\.$/);
    });

    it('report one version with what cures it', async () => {
      walk();
      session.images.calls.fail('deleteVersion', denied);
      await window.versions.delete(nodes[1]);
      const failure = await window.funnel.next();
      assert.equal(failure.error, denied);
      await press(failure, 'Retry');
      assert.deepEqual(deleted(), [1, 1]);
    });

    it('list no more versions than a dialog shows', async () => {
      const many = Array.from({ length: 20 }, (_, index) => aVersion({ number: index + 10 }));
      session.images.add(anImage(), ...many);
      walk();
      window.funnel.answers = [false];
      const [first, ...others] = many.map(versionNode);
      assert.ok(first);
      await window.versions.delete(first, [first, ...others]);
      const [lines = ''] = window.funnel.confirmed[0]?.detail.split('\n\n') ?? [];
      assert.equal(lines.split('\n').length, 16);
      assert.ok(lines.endsWith('\nand 5 more'));
    });
  });
});
