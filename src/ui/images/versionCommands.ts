import * as vscode from 'vscode';
import { putAlias, removeAlias } from '../../core/images/aliases.ts';
import { aliasStep } from '../../core/images/aliasSteps.ts';
import { deleteVersions, type Deletion } from '../../core/images/deleteVersions.ts';
import { findAliases } from '../../core/images/imageLoss.ts';
import { pickVersion } from '../../core/images/pickTarget.ts';
import { updateVersion } from '../../core/images/updateVersion.ts';
import { archiveStep, editVersionStep, type VersionEdit } from '../../core/images/versionSteps.ts';
import { destinationOf, withAccount } from '../../core/destination.ts';
import type { ImageVersion, VersionChanges } from '../../core/model.ts';
import type { Session } from '../../core/ports.ts';
import type { AliasRow, ArchiveRow, Purpose } from '../../core/questions.ts';
import { versionNode, type TreeNode, type VersionNode } from '../../core/tree.ts';
import { runWizard } from '../../core/wizard.ts';
import type { CommandContext } from '../commandContext.ts';
import { moveOf, removalOf } from './aliasTexts.ts';
import { cancelledText, failureText, lossOf } from './deletionTexts.ts';
import { Writer } from './writer.ts';

const { t } = vscode.l10n;

/** Changes and deletes versions, and moves their aliases. */
export class VersionCommands {
  readonly #context: CommandContext;
  readonly #writer: Writer;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#writer = new Writer(context);
  }

  edit(node?: VersionNode): Promise<void> {
    return this.#with(node, 'editVersion', (session, version) =>
      this.#askForChanges(session, version, { changes: {} }),
    );
  }

  editAliases(node?: VersionNode): Promise<void> {
    return this.#with(node, 'editAliases', (session, version) => this.#askForAliases(session, version));
  }

  archive(node?: VersionNode): Promise<void> {
    return this.#with(node, 'archiveVersion', (session, version) => this.#askForArchiving(session, version));
  }

  /** @param selected all rows that are selected, where the command is run on one of them. */
  delete(node?: VersionNode, selected: readonly TreeNode[] = []): Promise<void> {
    const versions = selected.filter((row) => row.kind === 'version').map(({ version }) => version);
    return this.#with(node, 'deleteVersion', (session, version) =>
      this.#askAndDelete(session, versions.some(isSameAs(version)) ? versions : [version]),
    );
  }

  /** What the tree does not know is asked. */
  async #with(
    node: VersionNode | undefined,
    kind: Purpose['kind'],
    task: (session: Session, version: ImageVersion) => Promise<void>,
  ): Promise<void> {
    const { prompts } = this.#context;
    const session = await this.#writer.open();
    if (!session) return;
    const version =
      node?.version ?? (await this.#writer.ask((signal) => pickVersion(session, prompts, signal, { kind })));
    if (version) await task(session, version);
  }

  async #askForChanges(session: Session, version: ImageVersion, edit: VersionEdit): Promise<void> {
    const step = editVersionStep(version, { session, prompts: this.#context.prompts });
    const { kind, state } = await this.#writer.ask((signal) => runWizard([step], edit, signal));
    if (kind !== 'done') return;
    const { changes } = state;
    await this.#update(
      session,
      version,
      changes,
      t('The changes to version {0} of image "{1}" are saved.', version.number, version.imageName),
      (anew) => this.#askForChanges(anew, version, { changes }),
    );
  }

  async #askForArchiving(
    session: Session,
    version: ImageVersion,
    former?: ArchiveRow['guidance'],
  ): Promise<void> {
    const { imageName, number } = version;
    const step = archiveStep(version, { session, prompts: this.#context.prompts });
    const { kind, state } = await this.#writer.ask((signal) =>
      runWizard([step], former ? { guidance: former } : {}, signal),
    );
    const { guidance } = state;
    if (kind !== 'done' || !guidance) return;
    await this.#update(
      session,
      version,
      { vendorGuidance: guidance },
      guidance === 'ARCHIVED'
        ? t('Version {0} of image "{1}" is archived.', number, imageName)
        : t('SageMaker archives version {0} of image "{1}" three months from now.', number, imageName),
      (anew) => this.#askForArchiving(anew, version, guidance),
    );
  }

  async #update(
    session: Session,
    version: ImageVersion,
    changes: VersionChanges,
    done: string,
    again: (session: Session) => Promise<void>,
  ): Promise<void> {
    const { explorer, funnel } = this.#context;
    const { imageName, number } = version;
    try {
      await this.#writer.run(titleOf(version), session, (context, signal) =>
        updateVersion(imageName, number, changes, context, signal),
      );
    } catch (error) {
      this.#writer.report(error, again, () => this.#update(session, version, changes, done, again));
      return;
    }
    explorer.reloadVersions(imageName);
    void funnel.inform(done, []);
  }

  /** The list comes back after every change, until it is left. */
  async #askForAliases(session: Session, version: ImageVersion): Promise<void> {
    const step = aliasStep(version, { session, prompts: this.#context.prompts });
    const { kind, state } = await this.#writer.ask((signal) => runWizard([step], {}, signal));
    if (kind === 'done' && state.row) await this.#changeAlias(session, version, state.row);
  }

  async #changeAlias(session: Session, version: ImageVersion, row: AliasRow): Promise<void> {
    try {
      if (row.kind === 'add') await this.#putAlias(session, version, row.alias);
      else await this.#removeAlias(session, version, row);
    } catch (error) {
      // A move may have gone half-way.
      this.#context.explorer.reloadVersions(version.imageName);
      const again = (anew: Session): Promise<void> => this.#changeAlias(anew, version, row);
      this.#writer.report(error, again, () => again(session));
      return;
    }
    await this.#askForAliases(session, version);
  }

  async #putAlias(session: Session, version: ImageVersion, alias: string): Promise<void> {
    const { imageName, number } = version;
    const target = { imageName, number, alias };
    const [owner, destination] = await this.#writer.run(titleOf(version), session, ({ images }, signal) =>
      Promise.all([
        images.findVersionByAlias(imageName, alias, signal),
        withAccount(destinationOf(session), session, signal),
      ]),
    );
    const isMove = owner !== undefined && owner !== number;
    if (isMove && !(await this.#context.funnel.confirmLoss(moveOf(target, owner, destination)))) return;
    await this.#writer.run(titleOf(version), session, (context, signal) =>
      putAlias(target, owner, context, signal),
    );
    this.#context.explorer.reloadVersions(imageName);
  }

  async #removeAlias(
    session: Session,
    version: ImageVersion,
    { alias, isLaunchable }: AliasRow,
  ): Promise<void> {
    const { imageName, number } = version;
    const target = { imageName, number, alias };
    const destination = await this.#writer.run(titleOf(version), session, (_, signal) =>
      withAccount(destinationOf(session), session, signal),
    );
    if (!(await this.#context.funnel.confirmLoss(removalOf(target, isLaunchable, destination)))) return;
    await this.#writer.run(titleOf(version), session, (context, signal) =>
      removeAlias(target, context, signal),
    );
    this.#context.explorer.reloadVersions(imageName);
  }

  async #askAndDelete(session: Session, versions: readonly ImageVersion[]): Promise<void> {
    const lost = await this.#writer
      .run(t('Looking up what is lost'), session, ({ images }, signal) =>
        Promise.all([
          findAliases(versions, images, signal),
          withAccount(destinationOf(session), session, signal),
        ]),
      )
      .catch((error: unknown) => {
        const again = (anew: Session): Promise<void> => this.#askAndDelete(anew, versions);
        this.#writer.report(error, again, () => again(session));
      });
    if (!lost) return;
    const isWanted = await this.#context.funnel.confirmLoss(lossOf(versions, ...lost));
    if (isWanted) await this.#delete(session, versions);
  }

  /** What was confirmed once goes on without another question, in the account that was shown and no other. */
  async #delete(session: Session, versions: readonly ImageVersion[]): Promise<void> {
    const { explorer, watcher } = this.#context;
    const [only] = versions;
    const title =
      only && versions.length === 1 ? titleOf(only) : t('Deleting {0} image versions', versions.length);
    const follow = (version: ImageVersion): void => {
      const { imageName, number, arn } = version;
      const again = (): Promise<void> => this.delete(versionNode(version));
      void watcher.watch({ kind: 'deleteVersion', ref: { imageName, number, arn } }, session, again);
    };
    const deletion = await this.#writer.run(title, session, (context, signal) =>
      deleteVersions(versions, context, signal, follow),
    );
    for (const imageName of new Set(versions.map((version) => version.imageName))) {
      explorer.reloadVersions(imageName);
    }
    if (deletion.notBegun.length > 0) this.#tellCancelled(session, deletion);
    else this.#tellFailed(session, deletion.failed, versions.length);
  }

  /** Whoever cancels before anything was done knows that nothing was. */
  #tellCancelled(session: Session, deletion: Deletion<ImageVersion>): void {
    const { funnel } = this.#context;
    const { deleted, failed, notBegun } = deletion;
    if (deleted.length === 0 && failed.length === 0) return;
    const text = cancelledText(deletion, (error) => funnel.inPlace(error).text);
    const rest = [...failed.map(({ version }) => version), ...notBegun];
    const actions = [{ title: t('Delete the Rest'), run: () => this.#delete(session, rest) }];
    void (failed.length > 0 ? funnel.warn(text, actions) : funnel.inform(text, actions));
  }

  /** One message for all: of one failure, or of one that stands for all, with what cures it. */
  #tellFailed(session: Session, failed: Deletion<ImageVersion>['failed'], count: number): void {
    const { funnel } = this.#context;
    const [first] = failed;
    if (!first) return;
    const versions = failed.map(({ version }) => version);
    const retry = (): Promise<void> => this.#delete(session, versions);
    const isOneCause =
      count === 1 || (failed.length > 1 && failed.every(({ error }) => error === first.error));
    if (isOneCause) void funnel.report(first.error, retry);
    else {
      void funnel.warn(
        failureText(failed, count, (error) => funnel.inPlace(error).text),
        [{ title: t('Retry'), run: retry }],
      );
    }
  }
}

function isSameAs({ imageName, number }: ImageVersion): (other: ImageVersion) => boolean {
  return (other) => other.imageName === imageName && other.number === number;
}

function titleOf({ imageName, number }: ImageVersion): string {
  return t('Version {0} of SageMaker image {1}', number, imageName);
}
