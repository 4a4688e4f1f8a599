import * as vscode from 'vscode';
import { regionOf, tagOf, type Built } from '../../core/drift/built.ts';
import type { DriftFact } from '../../core/drift/driftOf.ts';
import { formatAge, formatDate, shortDigests } from '../format.ts';

const { t } = vscode.l10n;

/** One thing that is known of a Dockerfile's image, or is not and why. */
export interface FactText {
  /** A sentence without its end. */
  readonly label: string;
  readonly detail?: string;
  readonly icon: string;
}

export interface FactTextContext {
  readonly built: Built;
  readonly now: Date;
  /** Where the session in use is; undefined where there is none. */
  readonly region: string | undefined;
  /** A failure in words. */
  readonly reasonOf: (error: unknown) => string;
}

type Fact<C extends DriftFact['code']> = DriftFact & { readonly code: C };

/** A fact as a row of a list shows it. */
export function factText(fact: DriftFact, context: FactTextContext): FactText {
  switch (fact.code) {
    case 'built':
      return builtText(fact, context);
    case 'failed':
      return {
        icon: 'error',
        label:
          fact.status === 'DELETE_FAILED'
            ? t('Version {0} could not be deleted', fact.number)
            : t('Version {0} could not be created', fact.number),
        detail: t('SageMaker says: {0}', fact.reason ?? t('nothing more')),
      };
    case 'dockerfileChanged':
      return {
        icon: 'diff-modified',
        label: t('The Dockerfile has changed since it was built'),
        detail: t('The version is of what it said before: build it to get one of what it says now.'),
      };
    case 'contextChanged':
      return {
        icon: 'diff-modified',
        label: t('Files that the build can copy have changed since it was built'),
        detail: t(
          'Files that .dockerignore names do not count: build it to get a version of what is there now.',
        ),
      };
    case 'tagMoved':
      return tagText(fact, context);
    case 'newerVersion':
      return {
        icon: 'arrow-up',
        label: t('Version {0} is newer', fact.number),
        detail: t('It is {0}, created {1}.', fact.status, momentOf(fact.createdAt, context.now)),
      };
    case 'versionGone':
      return {
        icon: 'trash',
        label: t('Version {0} is not there any more', fact.number),
        detail: t('Somebody has deleted it, or the whole image "{0}".', context.built.imageName),
      };
    case 'unknown':
      return unknownText(fact, context);
  }
}

/** What is said where everything that can change was looked at, and nothing has. */
export const nothingChanged: FactText = {
  icon: 'pass',
  label: t('Nothing has changed since'),
  detail: t('The Dockerfile, the files that the build can copy, the tag and the versions are as they were.'),
};

/** What is said before somebody has asked SageMaker and ECR. */
export const notAsked: FactText = {
  icon: 'question',
  label: t('SageMaker and ECR were not asked yet'),
  detail: t('Nothing is asked in AWS before you use a session in this window: refresh does.'),
};

/** What is said where the files of a Dockerfile are not read. */
export function notReadText({ sources }: Built): FactText {
  return {
    icon: 'question',
    label: t('The Dockerfile and its files are not compared'),
    detail: whyNotRead(sources !== undefined),
  };
}

function whyNotRead(isRemembered: boolean): string {
  if (!isRemembered) return t('What it was built of is remembered from the next build on.');
  return vscode.workspace.isTrusted
    ? t('They are on no disk of this machine.')
    : t('They are not read in a workspace that nobody trusts: trust it to compare them.');
}

function builtText(
  { number, status, createdAt, isRemembered }: Fact<'built'>,
  context: FactTextContext,
): FactText {
  const { built, now } = context;
  const moment = momentOf(createdAt, now);
  const source = sourceOf(built);
  return {
    icon: status.endsWith('_FAILED') ? 'error' : 'package',
    label: t('Version {0} of image "{1}" is {2}', number, built.imageName, status),
    detail: isRemembered
      ? source
        ? t('Created {0}, of {1}.', moment, source)
        : t('Created {0}.', moment)
      : t('Created {0}. It is the newest: whether it was made of this Dockerfile is not known.', moment),
  };
}

/** With what tells it from others, and not its registry: rows are cut off. */
function sourceOf({ repository = '', tag, digest }: Built): string {
  const name = repository.split('/').slice(1).join('/');
  if (tag !== undefined) return `${name}:${tag}`;
  return digest === undefined ? name : shortDigests(`${name}@${digest}`);
}

function tagText({ tag, from, to }: Fact<'tagMoved'>, { built }: FactTextContext): FactText {
  const repository = tagOf(built)?.repository ?? '';
  return {
    icon: 'tag',
    label:
      to === undefined
        ? t('Tag "{0}" is gone from ECR repository "{1}"', tag, repository)
        : t('Tag "{0}" of ECR repository "{1}" stands for another container image now', tag, repository),
    detail:
      to === undefined
        ? t('The version was made of {0}, which may be gone as well.', shortDigests(from))
        : t('It is {0} now, and the version is of {1}.', shortDigests(to), shortDigests(from)),
  };
}

function unknownText(fact: Fact<'unknown'>, context: FactTextContext): FactText {
  return { icon: 'question', label: unknownLabel(fact), detail: unknownDetail(fact, context) };
}

function unknownLabel({ about }: Fact<'unknown'>): string {
  switch (about) {
    case 'dockerfile':
      return t('Whether the Dockerfile has changed is not known');
    case 'context':
      return t('Whether files that the build can copy have changed is not known');
    case 'version':
      return t('How the version is now is not known');
    case 'tag':
      return t('What the tag stands for now is not known');
  }
}

function unknownDetail({ reason, error }: Fact<'unknown'>, context: FactTextContext): string {
  const { built, region, reasonOf } = context;
  switch (reason) {
    case 'notRemembered':
      return t('What it was built of is remembered from the next build on.');
    case 'unreadable':
      return t('Not everything can be read.');
    case 'tooLarge':
      return t(
        'There are too many files to compare, or too large ones: name what is not needed in .dockerignore.',
      );
    case 'ignoreFile':
      return t('.dockerignore has a line that no engine understands: put it right.');
    case 'otherRegion':
      return t(
        'It is in {0}, and the session in {1}: switch the region.',
        regionOf(built) ?? '?',
        region ?? '?',
      );
    case 'otherAccount':
      return t('It is in account {0}: switch to a profile of that account.', built.accountId ?? '?');
    case 'error':
      return reasonOf(error);
  }
}

function momentOf(then: Date, now: Date): string {
  return t('{0} ({1})', formatAge(then, now), formatDate(then));
}
