/** Why something may have failed, as codes with the facts that a sentence needs. The sentences live in `ui/`. */
export interface CauseFacts {
  'container.missing': { readonly reference: string };
  'container.archived': { readonly reference: string; readonly status: string };
  /** What the version was to be made of is no URI of a private ECR repository. */
  'container.notInEcr': { readonly reference: string };
  'container.otherRegion': { readonly reference: string | undefined; readonly region: string | undefined };
  'container.otherAccount': { readonly reference: string; readonly accountId: string };
  /** It is no container image. */
  'container.artifact': { readonly reference: string };
  'container.mediaType': { readonly mediaType: string | undefined };
  /** The platforms that it has; empty where only a text tells that the right one is missing. */
  'container.platform': { readonly platforms: readonly string[] };
  /** In bytes. */
  'container.tooLarge': { readonly sizeInBytes: number; readonly limit: number };
  /** Its user is none that the app can be. */
  'container.user': { readonly user: string; readonly appType: string };
  /** Neither the image nor its configuration says what to start. */
  'container.noCommand': { readonly appType: string };
  'role.missing': { readonly roleArn: string };
  'role.untrusted': { readonly roleArn: string };
  'role.conditional': { readonly roleArn: string };
  'role.denied': { readonly roleArn: string; readonly actions: readonly string[] };
  /** It was made `seconds` before. */
  'role.new': { readonly roleArn: string; readonly seconds: number };
  /** Nobody could look, and it is what it is as a rule. */
  'role.unchecked': { readonly roleArn: string | undefined };
  'version.gone': { readonly versionArn: string | undefined };
  'version.failed': { readonly number: number; readonly reason: string | undefined };
  /** The image is not, or not any more, among those of the domain, user profile or space. */
  'image.notAttached': Record<string, never>;
  /** The role of the app may not describe image versions. */
  'executionRole.denied': { readonly roleArn: string | undefined; readonly actions: readonly string[] };
  /** The image is attached with settings for other apps only. */
  'config.appType': { readonly name: string; readonly appTypes: readonly string[]; readonly appType: string };
  /** The user of the app image config is not the image's. */
  'config.user': { readonly configured: string | undefined; readonly user: string | undefined };
  /** No new app of Studio Classic can be created any more. */
  'app.classic': Record<string, never>;
}

export type CauseCode = keyof CauseFacts;

/**
 * `certain`: it follows from what is known. `likely`: what is there now would make it fail, and may not have been there
 * then. `possible`: it is known to make things fail, and nothing speaks against it.
 */
const certainties = ['certain', 'likely', 'possible'] as const;
export type Certainty = (typeof certainties)[number];

/** What can be done; each can be an action of its own. */
export type Fix =
  | 'allowDescribe'
  | 'allowPull'
  | 'attachImage'
  | 'buildForAmd64'
  | 'buildWithDockerMediaTypes'
  | 'chooseOtherRole'
  | 'configureForApp'
  | 'copyToAccount'
  | 'copyToRegion'
  | 'createVersion'
  | 'makeSmaller'
  | 'pushImage'
  | 'restoreImage'
  | 'setCommand'
  | 'setUser'
  | 'trustSageMaker'
  | 'useJupyterLab';

export interface CauseOf<C extends CauseCode> {
  readonly code: C;
  readonly certainty: Certainty;
  readonly facts: CauseFacts[C];
  /** The best one first. */
  readonly fixes: readonly Fix[];
}

/** A cause whose `facts` narrow with its `code`. */
export type Cause = { [C in CauseCode]: CauseOf<C> }[CauseCode];

const fixes: Readonly<Record<CauseCode, readonly Fix[]>> = {
  'container.missing': ['pushImage', 'createVersion'],
  'container.archived': ['restoreImage', 'createVersion'],
  'container.notInEcr': ['createVersion'],
  'container.otherRegion': ['copyToRegion', 'createVersion'],
  'container.otherAccount': ['copyToAccount', 'createVersion'],
  'container.artifact': ['pushImage', 'createVersion'],
  'container.mediaType': ['buildWithDockerMediaTypes'],
  'container.platform': ['buildForAmd64'],
  'container.tooLarge': ['makeSmaller'],
  'container.user': ['setUser'],
  'container.noCommand': ['setCommand', 'configureForApp'],
  'role.missing': ['chooseOtherRole'],
  'role.untrusted': ['trustSageMaker', 'chooseOtherRole'],
  'role.conditional': ['trustSageMaker'],
  'role.denied': ['allowPull', 'chooseOtherRole'],
  'role.new': ['createVersion'],
  'role.unchecked': ['allowPull'],
  'version.gone': ['createVersion', 'attachImage'],
  'version.failed': ['createVersion'],
  'image.notAttached': ['attachImage'],
  'executionRole.denied': ['allowDescribe'],
  'config.appType': ['configureForApp'],
  'config.user': ['configureForApp', 'setUser'],
  'app.classic': ['useJupyterLab'],
};

export function causeOf<C extends CauseCode>(
  code: C,
  certainty: Certainty,
  facts: CauseFacts[C],
): CauseOf<C> {
  return { code, certainty, facts, fixes: fixes[code] };
}

/**
 * The most certain first, each once: with the facts of the one that was named first, and the certainty of the best.
 * Among equals, the order stays.
 */
export function ranked(causes: readonly Cause[]): readonly Cause[] {
  const first = causes.filter(
    ({ code }, index) => causes.findIndex((other) => other.code === code) === index,
  );
  const merged = first.map((cause): Cause => ({ ...cause, certainty: certaintyOf(cause.code, causes) }));
  return certainties.flatMap((certainty) => merged.filter((cause) => cause.certainty === certainty));
}

function certaintyOf(code: CauseCode, causes: readonly Cause[]): Certainty {
  const alike = causes.filter((cause) => cause.code === code);
  return certainties.find((one) => alike.some(({ certainty }) => certainty === one)) ?? 'possible';
}
