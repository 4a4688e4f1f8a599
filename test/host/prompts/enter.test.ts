/** Texts, in VS Code's input box. Buttons and typing can't be driven from here: test/e2e does that. */
import assert from 'node:assert/strict';
import { problemOf } from '../../../src/core/problems.ts';
import type { TextQuestion } from '../../../src/core/questions.ts';
import { reviewTexts } from '../../../src/ui/preflight/reviewTexts.ts';
import { createPrompts } from '../../../src/ui/prompts.ts';
import { assertOpen, keys } from '../support/quickInput.ts';
import { roundTrip } from '../support/roundTrip.ts';

const never = new AbortController().signal;
const prompts = createPrompts(
  () => undefined,
  () => reviewTexts,
);

function askName(question: Partial<TextQuestion>, signal = never): ReturnType<typeof prompts.enter> {
  return prompts.enter(
    {
      id: 'newImageName',
      place: { step: 2, totalSteps: 5, canGoBack: true, typed: undefined },
      value: '',
      isOptional: false,
      check: (text) => problemOf('ImageName', text),
      ...question,
    },
    signal,
  );
}

describe('A text', () => {
  afterEach(keys.escape);

  it('is answered without the white space around it', async () => {
    const answer = askName({ value: '  my-image ' });
    await keys.enter();
    assert.deepEqual(await answer, { kind: 'value', value: 'my-image' });
  });

  for (const wrong of ['', 'my image', '-image', 'a'.repeat(64)]) {
    it(`is not taken when it is wrong: "${wrong}"`, async () => {
      const answer = askName({ value: wrong });
      await keys.enter();
      await assertOpen(answer);
    });
  }

  it('is null when it is optional and empty', async () => {
    const answer = askName({ value: '  ', isOptional: true, check: () => undefined });
    await keys.enter();
    assert.deepEqual(await answer, { kind: 'value', value: null });
  });

  it('goes back with what stands in the box, right or wrong', async () => {
    const answer = askName({ value: ' my image' });
    await keys.back();
    assert.deepEqual(await answer, { kind: 'back', typed: ' my image' });
  });

  it('is cancelled by Escape', async () => {
    const answer = askName({ value: 'my-image' });
    await keys.escape();
    assert.deepEqual(await answer, { kind: 'cancel' });
  });

  it('is cancelled by its signal, and goes', async () => {
    const stop = new AbortController();
    const answer = askName({ value: 'my-image' }, stop.signal);
    await roundTrip();
    stop.abort();
    assert.deepEqual(await answer, { kind: 'cancel' });
  });

  it('is not asked when its signal has aborted before', async () => {
    assert.deepEqual(await askName({ value: 'my-image' }, AbortSignal.abort()), { kind: 'cancel' });
  });
});
