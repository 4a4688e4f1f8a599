/** Whatever is done, and however much is logged: what is secret stays where AWS's own files have it. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { Account } from '../account.ts';
import { Session } from '../session.ts';
import { confirmInBrowser, expireEverything, ssoProfile, ssoRole, ssoSection, tokenFile } from '../sso.ts';
import { startAtReview, switchSession } from '../walk.ts';
import type { Workbench } from '../workbench.ts';

const mfaCode = '918273';

describe('Secrets', () => {
  const account = new Account();
  let session: Session;
  let workbench: Workbench;
  let closeAccount: (() => Promise<void>) | undefined;

  before(async () => {
    closeAccount = await account.start();
    const { emulator, place, withKeys } = account;
    session = await Session.start({ name: 'e2e-secrets', logLevel: 'trace' });
    emulator.assignSsoRole({ roleName: ssoRole });
    emulator.mfaCode = mfaCode;
    const role = emulator.addRole({ name: 'Analyst', requiresMfa: true });
    session.aws.write(
      {
        default: ssoProfile(account),
        keys: withKeys,
        session: { ...place, keys: emulator.sessionCredentials },
        mfa: {
          ...place,
          settings: { role_arn: role, source_profile: 'keys', mfa_serial: emulator.mfaSerial },
        },
        wrong: { ...place, keys: { ...emulator.credentials, secretAccessKey: wrongKey } },
      },
      ssoSection(account),
    );
    workbench = await session.openWindow({ suite: 'secrets' });
  });

  after(async () => {
    await session[Symbol.asyncDispose]();
    await closeAccount?.();
  });

  it('are used in every way that there is, with and without success', async () => {
    const { dialog, notifications, page, quickInput, sideBar } = workbench;
    await sideBar.open('SageMaker Images');
    const view = sideBar.view('SageMaker Images');
    await view.pressInWelcome('Sign In…');
    await dialog.waitFor('Sign in with AWS profile "default"');
    await (await confirmInBrowser(workbench)).close();
    await view.row('churn-notebook').waitFor();

    await switchSession(workbench, 'mfa', 'us-east-1');
    await quickInput.waitUntilOpen('MFA Code for AWS Profile "mfa"');
    await quickInput.type('000000');
    await quickInput.accept();
    await view.row('AWS refuses the MFA code for profile "mfa"').pressAction('Retry');
    await quickInput.waitUntilOpen('MFA Code for AWS Profile "mfa"');
    await quickInput.type(mfaCode);
    await quickInput.accept();
    await view.row('churn-notebook').waitFor();

    await switchSession(workbench, 'wrong', 'us-east-1');
    await view.waitForWelcome('needs AWS credentials and a region');
    await switchSession(workbench, 'session', 'us-east-1');
    await view.row('churn-notebook').waitFor();
    await startAtReview(workbench, { image: 'fraud-training' });
    account.emulator.expireSession();
    await quickInput.pick('Create version of fraud-training');
    await notifications.waitFor('The credentials of AWS profile "session" have expired');
    await switchSession(workbench, 'keys', 'us-east-1');
    await view.row('churn-notebook').waitFor();
    await startAtReview(workbench, { image: 'fraud-training' });
    await quickInput.pick('Create version of fraud-training');
    await notifications.waitFor('Version 4 of image "fraud-training" is created.');
    expireEverything(account);
    await switchSession(workbench, 'default', 'us-east-1');
    await view.waitForWelcome('needs AWS credentials and a region');
    await workbench.dismissNotifications();
    await workbench.runCommand('SageMaker Images: Show Log');
    await page.locator('.output-view .view-line').filter({ hasText: 'auth.signedOut' }).last().waitFor();
    await workbench.screenshot('log');
  });

  it('are in no file that VS Code or the extension has written, nor in the browser', async () => {
    const { page } = workbench;
    const browser = JSON.stringify(await page.context().storageState({ indexedDB: true }));
    const texts = [['the browser', Buffer.from(browser)] as const, ...(await filesOf(session))];
    const logs = texts.filter(([name]) => name.includes('sagemaker-images.sagemaker-images'));
    assert.ok(
      logs.some(([, text]) => text.includes('[aws] CreateImageVersion')),
      'what is looked through is the detailed log',
    );

    for (const [what, secret] of await plantedSecrets()) {
      const found = texts.filter(([, text]) => containsSecret(text, secret)).map(([name]) => name);
      assert.deepEqual(found, [], what);
    }
  });

  async function plantedSecrets(): Promise<readonly (readonly [what: string, secret: string | RegExp])[]> {
    const { credentials, sessionCredentials } = account.emulator;
    const token = JSON.parse(await readFile(tokenFile(session), 'utf8')) as Record<string, string>;
    return [
      ['a secret key', credentials.secretAccessKey],
      ['a wrong secret key', wrongKey],
      ['the secret key of a session', sessionCredentials.secretAccessKey],
      ['a session token', sessionCredentials.sessionToken],
      ['an access token of IAM Identity Center', required(token['accessToken'])],
      ['a refresh token of IAM Identity Center', required(token['refreshToken'])],
      ['the secret of a client of IAM Identity Center', required(token['clientSecret'])],
      ['the key ids of credentials that were given out', /ASIA[0-9A-F]{16}/],
      ['an MFA code', new RegExp(`(?<!\\d)${mfaCode}(?!\\d)`)],
    ];
  }
});

const wrongKey = 'wrongKeyWrongKeyWrongKeyWrongKeyWrongKey';

/** Every file of the session but those in the home folder, which are AWS's own. */
async function filesOf({ home, remains }: Session): Promise<(readonly [name: string, text: Buffer])[]> {
  const entries = await readdir(remains, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !file.startsWith(join(home, '.aws')));
  return Promise.all(files.map(async (file) => [relative(remains, file), await readFile(file)] as const));
}

function containsSecret(text: Buffer, secret: string | RegExp): boolean {
  if (typeof secret !== 'string') return secret.test(text.toString('latin1'));
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)].some((form) =>
    text.includes(form),
  );
}

function required(text: string | undefined): string {
  assert.ok(text);
  return text;
}
