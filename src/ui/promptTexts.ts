import * as vscode from 'vscode';
import type { Field, ListId, Purpose, Rows } from '../core/questions.ts';
import { placeOf } from '../core/regions.ts';
import type { SnippetKind } from '../core/snippets/snippet.ts';
import { buildListTexts } from './build/buildListTexts.ts';
import { destinationText } from './destinationText.ts';
import { appItem } from './explain/appItem.ts';
import { latestText } from './explorer/rowTexts.ts';
import { formatAge, formatSize, shortDigests } from './format.ts';
import { ambientText, profileProblemText, profileText } from './profileTexts.ts';
import { uriItem } from './rowItems.ts';
import { statusText } from './statusTexts.ts';

/** How a list is titled and how its rows look. */
export interface ListText<R> {
  /** Empty where what it is asked for says it all. */
  readonly title: string;
  readonly placeholder: string;
  present(row: R): vscode.QuickPickItem;
  /** What it says when there is nothing to pick, where nothing can be typed either. */
  readonly empty?: string;
  /** Of the rows for which the question has an answer to it. */
  readonly button?: vscode.QuickInputButton;
}

const { t } = vscode.l10n;
const notSet: vscode.QuickPickItem = {
  label: t('Not set'),
  description: t('is not sent'),
  iconPath: new vscode.ThemeIcon('circle-slash'),
};

/** Titles and rows of lists. */
export type ListTexts = { readonly [K in ListId]: ListText<Rows[K]> };

/** Those that tell what checks have found, which come with the checks. */
export type ReviewTexts = Pick<ListTexts, 'review' | 'checks'>;

/** Titles and rows of every other list. */
export const listTexts: Omit<ListTexts, keyof ReviewTexts> = {
  image: {
    title: t('Image'),
    placeholder: t('Pick a SageMaker image'),
    empty: t('There is no image in this account and region yet'),
    present: (row) => {
      if (row.kind === 'new') {
        return {
          label: t('Create a new image…'),
          description: t('asks for its name and role'),
          iconPath: new vscode.ThemeIcon('add'),
        };
      }
      const { image, latest } = row;
      return {
        label: image.name,
        description: [
          latest === undefined ? '' : latestText(latest),
          image.status === 'CREATED' ? '' : statusText(image.status),
        ]
          .filter(Boolean)
          .join(' · '),
        ...((image.displayName || image.description) && {
          detail: image.description ?? image.displayName ?? '',
        }),
        iconPath: new vscode.ThemeIcon('package'),
      };
    },
  },
  version: {
    title: t('Version'),
    placeholder: t('Pick a version, newest first'),
    empty: t('The image has no version yet'),
    present: (row) => {
      if (row.kind === 'image') {
        return {
          label: t('The image itself'),
          description: row.imageName,
          iconPath: new vscode.ThemeIcon('package'),
        };
      }
      const { number, status, createdAt } = row.version;
      return {
        label: t('Version {0}', number),
        description: [statusText(status), formatAge(createdAt, new Date()), row.aliases?.join(', ')]
          .filter(Boolean)
          .join(' · '),
        iconPath: new vscode.ThemeIcon('versions'),
      };
    },
  },
  role: {
    title: t('Role'),
    placeholder: t('Pick a role that SageMaker may assume, or type or paste the ARN of any'),
    present: (row) =>
      row.kind === 'arn'
        ? { label: t('Use {0}', row.arn), iconPath: new vscode.ThemeIcon('link') }
        : {
            label: row.role.name,
            ...(row.isCurrent && { description: t('current') }),
            detail: row.role.arn,
            iconPath: new vscode.ThemeIcon('key'),
          },
  },
  edit: {
    title: '',
    placeholder: t('Pick what is to be changed; the first row writes it'),
    present: (row) =>
      row.kind === 'save'
        ? {
            label: saveText(row.purpose),
            detail: destinationText(row),
            iconPath: new vscode.ThemeIcon('save'),
          }
        : {
            label: fieldTexts[row.field],
            description: row.value ?? t('Not set'),
            ...(row.before !== undefined && {
              detail: row.before === null ? t('Was not set before') : t('Was "{0}" before', row.before),
            }),
            iconPath: new vscode.ThemeIcon(row.before === undefined ? 'edit' : 'diff-modified'),
          },
  },
  alias: {
    title: '',
    placeholder: t('Type an alias to add it, or pick one to remove it'),
    present: (row) => ({
      label: row.kind === 'add' ? t('Add {0}', row.alias) : row.alias,
      description: row.isLaunchable
        ? t('launchable: Studio apps can be launched with it')
        : t('label only: for scripts and people, no Studio app is launched with it'),
      ...(row.kind === 'add' && { detail: destinationText(row) }),
      iconPath: new vscode.ThemeIcon(row.kind === 'add' ? 'add' : row.isLaunchable ? 'rocket' : 'tag'),
    }),
    button: { iconPath: new vscode.ThemeIcon('trash'), tooltip: t('Remove from this version') },
  },
  archive: {
    title: '',
    placeholder: t('Pick when the version is archived'),
    present: (row) => ({
      label: row.guidance === 'ARCHIVED' ? t('Archive now') : t('Archive in three months'),
      description:
        row.guidance === 'ARCHIVED'
          ? t('not found by searching, no longer supported')
          : t('SageMaker does it by itself then'),
      detail: `${row.guidance} · ${destinationText(row)}`,
      iconPath: new vscode.ThemeIcon(row.guidance === 'ARCHIVED' ? 'archive' : 'history'),
    }),
  },
  snippet: {
    title: t('Copy as…'),
    placeholder: t('Pick what goes to the clipboard'),
    present: (row) => ({ label: snippetTexts[row], iconPath: new vscode.ThemeIcon('code') }),
  },
  repository: {
    title: t('ECR Repository'),
    placeholder: t('Pick a repository, or type or paste an image URI'),
    present: (row) =>
      row.kind === 'uri'
        ? uriItem(row.uri)
        : {
            label: row.repository.name,
            description: row.repository.uri,
            iconPath: new vscode.ThemeIcon('repo'),
          },
  },
  containerImage: {
    title: t('Container Image'),
    placeholder: t('Pick an image, newest first, or type or paste a URI, ":tag" or digest'),
    present: (row) => {
      if (row.kind === 'uri') return uriItem(row.uri);
      const { digest, sizeInBytes, pushedAt } = row.image;
      const facts = [
        shortDigests(digest),
        sizeInBytes === undefined ? '' : formatSize(sizeInBytes),
        pushedAt ? formatAge(pushedAt, new Date()) : '',
      ];
      return {
        label: row.tag ?? t('(no tag)'),
        description: facts.filter(Boolean).join(' · '),
        iconPath: new vscode.ThemeIcon(row.tag ? 'tag' : 'circle-outline'),
      };
    },
  },
  jobType: {
    title: t('Job Type'),
    placeholder: t('What the image is for'),
    present: (row) => (row === null ? notSet : { label: row, description: jobTypeTexts[row] }),
  },
  processor: {
    title: t('Processor'),
    placeholder: t('What the image runs on'),
    present: (row) => (row === null ? notSet : { label: row, description: processorTexts[row] }),
  },
  vendorGuidance: {
    title: t('Vendor Guidance'),
    placeholder: t('What you say about the stability of this version'),
    present: (row) => (row === null ? notSet : { label: row, description: vendorGuidanceTexts[row] }),
  },
  horovod: {
    title: t('Horovod'),
    placeholder: t('Whether the image is compatible with Horovod'),
    present: (row) => (row === null ? notSet : { label: row ? t('Yes') : t('No') }),
  },
  app: {
    title: t('App'),
    placeholder: t('Pick an app of SageMaker Studio, those that failed first'),
    empty: t('There is no app in this account and region'),
    present: appItem,
  },
  ...buildListTexts,
  profile: {
    title: t('AWS Profile'),
    placeholder: t('Pick the profile that signs every call'),
    present: (row) => {
      if (row.kind === 'add') {
        return { label: t('Add Profile…'), alwaysShow: true, iconPath: new vscode.ThemeIcon('add') };
      }
      if (row.kind === 'ambient') {
        return { ...ambientText(row.ambient), iconPath: new vscode.ThemeIcon('vm') };
      }
      const { name, problem } = row.profile;
      return {
        label: name,
        description: problem ? t('cannot be used') : profileText(row.profile),
        ...(problem && { detail: profileProblemText(problem) }),
        iconPath: new vscode.ThemeIcon(problem ? 'warning' : 'account'),
      };
    },
    button: { iconPath: new vscode.ThemeIcon('sign-in'), tooltip: t('Sign in, then switch to it') },
  },
  region: {
    title: t('AWS Region'),
    placeholder: t('Pick a region, or type any other'),
    present: ({ region, reason }) => ({
      label: region,
      description: [
        placeOf(region),
        reason === 'profile' ? t('of the profile') : '',
        reason === 'recent' ? t('used lately') : '',
      ]
        .filter(Boolean)
        .join(' · '),
      iconPath: new vscode.ThemeIcon('globe'),
    }),
  },
};

/** The row that stands where "Not set" would be. */
export const forGood: vscode.QuickPickItem = {
  label: t('Not set'),
  description: t('is not possible any more: SageMaker replaces a value, but cannot take it back'),
  iconPath: new vscode.ThemeIcon('lock'),
};

function saveText({ kind, imageName = '', number }: Purpose): string {
  if (kind === 'createImage') return t('Create image {0}', imageName);
  return number === undefined
    ? t('Save the changes to image {0}', imageName)
    : t('Save the changes to version {0} of {1}', number, imageName);
}

const fieldTexts: Readonly<Record<Field, string>> = {
  imageName: t('Image name'),
  roleArn: t('Role'),
  displayName: t('Display name'),
  description: t('Description'),
  tags: t('Tags'),
  vendorGuidance: t('Vendor guidance'),
  jobType: t('Job type'),
  processor: t('Processor'),
  mlFramework: t('ML framework'),
  programmingLang: t('Programming language'),
  horovod: t('Horovod'),
  releaseNotes: t('Release notes'),
};

const snippetTexts: Readonly<Record<SnippetKind, string>> = {
  cli: t('AWS CLI'),
  boto3: t('Python (boto3)'),
  javascript: t('JavaScript (AWS SDK v3)'),
  cloudformation: t('CloudFormation'),
  terraform: t('Terraform'),
};

const jobTypeTexts = {
  TRAINING: t('training jobs'),
  INFERENCE: t('endpoints and batch transform'),
  NOTEBOOK_KERNEL: t('notebooks and Studio apps'),
};

const processorTexts = { CPU: t('instances without a GPU'), GPU: t('instances with NVIDIA GPUs') };

const vendorGuidanceTexts = {
  NOT_PROVIDED: t('says nothing about its stability'),
  STABLE: t('is stable'),
  TO_BE_ARCHIVED: t('will be archived, in three months by itself'),
  ARCHIVED: t('is no longer actively supported'),
};
