import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { trustPolicyOf } from '../emulator/identities.ts';
import { Account } from './account.ts';
import { useWorkbench } from './useWorkbench.ts';
import { pickIn, startAtReview } from './walk.ts';

const image = 'codeeditor-base';
const reason = 'An error of the service: `the image` could not be made.\nRequest ```c0ffee```.';
const explainCommand = 'SageMaker Images: Explain Failure…';
const explainAppCommand = 'SageMaker Images: Explain App Failure…';
const domainId = 'd-churn';
const sagemaker = 'sagemaker.amazonaws.com';

const traceback = [
  '\u001b[32mStarting the JupyterLab server\u001b[0m',
  'Loading extensions 10%\rLoading extensions 100%',
  'Traceback (most recent call last):\n  File "/opt/conda/bin/jupyter-lab", line 8, in <module>\n    sys.exit(main())',
  "PermissionError: [Errno 13] Permission denied: '/home/sagemaker-user/.jupyter'",
];

describe('What failed', () => {
  const account = new Account({ transitionDelay: 'manual' });
  const open = useWorkbench({
    suite: 'explain',
    workspace: 'test/fixtures/demo-workspace',
    // A tag can be moved until SageMaker looks at it.
    fill: async (folder) => {
      const settings = JSON.stringify({
        'files.exclude': { '.vscode': true },
        'sagemakerImages.create.pinDigest': false,
      });
      await writeFile(join(folder, '.vscode/settings.json'), settings);
    },
    prepare: async (session) => {
      const close = await account.prepare(session);
      addFailures();
      return close;
    },
  });

  function addFailures(): void {
    const { emulator } = account;
    const deploy = emulator.addRole({
      name: 'Deploy',
      trustPolicy: trustPolicyOf({ Service: 'codebuild.amazonaws.com' }),
    });
    emulator.addImage({ name: 'forecast', roleArn: deploy });
    emulator.addVersion({
      imageName: 'forecast',
      baseImage: `${emulator.registryHost}/fraud/training:0.10.0`,
      status: 'CREATE_FAILED',
      failureReason: 'InternalFailure',
    });
    addApps();
  }

  function addApps(): void {
    const { emulator } = account;
    const { studio } = emulator;
    const writer = emulator.addRole({
      name: 'StudioUser',
      trustPolicy: trustPolicyOf({ Service: sagemaker }),
    });
    const silent = emulator.addRole({
      name: 'StudioReader',
      trustPolicy: trustPolicyOf({ Service: sagemaker }),
      policy: { Statement: [{ Effect: 'Allow', Action: 'sagemaker:*', Resource: '*' }] },
    });
    studio.addDomain({
      domainId,
      userSettings: {
        ExecutionRole: writer,
        JupyterLabAppSettings: {
          CustomImages: [{ ImageName: 'churn-notebook', AppImageConfigName: 'notebook' }],
        },
      },
    });
    studio.addAppImageConfig({ name: 'notebook', JupyterLabAppImageConfig: {} });
    studio.addUserProfile({ domainId, name: 'grace' });
    studio.addUserProfile({ domainId, name: 'alan', settings: { ExecutionRole: silent } });
    studio.addSpace({ domainId, name: 'churn-study', owner: 'grace', sharing: 'Private' });
    studio.addSpace({ domainId, name: 'quiet-study', owner: 'alan', sharing: 'Private' });
    const arn = `arn:aws:sagemaker:${emulator.region}:${emulator.accountId}`;
    const app = {
      domainId,
      type: 'JupyterLab',
      name: 'default',
      imageArn: `${arn}:image/churn-notebook`,
      imageVersionArn: `${arn}:image-version/churn-notebook/5`,
      instanceType: 'ml.t3.medium',
      status: 'Failed',
      failureReason: 'InternalFailure',
    } as const;
    const now = Date.now();
    emulator.addApp({ ...app, space: 'churn-study', createdAt: new Date(now - 3_600_000) });
    emulator.addApp({ ...app, space: 'quiet-study', createdAt: new Date(now - 7_200_000) });
    const { failureReason: _reason, ...running } = app;
    emulator.addApp({
      ...running,
      space: 'fresh-study',
      status: 'InService',
      createdAt: new Date(now - 5_400_000),
    });
    emulator.addLog({
      group: '/aws/sagemaker/studio',
      stream: `${domainId}/churn-study/JupyterLab/default`,
      lines: traceback,
    });
  }

  it('is explained by a button of the message that says so', async () => {
    const { workbench } = open();
    const { editor, notifications, quickInput } = workbench;
    await startAtReview(workbench, { image, until: 'listed' });
    account.emulator.failNext('CreateImageVersion', reason);
    // What is found moves rows: a click might be another one's.
    await quickInput.waitForRow(
      'Tag "0.11.0" of "fraud/training" can move to another image until SageMaker looks',
    );
    await quickInput.type('Create version');
    await quickInput.waitForActiveRow(`Create version of ${image}`);
    await quickInput.accept();
    await notifications.waitFor(`Version 3 of image "${image}" is being created`);
    // Somebody pushes from another machine meanwhile.
    account.emulator.addContainerImage({
      repository: 'fraud/training',
      tags: ['0.11.0'],
      architectures: ['arm64'],
    });
    account.emulator.settle();
    const failed = await notifications.waitFor(`Version 3 of image "${image}" could not be created`);
    assert.deepEqual(await failed.buttons(), ['Explain', 'Create Again…', 'Show in Sidebar']);
    await workbench.screenshot('failed');
    await failed.press('Explain');

    await editor.waitFor(`${image} 3 failure.md`);
    await workbench.dismissNotifications();
    await editor.waitForText('The container image is for `linux/arm64`, and not for linux/amd64.');
    await editor.waitForLens('Build Image Version…');
    const text = await editor.text();
    for (const line of reason.split('\n')) assert.ok(text.includes(line), text);
    await workbench.screenshot('version');
    assert.match(text, /## Likely/);
  });

  it('is explained in the sidebar, with the policy that is missing', async () => {
    const { workbench } = open();
    const { editor, sideBar } = workbench;
    await sideBar.open('SageMaker Images');
    const view = sideBar.view('SageMaker Images');
    // When that is known, VS Code asks for the rows below it once more.
    await view.row('forecast').waitForDescription('creation failed');
    await view.row('forecast').expand();
    await view.row('Version 1').pickFromMenu('Explain Failure…');
    await editor.waitFor('forecast 1 failure.md');
    await editor.waitForText('does not let SageMaker assume it');
    await editor.waitForLens('Open Trust Policy');
    await workbench.screenshot('untrusted-role');
    await editor.clickLens('Open Trust Policy');
    await editor.waitForText('sts:AssumeRole');
    await workbench.screenshot('trust-policy');
  });

  it('is asked for in the palette', async () => {
    const { workbench } = open();
    const { editor, quickInput } = workbench;
    await workbench.runCommand(explainCommand);
    await pickIn(workbench, 'Explain Failure: Image', 'churn-notebook');
    await quickInput.waitUntilOpen('Explain Failure: Version');
    await quickInput.waitForRow('Version 6');
    assert.equal((await quickInput.rows())[0]?.label, 'Version 4');
    await quickInput.pick('Version 4');
    await editor.waitFor('churn-notebook 4 failure.md');
    await editor.waitForText('ECR does not have');
    await workbench.screenshot('missing');
  });

  it('can be an app, whose log is shown', async () => {
    const { workbench } = open();
    const { editor, quickInput } = workbench;
    await workbench.runCommand(explainAppCommand);
    await quickInput.waitUntilOpen('Explain App Failure: App');
    await quickInput.waitForRow('JupyterLab of space fresh-study');
    assert.deepEqual(
      (await quickInput.rows()).map(({ label, description }) => [label, description]),
      [
        ['JupyterLab of space churn-study', 'Failed · 1 hour ago'],
        ['JupyterLab of space quiet-study', 'Failed · 2 hours ago'],
        ['JupyterLab of space fresh-study', 'InService · 1 hour ago'],
      ],
    );
    await workbench.screenshot('apps');
    await quickInput.pick('JupyterLab of space churn-study');
    await editor.waitFor('churn-study JupyterLab default failure.md');
    await editor.waitForText('PermissionError: [Errno 13] Permission denied:');
    await editor.waitForText('Starting the JupyterLab server');
    await workbench.screenshot('app');
    const text = await editor.text();
    assert.match(text, /Nothing that is known of such failures explains it\./);
    assert.match(text, /Z {2}Loading extensions 100%/);
  });

  it('can be an app whose role can not write a log', async () => {
    const { workbench } = open();
    const { editor } = workbench;
    await workbench.runCommand(explainAppCommand);
    await pickIn(workbench, 'Explain App Failure: App', 'JupyterLab of space quiet-study');
    await editor.waitFor('quiet-study JupyterLab default failure.md');
    await editor.waitForText('`logs:CreateLogStream`, `logs:PutLogEvents`.');
    await editor.waitForLens('Open Policy');
    await workbench.screenshot('no-log');
    await editor.clickLens('Open Policy');
    await editor.waitForText('log-group:/aws/sagemaker/studio:*');
    assert.deepEqual(account.emulator.contractViolations, []);
  });
});
