import * as vscode from 'vscode';
import type { ContainerUri } from '../core/containerUri.ts';
import { formatContainerUri } from '../core/containerUri.ts';
import type { CreateRow, Parameter, ParameterRow, ReviewNote } from '../core/create/review.ts';
import { destinationText } from './destinationText.ts';
import { formatImageUri, shortDigests } from './format.ts';
import { problemText } from './problemTexts.ts';

const { t } = vscode.l10n;

/** The row of the review that creates. */
export function createItem(row: CreateRow): vscode.QuickPickItem {
  const { passed, draft } = row;
  const description = [
    draft.image.isNew ? t('and the image itself first') : '',
    passed === undefined ? '' : t('all {0} checks are passed', passed),
  ];
  return {
    label: t('Create version of {0}', draft.image.name),
    description: description.filter(Boolean).join(' · '),
    detail: destinationText(row),
    iconPath: new vscode.ThemeIcon('rocket'),
  };
}

/** A parameter of a version, as the reviews have it. */
export function parameterItem(row: ParameterRow): vscode.QuickPickItem {
  return {
    label: parameterTexts[row.parameter],
    description:
      row.value === null
        ? t('Not set')
        : row.parameter === 'BaseImage'
          ? formatImageUri(row.value)
          : row.value,
    ...detailOf(row.problem && problemText(row.problem), row.note && noteText(row.note)),
    iconPath: new vscode.ThemeIcon(row.problem ? 'warning' : 'edit'),
  };
}

/** An image URI that was typed. */
export function uriItem(uri: ContainerUri): vscode.QuickPickItem {
  return {
    label: t('Use {0}', formatContainerUri(uri)),
    ...(uri.digest && uri.tag && { description: t('tag {0}', uri.tag) }),
    iconPath: new vscode.ThemeIcon('link'),
  };
}

/** What is wrong with a row's value goes before what is to be said of it. */
export function detailOf(problem: string | undefined, note: string | undefined): { detail?: string } {
  const detail = problem ?? note;
  return detail ? { detail } : {};
}

/** What the review calls each parameter. */
const parameterTexts: Readonly<Record<Parameter, string>> = {
  ImageName: t('Image name'),
  BaseImage: t('Base image'),
  JobType: t('Job type'),
  Processor: t('Processor'),
  Aliases: t('Aliases'),
  VendorGuidance: t('Vendor guidance'),
  MLFramework: t('ML framework'),
  ProgrammingLang: t('Programming language'),
  Horovod: t('Horovod'),
  ReleaseNotes: t('Release notes'),
  ClientToken: t('Client token'),
};

function noteText(note: ReviewNote): string {
  switch (note.kind) {
    case 'newImage':
      return t('Is created first, with role {0}', note.roleArn);
    case 'pinned':
      return t('Tag {0}, pinned to the digest that it stands for now', note.tag);
    case 'notPinned':
      return t('By tag, which stands for {0} now', shortDigests(note.digest));
    case 'tagNotFound':
      return t('The registry has no such tag: the version would fail. Pick another one.');
    case 'tagUnknown':
      return t('By tag: the registry could not be asked for its digest.');
    case 'aliasesLater':
      return t('Are added once the version is created: on a failed one they would stick.');
  }
}
