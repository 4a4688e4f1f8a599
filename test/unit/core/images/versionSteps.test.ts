import assert from 'node:assert/strict';
import {
  archiveStep,
  editVersionStep,
  type Archiving,
  type VersionEdit,
} from '../../../../src/core/images/versionSteps.ts';
import { runWizard, type WizardResult } from '../../../../src/core/wizard.ts';
import { account, anImage, aVersion, region } from '../../../support/builders.ts';
import { aSession, type InMemorySession } from '../../../support/inMemorySession.ts';
import {
  attempt,
  back,
  cancel,
  pick,
  scriptedPrompts,
  type,
  type ScriptedPrompts,
} from '../../../support/scriptedPrompts.ts';

const { signal } = new AbortController();
const target = { imageName: 'notebook', number: 3 };

describe('the step that edits a version', () => {
  let session: InMemorySession;
  beforeEach(() => {
    session = aSession();
    session.images.add(
      anImage(),
      aVersion({ number: 3, jobType: 'TRAINING', mlFramework: 'PyTorch 2.4', horovod: false }),
    );
  });

  async function walk(
    prompts: ScriptedPrompts,
    edit: VersionEdit = { changes: {} },
  ): Promise<WizardResult<VersionEdit>> {
    const result = await runWizard([editVersionStep(target, { session, prompts })], edit, signal);
    prompts.assertDone();
    return result;
  }

  it('shows every field with its value', async () => {
    const prompts = scriptedPrompts(cancel('edit'));
    await walk(prompts);
    assert.deepEqual(
      prompts.list('edit').rows.map((row) => row.kind === 'field' && [row.field, row.value]),
      [
        ['vendorGuidance', null],
        ['jobType', 'TRAINING'],
        ['processor', null],
        ['mlFramework', 'PyTorch 2.4'],
        ['programmingLang', null],
        ['horovod', 'false'],
        ['releaseNotes', null],
      ],
    );
  });

  it('changes each of them, and no other', async () => {
    const prompts = scriptedPrompts(
      pick('edit', 'vendorGuidance'),
      pick('vendorGuidance', 'STABLE'),
      pick('edit', 'jobType'),
      pick('jobType', 'INFERENCE'),
      pick('edit', 'processor'),
      pick('processor', 'GPU'),
      pick('edit', 'mlFramework'),
      type('mlFramework', 'PyTorch 2.5'),
      pick('edit', 'programmingLang'),
      type('programmingLang', 'Python 3.12'),
      pick('edit', 'horovod'),
      pick('horovod', true),
      pick('edit', 'releaseNotes'),
      type('releaseNotes', 'Faster.'),
      pick('edit', 'save'),
    );
    const { state } = await walk(prompts);
    assert.deepEqual(state.changes, {
      vendorGuidance: 'STABLE',
      jobType: 'INFERENCE',
      processor: 'GPU',
      mlFramework: 'PyTorch 2.5',
      programmingLang: 'Python 3.12',
      horovod: true,
      releaseNotes: 'Faster.',
    });
    assert.deepEqual(prompts.list('edit').rows[0], {
      kind: 'save',
      purpose: { kind: 'editVersion', ...target },
      profile: 'default',
      region,
    });
  });

  it('says that a value cannot be taken back, instead of offering "Not set"', async () => {
    const prompts = scriptedPrompts(
      pick('edit', 'jobType'),
      back('jobType'),
      pick('edit', 'mlFramework'),
      attempt('mlFramework', ''),
      back('mlFramework'),
      pick('edit', 'horovod'),
      back('horovod'),
      cancel('edit'),
    );
    await walk(prompts);
    assert.equal(prompts.list('jobType').question.isForGood, true);
    assert.deepEqual(prompts.list('jobType').rows, ['TRAINING', 'INFERENCE', 'NOTEBOOK_KERNEL']);
    assert.equal(prompts.list('jobType').active, 'TRAINING');
    assert.deepEqual(prompts.list('horovod').rows, [true, false]);
    const { question, problems } = prompts.text('mlFramework');
    assert.equal(question.isOptional, false);
    assert.equal(question.isForGood, true);
    assert.equal(problems[0]?.code, 'value');
  });

  it('offers "Not set" as long as SageMaker has no value', async () => {
    const prompts = scriptedPrompts(
      pick('edit', 'processor'),
      pick('processor', 'GPU'),
      pick('edit', 'processor'),
      pick('processor', null),
      pick('edit', 'releaseNotes'),
      type('releaseNotes', ''),
      cancel('edit'),
    );
    const { state } = await walk(prompts);
    assert.deepEqual(state.changes, {});
    assert.deepEqual(prompts.list('processor').rows, ['CPU', 'GPU', null]);
    assert.equal(prompts.list('processor').active, 'GPU');
    assert.equal(prompts.list('processor').question.isForGood, false);
    assert.equal(prompts.list('edit').rows[0]?.kind, 'field', 'there is nothing to save');
  });

  it('keeps the changes when an editor is left', async () => {
    const prompts = scriptedPrompts(
      pick('edit', 'jobType'),
      pick('jobType', 'INFERENCE'),
      pick('edit', 'processor'),
      back('processor'),
      pick('edit', 'releaseNotes'),
      back('releaseNotes', 'Half a'),
      pick('edit', 'releaseNotes'),
      type('releaseNotes', 'Half a sentence.'),
      pick('edit', 'save'),
    );
    const { state } = await walk(prompts);
    assert.deepEqual(state.changes, { jobType: 'INFERENCE', releaseNotes: 'Half a sentence.' });
    assert.equal(prompts.texts('releaseNotes')[1]?.question.value, 'Half a');
  });

  it('takes up changes that could not be saved', async () => {
    const prompts = scriptedPrompts(pick('edit', 'save'));
    const { state } = await walk(prompts, { changes: { processor: 'GPU' } });
    assert.deepEqual(state.changes, { processor: 'GPU' });
  });

  it('ends when it is cancelled in an editor', async () => {
    const { kind } = await walk(scriptedPrompts(pick('edit', 'jobType'), cancel('jobType')));
    assert.equal(kind, 'cancelled');
  });
});

describe('the step that archives a version', () => {
  it('lets one choose when, and names where', async () => {
    const session = aSession();
    const prompts = scriptedPrompts(pick('archive', 'TO_BE_ARCHIVED'));
    const steps = [archiveStep(target, { session, prompts })];
    const { state } = await runWizard<Archiving>(steps, {}, signal);
    assert.deepEqual(state, { guidance: 'TO_BE_ARCHIVED' });
    const { rows, question } = prompts.list('archive');
    assert.deepEqual(
      rows.map(({ guidance }) => guidance),
      ['TO_BE_ARCHIVED', 'ARCHIVED'],
    );
    const completed = await Promise.all(rows.map(async (row) => question.complete?.(row, signal)));
    assert.deepEqual(
      completed.map((row) => [row?.profile, row?.accountId, row?.region]),
      [
        ['default', account, region],
        ['default', account, region],
      ],
    );
  });

  it('says that the account is unknown where nobody can tell', async () => {
    const session = aSession({ identify: () => Promise.reject(new Error('no')) });
    const prompts = scriptedPrompts(cancel('archive'));
    await runWizard<Archiving>([archiveStep(target, { session, prompts })], {}, signal);
    const { rows, question } = prompts.list('archive');
    const [first] = rows;
    assert.ok(first);
    assert.equal((await question.complete?.(first, signal))?.accountId, null);
  });
});
