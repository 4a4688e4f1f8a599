import assert from 'node:assert/strict';
import { aliasStep, type AliasEdit } from '../../../../src/core/images/aliasSteps.ts';
import { runWizard, type WizardResult } from '../../../../src/core/wizard.ts';
import { account, anImage, aVersion, region } from '../../../support/builders.ts';
import { aSession, type InMemorySession } from '../../../support/inMemorySession.ts';
import {
  attempt,
  cancel,
  pick,
  press,
  scriptedPrompts,
  type,
  type ScriptedPrompts,
} from '../../../support/scriptedPrompts.ts';

const { signal } = new AbortController();
const target = { imageName: 'notebook', number: 1 };

describe('the step that edits aliases', () => {
  let session: InMemorySession;
  beforeEach(async () => {
    session = aSession();
    session.images.add(anImage(), aVersion());
    await session.images.updateVersion('notebook', 1, { aliasesToAdd: ['1.0', 'stable'] }, signal);
  });

  async function walk(prompts: ScriptedPrompts): Promise<WizardResult<AliasEdit>> {
    const result = await runWizard<AliasEdit>([aliasStep(target, { session, prompts })], {}, signal);
    prompts.assertDone();
    return result;
  }

  it('says which ones Studio apps can be launched with', async () => {
    const prompts = scriptedPrompts(cancel('alias'));
    await walk(prompts);
    assert.deepEqual(prompts.list('alias').rows, [
      { kind: 'alias', alias: '1.0', isLaunchable: true },
      { kind: 'alias', alias: 'stable', isLaunchable: false },
    ]);
  });

  it('adds what is typed, and names where', async () => {
    const { state } = await walk(scriptedPrompts(type('alias', ' 1.0.1 ')));
    assert.deepEqual(state.row, {
      kind: 'add',
      alias: '1.0.1',
      isLaunchable: true,
      profile: 'default',
      region,
      accountId: account,
    });
  });

  for (const [how, act] of [
    ['picked', pick('alias', 'stable')],
    ['its button is pressed', press('alias', 'stable')],
  ] as const) {
    it(`removes one when it is ${how}`, async () => {
      const { state } = await walk(scriptedPrompts(act));
      assert.deepEqual(state.row, { kind: 'alias', alias: 'stable', isLaunchable: false });
    });
  }

  it('takes no alias that SageMaker would refuse, and none twice', async () => {
    const prompts = scriptedPrompts(
      attempt('alias', '.x'),
      attempt('alias', 'a b'),
      attempt('alias', 'stable'),
      attempt('alias', ''),
      cancel('alias'),
    );
    await walk(prompts);
    assert.deepEqual(
      prompts.list('alias').problems.map((problem) => problem?.code),
      ['value', 'value.whitespace', undefined, undefined],
    );
  });
});
