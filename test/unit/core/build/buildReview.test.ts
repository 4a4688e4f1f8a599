import assert from 'node:assert/strict';
import type { BuildDraft, CompleteBuildDraft } from '../../../../src/core/build/buildDraft.ts';
import {
  planRows,
  reviewPlanStep,
  type PlanField,
  type PlanFieldRow,
  type PlanRow,
} from '../../../../src/core/build/buildReview.ts';
import type { TagState } from '../../../../src/core/build/tagLookup.ts';
import type { BuildWalkContext } from '../../../../src/core/build/walkContext.ts';
import { readOutline } from '../../../../src/core/dockerfile.ts';
import { AppError } from '../../../../src/core/errors.ts';
import type { Repository } from '../../../../src/core/model.ts';
import { runWizard, type WizardResult } from '../../../../src/core/wizard.ts';
import { account, aContainerImage, anImage, aUri, host, region, role } from '../../../support/builders.ts';
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
const simple = readOutline('FROM python:3.12');
const staged = readOutline('FROM a AS dev\nARG X\nFROM b AS prod\nARG Y=1\nARG TOKEN=t');
const repository: Repository = { accountId: account, name: pushRepositoryName, uri: pushRepositoryUri };
const { version } = aBuildDraft();

interface View {
  readonly outline?: typeof simple;
  readonly source?: ReturnType<typeof aSource> | undefined;
  readonly tagState?: TagState;
}

function rowsOf(has: Partial<BuildDraft> = {}, view: View = {}): readonly PlanRow[] {
  const { outline = simple, tagState = 'free' } = view;
  const source = 'source' in view ? view.source : aSource();
  const session = { profile: 'demo', region };
  return planRows(
    { ...aBuildDraft(), ...has },
    { session, outline, source, clock: new InstantClock() },
    tagState,
  );
}

function fieldIn(rows: readonly PlanRow[], field: PlanField): PlanFieldRow {
  const row = rows.find((other): other is PlanFieldRow => other.kind === 'field' && other.field === field);
  return row ?? assert.fail(`no row for ${field}`);
}

const canRun = (rows: readonly PlanRow[]): boolean => rows.some(({ kind }) => kind === 'run');
const nameOf = (row: PlanRow): string =>
  row.kind === 'run' ? 'run' : row.kind === 'field' ? row.field : row.parameter;

const noteOfTag = (prompts: ScriptedPrompts): unknown => fieldIn(prompts.list('plan').rows, 'tag').note;

describe('plan rows', () => {
  it('are the row that runs, the plan, and the parameters of the version', () => {
    assert.deepEqual(rowsOf().map(nameOf), [
      'run',
      'ImageName',
      'repository',
      'tag',
      'dockerfile',
      'context',
      'platform',
      'labels',
      'JobType',
      'Processor',
      'Aliases',
      'VendorGuidance',
      'MLFramework',
      'ProgrammingLang',
      'Horovod',
      'ReleaseNotes',
      'ClientToken',
    ]);
    const [run] = rowsOf();
    assert.ok(run?.kind === 'run');
    assert.deepEqual([run.profile, run.region, run.draft.tag.text], ['demo', region, 'main-1a2b3c4']);
  });

  it('have the target and the build arguments where there are some', () => {
    const rows = rowsOf({ target: null }, { outline: staged });
    assert.equal(fieldIn(rows, 'target').value, 'prod');
    assert.deepEqual(fieldIn(rows, 'target').note, { kind: 'finalStage' });
    assert.equal(fieldIn(rows, 'buildArgs').value, null);
    const dev = rowsOf({ target: 'dev', buildArgs: { X: '1', TOKEN: 'hush', Y: null } }, { outline: staged });
    assert.equal(fieldIn(dev, 'target').value, 'dev');
    assert.equal(fieldIn(dev, 'target').note, undefined);
    assert.equal(fieldIn(dev, 'buildArgs').value, 'X=1, TOKEN=•••');
  });

  it('say what will be done', () => {
    const rows = rowsOf();
    const value = (field: PlanField): string | null => fieldIn(rows, field).value;
    assert.equal(value('repository'), pushRepositoryUri);
    assert.equal(value('tag'), 'main-1a2b3c4');
    assert.equal(value('dockerfile'), 'docker/Dockerfile');
    assert.equal(value('context'), 'docker');
    assert.equal(value('platform'), 'linux/amd64');
    assert.ok(value('labels')?.startsWith(`org.opencontainers.image.revision=${aSource().commit}, `));
    assert.equal(fieldIn(rowsOf({ isLabelled: false }), 'labels').value, null);
  });

  const settings = { scanOnPush: true, immutableTags: false };
  for (const [title, field, has, view, note] of [
    ['nothing of what is usual', 'repository', {}, {}, undefined],
    [
      'that the repository is new',
      'repository',
      { repository: { kind: 'new', name: 'sagemaker-x', settings } },
      {},
      { kind: 'newRepository', isPushCovered: true, ...settings },
    ],
    [
      'that the new repository is not covered',
      'repository',
      { repository: { kind: 'new', name: 'other', settings } },
      {},
      { kind: 'newRepository', isPushCovered: false, ...settings },
    ],
    [
      'that the repository is not covered',
      'repository',
      { repository: { kind: 'existing', uri: aUri(`${host}/other`) } },
      {},
      { kind: 'pushNotCovered' },
    ],
    ['that the tag moves', 'tag', {}, { tagState: 'moves' }, { kind: 'tagMoves' }],
    [
      'that nobody knows whether the tag is there',
      'tag',
      {},
      { tagState: 'unknown' },
      { kind: 'tagUnknown' },
    ],
    ['nothing of a free tag', 'tag', {}, { tagState: 'free' }, undefined],
    ['nothing of the usual platform', 'platform', {}, {}, undefined],
    [
      'that Studio has no such machines',
      'platform',
      { platform: 'linux/arm64' },
      {},
      { kind: 'notForStudio' },
    ],
    ['that there is no git', 'labels', {}, { source: undefined }, { kind: 'noSource' }],
    ['that files differ', 'labels', {}, { source: aSource({ isDirty: true }) }, { kind: 'dirty' }],
    [
      'nothing of labels that are not wanted',
      'labels',
      { isLabelled: false },
      { source: undefined },
      undefined,
    ],
  ] as const satisfies readonly (readonly [
    string,
    PlanField,
    Partial<CompleteBuildDraft>,
    View,
    unknown,
  ])[]) {
    it(`note ${title}, and run all the same`, () => {
      const rows = rowsOf(has, view);
      assert.deepEqual(fieldIn(rows, field).note, note);
      assert.ok(canRun(rows));
    });
  }

  for (const [title, has, view, field, code] of [
    [
      'into another region, as after a switch',
      { repository: { kind: 'existing', uri: aUri(`${host.replace(region, 'eu-west-1')}/x`) } },
      {},
      'repository',
      'uri.region',
    ],
    ['under a tag that is kept', {}, { tagState: 'kept' }, 'tag', 'imageTag.taken'],
    ['under a tag that is not known', { tag: { scheme: 'semver' } }, {}, 'tag', 'imageTag.unknown'],
    [
      'with arguments that nothing answers',
      { target: 'dev' },
      { outline: staged },
      'buildArgs',
      'buildArgs.open',
    ],
  ] as const satisfies readonly (readonly [string, Partial<BuildDraft>, View, PlanField, string])[]) {
    it(`do not run ${title}`, () => {
      const rows = rowsOf(has, view);
      assert.ok(!canRun(rows));
      assert.equal(fieldIn(rows, field).problem?.code, code);
      assert.equal(rows.filter((row) => row.kind !== 'run' && row.problem).length, 1);
    });
  }

  it('do not run for a token that is wrong, nor before all is answered', () => {
    assert.ok(!canRun(rowsOf({ version: { ...version, clientToken: 'x'.repeat(37) } })));
    assert.ok(!canRun(rowsOf({ version: { ...version, image: { name: '', isNew: true } } })));
    assert.ok(!canRun(rowsOf({ repository: { kind: 'new', name: 'xx' } })));
  });

  it('say that the image is new', () => {
    const image = { name: 'fresh', isNew: true, roleArn: role };
    const row = rowsOf({ version: { ...version, image } }).find((other) => nameOf(other) === 'ImageName');
    assert.deepEqual(row?.kind === 'parameter' && row.note, { kind: 'newImage', roleArn: role });
  });
});

describe('review of a plan', () => {
  let session: InMemorySession;
  beforeEach(() => {
    session = aSession();
    session.images.add(anImage()).add(anImage({ name: 'other' }));
    session.registry.add(aContainerImage({ repository, tags: ['1.0.0', 'latest'] }));
  });

  async function review(
    prompts: ScriptedPrompts,
    has: Partial<BuildDraft> = {},
    context: Partial<BuildWalkContext> = {},
  ): Promise<WizardResult<BuildDraft>> {
    const step = reviewPlanStep({
      session,
      prompts,
      knownImages: new Set(),
      outline: simple,
      source: aSource(),
      clock: new InstantClock(),
      newToken: () => 'token-2',
      ...context,
    });
    const draft = { ...aBuildDraft({ target: null }), ...has };
    const result = await runWizard([step], draft, signal);
    prompts.assertDone();
    return result;
  }

  it('runs with one key press, and names the account', async () => {
    const prompts = scriptedPrompts(pick('plan', 'run'));
    const { kind } = await review(prompts);
    assert.equal(kind, 'done');
    const { active, question } = prompts.list('plan');
    assert.equal(active?.kind, 'run');
    const completed = await question.complete?.(active, signal);
    assert.equal(completed?.kind === 'run' && completed.accountId, account);
  });

  describe('looks at the tag', () => {
    it('that is free', async () => {
      const prompts = scriptedPrompts(cancel('plan'));
      await review(prompts);
      assert.equal(noteOfTag(prompts), undefined);
    });

    it('that moves', async () => {
      const prompts = scriptedPrompts(cancel('plan'));
      await review(prompts, { tag: { scheme: 'latest', text: 'latest' } });
      assert.deepEqual(noteOfTag(prompts), { kind: 'tagMoves' });
    });

    it('that the repository keeps, also where only the registry knows that it does', async () => {
      const uri = `${host}/sagemaker-keeping`;
      const keeping = { accountId: account, name: 'sagemaker-keeping', uri, immutableTags: true };
      session.registry.add(aContainerImage({ repository: keeping, tags: ['main-1a2b3c4'] }));
      const prompts = scriptedPrompts(cancel('plan'));
      await review(prompts, { repository: { kind: 'existing', uri: aUri(uri) } });
      const { rows, active } = prompts.list('plan');
      assert.equal(fieldIn(rows, 'tag').problem?.code, 'imageTag.taken');
      assert.equal(active?.kind === 'field' && active.field, 'tag');
    });

    it('that nobody may look at, and runs all the same', async () => {
      session.registry.calls.fail('findDigest', new AppError('network.dropped', { operation: 'x' }));
      const prompts = scriptedPrompts(pick('plan', 'run'));
      await review(prompts);
      assert.deepEqual(noteOfTag(prompts), { kind: 'tagUnknown' });
    });

    it('that is the next version', async () => {
      const prompts = scriptedPrompts(pick('plan', 'run'));
      const { state } = await review(prompts, { tag: { scheme: 'semver' } });
      assert.deepEqual(state.tag, { scheme: 'semver', text: '1.0.1' });
    });

    it('that would be the next version, where the tags may not be listed', async () => {
      session.registry.calls.fail('listContainerImages', new AppError('network.dropped', { operation: 'x' }));
      const prompts = scriptedPrompts(cancel('plan'));
      await review(prompts, { tag: { scheme: 'semver' } });
      assert.equal(fieldIn(prompts.list('plan').rows, 'tag').problem?.code, 'imageTag.unknown');
    });

    it('of no other region', async () => {
      const prompts = scriptedPrompts(cancel('plan'));
      await review(prompts, {
        repository: { kind: 'existing', uri: aUri(`${host.replace(region, 'eu-west-1')}/x`) },
      });
      assert.deepEqual(session.registry.calls.operations, []);
    });

    it('of a new repository without asking', async () => {
      const settings = { scanOnPush: true, immutableTags: true };
      const prompts = scriptedPrompts(pick('plan', 'run'));
      const { state } = await review(prompts, {
        repository: { kind: 'new', name: 'sagemaker-x', settings },
        tag: { scheme: 'semver' },
      });
      assert.equal(state.tag?.text, '1.0.0');
      assert.deepEqual(session.registry.calls.operations, []);
    });
  });

  describe('changes', () => {
    it('the parameters of the version', async () => {
      const prompts = scriptedPrompts(
        pick('plan', 'ImageName'),
        pick('image', 'other'),
        pick('plan', 'JobType'),
        pick('jobType', 'INFERENCE'),
        pick('plan', 'Aliases'),
        type('aliases', '1.0, latest'),
        pick('plan', 'ReleaseNotes'),
        type('releaseNotes', 'First.'),
        pick('plan', 'run'),
      );
      const { state } = await review(prompts);
      assert.equal(state.version.image?.name, 'other');
      assert.equal(state.version.jobType, 'INFERENCE');
      assert.deepEqual(state.version.aliases, ['1.0', 'latest']);
      assert.equal(state.version.releaseNotes, 'First.');
      assert.equal(state.tag?.text, 'main-1a2b3c4');
    });

    it('the repository, to a new one', async () => {
      const prompts = scriptedPrompts(
        pick('plan', 'repository'),
        pick('pushRepository', newRepository),
        type('repositoryName', 'sagemaker-mine'),
        pick('repositorySettings', 'scan mutable'),
        pick('plan', 'run'),
      );
      const { state } = await review(prompts);
      assert.equal(state.repository?.kind === 'new' && state.repository.name, 'sagemaker-mine');
    });

    it('the tag', async () => {
      const prompts = scriptedPrompts(pick('plan', 'tag'), type('imageTag', 'v1'), pick('plan', 'run'));
      const { state } = await review(prompts);
      assert.deepEqual(state.tag, { scheme: 'v1', text: 'v1' });
    });

    it('the target, with the arguments that it needs', async () => {
      const prompts = scriptedPrompts(
        pick('plan', 'target'),
        pick('target', 'dev'),
        type('buildArg', '1'),
        pick('plan', 'run'),
      );
      const { state } = await review(prompts, {}, { outline: staged });
      assert.equal(state.target, 'dev');
      assert.deepEqual(state.buildArgs, { X: '1' });
    });

    it('build arguments, also those with a default, as many as one likes', async () => {
      const prompts = scriptedPrompts(
        pick('plan', 'buildArgs'),
        pick('buildArg', 'Y'),
        back('buildArg', 'half'),
        pick('buildArg', 'Y'),
        type('buildArg', '2'),
        pick('buildArg', 'TOKEN'),
        notSet('buildArg'),
        back('buildArg'),
        pick('plan', 'run'),
      );
      const { state } = await review(prompts, {}, { outline: staged });
      assert.deepEqual(state.buildArgs, { Y: '2', TOKEN: null });
      assert.deepEqual(prompts.lists('buildArg').at(0)?.rows, [
        { name: 'Y', value: undefined, defaultValue: '1', isSecret: false },
        { name: 'TOKEN', value: undefined, defaultValue: 't', isSecret: true },
      ]);
      assert.deepEqual(
        prompts.texts('buildArg').map(({ question }) => question.value),
        ['', 'half', ''],
      );
    });

    it('the platform and the labels', async () => {
      const prompts = scriptedPrompts(
        pick('plan', 'platform'),
        attempt('platform', 'arm'),
        type('platform', 'linux/arm64/v8'),
        pick('plan', 'platform'),
        pick('platform', 'linux/amd64'),
        pick('plan', 'labels'),
        pick('labels', false),
        pick('plan', 'run'),
      );
      const { state } = await review(prompts);
      assert.deepEqual(prompts.lists('platform')[0]?.problems[0]?.code, 'platform.form');
      assert.deepEqual(prompts.list('platform').rows, ['linux/amd64', 'linux/arm64', 'linux/arm64/v8']);
      assert.deepEqual([state.platform, state.isLabelled], ['linux/amd64', false]);
    });

    it('the context', async () => {
      const prompts = scriptedPrompts(
        pick('plan', 'context'),
        attempt('context', ''),
        type('context', ' ./src/ '),
        pick('plan', 'run'),
      );
      const { state } = await review(prompts);
      assert.equal(state.context, 'src');
      assert.equal(prompts.text('context').problems[0]?.code, 'path.form');
    });

    it('nothing with the Dockerfile, which the walk began with', async () => {
      const prompts = scriptedPrompts(pick('plan', 'dockerfile'), pick('plan', 'run'));
      assert.deepEqual((await review(prompts)).state, aBuildDraft());
    });

    it('nothing when Back leaves what was picked', async () => {
      const prompts = scriptedPrompts(
        pick('plan', 'repository'),
        pick('pushRepository', newRepository),
        back('repositoryName'),
        back('pushRepository'),
        pick('plan', 'context'),
        back('context', 'elsewhere'),
        pick('plan', 'labels'),
        back('labels'),
        pick('plan', 'run'),
      );
      assert.deepEqual((await review(prompts)).state, aBuildDraft());
    });
  });

  for (const field of ['repository', 'tag', 'context', 'platform', 'labels', 'JobType'] as const) {
    it(`is cancelled in the middle of ${field}`, async () => {
      const question = {
        repository: 'pushRepository',
        tag: 'imageTag',
        context: 'context',
        platform: 'platform',
        labels: 'labels',
        JobType: 'jobType',
      } as const;
      const { kind, state } = await review(scriptedPrompts(pick('plan', field), cancel(question[field])));
      assert.equal(kind, 'cancelled');
      assert.deepEqual(state, aBuildDraft());
    });
  }
});
