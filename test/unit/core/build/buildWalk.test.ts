import assert from 'node:assert/strict';
import {
  emptyBuildDraft,
  isBuildComplete,
  keptDraft,
  renewedDraft,
  type BuildDraft,
} from '../../../../src/core/build/buildDraft.ts';
import { buildWalk } from '../../../../src/core/build/buildWalk.ts';
import { recipeOf, withAnswers } from '../../../../src/core/build/recipe.ts';
import type { BuildWalkContext } from '../../../../src/core/build/walkContext.ts';
import { readOutline } from '../../../../src/core/dockerfile.ts';
import { AppError } from '../../../../src/core/errors.ts';
import type { Repository } from '../../../../src/core/model.ts';
import { runWizard, type WizardResult } from '../../../../src/core/wizard.ts';
import {
  account,
  aContainerImage,
  anImage,
  aUri,
  digestOf,
  host,
  region,
  role,
} from '../../../support/builders.ts';
import {
  aBuildDraft,
  aSource,
  pushRepositoryName,
  pushRepositoryUri,
} from '../../../support/buildBuilders.ts';
import { InstantClock } from '../../../support/clocks.ts';
import { aSession, type InMemorySession } from '../../../support/inMemorySession.ts';
import {
  attempt,
  back,
  cancel,
  newRepository,
  notSet,
  pick,
  scriptedPrompts,
  type,
  type ScriptedPrompts,
} from '../../../support/scriptedPrompts.ts';

const { signal } = new AbortController();
const simple = 'FROM python:3.12';
const staged = 'FROM a AS dev\nARG X\nFROM b AS prod\nARG Y\nARG API_TOKEN';
const repository: Repository = {
  accountId: account,
  name: pushRepositoryName,
  uri: pushRepositoryUri,
  immutableTags: false,
};
const keeping: Repository = {
  accountId: account,
  name: 'keeping',
  uri: `${host}/keeping`,
  immutableTags: true,
};

const untilKind = [
  pick('image', 'notebook'),
  pick('pushRepository', pushRepositoryName),
  pick('imageTag', 'main-1a2b3c4'),
];

const toTag = (name = pushRepositoryName): typeof untilKind => [
  pick('image', 'notebook'),
  pick('pushRepository', name),
];
const isListed = async (prompts: ScriptedPrompts, tag: string): Promise<unknown> => {
  const { rows, question } = prompts.list('imageTag');
  const row = rows.find((other) => other.tag === tag) ?? assert.fail(tag);
  return (await question.complete?.(row, signal))?.state;
};

const answered = (dockerfile: string, draft = aBuildDraft()): BuildDraft => {
  const recipe: unknown = JSON.parse(JSON.stringify(recipeOf(draft)));
  const fresh = withAnswers(emptyBuildDraft('docker/Dockerfile', 'token-2'), recipe as object, region);
  return renewedDraft(fresh, readOutline(dockerfile), { source: aSource(), now: new Date() });
};

describe('walk from a Dockerfile', () => {
  let session: InMemorySession;
  beforeEach(() => {
    session = aSession();
    session.images.add(anImage());
    session.registry
      .add(aContainerImage({ repository, tags: ['1.0.0', 'latest'] }))
      .add(aContainerImage({ repository: keeping, tags: ['main-1a2b3c4'], digest: digestOf('b') }));
  });

  interface Options {
    readonly dockerfile?: string;
    readonly draft?: BuildDraft;
    readonly has?: Partial<BuildWalkContext>;
  }

  async function walk(prompts: ScriptedPrompts, options: Options = {}): Promise<WizardResult<BuildDraft>> {
    const {
      dockerfile = simple,
      draft = emptyBuildDraft('docker/Dockerfile', 'token-1'),
      has = {},
    } = options;
    const context: BuildWalkContext = {
      session,
      prompts,
      knownImages: new Set(),
      outline: readOutline(dockerfile),
      source: aSource(),
      clock: new InstantClock(),
      newToken: () => 'token-2',
      ...has,
    };
    const { steps, startAt } = buildWalk(context, draft);
    const result = await runWizard(steps, draft, signal, { startAt });
    prompts.assertDone();
    return result;
  }

  const kind = [pick('jobType', 'TRAINING'), pick('processor', null)];

  it('leads from nothing to a plan', async () => {
    const prompts = scriptedPrompts(...untilKind, ...kind, pick('plan', 'run'));
    const { kind: end, state } = await walk(prompts);
    assert.equal(end, 'done');
    assert.deepEqual(state.version.image, { name: 'notebook', isNew: false });
    assert.deepEqual(state.repository, {
      kind: 'existing',
      uri: aUri(pushRepositoryUri),
      immutableTags: false,
    });
    assert.deepEqual(state.tag, { scheme: '{branch}-{commit}', text: 'main-1a2b3c4' });
    assert.deepEqual([state.version.jobType, state.version.processor], ['TRAINING', null]);
    assert.ok(isBuildComplete(state, readOutline(simple)));
  });

  it('has five questions and the review, and says what they are for', async () => {
    const prompts = scriptedPrompts(...untilKind, ...kind, cancel('plan'));
    await walk(prompts);
    assert.deepEqual(
      prompts.asked.map(({ place }) => `${place.step}/${place.totalSteps}`),
      ['1/6', '2/6', '3/6', '4/6', '5/6', '6/6'],
    );
    assert.ok(prompts.asked.every(({ question }) => question.purpose?.kind === 'buildVersion'));
  });

  it('asks for a target among several, and for the arguments that it uses', async () => {
    const prompts = scriptedPrompts(
      ...untilKind,
      pick('target', null),
      type('buildArg', '1'),
      notSet('buildArg'),
      ...kind,
      pick('plan', 'run'),
    );
    const { state } = await walk(prompts, { dockerfile: staged });
    const { rows, active } = prompts.list('target');
    assert.deepEqual(
      rows.map(({ target, stage }) => [target, stage.from, stage.name]),
      [
        [null, 'b', 'prod'],
        ['dev', 'a', 'dev'],
      ],
    );
    assert.equal(active?.target, null);
    assert.deepEqual(
      prompts.texts('buildArg').map(({ question }) => [question.subject, question.isSecret]),
      [
        ['Y', false],
        ['API_TOKEN', true],
      ],
    );
    assert.deepEqual(state.buildArgs, { Y: '1', API_TOKEN: null });
    assert.equal(state.target, null);
  });

  it('asks for other arguments with another target', async () => {
    const prompts = scriptedPrompts(
      ...untilKind,
      pick('target', 'dev'),
      type('buildArg', '2'),
      cancel('jobType'),
    );
    const { state } = await walk(prompts, { dockerfile: staged });
    assert.deepEqual(state.buildArgs, { X: '2' });
  });

  describe('keeps', () => {
    it('every answer when Back goes to the first and all are given again', async () => {
      const prompts = scriptedPrompts(
        ...untilKind,
        pick('target', 'dev'),
        type('buildArg', '2'),
        pick('jobType', 'TRAINING'),
        back('processor'),
        back('jobType'),
        back('buildArg'),
        back('target'),
        back('imageTag'),
        back('pushRepository'),
        cancel('image'),
      );
      const { state } = await walk(prompts, { dockerfile: staged });
      assert.equal(prompts.text('buildArg').question.value, '2');
      assert.equal(prompts.list('target').active?.target, 'dev');
      assert.equal(prompts.list('imageTag').active?.scheme, '{branch}-{commit}');
      const { active } = prompts.list('pushRepository');
      assert.equal(active?.kind === 'repository' && active.repository.name, pushRepositoryName);
      assert.deepEqual(state.buildArgs, { X: '2' });
      assert.equal(state.tag?.text, 'main-1a2b3c4');
      assert.equal(state.version.jobType, 'TRAINING');
    });

    it('what was typed halfway', async () => {
      const prompts = scriptedPrompts(
        pick('image', 'notebook'),
        pick('pushRepository', newRepository),
        back('repositoryName', 'half'),
        pick('pushRepository', newRepository),
        cancel('repositoryName'),
      );
      await walk(prompts);
      assert.equal(prompts.text('repositoryName').question.value, 'half');
    });

    for (const [title, acts, next] of [
      ['the repository', untilKind.slice(0, 1), 'pushRepository'],
      ['the tag', untilKind.slice(0, 2), 'imageTag'],
      ['the job type', untilKind, 'jobType'],
      ['the review', [...untilKind, ...kind], 'plan'],
    ] as const) {
      it(`the place when it was cancelled at ${title}`, async () => {
        const { state } = await walk(scriptedPrompts(...acts, cancel(next)));
        const kept = JSON.parse(JSON.stringify(keptDraft(state))) as BuildDraft;
        const again = scriptedPrompts(cancel(next));
        await walk(again, { draft: kept });
        assert.equal(again.asked[0]?.place.step, acts.length + 1);
        assert.ok(again.asked[0].place.canGoBack);
      });
    }
  });

  describe('of the second time', () => {
    const { version } = aBuildDraft();
    const draft = aBuildDraft({ version: { ...version, jobType: 'TRAINING', processor: null } });

    it('is one key press at the review', async () => {
      const prompts = scriptedPrompts(pick('plan', 'run'));
      const { state } = await walk(prompts, { draft: answered(simple, draft) });
      assert.deepEqual(prompts.ids, ['plan']);
      assert.equal(prompts.list('plan').active?.kind, 'run');
      assert.equal(state.tag?.text, 'main-1a2b3c4');
    });

    it('goes back from the review to every question', async () => {
      const prompts = scriptedPrompts(
        back('plan'),
        back('processor'),
        back('jobType'),
        back('imageTag'),
        back('pushRepository'),
        cancel('image'),
      );
      await walk(prompts, { draft: answered(simple, draft) });
    });

    it('asks for a secret again, and for nothing else', async () => {
      const before = { ...draft, buildArgs: { Y: '1', API_TOKEN: 'hush' } };
      const prompts = scriptedPrompts(type('buildArg', 'hush'), pick('plan', 'run'));
      const { state } = await walk(prompts, { dockerfile: staged, draft: answered(staged, before) });
      assert.deepEqual(state.buildArgs, { Y: '1', API_TOKEN: 'hush' });
      assert.equal(prompts.text('buildArg').question.subject, 'API_TOKEN');
    });

    it('asks for what the Dockerfile has new', async () => {
      const prompts = scriptedPrompts(type('buildArg', '1'), pick('plan', 'run'));
      await walk(prompts, { dockerfile: `${simple}\nARG NEW`, draft: answered(simple, draft) });
    });

    it('asks for the target again when it is gone, and for its arguments', async () => {
      const prompts = scriptedPrompts(pick('target', 'dev'), type('buildArg', '1'), pick('plan', 'run'));
      await walk(prompts, { dockerfile: staged, draft: answered(staged, { ...draft, target: 'gone' }) });
    });

    it('has the next version as its tag', async () => {
      const prompts = scriptedPrompts(pick('plan', 'run'));
      const { state } = await walk(prompts, {
        draft: answered(simple, { ...draft, tag: { scheme: 'semver', text: '0.9.0' } }),
      });
      assert.deepEqual(state.tag, { scheme: 'semver', text: '1.0.1' });
    });
  });

  describe('to the repository', () => {
    it('lists one that can be created, then those there are by name', async () => {
      const prompts = scriptedPrompts(pick('image', 'notebook'), cancel('pushRepository'));
      await walk(prompts);
      assert.deepEqual(
        prompts
          .list('pushRepository')
          .rows.map((row) => (row.kind === 'repository' ? row.repository.name : row.kind)),
        ['new', 'keeping', pushRepositoryName],
      );
    });

    it('asks for the name and settings of a new one, with the best proposed', async () => {
      const prompts = scriptedPrompts(
        pick('image', 'notebook'),
        pick('pushRepository', newRepository),
        attempt('repositoryName', 'Upper'),
        attempt('repositoryName', 'keeping'),
        type('repositoryName', 'sagemaker-mine'),
        pick('repositorySettings', 'scan immutable'),
        cancel('imageTag'),
      );
      const { state } = await walk(prompts);
      const { question, problems } = prompts.text('repositoryName');
      assert.equal(question.value, 'sagemaker-notebook');
      assert.deepEqual(
        problems.map((problem) => problem?.code),
        ['repository.name', 'repository.exists'],
      );
      assert.deepEqual(prompts.list('repositorySettings').active, { scanOnPush: true, immutableTags: false });
      assert.deepEqual(state.repository, {
        kind: 'new',
        name: 'sagemaker-mine',
        settings: { scanOnPush: true, immutableTags: true },
      });
      assert.deepEqual(
        prompts.list('imageTag').rows.map(({ tag }) => tag),
        ['main-1a2b3c4', '1.0.0'],
      );
      assert.equal(session.registry.calls.to('listContainerImages').length, 0);
    });

    it('is named after a new image, too', async () => {
      const image = { name: 'Fresh', isNew: true, roleArn: role };
      const empty = emptyBuildDraft('docker/Dockerfile', 'token-1');
      const prompts = scriptedPrompts(pick('pushRepository', newRepository), cancel('repositoryName'));
      await walk(prompts, { draft: { ...empty, version: { ...empty.version, image } } });
      assert.equal(prompts.text('repositoryName').question.value, 'sagemaker-fresh');
    });

    it('takes one of another account, with its tag', async () => {
      const uri = `${host.replace(account, '210987654321')}/theirs`;
      const prompts = scriptedPrompts(
        pick('image', 'notebook'),
        attempt('pushRepository', `${uri}@${digestOf('a')}`),
        attempt('pushRepository', 'docker.io/x:1'),
        attempt('pushRepository', 'note'),
        type('pushRepository', `${uri}:1.0`),
        cancel('imageTag'),
      );
      const { state } = await walk(prompts);
      assert.deepEqual(
        prompts.list('pushRepository').problems.map((problem) => problem?.code),
        ['repository.reference', 'uri.otherRegistry', undefined],
      );
      assert.deepEqual(state.repository, { kind: 'existing', uri: aUri(uri) });
      assert.deepEqual(state.tag, { scheme: '1.0', text: '1.0' });
      assert.equal(prompts.list('imageTag').active?.tag, '1.0');
      assert.ok(
        prompts.list('imageTag').failure instanceof AppError,
        'the tags of another account are not known',
      );
    });

    it('has a former answer at once, also where none can be listed', async () => {
      session.registry.calls.fail('listRepositories', new AppError('network.dropped', { operation: 'x' }));
      const prompts = scriptedPrompts(back('imageTag'), cancel('pushRepository'));
      const { tag: _, ...draft } = aBuildDraft();
      await walk(prompts, { draft });
      const { active } = prompts.list('pushRepository');
      assert.equal(active?.kind === 'repository' && active.repository.name, pushRepositoryName);
    });
  });

  describe('to the tag', () => {
    it('proposes that of the commit, then the next version', async () => {
      const prompts = scriptedPrompts(...toTag(), cancel('imageTag'));
      await walk(prompts);
      assert.deepEqual(
        prompts.list('imageTag').rows.map(({ tag }) => tag),
        ['main-1a2b3c4', '1.0.1'],
      );
      assert.equal(await isListed(prompts, 'main-1a2b3c4'), 'free');
    });

    it('proposes the time where there is no git', async () => {
      const prompts = scriptedPrompts(...toTag(), cancel('imageTag'));
      await walk(prompts, { has: { source: undefined } });
      assert.deepEqual(
        prompts.list('imageTag').rows.map(({ scheme }) => scheme),
        ['{timestamp}', 'semver'],
      );
    });

    it('takes any that is valid, and schemes', async () => {
      const prompts = scriptedPrompts(
        ...toTag(),
        attempt('imageTag', 'a b'),
        attempt('imageTag', '{user}'),
        attempt('imageTag', ' '),
        type('imageTag', ':nightly-{commit}'),
        cancel('jobType'),
      );
      const { state } = await walk(prompts);
      assert.deepEqual(
        prompts.list('imageTag').problems.map((problem) => problem?.code),
        ['uri.tag', 'imageTag.word', undefined],
      );
      assert.deepEqual(state.tag, { scheme: 'nightly-{commit}', text: 'nightly-1a2b3c4' });
    });

    it('says of one that it will be taken from another image', async () => {
      const prompts = scriptedPrompts(...toTag(), type('imageTag', 'latest'), cancel('jobType'));
      const { state } = await walk(prompts);
      assert.deepEqual(state.tag, { scheme: 'latest', text: 'latest' });
      const read = prompts.list('imageTag').question.read?.('latest');
      assert.equal(read?.ok && read.value.state, 'moves');
    });

    it('refuses one that the repository keeps, typed or picked, and proposes another', async () => {
      const prompts = scriptedPrompts(
        ...toTag('keeping'),
        attempt('imageTag', 'main-1a2b3c4'),
        pick('imageTag', 'main-1a2b3c4'),
        pick('imageTag', 'main-1a2b3c4-20260102-030405'),
        cancel('jobType'),
      );
      const { state } = await walk(prompts);
      const [first, second] = prompts.lists('imageTag');
      assert.deepEqual(first?.problems, [{ code: 'imageTag.taken', tag: 'main-1a2b3c4' }]);
      assert.equal(second?.place.typed, 'main-1a2b3c4');
      assert.equal(state.tag?.scheme, '{branch}-{commit}-{timestamp}');
    });

    it('can be typed where the tags may not be listed', async () => {
      session.registry.calls.fail(
        'listContainerImages',
        new AppError('auth.denied', { action: undefined, resource: undefined, principal: undefined }),
      );
      const prompts = scriptedPrompts(...toTag(), pick('imageTag', 'main-1a2b3c4'), cancel('jobType'));
      await walk(prompts);
      assert.deepEqual(
        prompts.list('imageTag').rows.map(({ tag }) => tag),
        ['main-1a2b3c4'],
      );
    });

    it('asks for the next version anew in another repository', async () => {
      const prompts = scriptedPrompts(
        ...toTag(),
        pick('imageTag', '1.0.1'),
        back('jobType'),
        back('imageTag'),
        pick('pushRepository', 'keeping'),
        cancel('imageTag'),
      );
      const { state } = await walk(prompts);
      assert.deepEqual(state.tag, { scheme: 'semver' });
    });
  });
});
