import * as vscode from 'vscode';
import { consoleUrl } from '../core/arn.ts';
import { pickImage, pickImageOrVersion, pickVersion } from '../core/images/pickTarget.ts';
import type { ImageVersion, VersionDetails } from '../core/model.ts';
import type { Session } from '../core/ports.ts';
import type { Purpose } from '../core/questions.ts';
import { formatSnippet } from '../core/snippets/snippet.ts';
import { placeOfSnippet, snippetQuestion } from '../core/snippets/snippetQuestion.ts';
import { sourceOfVersion } from '../core/snippets/source.ts';
import type { ImageNode, VersionNode } from '../core/tree.ts';
import { copyText } from './clipboard.ts';
import type { CommandContext } from './commandContext.ts';
import { withProgress } from './progress.ts';
import { alone } from './prompts.ts';
import { readSetting } from './settings.ts';
import { untilReset } from './untilReset.ts';

type CopyContext = Pick<CommandContext, 'activeSession' | 'prompts' | 'switchSession' | 'funnel' | 'clock'>;

/** An image or a version, as far as its page and its ARN go. */
interface Named {
  readonly imageName: string;
  readonly arn: string;
}

const { t } = vscode.l10n;

/** What is taken elsewhere: names, ARNs, URIs, pages of the console, and code that does the same. */
export class CopyCommands {
  readonly #context: CopyContext;

  constructor(context: CopyContext) {
    this.#context = context;
  }

  /** The name that calls to SageMaker take: that of the image, of a version too. */
  async name(row?: ImageNode | VersionNode): Promise<void> {
    const name = row ? namedIn(row).imageName : await this.#pickName();
    if (name !== undefined) await copyText(name);
  }

  async arn(row?: ImageNode | VersionNode): Promise<void> {
    const named = row ? namedIn(row) : await this.#pickEither();
    if (named) await copyText(named.arn);
  }

  /** By digest, once SageMaker knows it: that is what the version is made of, whatever became of the tag. */
  uri(node?: VersionNode): Promise<void> {
    return this.#withDetails(node, 'copyUri', async (version) => {
      const uri = version.containerImage ?? version.baseImage;
      if (uri) await copyText(uri);
      else this.#informOfUnknownOrigin(version);
    });
  }

  digest(node?: VersionNode): Promise<void> {
    return this.#withDetails(node, 'copyDigest', async ({ containerImage, baseImage, imageName, number }) => {
      const digest = digestIn(containerImage) ?? digestIn(baseImage);
      if (digest) await copyText(digest);
      else {
        void this.#context.funnel.inform(
          t('SageMaker does not know the digest of version {0} of "{1}" yet.', number, imageName),
          [],
        );
      }
    });
  }

  async openInConsole(row?: ImageNode | VersionNode): Promise<void> {
    const named = row ? namedIn(row) : await this.#pickPage();
    if (!named) return;
    const url = consoleUrl(named.arn, named.imageName);
    if (url) {
      await vscode.env.openExternal(vscode.Uri.parse(url));
      return;
    }
    const [, partition = ''] = named.arn.split(':');
    void this.#context.funnel.inform(
      t(
        'Partition "{0}" has no public AWS console: look for image "{1}" in the one that you sign in to.',
        partition,
        named.imageName,
      ),
      [],
    );
  }

  /** Code that creates a version like it. */
  copyAs(node?: VersionNode): Promise<void> {
    return this.#withDetails(node, 'copyAs', async (version, session) => {
      const { imageName, number } = version;
      const pinDigest = readSetting('create.pinDigest');
      const source = sourceOfVersion(version, pinDigest, placeOfSnippet(session));
      if (!source) return this.#informOfUnknownOrigin(version);
      const purpose: Purpose = { kind: 'copyAs', imageName, number };
      const answer = await this.#ask((signal) =>
        this.#context.prompts.choose({ ...snippetQuestion, place: alone, purpose }, signal),
      );
      if (answer.kind === 'value') await copyText(formatSnippet(answer.value, source));
    });
  }

  async #withDetails(
    node: VersionNode | undefined,
    kind: Purpose['kind'],
    task: (version: VersionDetails, session: Session) => Promise<void>,
  ): Promise<void> {
    const session = await this.#open();
    if (!session) return;
    const version =
      node?.version ??
      (await this.#ask((signal) => pickVersion(session, this.#context.prompts, signal, { kind })));
    if (!version) return;
    const { imageName, number } = version;
    const details = await this.#read(version, (signal) =>
      session.images.describeVersion(imageName, number, signal),
    );
    await task(details, session);
  }

  async #pickName(): Promise<string | undefined> {
    const session = await this.#open();
    return session && this.#pickImage(session, 'copyName');
  }

  async #pickPage(): Promise<Named | undefined> {
    const session = await this.#open();
    const imageName = session && (await this.#pickImage(session, 'openConsole'));
    return session && imageName !== undefined ? this.#describe(session, imageName) : undefined;
  }

  #pickImage(session: Session, kind: Purpose['kind']): Promise<string | undefined> {
    return this.#ask((signal) => pickImage(session, this.#context.prompts, signal, { kind }));
  }

  async #pickEither(): Promise<Named | undefined> {
    const session = await this.#open();
    if (!session) return undefined;
    const row = await this.#ask((signal) =>
      pickImageOrVersion(session, this.#context.prompts, signal, { kind: 'copyArn' }),
    );
    return row?.kind === 'image' ? this.#describe(session, row.imageName) : row?.version;
  }

  async #describe({ images }: Session, imageName: string): Promise<Named> {
    const { arn } = await this.#read({ imageName }, (signal) => images.describeImage(imageName, signal));
    return { imageName, arn };
  }

  #informOfUnknownOrigin({ imageName, number }: ImageVersion): void {
    const text = t(
      'SageMaker does not say which container image version {0} of "{1}" is made of.',
      number,
      imageName,
    );
    void this.#context.funnel.inform(text, []);
  }

  #open(): Promise<Session | undefined> {
    const { activeSession, switchSession } = this.#context;
    return activeSession.openOrAsk(switchSession);
  }

  #ask<T>(walk: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return untilReset(this.#context.activeSession, walk);
  }

  #read<T>(
    { imageName }: Pick<ImageVersion, 'imageName'>,
    read: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const title = t('SageMaker image {0}', imageName);
    return withProgress({ title, clock: this.#context.clock }, (_, signal) => read(signal));
  }
}

function namedIn(row: ImageNode | VersionNode): Named {
  if (row.kind === 'version') return row.version;
  return { imageName: row.image.name, arn: row.image.arn };
}

function digestIn(uri: string | undefined): string | undefined {
  return /@(sha256:[a-f0-9]+)$/.exec(uri ?? '')?.[1];
}
