import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import {
  editImageStep,
  emptyImageDraft,
  newImageOf,
  newImageSteps,
  type ImageDraft,
  type ImageEdit,
} from '../../../../src/core/images/imageSteps.ts';
import type { EditRow, Field } from '../../../../src/core/questions.ts';
import { runWizard, type WizardResult } from '../../../../src/core/wizard.ts';
import { account, anImage, region, role } from '../../../support/builders.ts';
import { aSession, type InMemorySession } from '../../../support/inMemorySession.ts';
import {
  attempt,
  back,
  cancel,
  notSet,
  pick,
  scriptedPrompts,
  type,
  type ScriptedPrompts,
} from '../../../support/scriptedPrompts.ts';

const { signal } = new AbortController();
const otherRole = `arn:aws:iam::${account}:role/service-role/Other`;
const denied = new AppError('auth.denied', {
  action: 'iam:ListRoles',
  resource: undefined,
  principal: undefined,
});

function fieldRow(rows: readonly EditRow[], field: Field): Extract<EditRow, { kind: 'field' }> {
  const found = rows.find((row) => row.kind === 'field' && row.field === field);
  assert.ok(found?.kind === 'field', `no row for ${field}`);
  return found;
}

const canSave = (prompts: ScriptedPrompts): boolean =>
  prompts.list('edit').rows.some(({ kind }) => kind === 'save');

describe('the steps to a new image', () => {
  let session: InMemorySession;
  beforeEach(() => {
    session = aSession();
    session.roles.roles = [
      { name: 'Zebra', arn: `arn:aws:iam::${account}:role/Zebra` },
      { name: 'SageMakerImages', arn: role },
    ];
  });

  async function walk(
    prompts: ScriptedPrompts,
    draft: ImageDraft = emptyImageDraft,
    startAt = 'imageName',
  ): Promise<WizardResult<ImageDraft>> {
    const result = await runWizard(newImageSteps({ session, prompts }), draft, signal, { startAt });
    prompts.assertDone();
    return result;
  }

  it('ask for name and role, and end in a list with the rest', async () => {
    const prompts = scriptedPrompts(
      type('imageName', 'fresh'),
      pick('role', 'SageMakerImages'),
      pick('edit', 'displayName'),
      type('displayName', 'Fresh image'),
      pick('edit', 'description'),
      type('description', 'What it is for.'),
      pick('edit', 'tags'),
      type('tags', 'team=research'),
      pick('edit', 'save'),
    );
    const { kind, state } = await walk(prompts);
    assert.equal(kind, 'done');
    assert.deepEqual(newImageOf(state), {
      name: 'fresh',
      roleArn: role,
      displayName: 'Fresh image',
      description: 'What it is for.',
      tags: [{ key: 'team', value: 'research' }],
    });
    assert.deepEqual(
      prompts.asked.slice(0, 3).map(({ place }) => `${place.step}/${place.totalSteps}`),
      ['1/3', '2/3', '3/3'],
    );
  });

  it('need nothing but name and role', async () => {
    const prompts = scriptedPrompts(
      type('imageName', 'fresh'),
      pick('role', 'SageMakerImages'),
      pick('edit', 'save'),
    );
    const { state } = await walk(prompts);
    assert.deepEqual(newImageOf(state), { name: 'fresh', roleArn: role });
    const [save, ...fields] = prompts.list('edit').rows;
    assert.deepEqual(save, {
      kind: 'save',
      purpose: { kind: 'createImage', imageName: 'fresh' },
      profile: 'default',
      region,
    });
    assert.deepEqual(
      fields.map((row) => row.kind === 'field' && [row.field, row.value]),
      [
        ['imageName', 'fresh'],
        ['roleArn', role],
        ['displayName', null],
        ['description', null],
        ['tags', null],
      ],
    );
  });

  it('say with the row that creates whose account it is', async () => {
    const prompts = scriptedPrompts(
      type('imageName', 'fresh'),
      pick('role', 'SageMakerImages'),
      cancel('edit'),
    );
    await walk(prompts);
    const { rows, question } = prompts.list('edit');
    const [save] = rows;
    assert.ok(save);
    const completed = await question.complete?.(save, signal);
    assert.equal(completed?.kind === 'save' && completed.accountId, account);
  });

  it('list the roles by name, and take an ARN that is typed', async () => {
    const prompts = scriptedPrompts(
      type('imageName', 'fresh'),
      attempt('role', 'Sage'),
      attempt('role', 'arn:aws:iam::1:role/x'),
      type('role', otherRole),
      cancel('edit'),
    );
    const { state } = await walk(prompts);
    const { rows, problems } = prompts.list('role');
    assert.deepEqual(
      rows.map((row) => row.kind === 'role' && row.role.name),
      ['SageMakerImages', 'Zebra'],
    );
    assert.deepEqual(
      problems.map((problem) => problem?.code),
      [undefined, 'value'],
    );
    assert.equal(state.roleArn, otherRole);
  });

  it('take a typed ARN where the roles may not be listed, and say why they are not there', async () => {
    session.roles.calls.fail('listForSageMaker', denied);
    const prompts = scriptedPrompts(type('imageName', 'fresh'), type('role', role), pick('edit', 'save'));
    const { kind } = await walk(prompts);
    assert.equal(kind, 'done');
    assert.equal(prompts.list('role').failure, denied);
  });

  it('keep every answer through Back', async () => {
    const prompts = scriptedPrompts(
      type('imageName', 'fresh'),
      type('role', otherRole),
      pick('edit', 'displayName'),
      type('displayName', 'Fresh image'),
      back('edit'),
      back('role'),
      type('imageName', 'fresher'),
      pick('role', 'Other'),
      pick('edit', 'save'),
    );
    const { state } = await walk(prompts);
    assert.equal(prompts.text('imageName').question.value, 'fresh');
    const { active } = prompts.list('role');
    assert.ok(active?.kind === 'role' && active.role.arn === otherRole && active.isCurrent);
    assert.deepEqual(newImageOf(state), { name: 'fresher', roleArn: otherRole, displayName: 'Fresh image' });
  });

  it('keep what was typed into an editor that Back left', async () => {
    const prompts = scriptedPrompts(
      pick('edit', 'tags'),
      attempt('tags', 'team'),
      back('tags'),
      pick('edit', 'tags'),
      type('tags', 'team=research'),
      cancel('edit'),
    );
    await walk(prompts, { ...emptyImageDraft, name: 'fresh', roleArn: role }, 'edit');
    assert.deepEqual(
      prompts.texts('tags')[0]?.problems.map((problem) => problem?.code),
      ['tag.form'],
    );
    assert.equal(prompts.texts('tags')[1]?.question.value, 'team');
  });

  it('start at the list with earlier answers, all of which can be changed', async () => {
    const prompts = scriptedPrompts(
      pick('edit', 'imageName'),
      type('imageName', 'other'),
      pick('edit', 'roleArn'),
      type('role', otherRole),
      pick('edit', 'displayName'),
      notSet('displayName'),
      pick('edit', 'save'),
    );
    const draft = { ...emptyImageDraft, name: 'fresh', roleArn: role, displayName: 'Fresh' };
    const { state } = await walk(prompts, draft, 'edit');
    assert.deepEqual(newImageOf(state), { name: 'other', roleArn: otherRole });
  });

  for (const [question, ...acts] of [
    ['imageName', cancel('imageName')],
    ['role', type('imageName', 'fresh'), cancel('role')],
    ['edit', type('imageName', 'fresh'), type('role', role), cancel('edit')],
    ['tags', type('imageName', 'fresh'), type('role', role), pick('edit', 'tags'), cancel('tags')],
  ] as const) {
    it(`end when ${question} is cancelled`, async () => {
      const { kind } = await walk(scriptedPrompts(...acts));
      assert.equal(kind, 'cancelled');
    });
  }
});

describe('the step that edits an image', () => {
  let session: InMemorySession;
  beforeEach(() => {
    session = aSession();
    session.images.add({ ...anImage({ displayName: 'Notebook' }), roleArn: role });
  });

  async function walk(
    prompts: ScriptedPrompts,
    edit: ImageEdit = { changes: {} },
  ): Promise<WizardResult<ImageEdit>> {
    const result = await runWizard([editImageStep('notebook', { session, prompts })], edit, signal);
    prompts.assertDone();
    return result;
  }

  it('shows what SageMaker has, and nothing to save at first', async () => {
    const prompts = scriptedPrompts(cancel('edit'));
    await walk(prompts);
    assert.deepEqual(prompts.list('edit').rows, [
      { kind: 'field', field: 'displayName', value: 'Notebook' },
      { kind: 'field', field: 'description', value: null },
      { kind: 'field', field: 'roleArn', value: role },
    ]);
  });

  it('asks for changed fields alone to be sent', async () => {
    const prompts = scriptedPrompts(
      pick('edit', 'description'),
      type('description', 'For everyone.'),
      pick('edit', 'displayName'),
      notSet('displayName'),
      pick('edit', 'save'),
    );
    const { state } = await walk(prompts);
    assert.deepEqual(state.changes, { description: 'For everyone.', displayName: null });
    const { rows } = prompts.list('edit');
    assert.deepEqual(fieldRow(rows, 'displayName'), {
      kind: 'field',
      field: 'displayName',
      value: null,
      before: 'Notebook',
    });
    assert.deepEqual(session.images.calls.to('describeImage').length, 1, 'it is read once');
  });

  it('has nothing to save once a field is as it was', async () => {
    const prompts = scriptedPrompts(
      pick('edit', 'displayName'),
      type('displayName', 'Another'),
      pick('edit', 'displayName'),
      type('displayName', 'Notebook'),
      cancel('edit'),
    );
    await walk(prompts);
    assert.equal(prompts.lists('edit')[1]?.rows[0]?.kind, 'save');
    assert.ok(!canSave(prompts));
  });

  it('changes the role, with the current one first and active', async () => {
    session.roles.roles = [
      { name: 'Another', arn: otherRole },
      { name: 'SageMakerImages', arn: role },
    ];
    const prompts = scriptedPrompts(pick('edit', 'roleArn'), pick('role', 'Another'), pick('edit', 'save'));
    const { state } = await walk(prompts);
    assert.deepEqual(state.changes, { roleArn: otherRole });
    const { rows, active } = prompts.list('role');
    assert.equal(rows.length, 2);
    assert.equal(rows[0], active);
    assert.ok(active?.kind === 'role' && active.isCurrent && active.role.arn === role);
  });

  it('takes up changes that could not be saved', async () => {
    const prompts = scriptedPrompts(pick('edit', 'save'));
    const { state } = await walk(prompts, { changes: { displayName: 'Another' } });
    assert.deepEqual(state.changes, { displayName: 'Another' });
    assert.equal(fieldRow(prompts.list('edit').rows, 'displayName').before, 'Notebook');
  });

  it('says in place that the image could not be read', async () => {
    const prompts = scriptedPrompts(cancel('edit'));
    session.images.calls.fail('describeImage', denied);
    await walk(prompts);
    assert.equal(prompts.list('edit').failure, denied);
  });
});
