import * as vscode from 'vscode';
import type { PlanField, PlanFieldRow, PlanNote, PlanRow } from '../../core/build/buildReview.ts';
import type { RepositorySettings } from '../../core/build/pushRepository.ts';
import type { TagState } from '../../core/build/tagLookup.ts';
import { isEcrHost } from '../../core/containerUri.ts';
import type { Stage } from '../../core/dockerfileOutline.ts';
import type { ListId, Rows } from '../../core/questions.ts';
import { destinationText } from '../destinationText.ts';
import { formatImageUri } from '../format.ts';
import { problemText } from '../problemTexts.ts';
import type { ListText } from '../promptTexts.ts';
import { detailOf, parameterItem, uriItem } from '../rowItems.ts';

const { t } = vscode.l10n;

type BuildListId = Extract<
  ListId,
  | 'dockerfile'
  | 'pushRepository'
  | 'repositorySettings'
  | 'imageTag'
  | 'target'
  | 'buildArg'
  | 'platform'
  | 'labels'
  | 'plan'
>;

/** Titles and rows of the lists between a Dockerfile and a version. */
export const buildListTexts: { readonly [K in BuildListId]: ListText<Rows[K]> } = {
  dockerfile: {
    title: t('Dockerfile'),
    placeholder: t('Pick the Dockerfile to build'),
    present: (row) => ({ label: row, iconPath: new vscode.ThemeIcon('file') }),
  },
  pushRepository: {
    title: t('ECR Repository'),
    placeholder: t('Pick the repository to push to, or type or paste its URI'),
    present: (row) => {
      if (row.kind === 'uri') return uriItem(row.uri);
      if (row.kind === 'new') {
        return {
          label: t('Create a new repository…'),
          description: t('asks for its name and settings'),
          iconPath: new vscode.ThemeIcon('add'),
        };
      }
      const { name, uri, immutableTags } = row.repository;
      return {
        label: name,
        description: immutableTags ? t('{0} · keeps its tags', uri) : uri,
        iconPath: new vscode.ThemeIcon('repo'),
      };
    },
  },
  repositorySettings: {
    title: t('Settings of the New Repository'),
    placeholder: t('Pick what ECR does with what is pushed'),
    present: (row) => ({
      label: [
        row.scanOnPush ? t('Scan on push') : t('Do not scan'),
        row.immutableTags ? t('keep tags') : t('let tags move'),
      ].join(', '),
      description: row.immutableTags
        ? t('a tag cannot be pushed twice')
        : t('a version keeps its digest all the same'),
      iconPath: new vscode.ThemeIcon('settings-gear'),
    }),
  },
  imageTag: {
    title: t('Tag'),
    placeholder: t('Pick a tag, or type any; {0} and {1} stand for what git says', '{branch}', '{commit}'),
    present: (row) => ({
      label: row.tag,
      description: [schemeText(row), tagStateText(row.state)].filter(Boolean).join(' · '),
      iconPath: new vscode.ThemeIcon(row.state === 'kept' ? 'lock' : 'tag'),
    }),
  },
  target: {
    title: t('Build Target'),
    placeholder: t('Pick the stage that becomes the image'),
    present: ({ target, stage }) => ({
      label: target ?? t('The final stage'),
      description: fromText(target, stage),
      iconPath: new vscode.ThemeIcon('layers'),
    }),
  },
  buildArg: {
    title: t('Build Arguments'),
    placeholder: t('Pick a build argument to change it'),
    present: ({ name, value, defaultValue, isSecret }) => ({
      label: name,
      description:
        value === undefined || value === null
          ? defaultValue === undefined
            ? t('is not passed')
            : t('{0} (its default)', defaultValue)
          : isSecret
            ? '•••'
            : value,
      iconPath: new vscode.ThemeIcon(isSecret ? 'key' : 'symbol-variable'),
    }),
  },
  platform: {
    title: t('Platform'),
    placeholder: t('Pick a platform, or type any other'),
    present: (row) => ({
      label: row,
      ...(row === 'linux/amd64' && { description: t('what SageMaker Studio runs') }),
      iconPath: new vscode.ThemeIcon('server'),
    }),
  },
  labels: {
    title: t('Labels'),
    placeholder: t('Whether labels tie the image to its commit'),
    present: (row) => ({
      label: row ? t('Add them') : t('None'),
      description: row ? 'org.opencontainers.image.revision · source · created' : '',
      iconPath: new vscode.ThemeIcon(row ? 'git-commit' : 'circle-slash'),
    }),
  },
  plan: {
    title: t('Review'),
    placeholder: t('Press Enter to run the plan, or pick what is to be changed'),
    present: (row) => planItem(row),
  },
};

/** As the Dockerfile has it. The name of a stage is there where it is not the label. */
function fromText(target: string | null, { from, name }: Stage): string {
  return target === null && name !== undefined ? `FROM ${from} AS ${name}` : `FROM ${from}`;
}

function planItem(row: PlanRow): vscode.QuickPickItem {
  switch (row.kind) {
    case 'parameter':
      return parameterItem(row);
    case 'run':
      return {
        label: t('Build → log in → push → create version of {0} → wait', row.draft.version.image.name),
        ...(row.draft.version.image.isNew && { description: t('and the image itself first') }),
        detail: destinationText(row),
        iconPath: new vscode.ThemeIcon('rocket'),
      };
    case 'field':
      return {
        label: planTexts[row.field],
        description: row.value === null ? noValueText(row) : planValueText(row.field, row.value),
        ...detailOf(row.problem && problemText(row.problem), row.note && planNoteText(row.note)),
        iconPath: new vscode.ThemeIcon(
          row.problem ? 'warning' : row.field === 'dockerfile' ? 'file' : 'edit',
        ),
      };
  }
}

const planTexts: Readonly<Record<PlanField, string>> = {
  repository: t('ECR repository'),
  tag: t('Tag'),
  dockerfile: t('Dockerfile'),
  context: t('Build context'),
  target: t('Build target'),
  buildArgs: t('Build arguments'),
  platform: t('Platform'),
  labels: t('Labels'),
};

/** Rows have room for what tells one from another, and for no more. */
function planValueText(field: PlanField, value: string): string {
  switch (field) {
    case 'repository':
      return isEcrHost(value.split('/')[0] ?? '') ? formatImageUri(value) : value;
    case 'labels':
      return value.replaceAll('org.opencontainers.image.', '').replace(/\b([0-9a-f]{7})[0-9a-f]{33}\b/, '$1');
    default:
      return value;
  }
}

function noValueText({ field }: PlanFieldRow): string {
  switch (field) {
    case 'target':
      return t('The final stage');
    case 'buildArgs':
      return t('None are passed');
    case 'labels':
      return t('None');
    default:
      return t('Not set');
  }
}

function planNoteText(note: PlanNote): string {
  switch (note.kind) {
    case 'newRepository': {
      const created = t('Is created first: {0}.', settingsText(note));
      return note.isPushCovered ? created : t('{0} {1}', created, notCoveredText);
    }
    case 'pushNotCovered':
      return notCoveredText;
    case 'tagMoves':
      return t('The repository has it: it is taken from the image that has it now.');
    case 'tagUnknown':
      return t('The registry could not be asked whether it has this tag.');
    case 'finalStage':
      return t('The final stage');
    case 'notForStudio':
      return t('SageMaker Studio has no machines for it: it runs linux/amd64.');
    case 'noSource':
      return t('There is no git repository to tell the commit.');
    case 'dirty':
      return t('Files differ from the commit that the labels name.');
  }
}

const notCoveredText = t('AmazonSageMakerFullAccess alone does not let push there.');

function settingsText({ scanOnPush, immutableTags }: RepositorySettings): string {
  return [
    scanOnPush ? t('scans on push') : t('does not scan'),
    immutableTags ? t('keeps its tags') : t('tags can move'),
  ].join(', ');
}

function schemeText({ scheme, tag }: { readonly scheme: string; readonly tag: string }): string {
  if (scheme === 'semver') return t('the next version');
  return scheme === tag ? '' : scheme;
}

function tagStateText(state: TagState | undefined): string {
  switch (state) {
    case 'moves':
      return t('is taken from the image that has it');
    case 'kept':
      return t('is there, and the repository keeps its tags');
    default:
      return '';
  }
}
