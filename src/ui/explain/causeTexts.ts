import * as vscode from 'vscode';
import type { Cause, CauseCode, CauseFacts, Certainty, Fix } from '../../core/explain/cause.ts';
import { codeSpan } from '../../core/explorer/markdown.ts';
import { formatSize } from '../format.ts';

/** Whose failure is explained. */
export type Failed = 'version' | 'app';

/** Markdown, with what others have named in code spans. */
export interface CauseText {
  /** One sentence. */
  readonly text: string;
  /** What it goes by, or why it matters. */
  readonly why?: string;
}

type Texts = {
  readonly [C in CauseCode]: (facts: CauseFacts[C], certainty: Certainty, failed: Failed) => CauseText;
};

const { t } = vscode.l10n;

const readsWithIt = t('SageMaker reads the container image with this role.');
const simulated = t("IAM simulates the role's own policies; a policy of the repository may allow more.");
const saidSo = t('SageMaker says so itself.');

const texts: Texts = {
  'container.missing': ({ reference }) => ({
    text: t('ECR does not have {0}.', codeSpan(reference)),
    why: t('What is not there can not be pulled.'),
  }),
  'container.archived': ({ reference, status }) => ({
    text: t('ECR says that {0} is {1}.', codeSpan(reference), codeSpan(status)),
    why: t('Only what is ACTIVE can be pulled.'),
  }),
  'container.notInEcr': ({ reference }) => ({
    text: t('{0} is no URI of a private ECR repository.', codeSpan(reference)),
    why: t('SageMaker documents nothing else that a version can be made of.'),
  }),
  'container.otherRegion': ({ reference, region }) => ({
    text:
      reference === undefined || region === undefined
        ? t('The container image is in another region.')
        : t('{0} is in {1}, another region.', codeSpan(reference), codeSpan(region)),
    why: reference === undefined ? saidSo : t('SageMaker pulls from repositories of its own region only.'),
  }),
  'container.otherAccount': ({ reference, accountId }) => ({
    text: t('{0} is in another account, {1}.', codeSpan(reference), codeSpan(accountId)),
    why: t(
      'The policy of its repository has to let this account pull; whether SageMaker takes it then is not documented.',
    ),
  }),
  'container.artifact': ({ reference }) => ({
    text: t('{0} is no container image, but something else that is kept in ECR.', codeSpan(reference)),
  }),
  'container.mediaType': ({ mediaType }, _certainty, failed) => ({
    text:
      mediaType === undefined
        ? t('SageMaker does not take the kind of manifest that the container image has.')
        : t('Its manifest is of the kind {0}.', codeSpan(mediaType)),
    why:
      failed === 'app'
        ? saidSo
        : t('SageMaker models and endpoints refused such images; of versions nobody has reported it.'),
  }),
  'container.platform': ({ platforms }, certainty, failed) => platformText(platforms, certainty, failed),
  'container.tooLarge': ({ sizeInBytes, limit }) => ({
    text: t('It has {0} even compressed.', formatSize(sizeInBytes)),
    why: t('Guides to such apps set {0} uncompressed as the limit.', formatSize(limit)),
  }),
  'container.user': ({ user, appType }) => ({
    text: t(
      'The container image runs as {0}, which is none of the users of {1}.',
      user === '' ? t('root') : codeSpan(user),
      codeSpan(appType),
    ),
    why: t('JupyterLab and Code Editor run as user 1000, kernels of Studio Classic as 1000 or 0.'),
  }),
  'container.noCommand': ({ appType }) => ({
    text: t('Nothing says what {0} is to start: neither ENTRYPOINT nor CMD is set.', codeSpan(appType)),
    why: t('Its app image config can say it in their place.'),
  }),
  'role.missing': ({ roleArn }) => ({
    text: t('There is no role {0} in this account.', codeSpan(roleArn)),
    why: readsWithIt,
  }),
  'role.untrusted': ({ roleArn }) => ({
    text: t('Role {0} does not let SageMaker assume it.', codeSpan(roleArn)),
    why: readsWithIt,
  }),
  'role.conditional': ({ roleArn }) => ({
    text: t(
      'Whether SageMaker may assume role {0} depends on conditions of its trust policy.',
      codeSpan(roleArn),
    ),
    why: readsWithIt,
  }),
  'role.denied': ({ roleArn, actions }) => ({
    text: t('Role {0} may not pull: it lacks {1}.', codeSpan(roleArn), codeSpans(actions)),
    why: simulated,
  }),
  'role.new': ({ roleArn, seconds }) => ({
    text: t('Role {0} was made {1} seconds before the version.', codeSpan(roleArn), seconds),
    why: t('A new role is not known everywhere for about a minute.'),
  }),
  'role.unchecked': ({ roleArn }) => ({
    text:
      roleArn === undefined
        ? t('The role of the image may not be allowed to read the container image.')
        : t('Role {0} may not be allowed to read the container image.', codeSpan(roleArn)),
    why: t(
      "By AWS's guide, permissions are a common cause. What the role may do could not be found out to the end.",
    ),
  }),
  'version.gone': ({ versionArn }) => ({
    text:
      versionArn === undefined
        ? t('The version that the app was started with is not there any more.')
        : t('The version that the app was started with is not there any more: {0}.', codeSpan(versionArn)),
  }),
  'version.failed': ({ number, reason }) => ({
    text: t('Version {0} of the image could not be created, so there is nothing to start.', number),
    ...(reason !== undefined && { why: t('SageMaker says of the version: {0}', codeSpan(reason)) }),
  }),
  'image.notAttached': (_facts, certainty) => ({
    text: t("The image is not among those that the app's domain, user profile or space names for such apps."),
    ...(certainty === 'certain' && { why: saidSo }),
  }),
  'executionRole.denied': ({ roleArn, actions }, certainty) => ({
    text:
      roleArn === undefined
        ? t('The role that the app runs with lacks {0}.', codeSpans(actions))
        : t('Role {0}, which the app runs with, lacks {1}.', codeSpan(roleArn), codeSpans(actions)),
    ...(certainty === 'certain' && { why: saidSo }),
  }),
  'config.appType': ({ name, appTypes, appType }) => ({
    text: t(
      'App image config {0} has settings for {1}, and none for {2}.',
      codeSpan(name),
      codeSpans(appTypes),
      codeSpan(appType),
    ),
  }),
  'config.user': ({ configured, user }) => ({
    text:
      configured === undefined || user === undefined
        ? t('The user of the app image config is not that of the container image.')
        : t(
            'The app image config says user {0}, and the container image {1}.',
            codeSpan(configured),
            user === '' ? t('root') : codeSpan(user),
          ),
    ...(configured === undefined && { why: saidSo }),
  }),
  'app.classic': () => ({
    text: t('It is an app of Studio Classic, of which no new ones can be created any more.'),
  }),
};

const fixTexts: Readonly<Record<Fix, string>> = {
  allowDescribe: t('Let the role describe image versions.'),
  allowPull: t('Let the role pull from the repository.'),
  attachImage: t('Attach the image, with an app image config, to the domain, the user profile or the space.'),
  buildForAmd64: t('Build it with --platform=linux/amd64, and create a version of that.'),
  buildWithDockerMediaTypes: t(
    "Build it with Docker's media types: --provenance=false --sbom=false --output type=docker.",
  ),
  chooseOtherRole: t('Give the image another role.'),
  configureForApp: t('Describe this type of app in the app image config: its user, or what is started.'),
  copyToAccount: t('Push the container image to a repository of this account.'),
  copyToRegion: t('Push the container image to a repository of this region.'),
  createVersion: t('Create another version.'),
  makeSmaller: t('Make the container image smaller.'),
  pushImage: t('Push the container image again.'),
  restoreImage: t('Restore it in ECR.'),
  setCommand: t('Set ENTRYPOINT or CMD in the Dockerfile.'),
  setUser: t('End the Dockerfile with USER 1000.'),
  trustSageMaker: t('Let SageMaker assume the role, by its trust policy.'),
  useJupyterLab: t('Use JupyterLab or Code Editor in its place.'),
};

export function causeText({ code, facts, certainty }: Cause, failed: Failed): CauseText {
  const text = texts[code] as (facts: unknown, certainty: Certainty, failed: Failed) => CauseText;
  return text(facts, certainty, failed);
}

export function fixText(fix: Fix): string {
  return fixTexts[fix];
}

/** Names of others in a sentence, each as it is. */
export function codeSpans(names: readonly string[]): string {
  return names.map(codeSpan).join(', ');
}

function platformText(platforms: readonly string[], certainty: Certainty, failed: Failed): CauseText {
  const says = t('A program in it could not be executed ("exec format error").');
  if (certainty === 'possible') {
    return {
      text: t(
        'The container image is for {0}, but a program in it may be for another platform.',
        codeSpans(platforms),
      ),
      why: says,
    };
  }
  if (platforms.length === 0) {
    return { text: t('The container image is not for linux/amd64.'), why: says };
  }
  return {
    text: t('The container image is for {0}, and not for linux/amd64.', codeSpans(platforms)),
    why:
      failed === 'app'
        ? t('Instances of SageMaker have no other platform.')
        : t(
            'No app or job can start with it. Whether a version fails for that already is documented nowhere.',
          ),
  };
}
