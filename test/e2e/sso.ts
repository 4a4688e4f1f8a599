import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Page } from 'playwright-core';

import type { ProfileFixture } from '../support/awsConfig.ts';
import type { Account } from './account.ts';
import type { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

const sessionName = 'corp';

/** The role that `ssoProfile` has in the account. */
export const ssoRole = 'DataScientist';

export const signInAction = 'Copy Code and Open Browser';

/** A profile of IAM Identity Center; `ssoSection` belongs into the same configuration. */
export function ssoProfile({ place, emulator }: Account): ProfileFixture {
  return {
    ...place,
    settings: {
      sso_session: sessionName,
      sso_account_id: emulator.accountId,
      sso_role_name: ssoRole,
    },
  };
}

export function ssoSection({ emulator }: Account): string {
  return [
    `[sso-session ${sessionName}]`,
    `sso_start_url = ${emulator.sso.startUrl}`,
    `sso_region = ${emulator.region}`,
    'sso_registration_scopes = sso:account:access',
  ].join('\n');
}

/** Where the AWS CLI and the SDKs keep the token of the session. */
export function tokenFile({ home }: Session): string {
  const name = createHash('sha1').update(sessionName).digest('hex');
  return join(home, '.aws', 'sso', 'cache', `${name}.json`);
}

/** Signs in outside of VS Code, as in a terminal in the morning. */
export async function signInElsewhere(session: Session, { emulator }: Account): Promise<void> {
  const file = tokenFile(session);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(emulator.sso.issueToken()), { mode: 0o600 });
}

/** The end of a working day: nothing that was given out is good any more. */
export function expireEverything({ emulator }: Account): void {
  emulator.sso.expireTokens();
  emulator.expireIssuedCredentials();
}

export async function forgetSignIn(session: Session): Promise<void> {
  await rm(tokenFile(session), { force: true });
}

/** Presses the button of the dialog with the code. @returns the page of the sign-in, where the code is confirmed */
export async function confirmInBrowser({ dialog, page }: Workbench): Promise<Page> {
  const opened = page.context().waitForEvent('page');
  await dialog.press(signInAction);
  const signInPage = await opened;
  await signInPage.getByRole('heading', { name: 'Request approved' }).waitFor();
  return signInPage;
}
