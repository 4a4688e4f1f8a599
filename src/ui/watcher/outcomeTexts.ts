import * as vscode from 'vscode';
import type { VersionRef } from '../../core/model.ts';
import type { Change, PendingChange } from '../../core/watch/change.ts';

/** What is said of a change, by how it went. */
export interface OutcomeTexts {
  readonly done: string;
  /** SageMaker's own words are shown whole: they are not documented, and guessing at them would mislead. */
  readonly failed: (reason: string | undefined) => string;
  /** It was deleted meanwhile. */
  readonly gone: string;
  /** It takes longer than such changes do. */
  readonly late: string;
  /** It is not looked at any more. */
  readonly hopeless: string;
  /** The button that begins once more what failed. */
  readonly again: string;
}

const { t } = vscode.l10n;

export function outcomeTexts(change: Change): OutcomeTexts {
  switch (change.kind) {
    case 'createVersion':
      return versionCreationTexts(change.ref, change.aliases);
    case 'deleteVersion':
      return versionDeletionTexts(change.ref);
    case 'createImage':
      return imageCreationTexts(change.imageName);
    case 'updateImage':
      return imageUpdateTexts(change.imageName);
    case 'deleteImage':
      return imageDeletionTexts(change.imageName);
  }
}

/** Where it was, for a window that shows something else: there may be an image of the same name. */
export function elsewhereText(text: string, { choice }: PendingChange): string {
  const { expectedAccount, profile, region } = choice;
  return expectedAccount
    ? t('{0} (Account {1}, {2})', text, expectedAccount, region ?? '')
    : t('{0} (Profile "{1}", {2})', text, profile ?? '', region ?? '');
}

/** It is created, but without its aliases. */
export function aliasText(
  { number, imageName }: VersionRef,
  aliases: readonly string[],
  why: string,
): string {
  const list = aliases.join(', ');
  return t('Version {0} of image "{1}" is created, but without alias {2}. {3}', number, imageName, list, why);
}

function versionCreationTexts({ number, imageName }: VersionRef, aliases: readonly string[]): OutcomeTexts {
  return {
    done:
      aliases.length > 0
        ? t('Version {0} of image "{1}" is created, with alias {2}.', number, imageName, aliases.join(', '))
        : t('Version {0} of image "{1}" is created.', number, imageName),
    failed: (reason) =>
      t(
        'Version {0} of image "{1}" could not be created: check that the container image exists and that the role of the image may read it, then create again. SageMaker says: {2}',
        number,
        imageName,
        orNothing(reason),
      ),
    gone: t('Version {0} of image "{1}" was deleted while it was being created.', number, imageName),
    late: t(
      'Version {0} of image "{1}" is still being created; you are told when it is done.',
      number,
      imageName,
    ),
    hopeless: t(
      'Version {0} of image "{1}" is still being created after a week: delete it, and create another.',
      number,
      imageName,
    ),
    again: t('Create Again…'),
  };
}

function versionDeletionTexts({ number, imageName }: VersionRef): OutcomeTexts {
  return {
    done: t('Version {0} of image "{1}" is deleted.', number, imageName),
    failed: (reason) =>
      t(
        'Version {0} of image "{1}" could not be deleted: delete it again. SageMaker says: {2}',
        number,
        imageName,
        orNothing(reason),
      ),
    gone: t('Version {0} of image "{1}" is deleted.', number, imageName),
    late: t(
      'Version {0} of image "{1}" is still being deleted; you are told when it is done.',
      number,
      imageName,
    ),
    hopeless: t(
      'Version {0} of image "{1}" is still there a week after it was deleted: delete it again.',
      number,
      imageName,
    ),
    again: t('Delete Again…'),
  };
}

function imageCreationTexts(imageName: string): OutcomeTexts {
  return {
    done: t('Image "{0}" is created.', imageName),
    failed: (reason) =>
      t(
        'Image "{0}" could not be created: check that SageMaker may assume its role, delete it, then create it again. SageMaker says: {1}',
        imageName,
        orNothing(reason),
      ),
    gone: t('Image "{0}" was deleted while it was being created.', imageName),
    late: t('Image "{0}" is still being created; you are told when it is done.', imageName),
    hopeless: t('Image "{0}" is still being created after a week: delete it, and create another.', imageName),
    again: t('Create Again…'),
  };
}

function imageUpdateTexts(imageName: string): OutcomeTexts {
  return {
    done: t('Image "{0}" is updated.', imageName),
    failed: (reason) =>
      t(
        'Image "{0}" could not be updated: check that SageMaker may assume its role, then edit it again. SageMaker says: {1}',
        imageName,
        orNothing(reason),
      ),
    gone: t('Image "{0}" was deleted while it was being updated.', imageName),
    late: t('Image "{0}" is still being updated; you are told when it is done.', imageName),
    hopeless: t('Image "{0}" is still being updated after a week: edit it again.', imageName),
    again: t('Edit Again…'),
  };
}

function imageDeletionTexts(imageName: string): OutcomeTexts {
  return {
    done: t('Image "{0}" is deleted.', imageName),
    failed: (reason) =>
      t(
        'Image "{0}" could not be deleted: check that no domain or app uses it, then delete it again. SageMaker says: {1}',
        imageName,
        orNothing(reason),
      ),
    gone: t('Image "{0}" is deleted.', imageName),
    late: t('Image "{0}" is still being deleted; you are told when it is done.', imageName),
    hopeless: t('Image "{0}" is still there a week after it was deleted: delete it again.', imageName),
    again: t('Delete Again…'),
  };
}

function orNothing(reason: string | undefined): string {
  return reason ?? t('nothing more');
}
