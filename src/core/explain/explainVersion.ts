import { parseContainerUri } from '../containerUri.ts';
import { causeOf, ranked, type Cause } from './cause.ts';
import { platformCauses, pullCauses } from './containerCauses.ts';
import type { ContainerEvidence, RoleEvidence, Unchecked, VersionEvidence } from './evidence.ts';
import { roleCauses } from './roleCauses.ts';

/** Why something failed, as far as the evidence goes. */
export interface Explanation {
  /** SageMaker's own words, whole. */
  readonly original: string | undefined;
  /** The most certain first; none where nothing speaks for any. */
  readonly causes: readonly Cause[];
  readonly unchecked: readonly Unchecked[];
}

export interface VersionExplanation extends Explanation {
  /** Aliases that stay on a version that failed: nobody can take or move them until it is deleted (facts §6). */
  readonly heldAliases: readonly string[];
}

/**
 * Why a version is CREATE_FAILED. SageMaker's text is shown and never read: none is known (facts §6).
 */
export function explainVersion(evidence: VersionEvidence): VersionExplanation {
  const { version, container, role, aliases } = evidence;
  const { failureReason: original, status, createdAt } = version;
  if (status !== 'CREATE_FAILED') return { original, causes: [], unchecked: [], heldAliases: [] };
  return {
    original,
    causes: ranked([
      ...placeCauses(evidence),
      ...pullCauses(container),
      ...roleCauses(role, createdAt),
      // Nobody has seen a version fail for it; but no app or job could ever start with one.
      ...platformCauses(container, false).map(atMostLikely),
      ...mediaTypeCauses(container, version.jobType),
    ]),
    unchecked: [
      ...(container?.isFound === undefined ? (['container'] as const) : []),
      ...(container?.isFound && container.platforms === undefined ? (['platform'] as const) : []),
      ...(isChecked(role) ? [] : (['role'] as const)),
      ...(aliases === undefined ? (['aliases'] as const) : []),
    ],
    heldAliases: aliases ?? [],
  };
}

function atMostLikely(cause: Cause): Cause {
  return cause.certainty === 'certain' ? { ...cause, certainty: 'likely' } : cause;
}

function isChecked(role: RoleEvidence | undefined): boolean {
  return role?.trust === 'missing' || (role?.trust !== undefined && role.decisions !== undefined);
}

/** The repository has to be in the same region; of another account's nobody knows for sure (facts §6). */
function placeCauses({ version, region, accountId }: VersionEvidence): readonly Cause[] {
  const { baseImage: reference } = version;
  const parsed = reference === undefined ? undefined : parseContainerUri(reference, undefined);
  if (reference === undefined || !parsed) return [];
  if (!parsed.ok) return [causeOf('container.notInEcr', 'likely', { reference })];
  const { value: uri } = parsed;
  return [
    ...(uri.region === region
      ? []
      : [causeOf('container.otherRegion', 'certain', { reference, region: uri.region })]),
    ...(uri.accountId === accountId
      ? []
      : [causeOf('container.otherAccount', 'possible', { reference, accountId: uri.accountId })]),
  ];
}

/** Inference refuses OCI's media types where they are pulled; whether a version does, nobody knows (field P8). */
function mediaTypeCauses(
  container: ContainerEvidence | undefined,
  jobType: string | undefined,
): readonly Cause[] {
  const mediaType = container?.mediaType;
  const isRefused = jobType === 'INFERENCE' && mediaType?.startsWith('application/vnd.oci.');
  return isRefused ? [causeOf('container.mediaType', 'possible', { mediaType })] : [];
}
