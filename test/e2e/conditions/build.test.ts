import assert from 'node:assert/strict';

import { whyNoRig } from '../../docker/rig/rig.ts';
import { useBuildSite, type BuildSite } from './buildSite.ts';
import { buildLens, planRow, runPlan, titles } from './buildWalk.ts';
import { pickIn } from '../walk.ts';

const image = 'churn-notebook';
const repository = 'sagemaker-churn-notebook';

const task = { type: 'sagemaker-image', dockerfile: 'Dockerfile', tag: 'semver' };
const tasks = [
  { ...task, label: 'Release', releaseNotes: 'From a task.', problemMatcher: '$sagemaker-image' },
  { ...task, label: 'Mistaken', jobType: 'NOTEBOOK', problemMatcher: [] },
];

/** One test is one step; each goes on where the one before it ended. */
describe('From a Dockerfile to a version', () => {
  const reason = whyNoRig();
  if (reason !== undefined) {
    it.skip(`is not tried: ${reason}`);
    return;
  }

  const open = useBuildSite({
    suite: 'build',
    files: ({ base }) => ({
      Dockerfile: `# JupyterLab for the churn team.
FROM ${base} AS wheels
WORKDIR /wheels
RUN echo "pandas==2.2.3" > requirements.txt

FROM ${base} AS notebook
ARG MODEL_VERSION
COPY --from=wheels /wheels /wheels
COPY notebooks/ /home/sagemaker-user/notebooks/
RUN echo "model $MODEL_VERSION" > /etc/model
CMD ["sh"]
`,
      'notebooks/churn.py': 'print("churn")\n',
      '.vscode/tasks.json': JSON.stringify({ version: '2.0.0', tasks }),
    }),
  });

  it('is one walk: image, repository, tag, target, argument, kind, and the whole plan', async () => {
    const site = open();
    const { workbench } = site;
    const { editor, quickInput } = workbench;
    const tag = await tagOfNow(site);
    await workbench.openFile('Dockerfile');
    await editor.waitForLens(buildLens);
    await workbench.screenshot('lens');
    await editor.clickLens(buildLens);
    await quickInput.waitUntilOpen(titles.image);
    await quickInput.waitForRow(image);
    await workbench.screenshot('image');
    await quickInput.pick(image);

    await quickInput.waitUntilOpen(titles.repository);
    await quickInput.waitForRow('fraud/training');
    await workbench.screenshot('repository');
    await quickInput.pick('Create a new repository…');
    await quickInput.waitUntilOpen(titles.newRepository);
    assert.equal(await quickInput.value(), repository);
    await workbench.screenshot('new-repository');
    await quickInput.accept();
    await quickInput.waitUntilOpen(titles.repositorySettings);
    await quickInput.waitForActiveRow('Scan on push, let tags move');
    await workbench.screenshot('repository-settings');
    assert.equal((await quickInput.rows()).length, 4);
    await quickInput.accept();

    await quickInput.waitUntilOpen(titles.tag);
    await quickInput.waitForActiveRow(tag);
    await quickInput.waitForRow('1.0.0');
    await workbench.screenshot('tag');
    await quickInput.accept();
    await quickInput.waitUntilOpen(titles.target);
    await quickInput.waitForActiveRow('The final stage');
    await workbench.screenshot('target');
    await quickInput.accept();
    await quickInput.waitUntilOpen(`${titles.argument} MODEL_VERSION`);
    await workbench.screenshot('argument');
    await quickInput.type('4');
    await quickInput.accept();
    await pickIn(workbench, titles.jobType, 'NOTEBOOK_KERNEL');
    await pickIn(workbench, titles.processor, 'CPU');

    await quickInput.waitUntilOpen(titles.review);
    await quickInput.waitForActiveRow(planRow(image));
    await workbench.screenshot('plan');
    const [run, ...rows] = await quickInput.rows();
    assert.equal(run?.detail, 'profile default · account 123456789012 · us-east-1');
    const values = Object.fromEntries(rows.map(({ label, description }) => [label, description]));
    assert.deepEqual(
      ['Image name', 'ECR repository', 'Tag', 'Dockerfile', 'Build context'].map((label) => values[label]),
      [image, repository, tag, 'Dockerfile', '.'],
    );
    assert.deepEqual(
      ['Build target', 'Build arguments', 'Platform', 'Job type', 'Processor'].map((label) => values[label]),
      ['notebook', 'MODEL_VERSION=4', 'linux/amd64', 'NOTEBOOK_KERNEL', 'CPU'],
    );
  });

  it('is carried out to a version of the digest that the registry has, tied to its commit', async () => {
    const site = open();
    const { account, workbench } = site;
    const { notifications, quickInput, terminal } = workbench;
    const version = (await account.countVersions(image)) + 1;
    await quickInput.accept();
    await notifications.waitFor(`SageMaker image ${image}`);
    await workbench.screenshot('progress');
    const arn = `arn:aws:sagemaker:us-east-1:123456789012:image-version/${image}/${version}`;
    await notifications.waitFor(`Version ${version} of image "${image}" is being created: ${arn}`);
    await terminal.waitFor(`Version ${version} of image "${image}" is being created`);
    await workbench.screenshot('being-created');
    await notifications.waitFor(`Version ${version} of image "${image}" is created.`);
    await workbench.screenshot('created');

    await checkVersion(site, version, await tagOfNow(site));
    const made = account.emulator.findRepository(repository);
    assert.deepEqual([made?.scanOnPush, made?.tagMutability], [true, 'MUTABLE']);
    assert.deepEqual(await site.remembered(), {
      Dockerfile: {
        image,
        repository: `${site.host}/${repository}`,
        tag: '{branch}-{commit}',
        target: null,
        buildArgs: { MODEL_VERSION: '4' },
        jobType: 'NOTEBOOK_KERNEL',
        processor: 'CPU',
      },
    });
  });

  it('is two key presses the second time, and creates nothing of the very same image', async () => {
    const site = open();
    const { account, workbench } = site;
    const { notifications, terminal } = workbench;
    const versions = await account.countVersions(image);
    await workbench.dismissNotifications();
    await runPlan(workbench, image);
    await notifications.waitFor(
      `Version ${versions} of image "${image}" was made of this very container image`,
    );
    await terminal.waitFor('was made of this very container image');
    await workbench.screenshot('registered-already');
    assert.equal(await account.countVersions(image), versions);
  });

  it('is another tag and another version after the next commit', async () => {
    const site = open();
    const { account, workbench } = site;
    const { notifications, quickInput, sideBar } = workbench;
    const version = (await account.countVersions(image)) + 1;
    await workbench.dismissNotifications();
    await site.write('notebooks/churn.py', 'print("churn 2")\n');
    await site.commit();
    const tag = await tagOfNow(site);
    await runPlan(workbench, image, async () => {
      const row = (await quickInput.rows()).find(({ label }) => label === 'Tag');
      assert.equal(row?.description, tag);
      const pushed = (await quickInput.rows()).find(({ label }) => label === 'ECR repository');
      assert.equal(pushed?.description, `${repository} in ${site.host}`);
      await workbench.screenshot('second-plan');
    });
    await notifications.waitFor(`Version ${version} of image "${image}" is created.`);
    await checkVersion(site, version, tag);
    await sideBar.open('SageMaker Images');
    await sideBar.view('SageMaker Images').row(image).waitForDescription(`v${version} ·`);
    await workbench.screenshot('in-the-sidebar');
  });

  it('is a task without a question, whose terminal says how it ended', async () => {
    const site = open();
    const { account, workbench } = site;
    const { quickInput, terminal } = workbench;
    const version = (await account.countVersions(image)) + 1;
    await workbench.dismissNotifications();
    await site.write('notebooks/churn.py', 'print("churn 3")\n');
    await site.commit();

    await workbench.runCommand('Tasks: Run Task');
    await quickInput.waitForRow('Release');
    await workbench.screenshot('tasks');
    await quickInput.pick('Release');
    await terminal.waitFor(`Version ${version} of image "${image}" is created.`);
    await terminal.waitFor('press any key to close it');
    await workbench.screenshot('task');
    await checkVersion(site, version, '1.0.0');
    const { ReleaseNotes } = await account.describeVersion(image, version);
    assert.equal(ReleaseNotes, 'From a task.');

    await workbench.runCommand('Tasks: Run Task');
    await quickInput.waitForRow('Mistaken');
    await quickInput.pick('Mistaken');
    await terminal.waitFor('error: "jobType" has to be one of');
    await terminal.waitFor('exit code: 1');
    await workbench.screenshot('mistaken-task');
    assert.equal(await account.countVersions(image), version);
  });
});

/** Checks that a version is of what the registry has, and tied to its commit. */
async function checkVersion(site: BuildSite, version: number, tag: string): Promise<void> {
  const { account, rig, host } = site;
  const described = await account.describeVersion(image, version);
  const { digest, labels } = await site.describeTag(repository, tag);
  assert.equal((await rig.manifests(repository))[tag], digest);
  assert.equal(described.BaseImage, `${host}/${repository}@${digest}`);
  assert.equal(described.ImageVersionStatus, 'CREATED');
  assert.deepEqual(labels, {
    'org.opencontainers.image.created': '2026-01-02T03:04:05.000Z',
    'org.opencontainers.image.revision': await site.head(),
    'org.opencontainers.image.source': 'https://github.com/example/churn-notebook.git',
  });
}

async function tagOfNow(site: BuildSite): Promise<string> {
  return `main-${(await site.head()).slice(0, 7)}`;
}
