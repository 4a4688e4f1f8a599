import * as vscode from 'vscode';
import type { Purpose } from '../core/questions.ts';

const { t } = vscode.l10n;

/** A question's title begins with what it is asked for. */
export function titleOf(title: string, purpose: Purpose | undefined): string {
  if (!purpose) return title;
  const { kind, number } = purpose;
  const isComparison = kind === 'compareVersions' || kind === 'compareContainerImages';
  const isFirst = isComparison && number === undefined;
  const what = isFirst ? t('First {0}', title) : title;
  return what === '' ? purposeText(purpose) : t('{0}: {1}', purposeText(purpose), what);
}

function purposeText({ kind, imageName = '', number }: Purpose): string {
  const isKnown = imageName !== '';
  switch (kind) {
    case 'createVersion':
      return t('Create Image Version');
    case 'buildVersion':
      return t('Build Image Version');
    case 'createImage':
      return t('Create Image');
    case 'editImage':
      return isKnown ? t('Edit Image {0}', imageName) : t('Edit Image');
    case 'deleteImage':
      return isKnown ? t('Delete Image {0}', imageName) : t('Delete Image');
    case 'editVersion':
      return number === undefined ? t('Edit Version') : t('Edit Version {0} of {1}', number, imageName);
    case 'editAliases':
      return number === undefined ? t('Edit Aliases') : t('Aliases of Version {0} of {1}', number, imageName);
    case 'archiveVersion':
      return number === undefined ? t('Archive Version') : t('Archive Version {0} of {1}', number, imageName);
    case 'deleteVersion':
      return t('Delete Version');
    case 'showVersion':
      return t('Show Version as JSON');
    case 'compareVersions':
      return number === undefined
        ? t('Compare Versions')
        : t('Compare with Version {0} of {1}', number, imageName);
    case 'checkContainerImage':
      return t('Check Container Image');
    case 'showContainerImage':
      return t('Show Container Image');
    case 'compareContainerImages':
      return number === undefined
        ? t('Compare Container Images')
        : t('Compare with Container Image of Version {0} of {1}', number, imageName);
    case 'copyName':
      return t('Copy Name');
    case 'copyArn':
      return t('Copy ARN');
    case 'copyUri':
      return t('Copy Image URI');
    case 'copyDigest':
      return t('Copy Digest');
    case 'explainVersion':
      return t('Explain Failure');
    case 'explainApp':
      return t('Explain App Failure');
    case 'openConsole':
      return t('Open in AWS Console');
    case 'copyAs':
      return number === undefined ? t('Copy as Code') : t('Version {0} of {1}', number, imageName);
  }
}
