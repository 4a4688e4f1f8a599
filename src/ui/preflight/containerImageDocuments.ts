import * as vscode from 'vscode';
import { compareContents, type Comparison } from '../../core/containerImages/compare.ts';
import type { ContainerImageContents } from '../../core/containerImages/contents.ts';
import { contentsText } from '../../core/containerImages/contentsDocument.ts';
import { pickContainerImage } from '../../core/containerImages/pickContainerImage.ts';
import { readContents } from '../../core/containerImages/readContents.ts';
import { formatContainerUri, type ContainerUri } from '../../core/containerUri.ts';
import { pickTwoVersions } from '../../core/images/pickTarget.ts';
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
import type { TreeNode, VersionNode } from '../../core/tree.ts';
import { copyText } from '../clipboard.ts';
import type { CommandContext } from '../commandContext.ts';
import { formatSize } from '../format.ts';
import { inSession } from '../inSession.ts';
import { messageOf } from '../messages.ts';
import type { Page } from '../pages/page.ts';
import { Pages } from '../pages/pages.ts';
import { withProgress } from '../progress.ts';
import { versionsToCompare } from '../selectedVersions.ts';
import { openPolicy } from './openPolicy.ts';
import { reportOf } from './report.ts';

export type ContainerImageContext = Pick<
  CommandContext,
  'activeSession' | 'prompts' | 'switchSession' | 'funnel' | 'clock'
>;

/** A container image that was read, and what it is called. */
interface Described {
  readonly uri: ContainerUri;
  readonly contents: ContainerImageContents;
}

export const containerImageScheme = 'sagemaker-container-image';

const { t } = vscode.l10n;

/** Container images as read-only documents: what they are, how two of them differ, and whether SageMaker can use them. */
export class ContainerImageDocuments implements vscode.Disposable {
  readonly #context: ContainerImageContext;
  readonly #pages = new Pages(containerImageScheme);

  constructor(context: ContainerImageContext) {
    this.#context = context;
  }

  /** Checks the container image of a version; from the palette any. */
  check(node?: VersionNode): Promise<void> {
    return inSession(this.#context, async (session, signal) => {
      const subject = await this.#subjectOf(node, session, signal);
      if (!subject) return;
      const findings = await this.#withProgress(t('Checking the container image'), signal, (stop) =>
        readFindings(subject, session, stop),
      );
      const report = reportOf(formatContainerUri(subject.uri), checksOf(subject), findings);
      await this.#pages.open(documentUri(subject.uri, 'md', t('check')), report);
    });
  }

  /** Shows what the container image of a version is made of; from the palette that of any. */
  show(node?: VersionNode): Promise<void> {
    return inSession(this.#context, async (session, signal) => {
      const purpose = { kind: 'showContainerImage' } as const;
      const uri = node
        ? await this.#uriOf(node.version, session, signal)
        : await pickContainerImage(session, this.#context.prompts, purpose, signal);
      const described = uri && (await this.#read([uri], session, signal))?.[0];
      if (described) await this.#pages.open(...pageOf(described));
    });
  }

  /** Shows the container images of two versions side by side; it asks for those that are not selected. */
  async compare(node?: VersionNode, selected: readonly TreeNode[] = []): Promise<void> {
    const { funnel, prompts } = this.#context;
    const chosen = versionsToCompare(node, selected, funnel);
    if (!chosen) return;
    await inSession(this.#context, async (session, signal) => {
      const two = await pickTwoVersions(chosen, 'compareContainerImages', session, prompts, signal);
      if (!two) return;
      const [older, newer] = two;
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

  dispose(): void {
    this.#pages.dispose();
  }

  #withProgress<T>(title: string, signal: AbortSignal, task: (stop: AbortSignal) => Promise<T>): Promise<T> {
    const { clock } = this.#context;
    return withProgress({ title, clock, signal }, (_report, stop) => task(stop));
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

  #put(described: Described): vscode.Uri {
    const [uri, page] = pageOf(described);
    this.#pages.put(uri, page);
    return uri;
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

function pageOf({ uri, contents }: Described): readonly [vscode.Uri, Page] {
  const { configurationProblem: problem } = contents;
  const notShown = problem === undefined ? undefined : messageOf(problem).text;
  const text = contentsText(formatContainerUri(uri), contents, notShown);
  return [documentUri(uri, 'json'), { text, lenses: [] }];
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
