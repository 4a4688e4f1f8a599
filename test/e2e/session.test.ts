import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Account } from './account.ts';
import { useWorkbench } from './useWorkbench.ts';
import { pickIn, switchCommand, switchSession } from './walk.ts';

describe('Profile and region', () => {
  const account = new Account();
  const open = useWorkbench({
    suite: 'session',
    workspace: 'test/fixtures/demo-workspace',
    prepare: account.prepare,
  });

  it('are shown in the status bar, and a click switches them without a word in the settings', async () => {
    const { workbench } = open();
    const { quickInput, sideBar, statusBar } = workbench;
    await sideBar.open('SageMaker Images');
    await sideBar.view('SageMaker Images').row('churn-notebook').waitFor();
    await statusBar.waitFor('default · us-east-1');

    await statusBar.click('default · us-east-1');
    await quickInput.waitUntilOpen('AWS Profile');
    await quickInput.waitForActiveRow('default');
    await workbench.screenshot('profiles');
    await quickInput.pick('demo');
    await quickInput.waitUntilOpen('AWS Region');
    await quickInput.waitForActiveRow('us-east-1');
    await workbench.screenshot('regions');
    await quickInput.accept();

    await statusBar.waitFor('demo · us-east-1');
    await sideBar.view('SageMaker Images').row('churn-notebook').waitFor();
    const settings = await readFile(join(workbench.workspace, '.vscode', 'settings.json'), 'utf8');
    assert.doesNotMatch(settings, /sagemakerImages/);
  });

  it('can be a region that is in no list', async () => {
    const { workbench } = open();
    const { quickInput, statusBar } = workbench;
    await workbench.runCommand(switchCommand);
    await pickIn(workbench, 'AWS Profile', 'demo');
    await quickInput.waitUntilOpen('AWS Region');
    await quickInput.type('eu-nowhere 9');
    await quickInput.waitForRow('"eu-nowhere 9" is not a region');
    await quickInput.type('eu-nowhere-9');
    await quickInput.waitForRow('eu-nowhere-9');
    await quickInput.accept();
    await statusBar.waitFor('demo · eu-nowhere-9');
  });
});

describe('Two profiles of two accounts', () => {
  const mine = new Account();
  const theirs = new Account({ accountId: '210987654321' }, { isEmpty: true });
  const open = useWorkbench({
    suite: 'accounts',
    workspace: 'test/fixtures/demo-workspace',
    prepare: async (session) => {
      const closing = [await mine.start(), await theirs.start()];
      theirs.emulator.addImage({ name: 'their-image' });
      session.aws.write({ default: mine.withKeys, team: theirs.withKeys });
      return async () => {
        await Promise.all(closing.map((close) => close()));
      };
    },
  });

  it('switching shows the other account in the status bar, its tooltip and the sidebar', async () => {
    const { workbench } = open();
    const { sideBar, statusBar } = workbench;
    await sideBar.open('SageMaker Images');
    const view = sideBar.view('SageMaker Images');
    await view.row('churn-notebook').waitFor();
    await statusBar.waitForTooltip('default · us-east-1', 'Account: 123456789012');

    await switchSession(workbench, 'team', 'us-east-1');
    await view.row('their-image').waitFor();
    await statusBar.waitForTooltip('team · us-east-1', 'Account: 210987654321');
    assert.deepEqual(await labelsIn(view), ['their-image']);
    const tooltip = await statusBar.tooltip('team · us-east-1');
    await workbench.screenshot('team');
    assert.match(tooltip, /Principal: arn:aws:iam::210987654321:user\/developer/);
  });

  it('what the former account still answers is not shown any more', async () => {
    const { workbench } = open();
    const { sideBar, statusBar } = workbench;
    const view = sideBar.view('SageMaker Images');
    mine.emulator.forgetRequests();
    mine.emulator.latencyMs = 3000;
    await switchSession(workbench, 'default', 'us-east-1');
    await mine.emulator.waitFor('ListImages', { until: 'received' });
    await view.row('their-image').waitUntilGone();
    await workbench.screenshot('while-the-other-is-listed');
    theirs.emulator.forgetRequests();
    await switchSession(workbench, 'team', 'us-east-1');
    await theirs.emulator.waitFor('ListImages');
    await view.row('their-image').waitFor();
    await workbench.screenshot('before-the-late-answer');

    await mine.emulator.waitFor('ListImages', { until: 'answered' });
    mine.emulator.latencyMs = 0;
    // The answer has come in when the extension has answered what it was asked after it.
    await view.row('their-image').expand();
    await theirs.emulator.waitFor('ListImageVersions');
    await statusBar.waitForTooltip('team · us-east-1', 'Account: 210987654321');
    assert.deepEqual(await labelsIn(view), ['their-image']);
  });

  it('the choice is there after a reload', async () => {
    const { workbench } = open();
    await workbench.reload();
    await workbench.statusBar.waitFor('team · us-east-1');
    await workbench.sideBar.open('SageMaker Images');
    await workbench.sideBar.view('SageMaker Images').row('their-image').waitFor();
  });

  it('another workspace has its own choice, and its settings go before the picker', async () => {
    const { session, workbench } = open();
    const other = await session.openWindow({
      suite: 'accounts-other',
      fill: async (folder) => {
        await mkdir(join(folder, '.vscode'));
        await writeFile(join(folder, '.vscode', 'settings.json'), '{}');
      },
    });
    await other.sideBar.open('SageMaker Images');
    const view = other.sideBar.view('SageMaker Images');
    await view.row('churn-notebook').waitFor();
    await other.statusBar.waitFor('default · us-east-1');

    await other.openFile('.vscode/settings.json');
    await other.editor.replaceText(JSON.stringify({ 'sagemakerImages.aws.profile': 'team' }));
    await other.editor.save();
    await view.row('their-image').waitFor();
    await switchSession(other, 'default', 'us-east-1');
    const overruled = await other.notifications.waitFor("This workspace's settings choose");
    await other.screenshot('overruled');
    await other.statusBar.waitFor('team · us-east-1');
    await overruled.press('Change Workspace Settings');
    await view.row('churn-notebook').waitFor();
    await other.statusBar.waitFor('default · us-east-1');
    const settings = await readFile(join(other.workspace, '.vscode', 'settings.json'), 'utf8');
    assert.match(settings, /"sagemakerImages.aws.profile": ?"default"/);

    await workbench.statusBar.waitFor('team · us-east-1');
    await other.page.context().close();
  });
});

describe('The list of profiles', () => {
  const account = new Account();
  const open = useWorkbench({
    suite: 'profiles',
    prepare: async (session) => {
      const close = await account.start();
      const { place, withKeys } = account;
      session.aws.write(
        {
          default: withKeys,
          'round-1': { ...place, settings: { role_arn: role('Round'), source_profile: 'round-2' } },
          'round-2': { ...place, settings: { role_arn: role('Round'), source_profile: 'round-1' } },
          analyst: {
            ...place,
            settings: { role_arn: role('Analyst'), source_profile: 'default', mfa_serial: 'GAHT12345678' },
          },
          studio: {
            ...place,
            settings: { sso_session: 'corp', sso_account_id: '123456789012', sso_role_name: 'DataScientist' },
          },
          machine: place,
        },
        [
          '[sso-session corp]',
          'sso_start_url = https://example.awsapps.com/start',
          'sso_region = us-east-1',
          '[profile data science]',
          'region = us-east-1',
        ].join('\n'),
      );
      return close;
    },
  });

  it('says of each what it is, and of one that cannot be used why', async () => {
    const { workbench } = open();
    const { quickInput } = workbench;
    await workbench.runCommand(switchCommand);
    await quickInput.waitUntilOpen('AWS Profile');
    await quickInput.waitForRow('data science');
    await workbench.screenshot('list');
    const rows = await quickInput.rows();
    const shown = rows.map(({ label, description, detail }) => [label, description, detail].filter(Boolean));
    assert.deepEqual(shown, [
      ['analyst', 'role Analyst from default, with MFA · 123456789012 · us-east-1'],
      [
        'data science',
        'cannot be used',
        'the AWS SDK does not read such a name: use letters, digits and - _ @ + . % : /',
      ],
      ['default', 'access keys · us-east-1'],
      ['machine', 'credentials of the environment or machine · us-east-1'],
      ['round-1', 'cannot be used', 'its sources go round in a circle: round-1 → round-2 → round-1'],
      ['round-2', 'cannot be used', 'its sources go round in a circle: round-2 → round-1 → round-2'],
      ['studio', 'IAM Identity Center: DataScientist · 123456789012 · us-east-1 · signed out'],
      ['Add Profile…'],
    ]);
    await quickInput.cancel();
  });

  for (const profile of ['data science', 'round-2']) {
    it(`opens the file where "${profile}" is to be mended`, async () => {
      const { session, workbench } = open();
      await workbench.runCommand(switchCommand);
      await pickIn(workbench, 'AWS Profile', profile);
      await workbench.editor.waitFor('config');
      const lines = (await readFile(session.aws.configFile, 'utf8')).split('\n');
      const line = lines.indexOf(`[profile ${profile}]`) + 1;
      await workbench.statusBar.waitFor(`Ln ${line}, Col 1`);
      await workbench.screenshot(profile.replaceAll(' ', '-'));
      assert.equal(await workbench.notifications.count(), 0);
    });
  }

  it('offers to add one to the files', async () => {
    const { session, workbench } = open();
    const { quickInput } = workbench;
    await workbench.runCommand(switchCommand);
    await pickIn(workbench, 'AWS Profile', 'Add Profile…');
    await quickInput.waitUntilOpen('Add AWS Profile');
    await workbench.screenshot('add');
    const [config, credentials, ...others] = await quickInput.rows();
    assert.equal(config?.description, session.aws.configFile);
    assert.equal(credentials?.description, session.aws.credentialsFile);
    assert.deepEqual(others, []);
    await quickInput.pick('Open the credentials file');
    await workbench.editor.waitFor('credentials');
  });
});

function role(name: string): string {
  return `arn:aws:iam::123456789012:role/${name}`;
}

async function labelsIn(view: { rows(): Promise<{ label: string; level: number }[]> }): Promise<string[]> {
  return (await view.rows()).filter(({ level }) => level === 1).map(({ label }) => label);
}
