import assert from 'node:assert/strict';

import { whyNoRig } from '../../docker/rig/rig.ts';
import { useBuildSite } from './buildSite.ts';
import { runPlan } from './buildWalk.ts';

const image = 'churn-notebook';
const repository = 'churn';
const recipe = {
  image,
  repository: `123456789012.dkr.ecr.us-east-1.amazonaws.com/${repository}`,
  tag: 'latest',
  target: null,
  jobType: 'NOTEBOOK_KERNEL',
  processor: 'CPU',
};
const listTitle = 'Image of Dockerfile';
/** The version, created some seconds ago. */
const fresh = (number: number, ...changes: readonly string[]): RegExp =>
  new RegExp(
    `^${[`${image} v${number}`, 'CREATED', '(?:now|\\d+ (?:second|minute)s? ago)', ...changes].join(' · ')}$`,
  );

/** One test is one step; each goes on where the one before it ended. */
describe('The lens of a Dockerfile', () => {
  const reason = whyNoRig();
  if (reason !== undefined) {
    it.skip(`is not tried: ${reason}`);
    return;
  }

  const open = useBuildSite({
    suite: 'drift',
    repositories: [repository],
    files: ({ base }) => ({
      Dockerfile: `FROM ${base}\nCOPY notebooks/ /notebooks/\nCMD ["sh"]\n`,
      'Dockerfile.gpu': `FROM ${base}\nRUN echo gpu > /kind\nCMD ["sh"]\n`,
      '.dockerignore': '*.log\nDockerfile*\n',
      'notebooks/churn.py': 'print("churn")\n',
      'notes.md': '# Notes\n',
      '.vscode/settings.json': JSON.stringify({
        'sagemakerImages.dockerfiles': { Dockerfile: recipe, 'Dockerfile.gpu': recipe },
      }),
    }),
  });

  /** The version that was made of the Dockerfile. */
  let version = 0;

  it('names the image that the settings name, and asks AWS for nothing', async () => {
    const { account, workbench } = open();
    const { editor, quickInput } = workbench;
    const before = account.emulator.requests.length;
    await workbench.openFile('Dockerfile');
    await editor.waitForWholeLens(image);
    await workbench.screenshot('named-by-settings');
    await editor.clickLens(image);
    await quickInput.waitUntilOpen(listTitle);
    await quickInput.waitForRow('SageMaker and ECR were not asked yet');
    await quickInput.waitForRow('The Dockerfile and its files are not compared');
    await workbench.screenshot('not-asked');
    await quickInput.cancel();
    assert.deepEqual(account.emulator.requests.slice(before), []);
  });

  it('tells the version that was made of it, while it is made and after', async () => {
    const { account, workbench } = open();
    const { editor, notifications } = workbench;
    version = (await account.countVersions(image)) + 1;
    await runPlan(workbench, image);
    await notifications.waitFor(`Version ${version} of image "${image}" is created.`);
    await editor.waitForWholeLens(fresh(version));
    await workbench.dismissNotifications();
    await editor.waitForWholeLens(fresh(version));
    await workbench.screenshot('created');
  });

  it('tells that the Dockerfile was changed, once it is saved, and not of files that are ignored', async () => {
    const { account, workbench } = open();
    const { editor } = workbench;
    const asked = account.emulator.requests.length;
    await open().write('train.log', 'epoch 1\n');
    await editor.clickLine('CMD ["sh"]');
    await editor.replaceLine('CMD ["sh", "-l"]');
    await editor.waitForText('CMD ["sh", "-l"]');
    await editor.waitForWholeLens(fresh(version));
    await workbench.screenshot('typed');
    await editor.save();
    await editor.waitForWholeLens(fresh(version, 'Dockerfile changed'));
    await workbench.screenshot('dockerfile-changed');
    assert.equal(account.emulator.requests.length, asked);
  });

  it('tells that files of the build were changed by another program', async () => {
    const site = open();
    const { workbench } = site;
    const { editor } = workbench;
    await site.write('notebooks/churn.py', 'print("churn 2")\n');
    await editor.waitForWholeLens(fresh(version, 'Dockerfile changed', 'files changed'));
    await workbench.screenshot('files-changed');
    await site.write('notebooks/churn.py', 'print("churn")\n');
    await editor.waitForWholeLens(fresh(version, 'Dockerfile changed'));
  });

  it('tells that another build moved its tag, to a newer version', async () => {
    const { workbench } = open();
    const { editor, notifications } = workbench;
    await workbench.openFile('Dockerfile.gpu');
    await runPlan(workbench, image);
    await notifications.waitFor(`Version ${version + 1} of image "${image}" is created.`);
    await editor.waitForWholeLens(fresh(version + 1));
    await workbench.dismissNotifications();
    await workbench.openFile('Dockerfile');
    const changes = [`v${version + 1} is newer`, 'Dockerfile changed', 'tag "latest" moved'];
    await editor.waitForWholeLens(fresh(version, ...changes));
    await workbench.screenshot('tag-moved');
  });

  it('shows all of it when it is clicked, and what somebody else does once it is refreshed', async () => {
    const { account, workbench } = open();
    const { editor, quickInput } = workbench;
    account.emulator.addVersion({ imageName: image, baseImage: `${recipe.repository}:latest` });
    await editor.clickLens(`${image} v${version}`);
    await quickInput.waitUntilOpen(listTitle);
    await quickInput.waitForRow(`Version ${version + 1} is newer`);
    await workbench.screenshot('details');
    const rows = await quickInput.rows();
    assert.deepEqual(
      rows.map(({ label }) => label),
      [
        `Version ${version} of image "${image}" is CREATED`,
        `Version ${version + 1} is newer`,
        'The Dockerfile has changed since it was built',
        `Tag "latest" of ECR repository "${repository}" stands for another container image now`,
        'Build, push and create image version…',
        'Create SageMaker image version',
        'Refresh',
        'Show in the sidebar',
        `Show version ${version} as JSON`,
        `Compare with version ${version + 1}`,
      ],
    );
    await quickInput.pick('Refresh');
    await quickInput.waitForRow(`Compare with version ${version + 2}`);
    await workbench.screenshot('refreshed');
    await quickInput.pick(`Compare with version ${version + 2}`);
    await editor.waitForDiff(`${image}: version ${version} ↔ version ${version + 2}`);
    await workbench.screenshot('compared');
  });

  it('is shown from the palette, too', async () => {
    const { workbench } = open();
    const { quickInput, sideBar } = workbench;
    await workbench.openFile('Dockerfile');
    await workbench.runCommand('SageMaker Images: Show Image of Dockerfile…');
    await quickInput.waitUntilOpen(listTitle);
    await quickInput.pick('Show in the sidebar');
    await sideBar.view('SageMaker Images').row(`Version ${version}`).waitFor();
    await workbench.screenshot('in-the-sidebar');
  });
});
