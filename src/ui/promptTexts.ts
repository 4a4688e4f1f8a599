import * as vscode from 'vscode';
import type { Parameter, ReviewNote } from '../core/create/review.ts';
import type { ContainerUri } from '../core/containerUri.ts';
import { formatContainerUri } from '../core/containerUri.ts';
import type { Destination } from '../core/destination.ts';
import type { Field, ImageLoss, ListId, Purpose, Rows, TextId, TextQuestion } from '../core/questions.ts';
import type { SnippetKind } from '../core/snippets/snippet.ts';
import { latestText } from './explorer/rowTexts.ts';
import { formatAge, formatImageUri, formatSize, shortDigests } from './format.ts';
import { placeOf } from '../core/regions.ts';
import { problemText } from './problemTexts.ts';
import { ambientText, profileProblemText, profileText } from './profileTexts.ts';
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

export interface TextPrompt {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder: string;
}

const { t } = vscode.l10n;
const notSet: vscode.QuickPickItem = {
  label: t('Not set'),
  description: t('is not sent'),
  iconPath: new vscode.ThemeIcon('circle-slash'),
};

/** Titles and rows of every list. */
export const listTexts: { readonly [K in ListId]: ListText<Rows[K]> } = {
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
  review: {
    title: t('Review'),
    placeholder: t('Create the version, or pick a parameter to change it'),
    present: (row) => {
      if (row.kind === 'create') {
        return {
          label: t('Create version of {0}', row.draft.image.name),
          ...(row.draft.image.isNew && { description: t('and the image itself first') }),
          detail: destinationText(row),
          iconPath: new vscode.ThemeIcon('rocket'),
        };
      }
      return {
        label: parameterTexts[row.parameter],
        description:
          row.value === null
            ? t('Not set')
            : row.parameter === 'BaseImage'
              ? formatImageUri(row.value)
              : row.value,
        ...detailOf(row.problem && problemText(row.problem), row.note),
        iconPath: new vscode.ThemeIcon(row.problem ? 'warning' : 'edit'),
      };
    },
    button: { iconPath: new vscode.ThemeIcon('copy'), tooltip: t('Copy as…') },
  },
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

/** Titles and explanations of every text that is entered. */
export const textPrompts: Readonly<Record<TextId, TextPrompt>> = {
  newImageName: {
    title: t('New Image'),
    prompt: t('The name of the new SageMaker image'),
    placeholder: t('my-image'),
  },
  aliases: {
    title: t('Aliases'),
    prompt: t('Aliases of the version, separated by commas; they are added once it is created.'),
    placeholder: t('1.4.0, latest'),
  },
  mlFramework: {
    title: t('ML Framework'),
    prompt: t('The machine learning framework that the image was made for.'),
    placeholder: 'PyTorch 2.4',
  },
  programmingLang: {
    title: t('Programming Language'),
    prompt: t('The programming language and its version.'),
    placeholder: 'Python 3.12',
  },
  releaseNotes: {
    title: t('Release Notes'),
    prompt: t('What the maintainers say about this version, on one line.'),
    placeholder: t('What is new in this version'),
  },
  clientToken: {
    title: t('Client Token'),
    prompt: t('Names this creation to SageMaker: a second call with the same token creates nothing new.'),
    placeholder: '',
  },
  imageName: {
    title: t('Name'),
    prompt: t('The name of the new SageMaker image'),
    placeholder: t('my-image'),
  },
  displayName: {
    title: t('Display Name'),
    prompt: t('What Studio shows instead of the name.'),
    placeholder: t('My image'),
  },
  description: {
    title: t('Description'),
    prompt: t('What the image is for, on one line.'),
    placeholder: t('What is in the image, and who keeps it'),
  },
  tags: {
    title: t('Tags'),
    prompt: t('Tags of the image as key=value, separated by commas.'),
    placeholder: 'team=research, cost-center=1234',
  },
  deletion: {
    title: '',
    prompt: t('Type the name of the image to delete it.'),
    placeholder: '',
  },
};

/** What a text question says below the box: what is entered, and what an empty answer means or what is lost. */
export function promptOf({ id, isOptional, isForGood, loss }: TextQuestion): string {
  if (loss) return lossText(loss);
  const { prompt } = textPrompts[id];
  if (isForGood) return t('{0} SageMaker replaces it, but cannot take it back.', prompt);
  return isOptional ? t('{0} Empty: not set.', prompt) : prompt;
}

/** The row that stands where "Not set" would be. */
export const forGood: vscode.QuickPickItem = {
  label: t('Not set'),
  description: t('is not possible any more: SageMaker replaces a value, but cannot take it back'),
  iconPath: new vscode.ThemeIcon('lock'),
};

/** A question's title begins with what it is asked for. */
export function titleOf(title: string, purpose: Purpose | undefined): string {
  if (!purpose) return title;
  const { kind, number } = purpose;
  const isFirst = kind === 'compareVersions' && number === undefined;
  const what = isFirst ? t('First {0}', title) : title;
  return what === '' ? purposeText(purpose) : t('{0}: {1}', purposeText(purpose), what);
}

/** Where something is written, and by whom. */
export function destinationText({ profile, region, accountId }: Destination): string {
  return t(
    'profile {0} · account {1} · {2}',
    profile,
    accountId === null ? t('unknown') : (accountId ?? '…'),
    region,
  );
}

/** What is lost with an image that has versions. */
function lossText(loss: ImageLoss): string {
  return t(
    'Type "{0}" to delete the image with {1}, for good: {2}. The container images stay in ECR.',
    loss.imageName,
    versionsText(loss),
    destinationText(loss),
  );
}

/** As many aliases as there is room for below a box. */
const mostAliases = 10;

function versionsText({ versions, aliases }: ImageLoss): string {
  const count = versions === 1 ? t('its 1 version') : t('its {0} versions', versions);
  if (aliases === undefined) return t('{0} and their aliases', count);
  if (aliases.length === 0) return count;
  const named = aliases.slice(0, mostAliases).join(', ');
  const more = aliases.length - mostAliases;
  return more > 0
    ? t('{0} (aliases: {1} and {2} more)', count, named, more)
    : t('{0} (aliases: {1})', count, named);
}

function purposeText({ kind, imageName = '', number }: Purpose): string {
  const isKnown = imageName !== '';
  switch (kind) {
    case 'createVersion':
      return t('Create Image Version');
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
    case 'copyName':
      return t('Copy Name');
    case 'copyArn':
      return t('Copy ARN');
    case 'copyUri':
      return t('Copy Image URI');
    case 'copyDigest':
      return t('Copy Digest');
    case 'openConsole':
      return t('Open in AWS Console');
    case 'copyAs':
      return number === undefined ? t('Copy as Code') : t('Version {0} of {1}', number, imageName);
  }
}

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

function uriItem(uri: ContainerUri): vscode.QuickPickItem {
  return {
    label: t('Use {0}', formatContainerUri(uri)),
    ...(uri.digest && uri.tag && { description: t('tag {0}', uri.tag) }),
    iconPath: new vscode.ThemeIcon('link'),
  };
}

function detailOf(problem: string | undefined, note: ReviewNote | undefined): { detail?: string } {
  const detail = problem ?? (note && noteText(note));
  return detail ? { detail } : {};
}

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
