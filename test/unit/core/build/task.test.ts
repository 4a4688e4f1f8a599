import assert from 'node:assert/strict';
import type { BuildDraft } from '../../../../src/core/build/buildDraft.ts';
import type { Recipe } from '../../../../src/core/build/recipe.ts';
import { completeTask, readTask } from '../../../../src/core/build/task.ts';
import { readOutline } from '../../../../src/core/dockerfile.ts';
import { AppError } from '../../../../src/core/errors.ts';
import { account, aContainerImage, aUri, host, region } from '../../../support/builders.ts';
import { aSource, pushRepositoryName, pushRepositoryUri } from '../../../support/buildBuilders.ts';
import { InMemoryRegistry } from '../../../support/inMemoryRegistry.ts';

const { signal } = new AbortController();
const place = { region, clientToken: 'token-1' };
const none: ReadonlyMap<string, Recipe> = new Map();
const remembered: ReadonlyMap<string, Recipe> = new Map([
  [
    'docker/Dockerfile',
    {
      image: 'notebook',
      repository: pushRepositoryUri,
      tag: 'semver',
      jobType: 'TRAINING',
      buildArgs: { A: '1', B: '2' },
    },
  ],
]);
const minimal = {
  type: 'sagemaker-image',
  dockerfile: 'docker/Dockerfile',
  image: 'notebook',
  repository: pushRepositoryUri,
  tag: '{branch}-{commit}',
};
const facts = { source: aSource(), now: new Date('2026-01-02T03:04:05Z') };

function read(definition: unknown, recipes = none): BuildDraft {
  const reading = readTask(definition, recipes, place);
  return reading.ok ? reading.draft : assert.fail(JSON.stringify(reading.problems));
}

function problemsIn(definition: unknown, recipes = none): readonly string[] {
  const reading = readTask(definition, recipes, place);
  return reading.ok ? [] : reading.problems.map(({ member, kind }) => `${member} ${kind}`);
}

describe('task', () => {
  it('is a whole plan', () => {
    const draft = read({
      ...minimal,
      target: 'prod',
      buildArgs: { TOKEN: 'hush' },
      jobType: 'INFERENCE',
      aliases: ['latest', '1.0'],
      releaseNotes: 'First.',
    });
    assert.equal(draft.dockerfile, 'docker/Dockerfile');
    assert.equal(draft.context, 'docker');
    assert.deepEqual(draft.repository, { kind: 'existing', uri: aUri(pushRepositoryUri) });
    assert.deepEqual(draft.buildArgs, { TOKEN: 'hush' });
    assert.deepEqual(draft.version.image, { name: 'notebook', isNew: false });
    assert.deepEqual([draft.version.aliases, draft.version.releaseNotes], [['latest', '1.0'], 'First.']);
    assert.equal(draft.version.clientToken, 'token-1');
  });

  it('has the name of its Dockerfile as it is, blanks and all', () => {
    const dockerfile = ' odd\\name .Dockerfile ';
    assert.equal(read({ ...minimal, dockerfile }).dockerfile, dockerfile);
  });

  it('has from the settings what it leaves out', () => {
    const draft = read(
      { type: 'sagemaker-image', dockerfile: './docker/Dockerfile', buildArgs: { B: '3' } },
      remembered,
    );
    assert.equal(draft.tag?.scheme, 'semver');
    assert.equal(draft.version.jobType, 'TRAINING');
    assert.deepEqual(draft.buildArgs, { A: '1', B: '3' });
  });

  for (const [title, definition, expected] of [
    ['nothing', {}, ['dockerfile missing']],
    ['no object', 'x', [' type', 'dockerfile missing']],
    [
      'a Dockerfile alone',
      { dockerfile: 'Dockerfile' },
      ['image missing', 'repository missing', 'tag missing'],
    ],
    ['an unknown member', { ...minimal, imge: 'x' }, ['imge unknown']],
    ['a wrong member', { ...minimal, image: 'a_b' }, ['image value']],
    [
      'several wrong ones',
      { ...minimal, image: 1, tag: 'a b', jobType: 'X', aliases: 'x' },
      ['image type', 'tag value', 'jobType choice', 'aliases type'],
    ],
    ['wrong aliases', { ...minimal, aliases: ['a b', '-x'] }, ['aliases value']],
    [
      'a repository of another region',
      { ...minimal, repository: `${host.replace(region, 'eu-west-1')}/x` },
      ['repository value'],
    ],
    ['what VS Code adds', { ...minimal, _key: 'x' }, []],
  ] as const) {
    it(`with ${title}: ${expected.join(', ') || 'right'}`, () =>
      assert.deepEqual(problemsIn(definition), expected));
  }

  describe('completed', () => {
    let registry: InMemoryRegistry;
    beforeEach(() => {
      registry = new InMemoryRegistry().addRepository({
        accountId: account,
        name: pushRepositoryName,
        uri: pushRepositoryUri,
      });
    });
    const complete = (
      draft: BuildDraft,
      lines = 'FROM a',
      source = facts.source,
    ): ReturnType<typeof completeTask> =>
      completeTask(draft, readOutline(lines), { ...facts, source }, registry, signal);

    it('has the tag as it is now, the final stage, and no argument that nothing answers', async () => {
      const reading = await complete(read(minimal), 'FROM a AS b\nFROM c\nARG X\nARG TOKEN');
      assert.ok(reading.ok);
      assert.equal(reading.draft.tag.text, 'main-1a2b3c4');
      assert.equal(reading.draft.target, null);
      assert.deepEqual(reading.draft.buildArgs, { X: null, TOKEN: null });
    });

    it('has the next version', async () => {
      const repository = { accountId: account, name: pushRepositoryName, uri: pushRepositoryUri };
      registry.add(aContainerImage({ repository, tags: ['1.0.0'] }));
      const reading = await complete(read({ ...minimal, tag: 'semver' }));
      assert.equal(reading.ok && reading.draft.tag.text, '1.0.1');
    });

    it('says that there is no such stage, and which there are', async () => {
      assert.deepEqual(await complete(read({ ...minimal, target: 'x' }), 'FROM a AS b\nFROM c'), {
        ok: false,
        problems: [{ member: 'target', kind: 'choice', choices: ['b'] }],
      });
    });

    it('says that there is no git', async () => {
      const reading = await completeTask(
        read(minimal),
        readOutline('FROM a'),
        { ...facts, source: undefined },
        registry,
        signal,
      );
      assert.deepEqual(reading, {
        ok: false,
        problems: [{ member: 'tag', kind: 'value', problem: { code: 'imageTag.noSource', word: 'branch' } }],
      });
    });

    it('fails where the tags may not be listed', async () => {
      const denied = new AppError('auth.denied', {
        action: undefined,
        resource: undefined,
        principal: undefined,
      });
      registry.calls.fail('listContainerImages', denied);
      await assert.rejects(complete(read({ ...minimal, tag: 'semver' })), denied);
    });
  });
});
