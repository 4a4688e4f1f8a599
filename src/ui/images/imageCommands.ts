import * as vscode from 'vscode';
import { createImage } from '../../core/images/createImage.ts';
import { deleteImage } from '../../core/images/deleteImage.ts';
import { findImageLoss } from '../../core/images/imageLoss.ts';
import {
  editImageStep,
  emptyImageDraft,
  newImageOf,
  newImageSteps,
  type ImageDraft,
  type ImageEdit,
} from '../../core/images/imageSteps.ts';
import { pickImage } from '../../core/images/pickTarget.ts';
import { updateImage } from '../../core/images/updateImage.ts';
import type { Session } from '../../core/ports.ts';
import type { ImageLoss } from '../../core/questions.ts';
import type { ImageNode } from '../../core/tree.ts';
import { runWizard } from '../../core/wizard.ts';
import type { CommandContext } from '../commandContext.ts';
import { alone } from '../prompts.ts';
import { destinationText } from '../destinationText.ts';
import { Writer } from './writer.ts';

const { t } = vscode.l10n;

/** Creates, edits and deletes images. */
export class ImageCommands {
  readonly #context: CommandContext;
  readonly #writer: Writer;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#writer = new Writer(context);
  }

  async create(): Promise<void> {
    const session = await this.#writer.open();
    if (session) await this.#askForNew(session, emptyImageDraft);
  }

  async edit(image?: ImageNode): Promise<void> {
    const session = await this.#writer.open();
    if (!session) return;
    const name = image?.image.name ?? (await this.#pick(session, 'editImage'));
    if (name !== undefined) await this.#askForChanges(session, name, { changes: {} });
  }

  async delete(image?: ImageNode): Promise<void> {
    const session = await this.#writer.open();
    if (!session) return;
    const name = image?.image.name ?? (await this.#pick(session, 'deleteImage'));
    if (name !== undefined) await this.#askAndDelete(session, name);
  }

  #pick(session: Session, kind: 'editImage' | 'deleteImage'): Promise<string | undefined> {
    return this.#writer.ask((signal) => pickImage(session, this.#context.prompts, signal, { kind }));
  }

  async #askForNew(session: Session, draft: ImageDraft, startAt = 'imageName'): Promise<void> {
    const steps = newImageSteps({ session, prompts: this.#context.prompts });
    const { kind, state } = await this.#writer.ask((signal) => runWizard(steps, draft, signal, { startAt }));
    if (kind === 'done') await this.#create(session, state);
  }

  async #create(session: Session, draft: ImageDraft): Promise<void> {
    const { explorer, watcher } = this.#context;
    const { name } = draft;
    const edit = (anew: Session): Promise<void> => this.#askForNew(anew, draft, 'edit');
    try {
      const { arn } = await this.#writer.run(
        t('Creating SageMaker image {0}', name),
        session,
        (context, signal) => createImage(newImageOf(draft), context, signal),
      );
      await watcher.watch({ kind: 'createImage', imageName: name, arn }, session, () => edit(session));
    } catch (error) {
      this.#writer.report(error, edit, () => this.#create(session, draft));
    } finally {
      // Also when nobody waited until the end.
      explorer.reloadVersions(name);
    }
  }

  async #askForChanges(session: Session, name: string, edit: ImageEdit): Promise<void> {
    const step = editImageStep(name, { session, prompts: this.#context.prompts });
    const { kind, state } = await this.#writer.ask((signal) => runWizard([step], edit, signal));
    if (kind === 'done') await this.#update(session, name, state);
  }

  async #update(session: Session, name: string, edit: ImageEdit): Promise<void> {
    const { explorer, watcher } = this.#context;
    const { changes, details } = edit;
    const again = (anew: Session): Promise<void> => this.#askForChanges(anew, name, { changes });
    try {
      await this.#writer.run(t('Changing SageMaker image {0}', name), session, (context, signal) =>
        updateImage(name, changes, context, signal),
      );
    } catch (error) {
      this.#writer.report(error, again, () => this.#update(session, name, edit));
      return;
    }
    explorer.reloadVersions(name);
    const arn = details?.arn ?? '';
    void watcher.watch({ kind: 'updateImage', imageName: name, arn }, session, () =>
      this.#withSession(again),
    );
  }

  async #askAndDelete(session: Session, name: string): Promise<void> {
    const title = t('Looking up what is lost with image {0}', name);
    const lost = await this.#writer
      .run(title, session, (_, signal) =>
        Promise.all([findImageLoss(name, session, signal), session.images.describeImage(name, signal)]),
      )
      .catch((error: unknown) => {
        const again = (anew: Session): Promise<void> => this.#askAndDelete(anew, name);
        this.#writer.report(error, again, () => again(session));
      });
    if (!lost) return;
    const [loss, { arn }] = lost;
    if (await this.#confirm(loss)) await this.#delete(session, name, arn);
  }

  /** Asked once: an image with versions by its name, which nobody types by mistake. */
  async #confirm(loss: ImageLoss): Promise<boolean> {
    const { funnel, prompts } = this.#context;
    const { imageName } = loss;
    if (loss.versions === 0) {
      return funnel.confirmLoss({
        question: t('Delete image "{0}"?', imageName),
        detail: t('It has no versions. It is deleted for good: {0}.', destinationText(loss)),
        action: t('Delete Image'),
      });
    }
    const answer = await this.#writer.ask((signal) =>
      prompts.enter(
        {
          id: 'deletion',
          place: alone,
          purpose: { kind: 'deleteImage', imageName },
          value: '',
          isOptional: false,
          loss,
          check: (text) =>
            text.trim() === imageName ? undefined : { code: 'name.different', name: imageName },
        },
        signal,
      ),
    );
    return answer.kind === 'value';
  }

  async #delete(session: Session, name: string, arn: string): Promise<void> {
    const { explorer, watcher } = this.#context;
    const again = (anew: Session): Promise<void> => this.#askAndDelete(anew, name);
    try {
      await this.#writer.run(t('Deleting SageMaker image {0}', name), session, (context, signal) =>
        deleteImage(name, context, signal),
      );
    } catch (error) {
      this.#writer.report(error, again, () => this.#delete(session, name, arn));
      return;
    }
    explorer.reloadVersions(name);
    void watcher.watch({ kind: 'deleteImage', imageName: name, arn }, session, () =>
      this.#withSession(again),
    );
  }

  async #withSession(task: (session: Session) => Promise<void>): Promise<void> {
    const session = await this.#writer.open();
    if (session) await task(session);
  }
}
