import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { formatSnippet } from '../../../src/core/snippets/snippet.ts';
import { imageNode, versionNode } from '../../../src/core/tree.ts';
import { anImage, aVersion, digestOf, host, region } from '../../support/builders.ts';
import { aSession, type InMemorySession } from '../../support/inMemorySession.ts';
import { cancel, pick, ScriptedPrompts } from '../../support/scriptedPrompts.ts';
import { useSettings } from '../support/useSettings.ts';
import { Window } from './useImages.ts';

const containerImage = `${host}/team/notebook@${digestOf('a')}`;
const image = anImage();
const version = aVersion({
  baseImage: `${host}/team/notebook:1.0`,
  containerImage,
  jobType: 'TRAINING',
});
const failed = aVersion({ number: 2, baseImage: `${host}/team/notebook:2.0`, status: 'CREATE_FAILED' });

const copied = (): Thenable<string> => vscode.env.clipboard.readText();

describe('The commands that copy', () => {
  const change = useSettings();
  let session: InMemorySession;
  let window: Window;
  beforeEach(async () => {
    session = aSession();
    session.images.add(image, version, failed);
    const { signal } = new AbortController();
    await session.images.updateVersion('notebook', 1, { aliasesToAdd: ['1.0'] }, signal);
    await vscode.env.clipboard.writeText('something else');
  });
  afterEach(() => window.close());

  function walk(...acts: ConstructorParameters<typeof ScriptedPrompts>[0]): ScriptedPrompts {
    const prompts = new ScriptedPrompts(acts);
    window = new Window(session, prompts);
    return prompts;
  }
  const imageRow = imageNode(image);
  const versionRow = versionNode(version);

  for (const [what, run, expected] of [
    ["an image's name", () => window.copy.name(imageRow), 'notebook'],
    ["a version's image's name", () => window.copy.name(versionRow), 'notebook'],
    ["an image's ARN", () => window.copy.arn(imageRow), image.arn],
    ["a version's ARN", () => window.copy.arn(versionRow), version.arn],
    ["a version's URI", () => window.copy.uri(versionRow), containerImage],
    ["a failed version's URI", () => window.copy.uri(versionNode(failed)), failed.baseImage],
    ["a version's digest", () => window.copy.digest(versionRow), digestOf('a')],
  ] as const) {
    it(`copy ${what} from the tree`, async () => {
      walk();
      await run();
      assert.equal(await copied(), expected);
    });
  }

  for (const [what, acts, run, expected] of [
    ['name', [pick('image', 'notebook')], () => window.copy.name(), 'notebook'],
    [
      'ARN of an image',
      [pick('image', 'notebook'), pick('version', 'the image')],
      () => window.copy.arn(),
      image.arn,
    ],
    [
      'ARN of a version',
      [pick('image', 'notebook'), pick('version', '1')],
      () => window.copy.arn(),
      version.arn,
    ],
    ['URI', [pick('image', 'notebook'), pick('version', '1')], () => window.copy.uri(), containerImage],
    ['digest', [pick('image', 'notebook'), pick('version', '1')], () => window.copy.digest(), digestOf('a')],
  ] as const) {
    it(`copy the ${what} from the palette`, async () => {
      const prompts = walk(...acts);
      await run();
      prompts.assertDone();
      assert.equal(await copied(), expected);
    });
  }

  it('copy nothing when a question is cancelled', async () => {
    walk(cancel('image'), pick('image', 'notebook'), cancel('version'), cancel('snippet'));
    await window.copy.name();
    await window.copy.digest();
    await window.copy.copyAs(versionRow);
    assert.equal(await copied(), 'something else');
    assert.deepEqual(window.funnel.said, []);
  });

  it('say that a digest is not known', async () => {
    walk();
    await window.copy.digest(versionNode(failed));
    assert.deepEqual(window.funnel.texts, [
      'SageMaker does not know the digest of version 2 of "notebook" yet.',
    ]);
    assert.equal(await copied(), 'something else');
  });

  for (const kind of ['cli', 'boto3', 'javascript', 'cloudformation', 'terraform'] as const) {
    it(`copy a version as ${kind}`, async () => {
      const prompts = walk(pick('snippet', kind));
      await window.copy.copyAs(versionRow);
      prompts.assertDone();
      assert.equal(
        await copied(),
        formatSnippet(kind, {
          profile: 'default',
          region,
          image: { name: 'notebook', isNew: false },
          version: { baseImage: containerImage, jobType: 'TRAINING' },
          aliases: [],
          copyOf: 1,
        }),
      );
    });
  }

  it('copy a version by its tag where digests are not pinned', async () => {
    await change('workspace', 'create.pinDigest', false);
    walk(pick('snippet', 'boto3'));
    await window.copy.copyAs(versionRow);
    assert.match(await copied(), /BaseImage=".*\/team\/notebook:1\.0"/);
  });

  it('copy no code where nobody knows what a version is made of', async () => {
    const unknown = aVersion({ number: 3, status: 'CREATE_FAILED' });
    session.images.add(image, unknown);
    walk();
    await window.copy.copyAs(versionNode(unknown));
    assert.deepEqual(window.funnel.texts, [
      'SageMaker does not say which container image version 3 of "notebook" is made of.',
    ]);
    assert.equal(await copied(), 'something else');
  });

  it('ask for image and version before they copy code from the palette', async () => {
    const prompts = walk(pick('image', 'notebook'), pick('version', '1'), pick('snippet', 'cli'));
    await window.copy.copyAs();
    prompts.assertDone();
    assert.match(await copied(), /notebook/);
  });

  it('say that a partition has no public console', async () => {
    walk();
    const isolated = anImage({ arn: 'arn:aws-iso:sagemaker:us-iso-east-1:123456789012:image/notebook' });
    await window.copy.openInConsole(imageNode(isolated));
    assert.deepEqual(window.funnel.texts, [
      'Partition "aws-iso" has no public AWS console: look for image "notebook" in the one that you sign in to.',
    ]);
  });

  it('open no page when the image is not picked', async () => {
    walk(cancel('image'));
    await window.copy.openInConsole();
    assert.deepEqual(window.funnel.said, []);
  });
});
