import assert from 'node:assert/strict';
import { access, chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Account } from '../account.ts';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

describe('A workspace that is not trusted', () => {
  const account = new Account();
  let session: Session | undefined;
  let workbench: Workbench;
  let closeAccount: (() => Promise<void>) | undefined;

  before(async () => {
    session = await Session.start({ name: 'e2e-trust', workspaceTrust: true });
    closeAccount = await account.prepare(session);
    workbench = await session.openWindow({ suite: 'trust', workspace: 'test/fixtures/untrusted-workspace' });
  });

  after(async () => {
    await session?.[Symbol.asyncDispose]();
    await closeAccount?.();
  });

  it('chooses neither profile nor region until it is trusted', async () => {
    const { sideBar, statusBar } = workbench;
    await sideBar.open('SageMaker Images');
    await sideBar.view('SageMaker Images').row('churn-notebook').waitFor();
    await statusBar.waitFor('default · us-east-1');
    await workbench.screenshot('restricted');
  });

  it('chooses them once it is', async () => {
    const { statusBar } = workbench;
    await trustWorkspace(workbench);
    await statusBar.waitFor('demo · eu-west-1');
    await workbench.screenshot('trusted');
  });
});

describe('A program that gives credentials, in a workspace that is not trusted', () => {
  const account = new Account();
  let session: Session | undefined;
  let workbench: Workbench;
  let closeAccount: (() => Promise<void>) | undefined;
  let marker: string;

  before(async () => {
    closeAccount = await account.start();
    session = await Session.start({
      name: 'e2e-program',
      workspaceTrust: true,
      env: { AWS_PROFILE: 'program' },
    });
    marker = join(session.programs, 'was-run');
    const program = await installProgram(session.programs, account, marker);
    session.aws.write({ program: { ...account.place, settings: { credential_process: program } } });
    workbench = await session.openWindow({ suite: 'program', workspace: 'test/fixtures/demo-workspace' });
  });

  after(async () => {
    await session?.[Symbol.asyncDispose]();
    await closeAccount?.();
  });

  it('is not run, though the user chose its profile', async () => {
    const { sideBar, statusBar } = workbench;
    await sideBar.open('SageMaker Images');
    await statusBar.waitFor('program · us-east-1');
    const refused = sideBar
      .view('SageMaker Images')
      .row('AWS profile "program" runs a program for its credentials');
    await refused.waitForDescription('trust this workspace first, or switch to another profile.');
    await workbench.screenshot('refused');
    await assert.rejects(access(marker), { code: 'ENOENT' });
  });

  it('is run once the workspace is trusted', async () => {
    await trustWorkspace(workbench);
    await workbench.sideBar.open('SageMaker Images');
    await workbench.sideBar.view('SageMaker Images').row('churn-notebook').waitFor();
    await workbench.screenshot('run');
    await access(marker);
  });
});

async function trustWorkspace({ page, statusBar }: Workbench): Promise<void> {
  await statusBar.click('Restricted Mode');
  await page.getByRole('button', { name: 'Trust', exact: true }).click();
  await page.getByRole('button', { name: 'Close Modal Editor' }).click();
  await page.locator('.monaco-modal-editor-block').waitFor({ state: 'detached' });
}

/** A `credential_process` that leaves a mark when it is run. @returns its path */
async function installProgram(folder: string, { emulator }: Account, marker: string): Promise<string> {
  const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey } = emulator.credentials;
  const answer = JSON.stringify({ Version: 1, AccessKeyId, SecretAccessKey });
  const program = join(folder, 'credentials');
  await writeFile(
    program,
    [
      `#!${process.execPath}`,
      `import { writeFileSync } from 'node:fs';`,
      `writeFileSync(${JSON.stringify(marker)}, '');`,
      `console.log(${JSON.stringify(answer)});`,
    ].join('\n'),
  );
  await chmod(program, 0o755);
  return program;
}
