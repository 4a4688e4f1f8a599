import * as vscode from 'vscode';
import type { AskMfaCode, MfaDevice } from '../core/ports.ts';

/** Asks for the six digits of MFA devices, of one at a time. They go to AWS, and nowhere else. */
export class MfaPrompt {
  #pending: Promise<unknown> | undefined;

  /** Settles when nobody is asked for a code any more; undefined when nobody is. */
  get pending(): Promise<unknown> | undefined {
    return this.#pending;
  }

  readonly ask: AskMfaCode = async (device) => {
    const asking = askAfter(this.#pending, device);
    this.#pending = asking;
    try {
      return await asking;
    } finally {
      if (this.#pending === asking) this.#pending = undefined;
    }
  };
}

async function askAfter(
  others: Promise<unknown> | undefined,
  { serial, roleArn, profile }: MfaDevice,
): Promise<string | undefined> {
  await others?.catch(() => undefined);
  const { t } = vscode.l10n;
  const code = await vscode.window.showInputBox({
    title: t('MFA Code for AWS Profile "{0}"', profile),
    prompt: t('The six digits that {0} shows now, to assume {1}', deviceName(serial), roleArn),
    placeHolder: '123456',
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === '' || isCode(text) ? undefined : t('An MFA code is made of six digits.'),
  });
  return code !== undefined && isCode(code) ? code.trim() : undefined;
}

function isCode(text: string): boolean {
  return /^\d{6}$/.test(text.trim());
}

/** `arn:aws:iam::123456789012:mfa/developer` is long; a hardware device has its bare serial number. */
function deviceName(serial: string): string {
  return serial.slice(serial.lastIndexOf('/') + 1);
}
