import type { Platform } from '../containerImages/contents.ts';
import type { ContainerUri } from '../containerUri.ts';

/** In the order in which they are to be read. */
export const checkIds = [
  'uri',
  'exists',
  'mediaType',
  'platform',
  'size',
  'scan',
  'tag',
  'registered',
  'aliases',
  'image',
  'trust',
  'pull',
] as const;
export type CheckId = (typeof checkIds)[number];

/** What each finding is about, as the facts of the sentence that tells it. */
export interface FindingFacts {
  /** In another region than the call; one of another partition is out of reach for these credentials, too. */
  'uri.region': { region: string; sessionRegion: string; isOtherPartition: boolean };
  /** The host ends differently where the region is. */
  'uri.suffix': { region: string; suffix: string; expected: string };
  'uri.account': { account: string; sessionAccount: string };
  'repository.missing': { repository: string };
  'containerImage.missing': { uri: string };
  /** ECR fetches it from there when it is first pulled. */
  'containerImage.notFetched': { uri: string; upstream: string };
  'containerImage.archived': { uri: string };
  'containerImage.activating': { uri: string };
  'containerImage.status': { uri: string; status: string };
  /** A Helm chart, a signature or the like. */
  'mediaType.artifact': { mediaType: string | undefined };
  'mediaType.unfamiliar': { mediaType: string };
  /** SageMaker's inference takes Docker's media types only. */
  'mediaType.inference': { mediaType: string };
  'platform.unsuitable': { platforms: readonly Platform[]; wanted: Platform };
  'platform.untold': Record<string, never>;
  /** Compressed already, it has more than Studio Classic takes uncompressed. */
  'size.tooLarge': { sizeInBytes: number; limitInBytes: number };
  'size.large': { sizeInBytes: number };
  'size.untold': Record<string, never>;
  'scan.severe': { counts: Readonly<Record<string, number>> };
  'scan.slight': { counts: Readonly<Record<string, number>> };
  'scan.none': Record<string, never>;
  /** It goes on, or came to nothing: `status` is ECR's word for it. */
  'scan.unfinished': { status: string };
  /** `isCertain`: false where the repository keeps some of its tags. */
  'tag.mayMove': { tag: string; repository: string; isCertain: boolean };
  'digest.registered': { imageName: string; number: number };
  /** It may be the version that was asked for without an answer. */
  'digest.perhapsThis': { imageName: string; number: number };
  /** None of the latest versions has it; others were not looked at. */
  'digest.notAllSearched': { imageName: string; searched: number };
  'alias.taken': { imageName: string; alias: string; number: number };
  'image.missing': { imageName: string };
  'image.changing': { imageName: string; status: string };
  'image.unusable': { imageName: string; status: string; reason: string | undefined };
  'image.status': { imageName: string; status: string };
  'role.missing': { roleArn: string };
  'role.untrusted': { roleArn: string };
  'role.trustDepends': { roleArn: string };
  'role.cannotPull': { roleArn: string; repository: string; actions: readonly string[] };
  'role.pullDepends': { roleArn: string; repository: string; actions: readonly string[] };
  notChecked: { because: Obstacle };
}
export type FindingCode = keyof FindingFacts;

/** Why something could not be found out. */
export type Obstacle =
  | { readonly kind: 'error'; readonly error: unknown }
  /** There is no such container image that could be looked into; that is a finding of its own. */
  | { readonly kind: 'missing' }
  /** It is in another region, where this session does not look. */
  | { readonly kind: 'elsewhere'; readonly region: string }
  | { readonly kind: 'noRole' }
  /** The role is another account's, whose policies are not to be seen. */
  | { readonly kind: 'foreignRole'; readonly account: string };

/** `error` stops, `warning` asks, `info` and `unknown` only tell. */
export type Severity = 'error' | 'warning' | 'info' | 'unknown';

/**
 * How much each finding weighs. An error is what certainly fails: what is not documented (other accounts), what only
 * SageMaker can decide (roles), and what a person may have meant, only asks.
 */
export const severities: { readonly [C in FindingCode]: Severity } = {
  'uri.region': 'error',
  'uri.suffix': 'error',
  'uri.account': 'warning',
  'repository.missing': 'error',
  'containerImage.missing': 'error',
  'containerImage.notFetched': 'warning',
  'containerImage.archived': 'error',
  'containerImage.activating': 'warning',
  'containerImage.status': 'unknown',
  'mediaType.artifact': 'error',
  'mediaType.unfamiliar': 'unknown',
  'mediaType.inference': 'warning',
  'platform.unsuitable': 'error',
  'platform.untold': 'unknown',
  'size.tooLarge': 'warning',
  'size.large': 'info',
  'size.untold': 'unknown',
  'scan.severe': 'warning',
  'scan.slight': 'info',
  'scan.none': 'unknown',
  'scan.unfinished': 'unknown',
  'tag.mayMove': 'info',
  'digest.registered': 'warning',
  'digest.perhapsThis': 'info',
  'digest.notAllSearched': 'unknown',
  'alias.taken': 'warning',
  'image.missing': 'error',
  'image.changing': 'warning',
  'image.unusable': 'error',
  'image.status': 'unknown',
  'role.missing': 'warning',
  'role.untrusted': 'warning',
  'role.trustDepends': 'unknown',
  'role.cannotPull': 'warning',
  'role.pullDepends': 'unknown',
  notChecked: 'unknown',
};

/** What can be done about it, as data. */
export type Fix =
  | { readonly kind: 'rewriteUri' | 'pinDigest'; readonly uri: ContainerUri }
  /** Of a repository, without tag and digest. */
  | { readonly kind: 'chooseTag'; readonly repository: ContainerUri }
  | { readonly kind: 'chooseAliases' }
  /** Shows a policy that would do; where it belongs, a person has to put it. */
  | PolicyFix;

export interface PolicyFix {
  readonly kind: 'openPolicy';
  readonly of: PolicyOwner;
  readonly policy: string;
}

/** Whose policy it is: a role's trust, its permissions, or a repository's. */
export type PolicyOwner =
  | { readonly kind: 'trust' | 'role'; readonly roleArn: string }
  | { readonly kind: 'repository'; readonly repository: string };

/** A finding whose `facts` narrow with its `code`. */
export type Finding = {
  [C in FindingCode]: {
    readonly check: CheckId;
    readonly code: C;
    readonly severity: Severity;
    readonly facts: FindingFacts[C];
    readonly fix?: Fix;
  };
}[FindingCode];

/** Findings of one check, each with the weight that its code has. */
export type Find = <C extends FindingCode>(code: C, facts: FindingFacts[C], fix?: Fix) => Finding;

export function findingsOf(check: CheckId): Find {
  return (code, facts, fix) => {
    const finding = { check, code, severity: severities[code], facts, ...(fix && { fix }) };
    // Code and facts belong together by this function's type, which is lost where any of them may be meant.
    return finding as unknown as Finding;
  };
}

/** What is to be done with all of them: stop, ask before going on, or go on. */
export function verdictOf(findings: readonly Finding[]): 'stop' | 'ask' | 'go' {
  if (findings.some(({ severity }) => severity === 'error')) return 'stop';
  return findings.some(({ severity }) => severity === 'warning') ? 'ask' : 'go';
}
