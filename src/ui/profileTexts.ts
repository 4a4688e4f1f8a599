import * as vscode from 'vscode';
import type { Ambient, StudioApp } from '../core/ports.ts';
import type { Profile, ProfileProblem } from '../core/profiles.ts';

const { t } = vscode.l10n;

/** What a profile is, in the words of its settings: kind, account and role, region. */
export function profileText(profile: Profile): string {
  const { kind, accountId, region, isSignedIn } = profile;
  return [kindText(profile), kind === 'machine' ? '' : accountId, region, signInText(isSignedIn)]
    .filter(Boolean)
    .join(' · ');
}

function kindText({ kind, roleName, source, needsMfa }: Profile): string {
  switch (kind) {
    case 'keys':
      return t('access keys');
    case 'role':
      return needsMfa
        ? t('role {0} from {1}, with MFA', roleName ?? '?', source ?? '?')
        : t('role {0} from {1}', roleName ?? '?', source ?? '?');
    case 'sso':
      return t('IAM Identity Center: {0}', roleName ?? '?');
    case 'webIdentity':
      return t('web identity: {0}', roleName ?? '?');
    case 'process':
      return t('credential_process');
    case 'login':
      return t('console sign-in');
    case 'machine':
      return t('credentials of the environment or machine');
  }
}

function signInText(isSignedIn: boolean | undefined): string {
  if (isSignedIn === undefined) return '';
  return isSignedIn ? t('signed in') : t('signed out');
}

/** Why a profile can not be used, then what to do about it. */
export function profileProblemText(problem: ProfileProblem): string {
  switch (problem.code) {
    case 'source.cycle':
      return t('its sources go round in a circle: {0}', problem.path.join(' → '));
    case 'source.missing':
      return t('the source of "{0}" is not there: {1}', problem.profile, problem.source);
    case 'source.empty':
      return t('the source of "{0}" has no credentials: {1}', problem.profile, problem.source);
    case 'source.none':
      return t('"{0}" has a role_arn, but neither source_profile nor credential_source', problem.profile);
    case 'source.conflict':
      return t('"{0}" has both source_profile and credential_source: keep one of them', problem.profile);
    case 'credentialSource.unknown':
      return t(
        '"{0}" has an unknown credential_source, {1}: Environment, EcsContainer or Ec2InstanceMetadata',
        problem.profile,
        problem.value,
      );
    case 'settings.missing':
      return t('"{0}" is incomplete: add {1}', problem.profile, problem.missing.join(', '));
    case 'ssoSession.missing':
      return t('"{0}" names an sso-session that is not there: {1}', problem.profile, problem.session);
    case 'name.unsupported':
      return t('the AWS SDK does not read such a name: use letters, digits and - _ @ + . % : /');
    case 'name.prefixed':
      return t('a section of the credentials file has the bare name: leave out "profile"');
    case 'name.unprefixed':
      return t('a section of the config file is not a profile without the word: write [profile NAME]');
    case 'header.unclosed':
      return t('line {0} begins a section without its closing bracket: add the ]', problem.line + 1);
  }
}

export function ambientText({ kind, studio }: Ambient): {
  readonly label: string;
  readonly description: string;
} {
  return { label: ambientLabel(kind), description: studio ? studioText(studio) : t('without a profile') };
}

export function studioText({ domainId, userProfile, space }: StudioApp): string {
  return [t('SageMaker Studio'), domainId, userProfile, space].filter(Boolean).join(' · ');
}

function ambientLabel(kind: Ambient['kind']): string {
  switch (kind) {
    case 'environment':
      return t('Environment variables');
    case 'webIdentity':
      return t('Web identity of the environment');
    case 'container':
      return t('Role of this container');
    case 'machine':
      return t('Role of this machine');
  }
}
