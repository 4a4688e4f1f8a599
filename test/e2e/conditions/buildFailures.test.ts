import assert from 'node:assert/strict';
import { join } from 'node:path';

import { whyNoRig } from '../../docker/rig/rig.ts';
import { useBuildSite, type BuildSite } from './buildSite.ts';
import { confirmPlan, runPlan, usualLenses } from './buildWalk.ts';

const image = 'fraud-training';
const repository = 'sagemaker-fraud-training';
const progress = `SageMaker image ${image}`;

/** Cancelling ends everything within this time. */
const promptMs = 2_000;

/** Quick to build. Other lines make another image. */
function dockerfileOf(base: string, ...lines: readonly string[]): string {
  return [`FROM ${base}`, 'WORKDIR /opt/ml', ...lines, 'CMD ["sh"]', ''].join('\n');
}

/** Gives the Dockerfile other lines, in the editor: the build is what saves them. */
async function change({ base, workbench }: BuildSite, ...lines: readonly string[]): Promise<void> {
  await workbench.editor.replaceText(dockerfileOf(base, ...lines));
  for (const line of lines) await workbench.editor.waitForText(line);
}

describe('A build that fails or is left', () => {
  const reason = whyNoRig();
  if (reason !== undefined) {
    it.skip(`is not tried: ${reason}`);
    return;
  }

  const open = useBuildSite({
    suite: 'build-failures',
    repositories: [repository],
    files: ({ base, program }) => ({
      Dockerfile: dockerfileOf(base, '# The model has to be there.', 'RUN echo looking && cat model.bin'),
      '.vscode/settings.json': JSON.stringify({
        // Otherwise another engine of the machine would do when this one is gone or down.
        'sagemakerImages.docker.path': program,
        'sagemakerImages.dockerfiles': {
          Dockerfile: {
            image,
            repository: `${base.split('/')[0]}/${repository}`,
            tag: '{branch}-{commit}',
            jobType: 'TRAINING',
            processor: 'CPU',
          },
        },
      }),
    }),
  });

  let versions: number;
  let builds: number;
  beforeEach(async () => {
    versions = await open().account.countVersions(image);
    builds = await open().builds();
  });

  /** There is exactly one version more, of what the registry has. */
  async function checkCreated({ workbench, account, rig, host }: BuildSite): Promise<void> {
    const number = versions + 1;
    // By then the run is over, and nothing more is said that the next one could take for its own.
    await workbench.notifications.waitFor(`Version ${number} of image "${image}" is being created`);
    await workbench.notifications.waitFor(`Version ${number} of image "${image}" is created.`);
    assert.equal(await account.countVersions(image), number);
    const { BaseImage = '' } = await account.describeVersion(image, number);
    const digests = Object.values(await rig.manifests(repository));
    assert.ok(
      digests.some((digest) => BaseImage === `${host}/${repository}@${digest}`),
      BaseImage,
    );
  }

  async function checkNothingCreated({ account }: BuildSite): Promise<void> {
    assert.equal(await account.countVersions(image), versions);
  }

  it('in a command: the line is marked, the output leads there, and it is mended and retried', async () => {
    const site = open();
    const { workbench } = site;
    const { editor, notifications, terminal } = workbench;
    await workbench.openFile('Dockerfile');
    await runPlan(workbench, image);
    const failure = await notifications.waitFor('The build failed at line 4 of the Dockerfile');
    await editor.waitForMark('RUN echo looking');
    await terminal.waitFor("can't open 'model.bin'");
    await workbench.screenshot('failing-command');
    assert.equal(await failure.severity(), 'error');
    assert.deepEqual(await failure.buttons(), ['Open File', 'Show Output', 'Retry']);
    await checkNothingCreated(site);

    await workbench.runCommand('View: Close Editor');
    await terminal.openLink(join(workbench.workspace, 'Dockerfile').slice(0, 30), editor.tab('Dockerfile'));
    await editor.waitFor('Dockerfile');
    await editor.waitForCursor(4);
    await workbench.screenshot('link-in-the-terminal');

    await workbench.runCommand('View: Close Editor');
    await failure.press('Open File');
    await editor.waitFor('Dockerfile');
    await editor.waitForCursor(4);
    await editor.replaceLine('RUN echo model > model.bin');
    await editor.waitForNoMark();
    await workbench.screenshot('mended');
    await workbench.dismissNotifications();
    await runPlan(workbench, image);
    await checkCreated(site);
  });

  it('for its syntax: the line is marked, and Retry asks with the same answers', async () => {
    const site = open();
    const { workbench } = site;
    const { editor, notifications } = workbench;
    await workbench.dismissNotifications();
    await change(site, 'RUN echo 2 > made', '', 'COPPY made /made');
    await runPlan(workbench, image);
    const failure = await notifications.waitFor('The build failed at line 5 of the Dockerfile');
    await editor.waitForMark('COPPY made /made');
    await workbench.screenshot('syntax');
    await editor.clickLine('COPPY made /made');
    await editor.replaceLine('RUN cp made /made');
    await editor.waitForNoMark();
    await failure.press('Retry');
    await confirmPlan(workbench, image, async () => void (await workbench.screenshot('plan-again')));
    await checkCreated(site);
  });

  it('while it pushes, because the registry goes down: it goes on from the push, and builds nothing again', async () => {
    const site = open();
    const { rig, workbench } = site;
    const { editor, notifications, terminal } = workbench;
    await workbench.dismissNotifications();
    await change(site, 'RUN echo 3 > made');
    rig.registry.fail({ kind: 'hang', at: 'PutImage' });
    const isPushing = site.whenAsked('PutImage');
    await runPlan(workbench, image);
    await isPushing;
    await rig.registry.kill();
    const failure = await notifications.waitFor('could not be pushed');
    await editor.waitForLens('Continue from push');
    await workbench.screenshot('push-interrupted');
    assert.deepEqual(await failure.buttons(), ['Continue from push', 'Retry', 'Show Log']);
    assert.equal(await site.builds(), builds + 1);
    await checkNothingCreated(site);

    await failure.press('Continue from push');
    await notifications.waitFor(`AWS cannot be reached at ${site.host}`);
    await workbench.screenshot('registry-down');
    rig.registry.recover();
    await rig.registry.start();
    await workbench.dismissNotifications();
    await editor.clickLens('Continue from push');
    await checkCreated(site);
    await workbench.screenshot('pushed-after-all');
    assert.doesNotMatch(await terminal.text(), /building/);
    assert.equal(await site.builds(), builds + 1);
    await editor.waitForLenses(...usualLenses);
  });

  it('cancelled while it builds: all of it is gone at once, and nothing is created', async () => {
    const site = open();
    const { workbench } = site;
    const { editor, notifications, terminal } = workbench;
    await workbench.dismissNotifications();
    await change(site, 'RUN sleep 1000');
    const runs = site.whenRuns('sleep 1000');
    await runPlan(workbench, image);
    await runs;
    const running = await notifications.waitFor(progress);
    await workbench.screenshot('building');
    const ms = await site.msUntilIdle(() => running.press('Cancel'));
    assert.ok(ms < promptMs, `It took ${ms} ms.`);
    await running.waitUntilGone();
    await terminal.waitFor('Cancelled.');
    await workbench.screenshot('build-cancelled');
    assert.equal(await notifications.count(), 0);
    await editor.waitForLenses(...usualLenses);
    await checkNothingCreated(site);
  });

  it('cancelled while it pushes: all of it is gone at once, and it goes on from the push', async () => {
    const site = open();
    const { rig, workbench } = site;
    const { editor, notifications } = workbench;
    await change(site, 'RUN echo 4 > made');
    rig.registry.fail({ kind: 'hang', at: 'UploadLayerPart' });
    const isPushing = site.whenAsked('UploadLayerPart');
    await runPlan(workbench, image);
    await isPushing;
    const running = await notifications.waitFor(progress);
    await workbench.screenshot('pushing');
    // What goes on is not offered to be gone on with.
    await editor.waitForLenses(...usualLenses);
    const ms = await site.msUntilIdle(() => running.press('Cancel'));
    assert.ok(ms < promptMs, `It took ${ms} ms.`);
    rig.registry.recover();
    const cancelled = await notifications.waitFor('Cancelled: what was done of "Dockerfile" is kept.');
    await workbench.screenshot('push-cancelled');
    await checkNothingCreated(site);
    await cancelled.press('Continue from push');
    await checkCreated(site);
    assert.equal(await site.builds(), builds + 1);
  });

  it('left with the window while it builds: nothing runs on, and it begins anew', async () => {
    const site = open();
    const { rig, workbench } = site;
    const { editor } = workbench;
    await workbench.dismissNotifications();
    await change(site, 'RUN sleep 2000');
    const runs = site.whenRuns('sleep 2000');
    await runPlan(workbench, image);
    await runs;
    await workbench.reload();
    await rig.waitUntilIdle();
    await editor.waitForLenses(...usualLenses);
    await workbench.screenshot('reloaded-while-building');
    await checkNothingCreated(site);
    await change(site, 'RUN echo 5 > made');
    await runPlan(workbench, image);
    await checkCreated(site);
  });

  it('left with the window while it pushes: nothing runs on, and the lens goes on from the push', async () => {
    const site = open();
    const { rig, workbench } = site;
    const { editor } = workbench;
    await workbench.dismissNotifications();
    await change(site, 'RUN echo 6 > made');
    rig.registry.fail({ kind: 'hang', at: 'UploadLayerPart' });
    const isPushing = site.whenAsked('UploadLayerPart');
    await runPlan(workbench, image);
    await isPushing;
    await workbench.reload();
    await rig.waitUntilIdle();
    rig.registry.recover();
    await editor.waitForLens('Continue from push');
    await workbench.screenshot('reloaded-while-pushing');
    await checkNothingCreated(site);
    await editor.clickLens('Continue from push');
    await checkCreated(site);
    assert.equal(await site.builds(), builds + 1);
  });

  it('without an engine: it says what to install, or where to name it', async () => {
    const site = open();
    const { workbench } = site;
    const { notifications } = workbench;
    await workbench.dismissNotifications();
    await site.removeProgram();
    await runPlan(workbench, image);
    const missing = await notifications.waitFor(`No container CLI was found (${site.program})`);
    await workbench.screenshot('no-engine');
    assert.deepEqual(await missing.buttons(), ['Open Settings', 'Retry']);
    await workbench.dismissNotifications();
  });

  it('with an engine that is down: it says so, and goes on when that is started', async () => {
    const site = open();
    const { rig, workbench } = site;
    const { notifications } = workbench;
    await change(site, 'RUN echo 7 > made');
    await rig.engine.kill();
    await runPlan(workbench, image);
    const down = await notifications.waitFor('does not answer: start it, then retry.');
    await workbench.screenshot('engine-down');
    await checkNothingCreated(site);
    await rig.engine.start();
    await down.press('Retry');
    await confirmPlan(workbench, image);
    await checkCreated(site);
  });
});
