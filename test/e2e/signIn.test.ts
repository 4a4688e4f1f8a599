import assert from 'node:assert/strict';
import { access, chmod, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Account } from './account.ts';
import { confirmInBrowser, expireEverything, forgetSignIn, signInAction } from './sso.ts';
import { ssoProfile, ssoRole, ssoSection, tokenFile } from './sso.ts';
import { useWorkbench } from './useWorkbench.ts';

const signInCommand = 'SageMaker Images: Sign In with AWS…';
const modal = 'Sign in with AWS profile "default"';

describe('Signing in with IAM Identity Center', () => {
  const account = new Account();
  const open = useWorkbench({
    suite: 'sign-in',
    prepare: async (session) => {
      const close = await account.start();
      account.emulator.assignSsoRole({ roleName: ssoRole });
      await forgetSignIn(session);
      session.aws.write({ default: ssoProfile(account), keys: account.withKeys }, ssoSection(account));
      return async () => {
        await forgetSignIn(session);
        await close();
      };
    },
  });

  it('is offered where the images would be, and can be cancelled', async () => {
    const { session, workbench } = open();
    const { dialog, notifications, sideBar } = workbench;
    await sideBar.open('SageMaker Images');
    const view = sideBar.view('SageMaker Images');
    await view.waitForWelcome('needs AWS credentials and a region');
    await workbench.screenshot('signed-out');
    await view.pressInWelcome('Sign In…');
    await dialog.waitFor(modal);
    await workbench.screenshot('code');
    assert.match(await dialog.detail(), /^Confirm this code in the browser: [0-9A-F]{4}-[0-9A-F]{4}$/);
    assert.deepEqual((await dialog.buttons()).toSorted(), ['Cancel', signInAction]);

    await dialog.press('Cancel');
    await notifications.waitUntilNone();
    await view.waitForWelcome('needs AWS credentials and a region');
    await assert.rejects(access(tokenFile(session)), { code: 'ENOENT' });
  });

  it('opens the browser, and fills the sidebar when it is confirmed there', async () => {
    const { workbench } = open();
    const { dialog, notifications, sideBar, statusBar } = workbench;
    const view = sideBar.view('SageMaker Images');
    await view.pressInWelcome('Sign In…');
    await dialog.waitFor(modal);
    const code = /[0-9A-F]{4}-[0-9A-F]{4}/.exec(await dialog.detail())?.[0] ?? '';
    const page = await confirmInBrowser(workbench);
    assert.ok(page.url().endsWith(`/device?user_code=${code}`), page.url());
    await page.close();
    await view.row('churn-notebook').waitFor();
    await notifications.waitUntilNone();
    await statusBar.waitForTooltip('default · us-east-1', `assumed-role/AWSReservedSSO_${ssoRole}_`);
    await workbench.screenshot('signed-in');
  });

  it('leaves the token where all others look for it, for the user alone', async () => {
    const { session } = open();
    const file = tokenFile(session);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    const token = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
    assert.deepEqual(Object.keys(token).sort(), [
      'accessToken',
      'clientId',
      'clientSecret',
      'expiresAt',
      'refreshToken',
      'region',
      'registrationExpiresAt',
      'startUrl',
    ]);
    assert.equal(token['startUrl'], account.emulator.sso.startUrl);
    assert.match(token['expiresAt'] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it('is said not to be needed where a profile has none', async () => {
    const { workbench } = open();
    const { notifications, quickInput } = workbench;
    await workbench.runCommand('SageMaker Images: Switch AWS Profile or Region…');
    await quickInput.waitUntilOpen('AWS Profile');
    await quickInput.waitForRow('default');
    const row = (await quickInput.rows()).find(({ label }) => label === 'default');
    assert.match(row?.description ?? '', /signed in$/);
    await quickInput.pick('keys');
    await quickInput.waitUntilOpen('AWS Region');
    await quickInput.accept();
    await workbench.statusBar.waitFor('keys · us-east-1');
    await workbench.runCommand(signInCommand);
    await notifications.waitFor('AWS profile "keys" has no sign-in: its credentials come from elsewhere.');
    await workbench.screenshot('not-needed');
    await workbench.dismissNotifications();
  });

  it('runs the AWS CLI in a terminal where there is one', async () => {
    const { session, workbench } = open();
    const { page, quickInput, sideBar } = workbench;
    expireEverything(account);
    await forgetSignIn(session);
    const cli = await installFakeCli(session.programs, tokenFile(session));
    const view = sideBar.view('SageMaker Images');

    await workbench.runCommand('SageMaker Images: Switch AWS Profile or Region…');
    await quickInput.waitUntilOpen('AWS Profile');
    await quickInput.pressRowButton('default', 'Sign in, then switch to it');
    await quickInput.waitUntilOpen('AWS Region');
    await quickInput.accept();
    const terminal = page.locator('.single-terminal-tab').filter({ hasText: 'AWS sign-in' });
    await terminal.waitFor();
    await page.locator('.terminal-wrapper').getByText('Attempting to open your browser').waitFor();
    await workbench.screenshot('terminal');
    await cli.confirm(account.emulator.sso.issueToken());
    await view.row('churn-notebook').waitFor();
    await workbench.statusBar.waitFor('default · us-east-1');
    await terminal.waitFor({ state: 'hidden' });
    await workbench.screenshot('signed-in-by-cli');
    assert.deepEqual(await cli.calls(), [['sso', 'login', '--profile', 'default']]);
    await cli.remove();
  });

  it('offers to do without a CLI that fails', async () => {
    const { session, workbench } = open();
    const { dialog, notifications, sideBar } = workbench;
    expireEverything(account);
    await forgetSignIn(session);
    const cli = await installFakeCli(session.programs, tokenFile(session));
    await workbench.runCommand(signInCommand);
    await cli.confirm(null);
    const failed = await notifications.waitFor('The AWS CLI could not sign in with profile "default"');
    await workbench.screenshot('cli-failed');
    await failed.press('Sign In Without the CLI');
    await dialog.waitFor(modal);
    const progress = await notifications.waitFor('Signing in with AWS profile "default"');
    await (await confirmInBrowser(workbench)).close();
    await progress.waitUntilGone();
    await sideBar.pressTitleAction('Refresh');
    await sideBar.view('SageMaker Images').row('churn-notebook').waitFor();
    await cli.remove();
  });
});

interface FakeCli {
  /** Lets it end: with this token in its cache or, without one, with an error. */
  confirm(token: object | null): Promise<void>;
  /** The arguments of each call. */
  calls(): Promise<unknown[]>;
  remove(): Promise<void>;
}

/** An `aws` that notes what it is called with, and waits for the browser as the real one does. */
async function installFakeCli(folder: string, token: string): Promise<FakeCli> {
  const program = join(folder, 'aws');
  const [calls, confirmed] = [join(folder, 'aws-calls'), join(folder, 'aws-confirmed')];
  await rm(confirmed, { force: true });
  await writeFile(
    program,
    [
      `#!${process.execPath}`,
      `import fs from 'node:fs';`,
      `const [calls, confirmed, token] = ${JSON.stringify([calls, confirmed, token])};`,
      `fs.appendFileSync(calls, JSON.stringify(process.argv.slice(2)) + '\\n');`,
      `console.log('Attempting to open your browser');`,
      `setInterval(() => {`,
      `  if (!fs.existsSync(confirmed)) return;`,
      `  const answer = JSON.parse(fs.readFileSync(confirmed, 'utf8'));`,
      `  if (answer) fs.writeFileSync(token, JSON.stringify(answer), { mode: 0o600 });`,
      `  process.exit(answer ? 0 : 255);`,
      `}, 50);`,
    ].join('\n'),
  );
  await chmod(program, 0o755);
  return {
    async confirm(answer) {
      // At once, or it would read half of it.
      await writeFile(`${confirmed}.new`, JSON.stringify(answer));
      await rename(`${confirmed}.new`, confirmed);
    },
    calls: async () => {
      const lines = (await readFile(calls, 'utf8')).trim().split('\n');
      return lines.map((line): unknown => JSON.parse(line));
    },
    remove: async () => {
      await Promise.all([program, calls, confirmed].map((file) => rm(file, { force: true })));
    },
  };
}
