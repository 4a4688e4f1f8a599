import * as vscode from 'vscode';
import type { Parameter, ReviewNote } from '../core/create/review.ts';
import type { ContainerUri } from '../core/containerUri.ts';
import { formatContainerUri } from '../core/containerUri.ts';
import type { ListId, Rows, TextId } from '../core/questions.ts';
import { formatAge, formatImageUri, formatSize, shortDigests } from './format.ts';
import { placeOf } from '../core/regions.ts';
import { problemText } from './problemTexts.ts';
import { ambientText, profileProblemText, profileText } from './profileTexts.ts';
import { statusText } from './statusTexts.ts';

/** How a list is titled and how its rows look. */
export interface ListText<R> {
  readonly title: string;
  readonly placeholder: string;
  present(row: R): vscode.QuickPickItem;
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
    title: t('Create Image Version: Image'),
    placeholder: t('Pick the SageMaker image that gets the new version'),
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
        description: [latestText(latest), image.status === 'CREATED' ? '' : statusText(image.status)]
          .filter(Boolean)
          .join(' · '),
        ...((image.displayName || image.description) && {
          detail: image.description ?? image.displayName ?? '',
        }),
        iconPath: new vscode.ThemeIcon('package'),
      };
    },
  },
  repository: {
    title: t('Create Image Version: ECR Repository'),
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
    title: t('Create Image Version: Container Image'),
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
    title: t('Create Image Version: Job Type'),
    placeholder: t('What the image is for'),
    present: (row) => (row === null ? notSet : { label: row, description: jobTypeTexts[row] }),
  },
  processor: {
    title: t('Create Image Version: Processor'),
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
    title: t('Create Image Version: Review'),
    placeholder: t('Create the version, or pick a parameter to change it'),
    present: (row) => {
      if (row.kind === 'create') {
        return {
          label: t('Create version of {0}', row.draft.image.name),
          description: t(
            'profile {0} · account {1} · {2}',
            row.profile,
            row.accountId === null ? t('unknown') : (row.accountId ?? '…'),
            row.region,
          ),
          ...(row.draft.image.isNew && { detail: t('The image itself is created first.') }),
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
    title: t('Create Image Version: New Image'),
    prompt: t('The name of the new SageMaker image'),
    placeholder: t('my-image'),
  },
  newImageRole: {
    title: t('Create Image Version: Role of the New Image'),
    prompt: t('The ARN of the IAM role that SageMaker assumes to read the container image from ECR'),
    placeholder: 'arn:aws:iam::123456789012:role/SageMakerImages',
  },
  aliases: {
    title: t('Aliases'),
    prompt: t(
      'Aliases of the version, separated by commas; they are added once it is created. Empty: not set.',
    ),
    placeholder: t('1.4.0, latest'),
  },
  mlFramework: {
    title: t('ML Framework'),
    prompt: t('The machine learning framework that the image was made for. Empty: not set.'),
    placeholder: 'PyTorch 2.4',
  },
  programmingLang: {
    title: t('Programming Language'),
    prompt: t('The programming language and its version. Empty: not set.'),
    placeholder: 'Python 3.12',
  },
  releaseNotes: {
    title: t('Release Notes'),
    prompt: t('What the maintainers say about this version, on one line. Empty: not set.'),
    placeholder: t('What is new in this version'),
  },
  clientToken: {
    title: t('Client Token'),
    prompt: t('Names this creation to SageMaker: a second call with the same token creates nothing new.'),
    placeholder: '',
  },
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

function latestText(latest: { readonly number: number; readonly status: string } | null | undefined): string {
  if (latest === undefined) return '';
  if (latest === null) return t('no version yet');
  return latest.status === 'CREATED'
    ? t('latest version {0}', latest.number)
    : t('latest version {0} ({1})', latest.number, statusText(latest.status));
}

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
