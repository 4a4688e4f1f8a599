import * as vscode from 'vscode';
import type { FileLocation } from '../core/profiles.ts';
import { isKnownError, type ErrorCode, type ErrorFacts } from '../core/errors.ts';
import { buildSentences } from './build/buildSentences.ts';
import type { SettingId } from './ids.ts';
import { profileProblemText } from './profileTexts.ts';

/** What the user can do about a failure. The funnel turns each into a button. */
export type Cure =
  | { readonly kind: 'retry' | 'switchSession' | 'showLog' | 'manageTrust' }
  | { readonly kind: 'signIn'; readonly profile: string }
  | { readonly kind: 'openFile'; readonly location: FileLocation }
  | { readonly kind: 'openSetting'; readonly setting: SettingId }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'open'; readonly url: string; readonly title: string };

export interface Message {
  /** One sentence: what went wrong and what is to be done. */
  readonly text: string;
  readonly cures: readonly Cure[];
}

export type Sentences = { readonly [C in ErrorCode]: (facts: ErrorFacts[C]) => Message };

const { t } = vscode.l10n;
const retry: Cure = { kind: 'retry' };
const switchSession: Cure = { kind: 'switchSession' };
const showLog: Cure = { kind: 'showLog' };

const sentences: Sentences = {
  'auth.missing': ({ profile }) => ({
    text: t(
      'There are no AWS credentials for profile "{0}": sign in, or switch to a profile that has some.',
      profile,
    ),
    cures: [switchSession, retry],
  }),
  'auth.signedOut': ({ profile, signIn }) => ({
    text: t('You are not signed in with AWS profile "{0}", or no longer: sign in.', profile),
    cures: [{ kind: 'signIn', profile: signIn.profile }, retry, switchSession],
  }),
  'auth.expired': ({ profile }) => ({
    text: t('The credentials of AWS profile "{0}" have expired: renew them, then retry.', profile),
    cures: [retry, switchSession],
  }),
  'auth.refused': ({ profile, reason }) => ({
    text: t('AWS gives no credentials to profile "{0}": check its role. It says: {1}', profile, reason),
    cures: [retry, switchSession],
  }),
  'auth.processFailed': ({ profile }) => ({
    text: t(
      'The credential_process of AWS profile "{0}" failed: run it in a terminal to see why, then retry.',
      profile,
    ),
    cures: [retry, switchSession],
  }),
  'auth.processUntrusted': ({ profile }) => ({
    text: t(
      'AWS profile "{0}" runs a program for its credentials: trust this workspace first, or switch to another profile.',
      profile,
    ),
    cures: [{ kind: 'manageTrust' }, switchSession],
  }),
  'auth.mfaCancelled': ({ profile }) => ({
    text: t('AWS profile "{0}" needs an MFA code: retry to enter it.', profile),
    cures: [retry, switchSession],
  }),
  'auth.mfaRefused': ({ profile, serial }) => ({
    text: t(
      'AWS refuses the MFA code for profile "{0}": wait for the next code of {1}, then retry.',
      profile,
      serial,
    ),
    cures: [retry, switchSession],
  }),
  'account.unexpected': ({ profile, account, expected }) => ({
    text: t(
      'AWS profile "{0}" is of account {1}, but this workspace writes to account {2} alone: switch to a profile of that account.',
      profile,
      account,
      expected,
    ),
    cures: [switchSession],
  }),
  'account.changed': ({ profile, account, expected }) => ({
    text: t(
      'AWS profile "{0}" is of account {1} now, no longer of {2}, which you were shown: retry to see what would be written there.',
      profile,
      account,
      expected,
    ),
    cures: [retry, switchSession],
  }),
  'auth.invalid': ({ profile, region }) => ({
    text: t(
      'AWS does not accept the credentials of profile "{0}" in {1}: check the keys, and that the region is enabled for the account.',
      profile,
      region,
    ),
    cures: [switchSession, retry],
  }),
  'auth.denied': ({ action, resource, principal }) => ({
    text: action
      ? t(
          'No permission to call {0}: ask for it to be granted to {1}, then retry.',
          resource === undefined || resource === '*' ? action : t('{0} on {1}', action, resource),
          principal ?? t('the active profile'),
        )
      : t('No permission to do this: ask for it to be granted to the active profile, then retry.'),
    cures: action
      ? [{ kind: 'copy', text: policyStatement(action, resource) }, retry, switchSession]
      : [retry, switchSession],
  }),
  'profile.unknown': ({ profile }) => ({
    text: t('The AWS configuration has no profile "{0}": switch to one that it has.', profile),
    cures: [switchSession],
  }),
  'profile.unusable': ({ profile, problem, location }) => ({
    text: t(
      'AWS profile "{0}" cannot be used, because {1}. Mend it, or switch to another.',
      profile,
      profileProblemText(problem),
    ),
    cures: [...(location ? [{ kind: 'openFile', location } as const] : []), switchSession],
  }),
  'config.unreadable': ({ file, reason }) => ({
    text: t(
      'The file {0} cannot be read ({1}): check what it is and who may read it, then retry.',
      file,
      reason,
    ),
    cures: [retry],
  }),
  'signIn.failed': ({ profile, reason }) => ({
    text: t('The sign-in with AWS profile "{0}" was refused: retry. AWS says: {1}', profile, reason),
    cures: [retry],
  }),
  'signIn.expired': ({ profile }) => ({
    text: t('Nobody confirmed the sign-in with AWS profile "{0}" in time: retry.', profile),
    cures: [retry],
  }),
  'signIn.notNeeded': ({ profile }) => ({
    text: t(
      'AWS profile "{0}" has no sign-in: its credentials come from elsewhere. Switch to a profile that has one.',
      profile,
    ),
    cures: [switchSession],
  }),
  'region.missing': ({ profile }) => ({
    text: t('Neither the settings nor AWS profile "{0}" name a region: choose one.', profile),
    cures: [switchSession],
  }),
  'region.unreachable': ({ region, host }) => ({
    text: t(
      'The host {0} is unknown: check that region "{1}" exists and that this machine is online.',
      host,
      region,
    ),
    cures: [switchSession, retry],
  }),
  'image.notFound': ({ name, region }) => ({
    text: t('There is no image "{0}" in {1}: pick another image, or switch profile or region.', name, region),
    cures: [retry, switchSession],
  }),
  'image.exists': ({ name }) => ({
    text: t('There is already an image "{0}": pick it from the list, or choose another name.', name),
    cures: [retry],
  }),
  'image.inUse': ({ name, reason }) => ({
    text: t(
      'Image "{0}" is being changed by someone else: retry in a moment. SageMaker says: {1}',
      name,
      reason,
    ),
    cures: [retry],
  }),
  'image.notReady': ({ name, status }) => ({
    text: t('Image "{0}" is {1}: wait until it is CREATED, then retry.', name, status),
    cures: [retry],
  }),
  'image.failed': ({ name, reason }) => ({
    text: t(
      'Image "{0}" could not be created: check that SageMaker may assume its role, then choose another name. SageMaker says: {1}',
      name,
      reason ?? t('nothing more'),
    ),
    cures: [retry],
  }),
  'version.notFound': ({ name, number }) => ({
    text: t('Version {0} of image "{1}" is not there any more: refresh to see what is.', number, name),
    cures: [retry],
  }),
  'version.notReady': ({ name, number, status }) => ({
    text: t(
      'Version {0} of image "{1}" is {2} and cannot be changed: wait until it is CREATED, or delete it.',
      number,
      name,
      status,
    ),
    cures: [retry],
  }),
  'alias.taken': ({ imageName, alias, number }) => ({
    text: t(
      'Version {0} of image "{1}" has alias "{2}": move it from there, or choose another.',
      number,
      imageName,
      alias,
    ),
    cures: [retry],
  }),
  'alias.lost': ({ imageName, alias, from, to }) => ({
    text: t(
      'Alias "{0}" of image "{1}" was taken off version {2} but could not be put on version {3}, so it may be on neither: retry to finish the move.',
      alias,
      imageName,
      from,
      to,
    ),
    cures: [retry, showLog],
  }),
  'repository.notFound': ({ name, region }) => ({
    text: t('There is no ECR repository "{0}" in {1}: check its name, account and region.', name, region),
    cures: [retry, switchSession],
  }),
  'containerImage.unreadable': ({ reference, reason }) => ({
    text: t(
      'The container image "{0}" can not be read ({1}): look at it in ECR, or retry.',
      reference,
      reason,
    ),
    cures: [retry, showLog],
  }),
  'repository.exists': ({ name }) => ({
    text: t('There is already an ECR repository "{0}": pick it from the list, or choose another name.', name),
    cures: [retry],
  }),
  ...buildSentences,
  'row.unknown': () => ({
    text: t(
      'The sidebar is reading its rows again, and VS Code can not tell which one you chose: nothing was done, choose it once more.',
    ),
    cures: [],
  }),
  'request.invalid': ({ reason }) => ({
    text: t('AWS rejects the request: change what it names, then retry. It says: {0}', reason),
    cures: [retry],
  }),
  'request.throttled': ({ operation }) => ({
    text: t('AWS is limiting the rate of {0} calls of this account: wait a moment, then retry.', operation),
    cures: [retry],
  }),
  'quota.exceeded': ({ reason }) => ({
    text: t(
      'A quota of this account is used up: delete what is not needed or ask for more. AWS says: {0}',
      reason,
    ),
    cures: [{ kind: 'open', url: quotasUrl, title: t('Open Service Quotas') }, retry],
  }),
  'network.unreachable': ({ host }) => ({
    text: host
      ? t('AWS cannot be reached at {0}: check the network, VPN or proxy, then retry.', host)
      : t('AWS cannot be reached: check the network, VPN or proxy, then retry.'),
    cures: [retry],
  }),
  'network.dropped': ({ operation }) => ({
    text: t('The connection broke before {0} was answered: retry; nothing is created twice.', operation),
    cures: [retry],
  }),
  'network.silent': ({ operation, seconds }) => ({
    text: t(
      '{0} got no answer for {1} seconds: check the network, then retry; nothing is created twice.',
      operation,
      seconds,
    ),
    cures: [retry],
  }),
  'network.notAws': ({ status }) => ({
    text: t(
      'The answer did not come from AWS but from something in between, such as a proxy or a sign-in page (HTTP {0}): check the proxy settings, then retry.',
      status ?? '?',
    ),
    cures: [retry, showLog],
  }),
  'network.untrusted': ({ reason }) => ({
    text: t(
      'The certificate of the server, or of a proxy in between, is not trusted ({0}): name the right ones with AWS_CA_BUNDLE or ca_bundle, then retry.',
      reason,
    ),
    cures: [retry, showLog],
  }),
  'service.failed': ({ operation, status }) => ({
    text: t(
      'AWS could not complete {0} (HTTP {1}): retry in a moment; nothing is created twice.',
      operation,
      status ?? '?',
    ),
    cures: [retry, showLog],
  }),
};

const quotasUrl = 'https://console.aws.amazon.com/servicequotas/home/services/sagemaker/quotas';

/** A failure as a user reads it. What is not known is said to be unexpected, and the log has the rest. */
export function messageOf(error: unknown): Message {
  if (isKnownError(error)) {
    const sentence = sentences[error.code] as (facts: unknown) => Message;
    return sentence(error.facts);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { text: t('Something unexpected went wrong: {0}', reason), cures: [showLog] };
}

function policyStatement(action: string, resource: string | undefined): string {
  return JSON.stringify({ Effect: 'Allow', Action: action, Resource: resource ?? '*' }, undefined, 2);
}
