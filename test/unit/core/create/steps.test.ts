import assert from 'node:assert/strict';
import { emptyDraft, type Draft } from '../../../../src/core/create/draft.ts';
import { containerSteps, imageSteps, kindSteps } from '../../../../src/core/create/steps.ts';
import { AppError } from '../../../../src/core/errors.ts';
import { runWizard, type WizardResult } from '../../../../src/core/wizard.ts';
import {
  account,
  aContainerImage,
  aDraft,
  anImage,
  aRepository,
  aUri,
  aVersion,
  digestOf,
  host,
  role,
} from '../../../support/builders.ts';
import { aSession, type InMemorySession } from '../../../support/inMemorySession.ts';
import {
  attempt,
  back,
  cancel,
  newImage,
  pick,
  type,
  type ScriptedPrompts,
  scriptedPrompts,
} from '../../../support/scriptedPrompts.ts';

const { signal } = new AbortController();
const day = (date: number): Date => new Date(Date.UTC(2026, 0, date));

describe('steps', () => {
  let session: InMemorySession;
  beforeEach(() => {
    session = aSession();
    session.images.add(anImage({ name: 'notebook', modifiedAt: day(2) }), aVersion({ number: 7 }));
    session.images.add(anImage({ name: 'processing', modifiedAt: day(3) }));
    session.roles.roles = [
      { name: 'Zebra', arn: `arn:aws:iam::${account}:role/Zebra` },
      { name: 'SageMakerImages', arn: role },
    ];
    session.registry.add(
      aContainerImage({ tags: ['1.0'], digest: digestOf('a'), pushedAt: day(1) }),
      aContainerImage({ tags: ['2.0', 'latest'], digest: digestOf('b'), pushedAt: day(3) }),
      aContainerImage({ tags: [], digest: digestOf('c'), pushedAt: day(2) }),
      aContainerImage({ repository: aRepository('base') }),
    );
  });

  async function walk(
    prompts: ScriptedPrompts,
    draft: Draft = emptyDraft('token-1'),
    steps: 'all' | 'image' | 'container' | 'kind' = 'all',
  ): Promise<WizardResult<Draft>> {
    const context = { session, prompts, knownImages: new Set<string>() };
    const groups = {
      image: imageSteps(context),
      container: containerSteps(context),
      kind: kindSteps(context),
    };
    const chosen = steps === 'all' ? [...groups.image, ...groups.container, ...groups.kind] : groups[steps];
    const result = await runWizard(chosen, draft, signal);
    prompts.assertDone();
    return result;
  }

  it('lead from nothing to every answer', async () => {
    const prompts = scriptedPrompts(
      pick('image', 'notebook'),
      pick('repository', 'team/notebook'),
      pick('containerImage', '2.0'),
      pick('jobType', 'NOTEBOOK_KERNEL'),
      pick('processor', null),
    );
    const { state } = await walk(prompts);
    assert.deepEqual(state.image, { name: 'notebook', isNew: false });
    assert.deepEqual(state.container, {
      uri: aUri(`${host}/team/notebook:2.0@${digestOf('b')}`),
      isTyped: false,
    });
    assert.equal(state.jobType, 'NOTEBOOK_KERNEL');
    assert.equal(state.processor, null);
  });

  it('say from the first how many there are', async () => {
    const prompts = scriptedPrompts(
      pick('image', 'notebook'),
      pick('repository', 'team/notebook'),
      pick('containerImage', '2.0'),
      pick('jobType', null),
      pick('processor', null),
    );
    await walk(prompts);
    assert.deepEqual(
      prompts.asked.map(({ place }) => `${place.step}/${place.totalSteps}`),
      ['1/5', '2/5', '3/5', '4/5', '5/5'],
    );
  });

  it('keep every answer when Back goes to the first and all are given again', async () => {
    const prompts = scriptedPrompts(
      pick('image', newImage),
      type('newImageName', 'fresh'),
      pick('role', 'SageMakerImages'),
      pick('repository', 'team/notebook'),
      pick('containerImage', '2.0'),
      pick('jobType', 'TRAINING'),
      back('processor'),
      back('jobType'),
      back('containerImage'),
      back('repository'),
      back('role'),
      back('newImageName'),
      cancel('image'),
    );
    const { kind, state } = await walk(prompts);
    assert.equal(kind, 'cancelled');
    assert.deepEqual(prompts.list('image').active, { kind: 'new' });
    assert.equal(prompts.text('newImageName').question.value, 'fresh');
    const { active: activeRole } = prompts.list('role');
    assert.equal(activeRole?.kind === 'role' && activeRole.role.arn, role);
    const repository = prompts.list('repository').active;
    assert.equal(repository?.kind === 'repository' && repository.repository.name, 'team/notebook');
    const container = prompts.list('containerImage').active;
    assert.equal(container?.kind === 'image' && container.tag, '2.0');
    assert.equal(prompts.list('jobType').active, 'TRAINING');
    assert.deepEqual(state.image, { name: 'fresh', isNew: true, roleArn: role });
    assert.equal(state.container?.uri.tag, '2.0');
    assert.equal(state.jobType, 'TRAINING');
  });

  describe('for the image', () => {
    it('list the images, latest modified first, after the row for a new one', async () => {
      const prompts = scriptedPrompts(cancel('image'));
      await walk(prompts, emptyDraft('token-1'), 'image');
      assert.deepEqual(
        prompts.list('image').rows.map((row) => (row.kind === 'new' ? newImage : row.image.name)),
        [newImage, 'processing', 'notebook'],
      );
    });

    it('have the image that was modified last active until one is chosen', async () => {
      const prompts = scriptedPrompts(cancel('image'));
      await walk(prompts, emptyDraft('token-1'), 'image');
      const { active } = prompts.list('image');
      assert.equal(active?.kind === 'existing' && active.image.name, 'processing');
    });

    it('complete a row with its latest version, or that there is none', async () => {
      const prompts = scriptedPrompts(cancel('image'));
      await walk(prompts, emptyDraft('token-1'), 'image');
      const { rows, question } = prompts.list('image');
      assert.ok(question.complete);
      const [, processing = assert.fail(), notebook = assert.fail()] = rows;
      const completed = await question.complete(notebook, signal);
      assert.equal(completed.kind === 'existing' && completed.latest?.number, 7);
      const without = await question.complete(processing, signal);
      assert.equal(without.kind === 'existing' && without.latest, null);
      assert.deepEqual(await question.complete({ kind: 'new' }, signal), { kind: 'new' });
    });

    it('have the image of the draft active', async () => {
      const prompts = scriptedPrompts(cancel('image'));
      await walk(prompts, aDraft(), 'image');
      const { active } = prompts.list('image');
      assert.equal(active?.kind === 'existing' && active.image.name, 'notebook');
    });

    it('ask a new one for its name and role, and an existing one for neither', async () => {
      const prompts = scriptedPrompts(
        pick('image', newImage),
        type('newImageName', ' fresh '),
        type('role', `${role}\n`),
      );
      const { state } = await walk(prompts, emptyDraft('token-1'), 'image');
      assert.deepEqual(state.image, { name: 'fresh', isNew: true, roleArn: role });
      assert.deepEqual(
        prompts.asked.map(({ place }) => `${place.step}/${place.totalSteps}`),
        ['1/1', '2/3', '3/3'],
      );
    });

    it('say what is wrong with a name or the ARN of a role while it is typed', async () => {
      const prompts = scriptedPrompts(
        pick('image', newImage),
        attempt('newImageName', ''),
        attempt('newImageName', 'a_b'),
        attempt('newImageName', 'note book'),
        attempt('newImageName', 'n'.repeat(64)),
        attempt('newImageName', ' notebook '),
        type('newImageName', 'Notebook'),
        attempt('role', 'SageMaker'),
        attempt('role', 'arn:aws:iam::1:role/SageMaker'),
        cancel('role'),
      );
      await walk(prompts, emptyDraft('token-1'), 'image');
      assert.deepEqual(
        prompts.text('newImageName').problems.map((problem) => problem?.code),
        ['value', 'value', 'value.whitespace', 'value', 'image.exists'],
      );
      assert.deepEqual(
        prompts.list('role').problems.map((problem) => problem?.code),
        [undefined, 'value'],
      );
    });

    it('offer the roles by name, and none where the image needs one', async () => {
      const prompts = scriptedPrompts(
        pick('image', newImage),
        type('newImageName', 'fresh'),
        pick('role', 'Zebra'),
      );
      const { state } = await walk(prompts, emptyDraft('token-1'), 'image');
      assert.equal(prompts.text('newImageName').question.isOptional, false);
      const { rows, active } = prompts.list('role');
      assert.deepEqual(
        rows.map((row) => row.kind === 'role' && row.role.name),
        ['SageMakerImages', 'Zebra'],
      );
      assert.equal(active, undefined);
      assert.equal(state.image?.roleArn, `arn:aws:iam::${account}:role/Zebra`);
    });

    it('take the ARN of a role where the roles cannot be listed', async () => {
      const denied = new AppError('auth.denied', {
        action: 'iam:ListRoles',
        resource: undefined,
        principal: undefined,
      });
      session.roles.calls.fail('listForSageMaker', denied);
      const prompts = scriptedPrompts(
        pick('image', newImage),
        type('newImageName', 'fresh'),
        type('role', role),
      );
      const { state } = await walk(prompts, emptyDraft('token-1'), 'image');
      assert.equal(prompts.list('role').failure, denied);
      assert.deepEqual(state.image, { name: 'fresh', isNew: true, roleArn: role });
    });

    it('keep the name and role of a new one that is picked again after Back', async () => {
      const prompts = scriptedPrompts(
        pick('image', newImage),
        type('newImageName', 'fresh'),
        type('role', role),
        back('repository'),
        back('role'),
        back('newImageName'),
        pick('image', newImage),
        type('newImageName', 'fresh-2'),
        cancel('role'),
      );
      const { state } = await walk(prompts);
      assert.equal(prompts.text('newImageName').question.value, 'fresh');
      const [first] = prompts.list('role').rows;
      assert.deepEqual(first, {
        kind: 'role',
        role: { name: 'SageMakerImages', arn: role },
        isCurrent: true,
      });
      assert.equal(prompts.list('role').active, first);
      assert.deepEqual(state.image, { name: 'fresh-2', isNew: true, roleArn: role });
    });

    it('keep a half-typed name and role through Back', async () => {
      const prompts = scriptedPrompts(
        pick('image', newImage),
        type('newImageName', 'fresh'),
        back('role', 'arn:aws'),
        back('newImageName', 'fresh-2'),
        pick('image', newImage),
        type('newImageName', 'fresh-2'),
        cancel('role'),
      );
      await walk(prompts, emptyDraft('token-1'), 'image');
      assert.deepEqual(
        prompts.texts('newImageName').map(({ question }) => question.value),
        ['', 'fresh', 'fresh-2'],
      );
      assert.equal(prompts.list('role').place.typed, 'arn:aws');
    });

    it('offer a new one even when the images cannot be listed', async () => {
      const denied = new AppError('auth.denied', {
        action: 'sagemaker:ListImages',
        resource: undefined,
        principal: undefined,
      });
      session.images.calls.fail('listImages', denied);
      const prompts = scriptedPrompts(pick('image', newImage), cancel('newImageName'));
      await walk(prompts, emptyDraft('token-1'), 'image');
      assert.equal(prompts.list('image').failure, denied);
    });
  });

  describe('for the container image', () => {
    const inRepository = aDraft({ container: { uri: aUri(`${host}/team/notebook`), isTyped: false } });

    it('list the repositories by name, and their images one row per tag, newest first', async () => {
      session.registry.pageSize = 2;
      const prompts = scriptedPrompts(pick('repository', 'team/notebook'), cancel('containerImage'));
      await walk(prompts, emptyDraft('token-1'), 'container');
      assert.deepEqual(
        prompts
          .list('repository')
          .rows.map((row) => (row.kind === 'repository' ? row.repository.name : row.kind)),
        ['base', 'team/notebook'],
      );
      assert.deepEqual(
        prompts
          .list('containerImage')
          .rows.map((row) => (row.kind === 'image' ? (row.tag ?? row.image.digest) : row.kind)),
        ['2.0', 'latest', digestOf('c'), '1.0'],
      );
    });

    it('take an image without tags by its digest', async () => {
      const prompts = scriptedPrompts(
        pick('repository', 'team/notebook'),
        pick('containerImage', digestOf('c')),
      );
      const { state } = await walk(prompts, emptyDraft('token-1'), 'container');
      assert.deepEqual(state.container?.uri, aUri(`${host}/team/notebook@${digestOf('c')}`));
    });

    it('have the repository and tag of the draft active, and keep them when they are picked again', async () => {
      const draft = aDraft({
        container: { uri: aUri(`${host}/team/notebook:1.0@${digestOf('a')}`), isTyped: false },
      });
      const prompts = scriptedPrompts(pick('repository', 'team/notebook'), cancel('containerImage'));
      const { state } = await walk(prompts, draft, 'container');
      const { active } = prompts.list('containerImage');
      assert.equal(active?.kind === 'image' && active.tag, '1.0');
      assert.deepEqual(state.container, draft.container);
    });

    it('ask for the tag when the repository of a typed URI is picked instead', async () => {
      const typed = aDraft({ container: { uri: aUri(`${host}/team/notebook:1.0`), isTyped: true } });
      const prompts = scriptedPrompts(pick('repository', 'team/notebook'), pick('containerImage', '2.0'));
      const { state } = await walk(prompts, typed, 'container');
      assert.equal(state.container?.uri.tag, '2.0');
    });

    it('drop the tag when another repository is picked', async () => {
      const prompts = scriptedPrompts(pick('repository', 'base'), cancel('containerImage'));
      const { state } = await walk(prompts, aDraft(), 'container');
      assert.deepEqual(state.container?.uri, aUri(`${host}/base`));
    });

    it('take a whole URI instead of a repository, and then ask for no tag', async () => {
      const prompts = scriptedPrompts(type('repository', ` ${host}/other/app:3.1\n`));
      const { state } = await walk(prompts, emptyDraft('token-1'), 'container');
      assert.deepEqual(prompts.ids, ['repository']);
      assert.deepEqual(state.container, { uri: aUri(`${host}/other/app:3.1`), isTyped: true });
    });

    it('ask for the tag of a repository that was typed', async () => {
      const prompts = scriptedPrompts(type('repository', `${host}/base`), pick('containerImage', '1.0'));
      const { state } = await walk(prompts, emptyDraft('token-1'), 'container');
      assert.equal(state.container?.uri.tag, '1.0');
      assert.equal(state.container.uri.repository, 'base');
    });

    for (const [title, text, expected] of [
      ['a tag with its colon', ':3.0-rc', `${host}/team/notebook:3.0-rc`],
      ['a digest', digestOf('d'), `${host}/team/notebook@${digestOf('d')}`],
      ['a digest with its at sign', `@${digestOf('d')}`, `${host}/team/notebook@${digestOf('d')}`],
      ['a whole URI of another repository', `${host}/base:9`, `${host}/base:9`],
    ] as const) {
      it(`take ${title} in a repository`, async () => {
        const prompts = scriptedPrompts(pick('repository', 'team/notebook'), type('containerImage', text));
        const { state } = await walk(prompts, inRepository, 'container');
        assert.deepEqual(state.container?.uri, aUri(expected));
      });
    }

    it('take what is typed even when nothing can be listed', async () => {
      const denied = new AppError('auth.denied', {
        action: 'ecr:DescribeRepositories',
        resource: undefined,
        principal: undefined,
      });
      session.registry.calls.fail('listRepositories', denied);
      const prompts = scriptedPrompts(type('repository', `${host}/base:1.0`));
      const { state } = await walk(prompts, emptyDraft('token-1'), 'container');
      assert.equal(prompts.list('repository').failure, denied);
      assert.equal(state.container?.uri.tag, '1.0');
    });

    for (const [title, text, code] of [
      ['another registry', 'ghcr.io/team/notebook:1.0', 'uri.otherRegistry'],
      ['a Docker Hub image', 'python:3.12', 'uri.otherRegistry'],
      ['a Docker Hub image with its account', 'jupyter/scipy-notebook:latest', 'uri.otherRegistry'],
      ['the public gallery', 'public.ecr.aws/docker/library/python', 'uri.publicRegistry'],
      ['capitals in the repository', `${host}/Team/notebook:1.0`, 'uri.upperCase'],
      ['a second colon', `${host}/team/notebook:1:0`, 'uri.secondColon'],
      ['a digest alone', digestOf('a'), 'uri.bareDigest'],
      ['two lines', `${host}/a:1\n${host}/b:1`, 'uri.whitespace'],
      ['256 characters', `${host}/${'r'.repeat(256 - host.length - 1)}`, 'uri.tooLong'],
      ['a scheme', `https://${host}/base:1.0`, 'uri.scheme'],
      ['another region', `${host.replace('us-east-1', 'eu-west-1')}/base:1.0`, 'uri.region'],
    ] as const) {
      it(`say what is wrong with ${title} where the repository is picked`, async () => {
        const prompts = scriptedPrompts(attempt('repository', text), cancel('repository'));
        await walk(prompts, emptyDraft('token-1'), 'container');
        assert.equal(prompts.list('repository').problems[0]?.code, code);
      });
    }

    for (const text of ['notebook', 'team/', 'team/note', 'Team/Notebook', ' team/notebook ']) {
      it(`filter the repositories by ${JSON.stringify(text)}, which is no bad URI`, async () => {
        const prompts = scriptedPrompts(attempt('repository', text), cancel('repository'));
        await walk(prompts, emptyDraft('token-1'), 'container');
        assert.deepEqual(prompts.list('repository').problems, [undefined]);
      });
    }

    it('filter the tags by text that is no reference', async () => {
      const prompts = scriptedPrompts(
        pick('repository', 'team/notebook'),
        attempt('containerImage', '2.'),
        attempt('containerImage', ':1:0'),
        cancel('containerImage'),
      );
      await walk(prompts, emptyDraft('token-1'), 'container');
      assert.deepEqual(
        prompts.list('containerImage').problems.map((problem) => problem?.code),
        [undefined, 'uri.secondColon'],
      );
    });

    it('show a typed URI again after Back, to be corrected', async () => {
      const prompts = scriptedPrompts(
        pick('image', 'notebook'),
        type('repository', `${host}/other/app:3.1`),
        back('jobType'),
        cancel('repository'),
      );
      await walk(prompts);
      assert.equal(prompts.list('repository').place.typed, `${host}/other/app:3.1`);
    });

    it('keep what was typed through Back', async () => {
      const prompts = scriptedPrompts(
        pick('image', 'notebook'),
        back('repository', `${host}/oth`),
        pick('image', 'notebook'),
        cancel('repository'),
      );
      await walk(prompts);
      assert.equal(prompts.list('repository').place.typed, `${host}/oth`);
    });
  });

  describe('for the kind', () => {
    it('offer "Not set" for both, last, and have it active until something is chosen', async () => {
      const prompts = scriptedPrompts(pick('jobType', null), pick('processor', null));
      const { state } = await walk(prompts, emptyDraft('token-1'), 'kind');
      assert.deepEqual(prompts.list('jobType').rows, ['TRAINING', 'INFERENCE', 'NOTEBOOK_KERNEL', null]);
      assert.deepEqual(prompts.list('processor').rows, ['CPU', 'GPU', null]);
      assert.equal(prompts.list('jobType').active, null);
      assert.deepEqual([state.jobType, state.processor], [null, null]);
    });

    it('have the former choice active', async () => {
      const prompts = scriptedPrompts(pick('jobType', 'INFERENCE'), pick('processor', 'GPU'));
      await walk(prompts, aDraft({ jobType: 'INFERENCE', processor: 'GPU' }), 'kind');
      assert.equal(prompts.list('jobType').active, 'INFERENCE');
      assert.equal(prompts.list('processor').active, 'GPU');
    });
  });
});
