import assert from 'node:assert/strict';
import { emptyBuildDraft } from '../../../../src/core/build/buildDraft.ts';
import {
  readRecipe,
  readRecipes,
  recipeOf,
  withAnswers,
  withRecipe,
  type Recipe,
} from '../../../../src/core/build/recipe.ts';
import { readMembers, recipeMembers } from '../../../../src/core/build/recipeMembers.ts';
import { aUri, host, region } from '../../../support/builders.ts';
import { aBuildDraft, pushRepositoryUri } from '../../../support/buildBuilders.ts';
import { harmfulParts, randomTexts } from '../../../support/randomTexts.ts';

const full: Recipe = {
  image: 'notebook',
  repository: pushRepositoryUri,
  tag: '{branch}-{commit}',
  target: 'prod',
  context: '.',
  buildArgs: { A: '1', B: null },
  platform: 'linux/arm64',
  labels: false,
  jobType: 'INFERENCE',
  processor: null,
  vendorGuidance: 'STABLE',
  mlFramework: 'PyTorch 2.4',
  programmingLang: 'Python 3.12',
  horovod: true,
};

const problemsOf = (value: unknown): readonly string[] =>
  readMembers(value, recipeMembers).problems.map((problem) =>
    [problem.member, problem.kind, problem.kind === 'value' && problem.problem.code]
      .filter(Boolean)
      .join(' '),
  );

describe('recipe', () => {
  it('is what was answered, and answers it again', () => {
    const { version } = aBuildDraft();
    const { vendorGuidance, mlFramework, programmingLang, horovod } = {
      ...version,
      ...full,
    } as typeof version;
    const draft = aBuildDraft({
      version: {
        ...version,
        jobType: 'INFERENCE',
        processor: null,
        vendorGuidance,
        mlFramework,
        programmingLang,
        horovod,
      },
      repository: { kind: 'existing', uri: aUri(pushRepositoryUri) },
      target: 'prod',
      context: '.',
      buildArgs: { A: '1', B: null },
      platform: 'linux/arm64',
      isLabelled: false,
    });
    const recipe = recipeOf(draft);
    assert.deepEqual(recipe, full);
    const settings: unknown = JSON.parse(JSON.stringify(recipe));
    assert.deepEqual(readRecipe(settings), recipe);
    assert.deepEqual(problemsOf(settings), []);
    const again = withAnswers(emptyBuildDraft('docker/Dockerfile', 'token-1'), recipe, region);
    assert.deepEqual(again, { ...draft, tag: { scheme: '{branch}-{commit}' } });
  });

  it('has neither defaults nor what belongs to one version alone', () => {
    const { version } = aBuildDraft();
    const draft = aBuildDraft({ version: { ...version, aliases: ['a'], releaseNotes: 'x' } });
    assert.deepEqual(Object.keys(recipeOf(draft)), ['image', 'repository', 'tag', 'target']);
    assert.deepEqual(recipeOf(emptyBuildDraft('Dockerfile', 't')), {});
  });

  it('has no secrets', () => {
    const buildArgs = { TOKEN: 'hush', KEY: null, URL: 'https://me:hush@x.example/', A: '1' };
    const recipe = recipeOf(aBuildDraft({ buildArgs }));
    assert.deepEqual(recipe.buildArgs, { KEY: null, A: '1' });
  });

  it('has no repository that is yet to be created', () => {
    const draft = aBuildDraft({
      repository: { kind: 'new', name: 'x', settings: { scanOnPush: true, immutableTags: false } },
    });
    assert.ok(!('repository' in recipeOf(draft)));
  });

  it('answers no repository of another region', () => {
    const elsewhere = { repository: `${host.replace(region, 'eu-west-1')}/x`, image: 'notebook' };
    const draft = withAnswers(emptyBuildDraft('Dockerfile', 't'), elsewhere, region);
    assert.equal(draft.repository, undefined);
    assert.deepEqual(draft.version.image, { name: 'notebook', isNew: false });
  });

  describe('of settings', () => {
    for (const [title, value, expected] of [
      ['that is empty', {}, []],
      ['that is no object', 'x', ['type']],
      ['that is a list', [], ['type']],
      ['that is null', null, ['type']],
      ['with an unknown member', { repositry: 'x' }, ['repositry unknown']],
      [
        'with members of every object',
        { toString: 1, constructor: 2 },
        ['toString unknown', 'constructor unknown'],
      ],
      ['with a wrong image', { image: 'a_b' }, ['image value value']],
      ['with an image of another type', { image: 1 }, ['image type']],
      ['with a repository elsewhere', { repository: 'docker.io/x' }, ['repository value uri.otherRegistry']],
      [
        'with a repository and a tag',
        { repository: `${host}/x:1` },
        ['repository value repository.reference'],
      ],
      ['with a wrong tag', { tag: 'a b' }, ['tag value uri.tag']],
      ['with a word that is none', { tag: '{user}' }, ['tag value imageTag.word']],
      ['with the next version', { tag: 'semver' }, []],
      ['with the final stage', { target: null }, []],
      ['with a wrong target', { target: false }, ['target type']],
      ['with an empty context', { context: '' }, ['context value path.form']],
      ['with a line break in the context', { context: 'a\nb' }, ['context value path.form']],
      ['with build arguments in a list', { buildArgs: ['A'] }, ['buildArgs type']],
      ['with a number for a build argument', { buildArgs: { A: '1', B: 2 } }, ['buildArgs.B type']],
      ['with a wrong platform', { platform: 'amd64' }, ['platform value platform.form']],
      ['with a platform like an option', { platform: '--push/x' }, ['platform value platform.form']],
      ['with a wrong job type', { jobType: 'training' }, ['jobType choice']],
      ['with nothing for the job type', { jobType: null }, []],
      ['with a wrong framework', { mlFramework: 'PyTorch' }, ['mlFramework value value']],
      ['with a text for labels', { labels: 'yes' }, ['labels type']],
      [
        'with several that are wrong',
        { image: 1, tag: 2, jobType: 3 },
        ['image type', 'tag type', 'jobType choice'],
      ],
    ] as const) {
      it(`${title}: ${expected.join(', ') || 'right'}`, () => assert.deepEqual(problemsOf(value), expected));
    }

    it('says what would be right', () => {
      assert.deepEqual(readMembers({ processor: 'TPU', labels: 1 }, recipeMembers).problems, [
        { member: 'processor', kind: 'choice', choices: ['CPU', 'GPU'] },
        { member: 'labels', kind: 'type', expected: 'boolean' },
      ]);
    });

    it('answers with what is right beside what is wrong', () => {
      assert.deepEqual(readRecipe({ image: ' notebook ', tag: 3, context: './docker/' }), {
        image: 'notebook',
        context: 'docker',
      });
      assert.deepEqual(readRecipe({ buildArgs: { A: '1', TOKEN: 'x' } }), { buildArgs: { A: '1' } });
    });

    it('can be had of anything', () => {
      const values = [null, 1, true, [], {}, ...randomTexts(harmfulParts, { count: 300, longest: 10 })];
      for (const value of values) {
        for (const member of [...Object.keys(full), '__proto__', 'else']) {
          const given: unknown = Object.fromEntries([[member, value]]);
          const recipe = readRecipe(given);
          assert.deepEqual(problemsOf(recipe), [], JSON.stringify(given));
          assert.doesNotThrow(() => withAnswers(emptyBuildDraft('Dockerfile', 't'), recipe, region));
        }
      }
    });
  });

  describe('in the setting', () => {
    it('is found by the path of its Dockerfile', () => {
      const recipes = readRecipes({
        './docker/Dockerfile': { image: 'a' },
        Dockerfile: { image: 1 },
      });
      assert.deepEqual(
        [...recipes],
        [
          ['docker/Dockerfile', { image: 'a' }],
          ['Dockerfile', {}],
        ],
      );
      for (const setting of [undefined, null, 'x', []]) assert.equal(readRecipes(setting).size, 0);
    });

    it('has blanks and backslashes of a path as they are: on Linux they are parts of names', () => {
      const paths = [' a ', 'b\\c', 'Dockerfile'];
      const recipes = readRecipes(Object.fromEntries(paths.map((path) => [path, {}])));
      assert.deepEqual([...recipes.keys()], paths);
    });

    it('takes the place of the former one, and of no other', () => {
      const before = { a: { image: 'a', old: 1 }, './b': 'broken' };
      assert.deepEqual(withRecipe(before, 'a', { image: 'x' }), { './b': 'broken', a: { image: 'x' } });
      assert.deepEqual(withRecipe(before, 'b', {}), { a: { image: 'a', old: 1 }, b: {} });
      assert.deepEqual(withRecipe(undefined, 'a', {}), { a: {} });
      assert.deepEqual(Object.keys(withRecipe({}, '__proto__', {})), ['__proto__']);
    });
  });
});
