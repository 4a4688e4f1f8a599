import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ProfileRow } from '../../../src/core/questions.ts';
import { MfaPrompt } from '../../../src/ui/mfaPrompt.ts';
import { reviewTexts } from '../../../src/ui/preflight/reviewTexts.ts';
import { createPrompts } from '../../../src/ui/prompts.ts';
import { settled } from '../../support/clocks.ts';
import { assertOpen, keys } from '../support/quickInput.ts';
import { useReplacements } from '../support/useReplacements.ts';

const device = {
  serial: 'arn:aws:iam::123456789012:mfa/developer',
  roleArn: 'arn:aws:iam::123456789012:role/Admin',
  profile: 'work',
};

describe('The prompt for an MFA code', () => {
  const replace = useReplacements();
  afterEach(keys.escape);

  /** Somebody who types texts, and ends with the last one. */
  function typing(...texts: readonly string[]): {
    readonly shown: vscode.InputBoxOptions[];
    said: unknown[];
  } {
    const shown: vscode.InputBoxOptions[] = [];
    const said: unknown[] = [];
    const showInputBox = (options: vscode.InputBoxOptions): Promise<string | undefined> => {
      shown.push(options);
      said.push(...texts.map((text) => options.validateInput?.(text)));
      return Promise.resolve(texts.at(-1));
    };
    replace(vscode.window, { showInputBox });
    return { shown, said };
  }

  it('names the device, the role and the profile', async () => {
    const { shown } = typing('123456');
    await new MfaPrompt().ask(device);
    assert.equal(shown[0]?.title, 'MFA Code for AWS Profile "work"');
    assert.equal(
      shown[0]?.prompt,
      'The six digits that developer shows now, to assume arn:aws:iam::123456789012:role/Admin',
    );
  });

  it('takes six digits, with spaces around them as well', async () => {
    const { said } = typing('', '123456', ' 123456 ');
    assert.equal(await new MfaPrompt().ask(device), '123456');
    assert.deepEqual(said, [undefined, undefined, undefined]);
  });

  for (const text of ['12345', '1234567', '12345a', '123 456']) {
    it(`refuses anything else while it is typed: ${text}`, async () => {
      const { said } = typing(text);
      assert.equal(await new MfaPrompt().ask(device), undefined);
      assert.deepEqual(said, ['An MFA code is made of six digits.']);
    });
  }

  it('gives nothing on Escape', async () => {
    const code = new MfaPrompt().ask(device);
    await keys.escape();
    assert.equal(await code, undefined);
  });

  it('asks for one code after the other', async () => {
    const mfaPrompt = new MfaPrompt();
    const codes = [mfaPrompt.ask(device), mfaPrompt.ask({ ...device, profile: 'other' })];
    await keys.escape();
    assert.equal(await codes[0], undefined);
    assert.ok(mfaPrompt.pending);
    await assertOpen(codes[1] ?? Promise.resolve());
    await keys.escape();
    assert.equal(await codes[1], undefined);
    assert.equal(mfaPrompt.pending, undefined);
  });

  describe('while another question is asked', () => {
    const row: ProfileRow = { kind: 'profile', profile: { name: 'a', kind: 'keys' } };
    const never = new AbortController().signal;
    const place = { step: 1, totalSteps: 1, canGoBack: false, typed: undefined };

    it('interrupts a list, which is there again afterwards', async () => {
      const mfaPrompt = new MfaPrompt();
      const prompts = createPrompts(
        () => mfaPrompt.pending,
        () => reviewTexts,
      );
      const answer = prompts.choose({ id: 'profile', place, fixed: [row] }, never);
      await assertOpen(answer);
      const code = mfaPrompt.ask(device);
      await assertOpen(answer);
      await keys.escape();
      assert.equal(await code, undefined);
      await assertOpen(answer);
      await keys.enter();
      assert.deepEqual(await answer, { kind: 'value', value: row });
    });

    it('interrupts a text, which is there again afterwards', async () => {
      const mfaPrompt = new MfaPrompt();
      const prompts = createPrompts(
        () => mfaPrompt.pending,
        () => reviewTexts,
      );
      const question = { id: 'newImageName', place, value: 'kept', isOptional: false } as const;
      const answer = prompts.enter({ ...question, check: () => undefined }, never);
      await assertOpen(answer);
      const code = mfaPrompt.ask(device);
      await keys.escape();
      assert.equal(await code, undefined);
      await keys.enter();
      assert.deepEqual(await answer, { kind: 'value', value: 'kept' });
    });

    it('comes before a list that begins after it', async () => {
      const mfaPrompt = new MfaPrompt();
      const prompts = createPrompts(
        () => mfaPrompt.pending,
        () => reviewTexts,
      );
      const code = mfaPrompt.ask(device);
      const answer = prompts.choose({ id: 'profile', place, fixed: [row] }, never);
      await assertOpen(code);
      await keys.escape();
      assert.equal(await code, undefined);
      await keys.enter();
      assert.deepEqual(await answer, { kind: 'value', value: row });
    });

    it('leaves a list cancelled that was cancelled meanwhile', async () => {
      const mfaPrompt = new MfaPrompt();
      const prompts = createPrompts(
        () => mfaPrompt.pending,
        () => reviewTexts,
      );
      const stop = new AbortController();
      const answer = prompts.choose({ id: 'profile', place, fixed: [row] }, stop.signal);
      await assertOpen(answer);
      const code = mfaPrompt.ask(device);
      await assertOpen(code);
      stop.abort();
      assert.deepEqual(await answer, { kind: 'cancel' });
      await assertOpen(code);
      await keys.escape();
      assert.equal(await code, undefined);
      await settled();
    });
  });
});
