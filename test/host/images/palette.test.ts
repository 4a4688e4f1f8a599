/** What the commands say in the palette, where no row of the tree tells what they are for. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { VersionDocuments } from '../../../src/ui/explorer/versionDocuments.ts';
import type { ChangedVersion } from '../../../src/core/explorer/rowUpdates.ts';
import { commandIds, type CommandId } from '../../../src/ui/ids.ts';
import { ContainerImageDocuments } from '../../../src/ui/preflight/containerImageDocuments.ts';
import { reviewTexts } from '../../../src/ui/preflight/reviewTexts.ts';
import { listTexts } from '../../../src/ui/promptTexts.ts';
import { textPrompts } from '../../../src/ui/textPrompts.ts';
import { titleOf } from '../../../src/ui/titles.ts';
import { aContainerImage, anImage, aVersion, digestOf, host, role } from '../../support/builders.ts';
import { aSession, type InMemorySession } from '../../support/inMemorySession.ts';
import { cancel, pick, ScriptedPrompts, type } from '../../support/scriptedPrompts.ts';
import { useReplacements } from '../support/useReplacements.ts';
import { Window } from './useImages.ts';

type Acts = ConstructorParameters<typeof ScriptedPrompts>[0];

interface Scene {
  readonly run: (
    window: Window,
    documents: VersionDocuments,
    containerImages: ContainerImageDocuments,
  ) => Promise<void>;
  readonly acts: Acts;
  readonly titles: readonly string[];
}

const toVersion: Acts = [pick('image', 'notebook'), pick('version', '2')];
const toContainerImage: Acts = [pick('repository', 'team/notebook'), pick('containerImage', '1.0')];

const scenes: Partial<Record<CommandId, Scene>> = {
  'sagemakerImages.image.create': {
    run: ({ images }) => images.create(),
    acts: [
      type('imageName', 'fresh'),
      type('role', role),
      pick('edit', 'tags'),
      type('tags', 'a=b'),
      cancel('edit'),
    ],
    titles: [
      'Create Image: Name',
      'Create Image: Role',
      'Create Image',
      'Create Image: Tags',
      'Create Image',
    ],
  },
  'sagemakerImages.image.edit': {
    run: ({ images }) => images.edit(),
    acts: [pick('image', 'notebook'), pick('edit', 'displayName'), cancel('displayName')],
    titles: ['Edit Image: Image', 'Edit Image notebook', 'Edit Image notebook: Display Name'],
  },
  'sagemakerImages.image.delete': {
    run: ({ images }) => images.delete(),
    acts: [pick('image', 'notebook'), cancel('deletion')],
    titles: ['Delete Image: Image', 'Delete Image notebook'],
  },
  'sagemakerImages.version.edit': {
    run: ({ versions }) => versions.edit(),
    acts: [...toVersion, pick('edit', 'processor'), cancel('processor')],
    titles: [
      'Edit Version: Image',
      'Edit Version: Version',
      'Edit Version 2 of notebook',
      'Edit Version 2 of notebook: Processor',
    ],
  },
  'sagemakerImages.version.editAliases': {
    run: ({ versions }) => versions.editAliases(),
    acts: [...toVersion, cancel('alias')],
    titles: ['Edit Aliases: Image', 'Edit Aliases: Version', 'Aliases of Version 2 of notebook'],
  },
  'sagemakerImages.version.archive': {
    run: ({ versions }) => versions.archive(),
    acts: [...toVersion, cancel('archive')],
    titles: ['Archive Version: Image', 'Archive Version: Version', 'Archive Version 2 of notebook'],
  },
  'sagemakerImages.version.delete': {
    run: ({ versions }) => versions.delete(),
    acts: toVersion,
    titles: ['Delete Version: Image', 'Delete Version: Version'],
  },
  'sagemakerImages.version.show': {
    run: (_, documents) => documents.show(),
    acts: toVersion,
    titles: ['Show Version as JSON: Image', 'Show Version as JSON: Version'],
  },
  'sagemakerImages.version.compare': {
    run: (_, documents) => documents.compare(),
    acts: [...toVersion, pick('image', 'notebook'), pick('version', '1')],
    titles: [
      'Compare Versions: First Image',
      'Compare Versions: First Version',
      'Compare with Version 2 of notebook: Image',
      'Compare with Version 2 of notebook: Version',
    ],
  },
  'sagemakerImages.containerImage.check': {
    run: (_window, _documents, containerImages) => containerImages.check(),
    acts: toContainerImage,
    titles: ['Check Container Image: ECR Repository', 'Check Container Image: Container Image'],
  },
  'sagemakerImages.containerImage.show': {
    run: (_window, _documents, containerImages) => containerImages.show(),
    acts: toContainerImage,
    titles: ['Show Container Image: ECR Repository', 'Show Container Image: Container Image'],
  },
  'sagemakerImages.containerImage.compare': {
    run: (_window, _documents, containerImages) => containerImages.compare(),
    acts: [...toVersion, pick('image', 'notebook'), pick('version', '1')],
    titles: [
      'Compare Container Images: First Image',
      'Compare Container Images: First Version',
      'Compare with Container Image of Version 2 of notebook: Image',
      'Compare with Container Image of Version 2 of notebook: Version',
    ],
  },
  'sagemakerImages.version.copyAs': {
    run: ({ copy }) => copy.copyAs(),
    acts: [...toVersion, cancel('snippet')],
    titles: ['Copy as Code: Image', 'Copy as Code: Version', 'Version 2 of notebook: Copy as…'],
  },
  'sagemakerImages.copy.name': {
    run: ({ copy }) => copy.name(),
    acts: [pick('image', 'notebook')],
    titles: ['Copy Name: Image'],
  },
  'sagemakerImages.copy.arn': {
    run: ({ copy }) => copy.arn(),
    acts: [pick('image', 'notebook'), pick('version', 'the image')],
    titles: ['Copy ARN: Image', 'Copy ARN: Version'],
  },
  'sagemakerImages.copy.uri': {
    run: ({ copy }) => copy.uri(),
    acts: toVersion,
    titles: ['Copy Image URI: Image', 'Copy Image URI: Version'],
  },
  'sagemakerImages.copy.digest': {
    run: ({ copy }) => copy.digest(),
    acts: toVersion,
    titles: ['Copy Digest: Image', 'Copy Digest: Version'],
  },
  'sagemakerImages.console.open': {
    run: ({ copy }) => copy.openInConsole(),
    acts: [pick('image', 'notebook')],
    titles: ['Open in AWS Console: Image'],
  },
};

/** Commands that ask for nothing that the tree would know, each tested where it lives. */
const others: readonly CommandId[] = [
  'sagemakerImages.version.build',
  'sagemakerImages.version.create',
  'sagemakerImages.version.explain',
  'sagemakerImages.app.explain',
  'sagemakerImages.dockerfile.chooseTarget',
  'sagemakerImages.dockerfile.showState',
  'sagemakerImages.explorer.filter',
  'sagemakerImages.explorer.sort',
  'sagemakerImages.explorer.refresh',
  'sagemakerImages.session.switch',
  'sagemakerImages.session.signIn',
  'sagemakerImages.log.show',
];

/** Those that are not in the palette. */
const ofRows: readonly CommandId[] = [
  'sagemakerImages.containerImage.fix',
  'sagemakerImages.explorer.loadMore',
  'sagemakerImages.explorer.retry',
  'sagemakerImages.version.showSelected',
];

describe('A command in the palette', () => {
  const replace = useReplacements();
  const versionChanged = new vscode.EventEmitter<ChangedVersion>();
  let session: InMemorySession;
  let window: Window | undefined;
  let documents: VersionDocuments | undefined;
  let containerImages: ContainerImageDocuments | undefined;
  beforeEach(() => {
    const containerImage = `${host}/team/notebook@${digestOf('a')}`;
    session = aSession();
    session.registry.add(aContainerImage());
    session.images.add(
      { ...anImage(), roleArn: role },
      ...[1, 2].map((number) => aVersion({ number, containerImage })),
    );
    // No browser is to be opened.
    replace(vscode.env, { openExternal: () => Promise.resolve(true) });
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    documents?.dispose();
    containerImages?.dispose();
    window?.close();
  });
  after(() => versionChanged.dispose());

  it('is looked at here, or asks for nothing that the tree would know', () => {
    const known = [...Object.keys(scenes), ...others, ...ofRows];
    assert.deepEqual(known.toSorted(), [...commandIds].toSorted());
  });

  for (const [id, { run, acts, titles }] of Object.entries(scenes)) {
    it(`says in each of its questions what it is for: ${id}`, async () => {
      const prompts = new ScriptedPrompts(acts);
      window = new Window(session, prompts);
      window.funnel.answers = [false];
      const context = {
        activeSession: window.activeSession,
        prompts,
        clock: window.clock,
        switchSession: () => Promise.resolve(false),
        funnel: window.funnel,
      };
      containerImages = new ContainerImageDocuments(context);
      documents = new VersionDocuments({
        ...context,
        explorer: { onDidChangeVersion: versionChanged.event },
      });
      await run(window, documents, containerImages);
      prompts.assertDone();
      assert.deepEqual(
        prompts.asked.map((asked) => {
          const texts =
            asked.kind === 'list' ? { ...listTexts, ...reviewTexts }[asked.id] : textPrompts[asked.id];
          return titleOf(texts.title, asked.question.purpose);
        }),
        titles,
      );
    });
  }
});
