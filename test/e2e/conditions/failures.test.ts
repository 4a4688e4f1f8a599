import assert from 'node:assert/strict';

import type { Fault } from '../../emulator/faults.ts';
import { Account } from '../account.ts';
import { createCommand, pickIn, startAtReview, switchSession, titles } from '../walk.ts';
import { useWorkbench } from '../useWorkbench.ts';

interface Failure {
  readonly title: string;
  readonly fault: Fault;
  readonly sentence: string;
  readonly cure: string;
}

const operation = 'CreateImageVersion';

/** What can go wrong at the moment of the call: the sentence and the action that a person sees. */
const failures: readonly Failure[] = [
  {
    title: 'no permission',
    fault: { kind: 'denied', operation },
    sentence: 'No permission to call sagemaker:CreateImageVersion on arn:aws:sagemaker:us-east-1:',
    cure: 'Copy Policy Statement',
  },
  {
    title: 'expired credentials',
    fault: { kind: 'expired', operation },
    sentence: 'The credentials of AWS profile "default" have expired: renew them, then retry.',
    cure: 'Switch Profile or Region',
  },
  {
    title: 'credentials that AWS does not know',
    fault: { kind: 'unrecognized', operation },
    sentence: 'AWS does not accept the credentials of profile "default" in us-east-1',
    cure: 'Switch Profile or Region',
  },
  {
    title: 'an image that is being changed',
    fault: { kind: 'inUse', operation },
    sentence: 'is being changed by someone else: retry in a moment.',
    cure: 'Retry',
  },
  {
    title: 'throttling',
    fault: { kind: 'throttle', operation },
    sentence: 'AWS is limiting the rate of CreateImageVersion calls of this account',
    cure: 'Retry',
  },
  {
    title: 'a quota',
    fault: { kind: 'quota', operation },
    sentence: 'A quota of this account is used up',
    cure: 'Open Service Quotas',
  },
  {
    title: 'a broken service',
    fault: { kind: 'internal', operation },
    sentence: 'AWS could not complete CreateImageVersion (HTTP 500)',
    cure: 'Show Log',
  },
  {
    title: 'a proxy’s HTML page',
    fault: { kind: 'html', operation },
    sentence: 'did not come from AWS but from something in between, such as a proxy',
    cure: 'Show Log',
  },
  {
    title: 'a connection that breaks before the version is created',
    fault: { kind: 'dropBefore', operation },
    sentence: 'The connection broke before CreateImageVersion was answered',
    cure: 'Retry',
  },
  {
    title: 'a connection that breaks after the version is created',
    fault: { kind: 'dropAfter', operation },
    sentence: 'The connection broke before CreateImageVersion was answered',
    cure: 'Retry',
  },
  {
    title: 'thirty seconds of silence',
    fault: { kind: 'silence', operation },
    sentence: 'CreateImageVersion got no answer for 30 seconds',
    cure: 'Retry',
  },
];

describe('A create that fails', () => {
  const account = new Account({ transitionDelay: 'manual' });
  const open = useWorkbench({
    suite: 'failures',
    workspace: 'test/fixtures/demo-workspace',
    prepare: account.prepare,
  });

  afterEach(() => account.emulator.faults.clear());

  for (const { title, fault, sentence, cure } of failures) {
    it(`${title}: one sentence, its cure, and after Retry exactly one version`, async () => {
      const { workbench } = open();
      const { quickInput, notifications } = workbench;
      await workbench.dismissNotifications();
      const image = `image-${fault.kind.toLowerCase()}`;
      account.emulator.addImage({ name: image });
      await startAtReview(workbench, { image, releaseNotes: `Notes of ${fault.kind}` });
      account.emulator.faults.inject(fault);

      await quickInput.pick(`Create version of ${image}`);
      const failed = await notifications.waitFor(sentence, { patienceMs: 45_000 });
      await workbench.screenshot(fault.kind);
      const buttons = await failed.buttons();
      assert.ok(buttons.includes(cure), `${cure} is not among ${buttons.join(', ')}`);

      account.emulator.faults.clear();
      await failed.press('Retry');
      await quickInput.waitUntilOpen('Create Image Version: Review');
      // What the lost answer was about is there, and no reason not to ask for it again.
      if (fault.kind === 'dropAfter')
        await quickInput.waitForRow(`Version 1 of "${image}" has the same container image`);
      else await quickInput.waitForDescription(`Create version of ${image}`, 'checks are passed');
      await quickInput.waitForDescription('Release notes', `Notes of ${fault.kind}`);
      await quickInput.pick(`Create version of ${image}`);

      await notifications.waitFor(`Version 1 of image "${image}" is being created`);
      const tokens = account.emulator.requests
        .filter((request) => request.operation === operation && request.input['ImageName'] === image)
        .map(({ clientToken }) => clientToken);
      assert.equal(new Set(tokens).size, 1, 'one token through every try');
      assert.equal(await account.countVersions(image), 1);
    });
  }
});

describe('A create that cannot reach what it needs', () => {
  const account = new Account({ transitionDelay: 'manual' });
  const open = useWorkbench({
    suite: 'unreachable',
    workspace: 'test/fixtures/demo-workspace',
    prepare: account.prepare,
  });

  it('unknown image: says so, keeps the answers, and takes another image at the review', async () => {
    const { workbench } = open();
    const { quickInput, notifications } = workbench;
    account.emulator.addImage({ name: 'short-lived' });
    await startAtReview(workbench, { image: 'short-lived', releaseNotes: 'Kept.' });
    await account.deleteImage('short-lived');
    await quickInput.pick('Create version of short-lived');

    const failed = await notifications.waitFor('There is no image "short-lived" in us-east-1');
    await workbench.screenshot('unknown-image');
    await failed.press('Retry');
    await quickInput.waitUntilOpen(titles.review);
    await quickInput.waitForRow('There is no image "short-lived" any more');
    await pickIn(workbench, titles.review, 'Image name');
    await pickIn(workbench, titles.image, 'fraud-training');
    await quickInput.waitForDescription('Create version of fraud-training', 'checks are passed');
    await quickInput.pick('Create version of fraud-training');
    await notifications.waitFor('Version 4 of image "fraud-training" is being created');
    assert.equal(await account.countVersions('fraud-training'), 4);
  });

  it('no network: the list says so in place and goes on when it is back', async () => {
    const { workbench } = open();
    const { quickInput } = workbench;
    await workbench.dismissNotifications();
    account.emulator.faults.inject({ kind: 'dropBefore' });
    await workbench.runCommand(createCommand);
    await quickInput.waitUntilOpen(titles.image);
    const sentence = 'The connection broke before ListImages was answered';
    await quickInput.waitForRow(sentence);
    await workbench.screenshot('no-network');
    account.emulator.faults.clear();
    await quickInput.pick(sentence);
    await quickInput.waitForRow('churn-notebook');
    await quickInput.cancel();
    await quickInput.waitUntilClosed();
  });

  it('no credentials: the list says so, and switching the profile cures it', async () => {
    const { session, workbench } = open();
    const { quickInput } = workbench;
    const { region, url, credentials } = account.emulator;
    session.aws.write({
      empty: { region, endpointUrl: url },
      demo: { region, endpointUrl: url, keys: credentials },
    });
    await switchSession(workbench, 'empty', region);
    await workbench.runCommand(createCommand);
    await quickInput.waitUntilOpen(titles.image);
    await quickInput.waitForRow('There are no AWS credentials for profile "empty"');
    await workbench.screenshot('no-credentials');
    await quickInput.cancel();
    await workbench.sideBar.open('SageMaker Images');
    const view = workbench.sideBar.view('SageMaker Images');
    await view.waitForWelcome('needs AWS credentials and a region');
    await workbench.screenshot('welcome-signed-out');

    await switchSession(workbench, 'demo', region);
    await view.row('churn-notebook').waitFor();
    await workbench.statusBar.waitFor(`demo · ${region}`);
  });

  it('a wrong region: an image of another one is refused in the prompt', async () => {
    const { workbench } = open();
    const { quickInput } = workbench;
    await workbench.runCommand(createCommand);
    await pickIn(workbench, titles.image, 'fraud-training');
    await quickInput.waitUntilOpen(titles.repository);
    await quickInput.type('123456789012.dkr.ecr.eu-west-1.amazonaws.com/fraud/training:1');
    await quickInput.waitForRow('The image is in eu-west-1 and SageMaker is called in us-east-1');
    await workbench.screenshot('wrong-region');
    await quickInput.cancel();
  });
});
