import * as vscode from 'vscode';
import { formatPlatform } from '../../core/containerImages/contents.ts';
import type {
  CheckId,
  Finding,
  FindingCode,
  FindingFacts,
  Fix,
  Obstacle,
} from '../../core/preflight/finding.ts';
import { formatSize } from '../format.ts';
import { messageOf } from '../messages.ts';

export interface FindingText {
  /** One sentence: what it is, and what can be done. */
  readonly text: string;
  /** Why it matters, where the sentence does not say it already. */
  readonly why?: string;
}

type Texts = { readonly [C in FindingCode]: (facts: FindingFacts[C]) => FindingText };

const { t } = vscode.l10n;

const otherAccounts = t(
  'AWS documents nothing of container images of other accounts: whether SageMaker takes it, only a try will tell. The policy of its repository has to let your account pull.',
);
const failsLater = t('SageMaker would create the version all the same, and say later that it failed.');
const simulated = t(
  'That is what IAM simulates of its own policies: a policy of the repository may allow more.',
);

const texts: Texts = {
  'uri.region': ({ region, sessionRegion, isOtherPartition }) => ({
    text: isOtherPartition
      ? t('It is in {0}, which shares nothing with {1}: push it to a registry there.', region, sessionRegion)
      : t(
          'It is in {0} and not in {1}: push it to a registry there, or switch the region.',
          region,
          sessionRegion,
        ),
    why: t('SageMaker pulls from repositories of its own region only.'),
  }),
  'uri.suffix': ({ region, suffix, expected }) => ({
    text: t('Registries in {0} end in "{1}" and not in "{2}": rewrite the URI.', region, expected, suffix),
  }),
  'uri.account': ({ account, sessionAccount }) => ({
    text: t('It is in account {0} and not in your account {1}.', account, sessionAccount),
    why: otherAccounts,
  }),
  'repository.missing': ({ repository }) => ({
    text: t('There is no repository "{0}" in this account and region: check its name.', repository),
    why: failsLater,
  }),
  'containerImage.missing': ({ uri }) => ({
    text: t('There is no container image {0}: choose another tag, or push it first.', uri),
    why: failsLater,
  }),
  'containerImage.archived': ({ uri }) => ({
    text: t('{0} is archived and can not be pulled: restore it in ECR, or choose another tag.', uri),
  }),
  'containerImage.notFetched': ({ uri, upstream }) => ({
    text: t('ECR does not have {0} yet: pull it once, so that ECR fetches it from {1}.', uri, upstream),
    why: t(
      'The repository is a pull through cache: whether SageMaker fetches what nobody has pulled is not documented.',
    ),
  }),
  'containerImage.activating': ({ uri }) => ({
    text: t('{0} is being restored from the archive: wait until ECR has it back.', uri),
  }),
  'containerImage.status': ({ uri, status }) => ({
    text: t('ECR says that {0} is {1}: whether it can be pulled is not known here.', uri, status),
  }),
  'mediaType.artifact': ({ mediaType }) => ({
    text: t('It is no container image, but something else that is kept in ECR ({0}).', mediaType ?? '?'),
  }),
  'mediaType.unfamiliar': ({ mediaType }) => ({
    text: t('Its manifest is of the kind "{0}": whether SageMaker takes it is not known here.', mediaType),
  }),
  'mediaType.inference': ({ mediaType }) => ({
    text: t(
      "Inference was seen to refuse {0}: build it with Docker's media types, as by --provenance=false --sbom=false --output type=docker.",
      mediaType,
    ),
    why: t('SageMaker models and endpoints said "Unsupported manifest media type" of such images.'),
  }),
  'platform.unsuitable': ({ platforms, wanted }) => ({
    text: t(
      'It is for {0} and not for {1}: build it with --platform={1}.',
      platforms.map(formatPlatform).join(', ') || t('no platform at all'),
      formatPlatform(wanted),
    ),
    why: t('Apps and jobs of such an image end with "exec format error".'),
  }),
  'platform.untold': () => ({ text: t('It does not tell its platform; SageMaker needs linux/amd64.') }),
  'size.tooLarge': ({ sizeInBytes, limitInBytes }) => ({
    text: t(
      'It has {0} even compressed: Studio Classic took {1} uncompressed at most; of other apps no limit is known.',
      formatSize(sizeInBytes),
      formatSize(limitInBytes),
    ),
  }),
  'size.large': ({ sizeInBytes }) => ({
    text: t('It has {0}, compressed: apps take long to start with it.', formatSize(sizeInBytes)),
  }),
  'size.untold': () => ({ text: t('ECR does not tell its size.') }),
  'scan.severe': ({ counts }) => ({
    text: t('Its scan found vulnerabilities: {0}.', countsText(counts)),
    why: t('Whoever starts an app with it runs them.'),
  }),
  'scan.slight': ({ counts }) => ({ text: t('Its scan found {0}, and nothing worse.', countsText(counts)) }),
  'scan.none': () => ({ text: t('It was not scanned for vulnerabilities.') }),
  'scan.unfinished': ({ status }) => ({ text: t('There is no result of a scan: ECR says {0}.', status) }),
  'tag.mayMove': ({ tag, repository, isCertain }) => ({
    text: isCertain
      ? t(
          'Tag "{0}" of "{1}" can move to another image until SageMaker looks: pin the digest.',
          tag,
          repository,
        )
      : t('Tag "{0}" may be one of those of "{1}" that can move: pin the digest.', tag, repository),
    why: t('A version keeps what its tag stood for when it was created, whatever becomes of the tag.'),
  }),
  'digest.registered': ({ imageName, number }) => ({
    text: t('Version {0} of "{1}" was made of the same container image.', number, imageName),
    why: t('SageMaker asks for another container image for each version.'),
  }),
  'digest.perhapsThis': ({ imageName, number }) => ({
    text: t(
      'Version {0} of "{1}" has the same container image: it may be the one that was asked for before.',
      number,
      imageName,
    ),
    why: t('It is asked for with the same token, so that it is not created twice.'),
  }),
  'digest.notAllSearched': ({ imageName, searched }) => ({
    text: t(
      'None of the latest {0} versions of "{1}" has it; older ones were not looked at.',
      searched,
      imageName,
    ),
  }),
  'alias.taken': ({ imageName, alias, number }) => ({
    text: t(
      'Alias "{0}" is on version {1} of "{2}": take it from there first, or choose another.',
      alias,
      number,
      imageName,
    ),
    why: t('SageMaker moves no alias by itself.'),
  }),
  'image.missing': ({ imageName }) => ({
    text: t('There is no image "{0}" any more: choose another one.', imageName),
  }),
  'image.changing': ({ imageName, status }) => ({
    text: t('Image "{0}" is {1}: wait until SageMaker is done.', imageName, status),
    why: t('Until then it refuses new versions.'),
  }),
  'image.unusable': ({ imageName, status, reason }) => ({
    text: reason
      ? t('Image "{0}" is {1}. SageMaker says: {2}', imageName, status, reason)
      : t('Image "{0}" is {1}.', imageName, status),
    why: t('SageMaker creates no version of an image in this state.'),
  }),
  'image.status': ({ imageName, status }) => ({
    text: t('Image "{0}" is {1}, which is not known here.', imageName, status),
  }),
  'role.missing': ({ roleArn }) => ({
    text: t('There is no role {0}, or it is too new to be known everywhere.', roleArn),
    why: t('SageMaker reads the container image with it.'),
  }),
  'role.untrusted': ({ roleArn }) => ({
    text: t('Role {0} does not let SageMaker assume it: change its trust policy.', roleArn),
    why: t('SageMaker reads the container image with it.'),
  }),
  'role.trustDepends': ({ roleArn }) => ({
    text: t('Whether SageMaker may assume role {0} depends on conditions of its trust policy.', roleArn),
  }),
  'role.cannotPull': ({ roleArn, repository, actions }) => ({
    text: t('Role {0} may not pull from "{1}": it lacks {2}.', roleArn, repository, actions.join(', ')),
    why: simulated,
  }),
  'role.pullDepends': ({ roleArn, repository, actions }) => ({
    text: t(
      'Whether role {0} may pull from "{1}" depends on conditions ({2}).',
      roleArn,
      repository,
      actions.join(', '),
    ),
  }),
  notChecked: ({ because }) => ({ text: obstacleText(because) }),
};

/** What each check is called where all that can be said is that it could not be made. */
export const checkTitles: Readonly<Record<CheckId, string>> = {
  uri: t('account'),
  exists: t('whether it is there'),
  mediaType: t('media type'),
  platform: t('platform'),
  size: t('size'),
  scan: t('vulnerabilities'),
  tag: t('whether its tag can move'),
  registered: t('whether a version has it already'),
  aliases: t('aliases'),
  image: t('state of the image'),
  trust: t('trust of the role'),
  pull: t('permissions of the role'),
};

export function findingText({ code, facts }: Finding): FindingText {
  const text = texts[code] as (facts: unknown) => FindingText;
  return text(facts);
}

/** What a click on the fix does. */
export function fixTitle({ kind }: Fix): string {
  switch (kind) {
    case 'rewriteUri':
      return t('Copy Rewritten URI');
    case 'pinDigest':
      return t('Copy URI with Digest');
    case 'chooseTag':
      return t('Check Another Container Image…');
    case 'chooseAliases':
      return t('Choose Other Aliases…');
    case 'openPolicy':
      return t('Open Policy');
  }
}

/** Why something could not be found out, in a sentence. */
export function obstacleText(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case 'error':
      return messageOf(obstacle.error).text;
    case 'missing':
      return t('There is no container image that could be looked into.');
    case 'elsewhere':
      return t('It is in {0}, where this session does not look.', obstacle.region);
    case 'noRole':
      return t('There is no role to be looked at.');
    case 'foreignRole':
      return t('The role is of account {0}, which tells nothing of it.', obstacle.account);
  }
}

const severityOrder = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNTRIAGED', 'UNDEFINED'];

/** The gravest first; what is not known stands last. */
function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .toSorted(([one], [other]) => rankOf(one) - rankOf(other))
    .map(([severity, count]) => `${count} ${severity}`)
    .join(', ');
}

function rankOf(severity: string): number {
  return severityOrder.indexOf(severity) + 1 || severityOrder.length + 1;
}
