import * as vscode from 'vscode';
import { compareContents, type Comparison } from '../../core/containerImages/compare.ts';
import type { ContainerImageContents } from '../../core/containerImages/contents.ts';
import { contentsText } from '../../core/containerImages/contentsDocument.ts';
import { pickContainerImage } from '../../core/containerImages/pickContainerImage.ts';
import { readContents } from '../../core/containerImages/readContents.ts';
import { formatContainerUri, type ContainerUri } from '../../core/containerUri.ts';
import { inOrderOfAge } from '../../core/explorer/versionDocument.ts';
import { pickVersion } from '../../core/images/pickTarget.ts';
import type { ImageVersion } from '../../core/model.ts';
import type { Session } from '../../core/ports.ts';
import type { Finding, Fix } from '../../core/preflight/finding.ts';
import { checksOf, preflight } from '../../core/preflight/preflight.ts';
import {
  containerUriOf,
  subjectOfUri,
  subjectOfVersion,
  type Subject,
} from '../../core/preflight/subject.ts';
import type { Purpose } from '../../core/questions.ts';
import type { TreeNode, VersionNode } from '../../core/tree.ts';
import { copyText } from '../clipboard.ts';
import type { CommandContext } from '../commandContext.ts';
import { formatSize } from '../format.ts';
import { asCommand } from '../ids.ts';
import { messageOf } from '../messages.ts';
import { withProgress } from '../progress.ts';
import { untilReset } from '../untilReset.ts';
import { fixTitle } from './findingTexts.ts';
import { openPolicy } from './openPolicy.ts';
import { reportOf, type ReportFix } from './report.ts';

export type ContainerImageContext = Pick<
  CommandContext,
  'activeSession' | 'prompts' | 'switchSession' | 'funnel' | 'clock'
>;

interface Shown {
  readonly text: string;
  readonly fixes: readonly ReportFix[];
}

/** A container image that was read, and what it is called. */
interface Described {
  readonly uri: ContainerUri;
  readonly contents: ContainerImageContents;
}

export const containerImageScheme = 'sagemaker-container-image';

const { t } = vscode.l10n;

/** Container images as read-only documents: what they are, how two of them differ, and whether SageMaker can use them. */
export class ContainerImageDocuments
  implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable
{
  readonly #context: ContainerImageContext;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #shown = new Map<string, Shown>();
  readonly #subscription: vscode.Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(context: ContainerImageContext) {
    this.#context = context;
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(containerImageScheme, this),
      vscode.languages.registerCodeLensProvider({ scheme: containerImageScheme }, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#shown.delete(uri.toString())),
    );
  }

  /** Checks the container image of a version; from the palette any. */
  check(node?: VersionNode): Promise<void> {
    return this.#withSession(async (session, signal) => {
      const subject = await this.#subjectOf(node, session, signal);
      if (!subject) return;
      const findings = await this.#withProgress(t('Checking the container image'), signal, (stop) =>
        readFindings(subject, session, stop),
      );
      const uri = formatContainerUri(subject.uri);
      await this.#open(
        documentUri(subject.uri, 'md', t('check')),
        reportOf(uri, checksOf(subject), findings),
      );
    });
  }

  /** Shows what the container image of a version is made of; from the palette that of any. */
  show(node?: VersionNode): Promise<void> {
    return this.#withSession(async (session, signal) => {
      const purpose = { kind: 'showContainerImage' } as const;
      const uri = node
        ? await this.#uriOf(node.version, session, signal)
        : await pickContainerImage(session, this.#context.prompts, purpose, signal);
      const described = uri && (await this.#read([uri], session, signal))?.[0];
      if (described) await this.#open(this.#put(described), undefined);
    });
  }

  /** Shows the container images of two versions side by side; it asks for those that are not selected. */
  compare(node?: VersionNode, selected: readonly TreeNode[] = []): Promise<void> {
    const nodes = node && !selected.includes(node) ? [node] : selected;
    const chosen = nodes.flatMap((one) => (one.kind === 'version' ? [one.version] : []));
    if (chosen.length > 2) {
      const text = t('{0} versions are selected: select the two to compare.', chosen.length);
      void this.#context.funnel.inform(text, []);
      return Promise.resolve();
    }
    return this.#withSession(async (session, signal) => {
      const kind = 'compareContainerImages';
      const one = chosen[0] ?? (await this.#pick(session, { kind }, signal));
      if (!one) return;
      const { imageName, number } = one;
      const other = chosen[1] ?? (await this.#pick(session, { kind, imageName, number }, signal));
      if (!other) return;
      const [older, newer] = inOrderOfAge(one, other);
      const left = await this.#uriOf(older, session, signal);
      const right = left && (await this.#uriOf(newer, session, signal));
      const read = right && (await this.#read([left, right], session, signal));
      const [before, after] = read ?? [];
      if (!before || !after) return;
      const title = comparisonTitle(compareContents(before.contents, after.contents));
      await vscode.commands.executeCommand('vscode.diff', this.#put(before), this.#put(after), title, {
        preview: true,
      } satisfies vscode.TextDocumentShowOptions);
    });
  }

  /** Does what a line of a report offers. */
  async fix(fix: Fix): Promise<void> {
    switch (fix.kind) {
      case 'rewriteUri':
      case 'pinDigest':
        return copyText(formatContainerUri(fix.uri));
      case 'openPolicy':
        return openPolicy(fix);
      case 'chooseTag':
      case 'chooseAliases':
        return this.check();
    }
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    // A document of an earlier window: what it showed may not be true any more.
    return this.#shown.get(uri.toString())?.text ?? t('This is no longer loaded: run the command again.');
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const { fixes } = this.#shown.get(uri.toString()) ?? { fixes: [] };
    return fixes.map(({ line, fix }) => {
      const command = asCommand('sagemakerImages.containerImage.fix', fixTitle(fix), fix);
      return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #withSession(task: (session: Session, signal: AbortSignal) => Promise<void>): Promise<void> {
    const { activeSession, switchSession } = this.#context;
    const session = await activeSession.openOrAsk(switchSession);
    if (session) await untilReset(activeSession, (signal) => task(session, signal));
  }

  #withProgress<T>(title: string, signal: AbortSignal, task: (stop: AbortSignal) => Promise<T>): Promise<T> {
    const { clock } = this.#context;
    return withProgress({ title, clock }, (_report, stop) => task(AbortSignal.any([signal, stop])));
  }

  #pick(session: Session, purpose: Purpose, signal: AbortSignal): Promise<ImageVersion | undefined> {
    return pickVersion(session, this.#context.prompts, signal, purpose);
  }

  async #subjectOf(
    node: VersionNode | undefined,
    session: Session,
    signal: AbortSignal,
  ): Promise<Subject | undefined> {
    if (!node) {
      const purpose = { kind: 'checkContainerImage' } as const;
      const uri = await pickContainerImage(session, this.#context.prompts, purpose, signal);
      return uri && subjectOfUri(uri);
    }
    const { imageName, number } = node.version;
    const subject = subjectOfVersion(await session.images.describeVersion(imageName, number, signal));
    if (!subject) this.#informOfUnknownOrigin(node.version);
    return subject;
  }

  async #uriOf(
    version: Pick<ImageVersion, 'imageName' | 'number'>,
    session: Session,
    signal: AbortSignal,
  ): Promise<ContainerUri | undefined> {
    const details = await session.images.describeVersion(version.imageName, version.number, signal);
    const uri = containerUriOf(details);
    if (!uri) this.#informOfUnknownOrigin(version);
    return uri;
  }

  /** @returns undefined when one of them is not there, which is told. */
  async #read(
    uris: readonly ContainerUri[],
    session: Session,
    signal: AbortSignal,
  ): Promise<readonly Described[] | undefined> {
    const elsewhere = uris.find(({ region }) => region !== session.region);
    if (elsewhere) {
      const uri = formatContainerUri(elsewhere);
      void this.#context.funnel.inform(t('{0} is in another region: switch to that one.', uri), []);
      return undefined;
    }
    const read = await this.#withProgress(t('Reading the container image'), signal, (stop) =>
      Promise.all(uris.map((uri) => readContents(referenceOf(uri), session.registry, stop))),
    );
    const described = uris.flatMap((uri, index) => {
      const contents = read[index];
      return contents ? [{ uri, contents }] : [];
    });
    if (described.length === uris.length) return described;
    const missing = uris.filter((_, index) => !read[index]).map(formatContainerUri);
    void this.#context.funnel.inform(t('{0} is not in ECR, or archived there.', missing.join(', ')), []);
    return undefined;
  }

  #put({ uri, contents }: Described): vscode.Uri {
    const { configurationProblem: problem } = contents;
    const notShown = problem === undefined ? undefined : messageOf(problem).text;
    const document = documentUri(uri, 'json');
    this.#keep(document, { text: contentsText(formatContainerUri(uri), contents, notShown), fixes: [] });
    return document;
  }

  async #open(uri: vscode.Uri, shown: Shown | undefined): Promise<void> {
    if (shown) this.#keep(uri, shown);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  /** VS Code keeps a document for a while after its last editor was closed, and shows it again as it was. */
  #keep(uri: vscode.Uri, shown: Shown): void {
    this.#shown.set(uri.toString(), shown);
    this.#changed.fire(uri);
  }

  #informOfUnknownOrigin({ imageName, number }: Pick<ImageVersion, 'imageName' | 'number'>): void {
    void this.#context.funnel.inform(
      t('SageMaker does not tell what version {0} of "{1}" was made of.', number, imageName),
      [],
    );
  }
}

async function readFindings(
  subject: Subject,
  session: Session,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for await (const result of preflight(subject, session, signal)) findings.push(...result.findings);
  return findings;
}

function referenceOf({ accountId, repository, tag = '', digest }: ContainerUri) {
  return digest ? { accountId, repository, digest } : { accountId, repository, tag };
}

/** Its name is what an editor's tab shows; the query keeps documents of different images apart. */
function documentUri(uri: ContainerUri, extension: 'json' | 'md', kind?: string): vscode.Uri {
  const reference = uri.tag ?? uri.digest?.slice(0, 'sha256:'.length + 12).replace(':', '-') ?? '';
  const name = [uri.repository.slice(uri.repository.lastIndexOf('/') + 1), reference, kind];
  return vscode.Uri.from({
    scheme: containerImageScheme,
    path: `/${name.filter(Boolean).join(' ')}.${extension}`,
    query: formatContainerUri(uri),
  });
}

function comparisonTitle({ isSame, layers, size }: Comparison): string {
  if (isSame) return t('The same container image');
  const { base, moved, added } = layers;
  const common = base.length + moved.length;
  return t(
    '{0} of {1} layers in common, {2} → {3}',
    common,
    common + added.length,
    formatSize(size.before),
    formatSize(size.after),
  );
}
