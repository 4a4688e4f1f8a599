/** The lists of these commands, in VS Code's own quick input. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ListId, ListQuestion, Rows } from '../../../src/core/questions.ts';
import type { Answer, Place } from '../../../src/core/wizard.ts';
import { reviewTexts } from '../../../src/ui/preflight/reviewTexts.ts';
import { createPrompts } from '../../../src/ui/prompts.ts';
import { eventually } from '../support/eventually.ts';
import { assertOpen, keys } from '../support/quickInput.ts';
import { useReplacements } from '../support/useReplacements.ts';

const place: Place = { step: 1, totalSteps: 1, canGoBack: false, typed: undefined };
const never = new AbortController().signal;

function ask<K extends ListId>(question: Omit<ListQuestion<K>, 'place'>): Promise<Answer<Rows[K]>> {
  return createPrompts(
    () => undefined,
    () => reviewTexts,
  ).choose({ ...question, place }, never);
}

describe('A list', () => {
  const replace = useReplacements();
  afterEach(keys.escape);

  it('says where "Not set" would be that it is no answer, and is not answered by that row', async () => {
    const answer = ask<'processor'>({ id: 'processor', fixed: ['CPU', 'GPU'], isForGood: true });
    await keys.up();
    await keys.enter();
    await assertOpen(answer);
    await keys.up();
    await keys.enter();
    assert.deepEqual(await answer, { kind: 'value', value: 'GPU' });
  });

  it('says that there is nothing to pick, and is not answered by that row', async () => {
    let input: vscode.QuickPick<vscode.QuickPickItem> | undefined;
    const create = vscode.window.createQuickPick.bind(vscode.window);
    replace(vscode.window, { createQuickPick: () => (input = create()) });
    const answer = ask<'version'>({ id: 'version', pages: async function* () {} });
    const labels = (): readonly string[] => input?.items.map(({ label }) => label) ?? [];
    await eventually(() => labels().length > 0, 'a row');
    assert.deepEqual(labels(), ['The image has no version yet']);
    await keys.enter();
    await assertOpen(answer);
  });

  it('completes its rows though no page is to come', async () => {
    const completed = Promise.withResolvers<string>();
    const answer = ask<'archive'>({
      id: 'archive',
      fixed: [{ guidance: 'ARCHIVED', profile: 'default', region: 'us-east-1' }],
      complete: (row) => {
        completed.resolve(row.guidance);
        return Promise.resolve({ ...row, accountId: '123456789012' });
      },
    });
    assert.equal(await completed.promise, 'ARCHIVED');
    await keys.enter();
    const picked = await answer;
    assert.equal(picked.kind === 'value' && picked.value.accountId, '123456789012');
  });
});
