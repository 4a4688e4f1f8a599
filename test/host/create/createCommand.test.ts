import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../../src/core/errors.ts';
import { imageNode } from '../../../src/core/tree.ts';
import { aContainerImage, anImage, digestOf, host, role } from '../../support/builders.ts';
import { aGoodSession } from '../../support/goodSession.ts';
import type { InMemorySession } from '../../support/inMemorySession.ts';
import { cancel, newImage, pick, ScriptedPrompts, soon, type } from '../../support/scriptedPrompts.ts';
import { InMemoryMemento } from '../support/inMemoryMemento.ts';
import { press } from '../support/recordingFunnel.ts';
import { Window } from './useCreateCommand.ts';

const answers = [
  pick('repository', 'team/notebook'),
  pick('containerImage', '1.0'),
  pick('jobType', 'TRAINING'),
  pick('processor', 'GPU'),
];
const dropped = new AppError('network.dropped', { operation: 'CreateImageVersion' });

describe('The create command', () => {
  let session: InMemorySession;
  let state: InMemoryMemento;
  let window: Window;
  beforeEach(() => {
    session = aGoodSession();
    session.roles.roles = [{ name: 'SageMakerImages', arn: role }];
    state = new InMemoryMemento();
  });
  afterEach(() => window.close());

  function walk(...acts: ConstructorParameters<typeof ScriptedPrompts>[0]): ScriptedPrompts {
    const prompts = new ScriptedPrompts(acts);
    window = new Window(session, prompts, state);
    return prompts;
  }

  const created = (): readonly Record<string, unknown>[] =>
    session.images.calls.to('createVersion').map(([version]) => version as Record<string, unknown>);

  it('creates what was answered, pinned to the digest', async () => {
    const prompts = walk(pick('image', 'notebook'), ...answers, pick('review', 'create'));
    await window.create.run();
    prompts.assertDone();
    const [{ clientToken, ...version } = {}, ...others] = created();
    assert.deepEqual(others, []);
    assert.match(String(clientToken), /^[a-zA-Z0-9-]{1,36}$/);
    assert.deepEqual(version, {
      imageName: 'notebook',
      baseImage: `${host}/team/notebook@${digestOf('a')}`,
      jobType: 'TRAINING',
      processor: 'GPU',
    });
    assert.deepEqual(window.explorer.reloaded, ['notebook']);
  });

  it('creates a new image first', async () => {
    const prompts = walk(
      pick('image', newImage),
      type('newImageName', 'fresh'),
      pick('role', 'SageMakerImages'),
      ...answers,
      pick('review', 'create'),
    );
    // Later than the review has waited for its checks.
    window.clock.after(10_000, () => session.images.settleImage('fresh'));
    await window.create.run();
    prompts.assertDone();
    assert.deepEqual(session.images.calls.to('createImage'), [[{ name: 'fresh', roleArn: role }]]);
    assert.equal(session.images.versionsNow('fresh').length, 1);
  });

  it('does not ask for the image that it is run on', async () => {
    const prompts = walk(...answers, pick('review', 'create'));
    await window.create.run(imageNode(anImage()));
    prompts.assertDone();
    assert.equal(prompts.list('repository').place.step, 1);
    assert.equal(created()[0]?.['imageName'], 'notebook');
  });

  it('says at once that the version is being created, with its ARN', async () => {
    walk(pick('image', 'notebook'), ...answers, pick('review', 'create'));
    await window.create.run();
    const { text, actions } = await window.funnel.next();
    const { arn } = session.images.versionNow('notebook', 1);
    assert.equal(text, `Version 1 of image "notebook" is being created: ${arn}`);
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Copy ARN', 'Open in Console', 'Show in Sidebar'],
    );
    await actions[2]?.run();
    assert.deepEqual(window.explorer.shown, [{ imageName: 'notebook', number: 1, arn }]);
  });

  it('does nothing when cancelled', async () => {
    walk(cancel('image'));
    await window.create.run();
    assert.deepEqual(window.funnel.said, []);
    assert.deepEqual(created(), []);
  });

  describe('checks it', () => {
    it('while it is reviewed, and no longer', async () => {
      let asked: AbortSignal | undefined;
      session.registry.findScan = (_reference, signal) => {
        asked = signal;
        return new Promise(() => undefined);
      };
      session.roles.trusts.set(role, 'untrusted');
      const prompts = walk(
        pick('image', 'notebook'),
        ...answers,
        // Its row comes from the checks: they are under way.
        soon(pick('review', 'role.untrusted')),
      );
      await window.create.run();
      prompts.assertDone();
      assert.equal(asked?.aborted, true);
      assert.equal(window.preflights.length, 1);
    });

    it('not before there is a review', async () => {
      walk(pick('image', 'notebook'), cancel('repository'));
      await window.create.run();
      assert.deepEqual(window.preflights, []);
    });

    it('and shows a policy that would do, from where it leads back', async () => {
      session.roles.trusts.set(role, 'untrusted');
      const prompts = walk(
        pick('image', 'notebook'),
        ...answers,
        pick('review', 'role.untrusted'),
        pick('review', 'create'),
      );
      await window.create.run();
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.languageId, 'json');
      assert.match(document.getText(), /"Service": "sagemaker\.amazonaws\.com"/);
      assert.deepEqual(created(), []);

      session.roles.trusts.set(role, 'trusted');
      const told = await window.funnel.next();
      assert.match(
        told.text,
        /^This is a trust policy that would do: add its statement to that of role arn:aws:iam::/,
      );
      await press(told, 'Back to the Review');
      prompts.assertDone();
      assert.equal(created().length, 1);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });

    it('and asks before it creates with a warning', async () => {
      session.roles.trusts.set(role, 'untrusted');
      walk(pick('image', 'notebook'), ...answers, pick('review', 'create'), pick('checks', 'create'));
      await window.create.run();
      assert.equal(created().length, 1);
    });
  });

  it('ties the Dockerfile that it began at to the version, and no other', async () => {
    const dockerfile = vscode.Uri.file('/work/Dockerfile');
    walk(pick('image', 'notebook'), ...answers, pick('review', 'create'));
    await window.create.run({ dockerfile });
    assert.deepEqual(window.builds.built(dockerfile), {
      imageName: 'notebook',
      number: 1,
      accountId: '123456789012',
      region: 'us-east-1',
      repository: `${host}/team/notebook`,
      tag: '1.0',
      digest: digestOf('a'),
    });
    window.close();
    session = aGoodSession();
    walk(...answers, pick('review', 'create'));
    await window.create.run(imageNode(anImage()));
    assert.equal(window.builds.built(dockerfile)?.number, 1);
    assert.deepEqual(window.builds.builtDockerfiles().map(String), [String(dockerfile)]);
  });

  describe('keeps the answers', () => {
    it('of a walk that was cancelled, and starts the next one from there', async () => {
      walk(pick('image', 'notebook'), ...answers, cancel('review'));
      await window.create.run();
      const token = window.memory.unfinished('')?.clientToken;
      window.close();

      const prompts = walk(
        pick('image', 'notebook'),
        pick('repository', 'team/notebook'),
        pick('containerImage', '1.0'),
        pick('jobType', 'TRAINING'),
        pick('processor', 'GPU'),
        pick('review', 'create'),
      );
      await window.create.run();
      assert.equal(prompts.list('jobType').active, 'TRAINING');
      assert.equal(prompts.list('processor').active, 'GPU');
      const { active } = prompts.list('containerImage');
      assert.ok(active?.kind === 'image' && active.tag === '1.0');
      assert.equal(created()[0]?.['clientToken'], token);
    });

    it('of a walk that failed, also in the next window', async () => {
      walk(pick('image', 'notebook'), ...answers, pick('review', 'create'));
      session.images.calls.fail('createVersion', dropped);
      await window.create.run();
      window.close();

      const prompts = walk(pick('image', 'notebook'), ...answers, pick('review', 'create'));
      await window.create.run();
      assert.equal(prompts.list('processor').active, 'GPU');
      const [first, second] = created();
      assert.ok(first?.['clientToken']);
      assert.equal(second?.['clientToken'], first['clientToken']);
    });

    it('of each Dockerfile by itself', async () => {
      const [one, other] = ['one', 'other'].map((name) => vscode.Uri.file(`/${name}/Dockerfile`));
      assert.ok(one && other);
      walk(pick('image', 'notebook'), ...answers, cancel('review'));
      await window.create.run({ dockerfile: one });
      window.close();

      const elsewhere = walk(pick('image', 'notebook'), ...answers.slice(0, 2), cancel('jobType'));
      await window.create.run({ dockerfile: other });
      assert.equal(elsewhere.list('jobType').active, null);
      window.close();

      const again = walk(pick('image', 'notebook'), ...answers.slice(0, 2), cancel('jobType'));
      await window.create.run({ dockerfile: one });
      assert.equal(again.list('jobType').active, 'TRAINING');
    });

    it('but neither token nor aliases nor release notes of a version that was created', async () => {
      walk(
        pick('image', 'notebook'),
        ...answers,
        pick('review', 'Aliases'),
        type('aliases', 'stable'),
        pick('review', 'ReleaseNotes'),
        type('releaseNotes', 'First.'),
        pick('review', 'MLFramework'),
        type('mlFramework', 'PyTorch 2.4'),
        pick('review', 'create'),
      );
      await window.create.run();
      window.close();

      const prompts = walk(
        pick('image', 'notebook'),
        ...answers,
        pick('review', 'create'),
        // It is the same container image once more.
        pick('checks', 'create'),
      );
      await window.create.run();
      assert.equal(prompts.list('jobType').active, 'TRAINING');
      const [first, second] = created();
      assert.equal(first?.['releaseNotes'], 'First.');
      assert.equal(second?.['releaseNotes'], undefined);
      assert.equal(second?.['mlFramework'], 'PyTorch 2.4');
      assert.notEqual(second?.['clientToken'], first['clientToken']);
      assert.equal(rowOf(prompts, 'Aliases'), null);
      assert.equal(session.images.versionsNow('notebook').length, 2);
    });
  });

  describe('after a failure', () => {
    it('retries from the review, with the same token', async () => {
      const prompts = walk(
        pick('image', 'notebook'),
        ...answers,
        pick('review', 'create'),
        pick('review', 'create'),
      );
      session.images.calls.fail('createVersion', dropped);
      await window.create.run();
      const failure = await window.funnel.next();
      assert.equal(failure.error, dropped);

      await press(failure, 'Retry');
      prompts.assertDone();
      assert.deepEqual(prompts.ids.slice(-2), ['review', 'review']);
      const [first, second] = created();
      assert.ok(first?.['clientToken']);
      assert.deepEqual(second, first);
    });

    it('creates one version though the answer was lost', async () => {
      walk(pick('image', 'notebook'), ...answers, pick('review', 'create'), pick('review', 'create'));
      session.images.calls.loseAnswer('createVersion', dropped);
      await window.create.run();
      await press(await window.funnel.next(), 'Retry');
      assert.match((await window.funnel.next()).text, /^Version 1 of image "notebook" is being created/);
      assert.equal(session.images.versionsNow('notebook').length, 1);
    });

    it('reads the AWS configuration again before it retries', async () => {
      walk(pick('image', 'notebook'), ...answers, pick('review', 'create'), cancel('review'));
      session.images.calls.fail('createVersion', new AppError('auth.expired', { profile: 'default' }));
      await window.create.run();
      assert.equal(window.opened.length, 1);
      await press(await window.funnel.next(), 'Retry');
      assert.equal(window.opened.length, 2);
    });

    it('goes on by itself once signed in, as it was confirmed', async () => {
      const prompts = walk(pick('image', 'notebook'), ...answers, pick('review', 'create'));
      const signIn = { way: 'sso', profile: 'default' } as const;
      session.images.calls.fail(
        'createVersion',
        new AppError('auth.signedOut', { profile: 'default', signIn }),
      );
      await window.create.run();
      await press(await window.funnel.next(), 'Sign In');
      prompts.assertDone();
      assert.match((await window.funnel.next()).text, /^Version 1 of image "notebook" is being created/);
      const [first, second, ...others] = created();
      assert.ok(first?.['clientToken']);
      assert.deepEqual(second, first);
      assert.deepEqual(others, []);
      assert.equal(session.images.versionsNow('notebook').length, 1);
      assert.equal(window.memory.unfinished(''), undefined);
    });

    it('goes on in the session in which it was confirmed, whatever is in use once signed in', async () => {
      walk(pick('image', 'notebook'), ...answers, pick('review', 'create'));
      const signIn = { way: 'sso', profile: 'default' } as const;
      session.images.calls.fail(
        'createVersion',
        new AppError('auth.signedOut', { profile: 'default', signIn }),
      );
      await window.create.run();
      await window.activeSession.pick({ profile: 'other', region: 'eu-west-1' });
      await press(await window.funnel.next(), 'Sign In');
      assert.equal(session.images.versionsNow('notebook').length, 1);
      assert.ok(window.opened.every(({ profile }) => profile !== 'other'));
    });

    it('makes a new version with a new token when the tag was changed since', async () => {
      session.registry.add(aContainerImage({ digest: digestOf('b'), tags: ['2.0'] }));
      walk(
        pick('image', 'notebook'),
        ...answers,
        pick('review', 'create'),
        pick('review', 'BaseImage'),
        pick('repository', 'team/notebook'),
        pick('containerImage', '2.0'),
        pick('review', 'create'),
      );
      session.images.calls.loseAnswer('createVersion', dropped);
      await window.create.run();
      await press(await window.funnel.next(), 'Retry');
      const [first, second] = created();
      assert.notEqual(second?.['clientToken'], first?.['clientToken']);
      assert.equal(session.images.versionsNow('notebook').length, 2);
    });
  });

  it('creates a failed version again from the review, with another token', async () => {
    const prompts = walk(
      pick('image', 'notebook'),
      ...answers,
      pick('review', 'create'),
      pick('review', 'create'),
    );
    window.clock.after(3_000, () => session.images.settleVersion('notebook', 1, { status: 'CREATE_FAILED' }));
    await window.create.run();
    await window.funnel.next();
    await press(await window.funnel.next(), 'Create Again…');
    prompts.assertDone();
    const [first, second] = created();
    assert.notEqual(second?.['clientToken'], first?.['clientToken']);
    assert.deepEqual(
      session.images.versionsNow('notebook').map(({ number, status }) => [number, status]),
      [
        [2, 'CREATING'],
        [1, 'CREATE_FAILED'],
      ],
    );
  });

  it('ends with the session that it began with', async () => {
    const prompts = walk(pick('image', 'notebook'), cancel('repository'));
    const choose = prompts.choose.bind(prompts);
    prompts.choose = (question, signal) => {
      if (question.id === 'repository') window.activeSession.reload();
      return choose(question, signal);
    };
    await window.create.run();
    assert.deepEqual(prompts.ids, ['image', 'repository']);
    assert.deepEqual(created(), []);
  });
});

/** The value of a parameter in the last review. */
function rowOf(prompts: ScriptedPrompts, parameter: string): string | null | undefined {
  const row = prompts
    .list('review')
    .rows.find((candidate) => candidate.kind === 'parameter' && candidate.parameter === parameter);
  return row?.kind === 'parameter' ? row.value : undefined;
}
