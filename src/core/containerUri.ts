import { constraints } from './constraints.ts';

/** A container image, or with neither tag nor digest a repository, in a private ECR registry. */
export interface ContainerUri {
  readonly accountId: string;
  readonly region: string;
  /** The registry's DNS suffix, such as `amazonaws.com` or `amazonaws.com.cn`. */
  readonly suffix: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Why a text cannot be a version's container image; the facts are what the sentence needs. */
export type UriProblem =
  | { readonly code: 'uri.empty' }
  | { readonly code: 'uri.whitespace' }
  | { readonly code: 'uri.scheme' }
  | { readonly code: 'uri.bareDigest' }
  | { readonly code: 'uri.publicRegistry' }
  | { readonly code: 'uri.otherRegistry'; readonly host: string }
  | { readonly code: 'uri.noRepository' }
  | { readonly code: 'uri.noReference' }
  | { readonly code: 'uri.upperCase'; readonly repository: string }
  | { readonly code: 'uri.repository'; readonly repository: string }
  | { readonly code: 'uri.secondColon' }
  | { readonly code: 'uri.tag'; readonly tag: string }
  | { readonly code: 'uri.digest'; readonly digest: string }
  | { readonly code: 'uri.tooLong'; readonly length: number; readonly max: number }
  | { readonly code: 'uri.region'; readonly region: string; readonly sessionRegion: string };

export type Parsed<T, P> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: P };

const ecrHost =
  /^(?<accountId>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?<region>[a-z0-9][a-z0-9-]*)\.(?<suffix>amazonaws\.com(?:\.cn)?|amazonaws\.eu|on\.aws|on\.amazonwebservices\.(?:com\.cn|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/;
const repositoryName = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const tagName = /^\w[\w.-]{0,127}$/;
const sha256 = /^sha256:[a-f0-9]{64}$/;

/** SageMaker's API documents only the plain registry host, so that dual-stack ones are rewritten to it. */
const plainSuffixes: Readonly<Record<string, string>> = {
  'on.aws': 'amazonaws.com',
  'on.amazonwebservices.com.cn': 'amazonaws.com.cn',
  'on.amazonwebservices.eu': 'amazonaws.eu',
};

/**
 * Reads an ECR URI as a person types or pastes it: white space around it is dropped, FIPS and dual-stack hosts
 * become the plain one.
 * @param sessionRegion the region of the call; SageMaker wants the repository in the same one
 *   (https://docs.aws.amazon.com/sagemaker/latest/dg/studio-byoi-create.html). Undefined where there is no call yet.
 */
export function parseContainerUri(
  text: string,
  sessionRegion: string | undefined,
): Parsed<ContainerUri, UriProblem> {
  const trimmed = text.trim();
  const unusable = wholeTextProblem(trimmed);
  if (unusable) return problem(unusable);

  const slash = trimmed.indexOf('/');
  const host = trimmed.slice(0, slash === -1 ? undefined : slash);
  const registry = ecrHost.exec(host)?.groups;
  if (!registry) return problem(registryProblem(host));
  if (slash === -1 || slash === trimmed.length - 1) return problem({ code: 'uri.noRepository' });

  const { accountId = '', region = '', suffix = '' } = registry;
  const reference = parseReference(trimmed.slice(slash + 1));
  if (!reference.ok) return reference;

  const uri = { accountId, region, suffix: plainSuffixes[suffix] ?? suffix, ...reference.value };
  const length = formatContainerUri(uri).length;
  const { max } = constraints.ImageBaseImage;
  if (length > max) return problem({ code: 'uri.tooLong', length, max });
  if (sessionRegion !== undefined && region !== sessionRegion)
    return problem({ code: 'uri.region', region, sessionRegion });
  return { ok: true, value: uri };
}

/** Like `parseContainerUri`, for where a repository alone is not enough: a version is made of one image. */
export function parseContainerImageUri(
  text: string,
  sessionRegion: string,
): Parsed<ContainerUri, UriProblem> {
  const parsed = parseContainerUri(text, sessionRegion);
  if (!parsed.ok || parsed.value.tag || parsed.value.digest) return parsed;
  return problem({ code: 'uri.noReference' });
}

/** The form SageMaker takes: by digest when there is one (a digest says more than its tag), else by tag. */
export function formatContainerUri(uri: ContainerUri): string {
  if (uri.digest) return `${repositoryUri(uri)}@${uri.digest}`;
  return uri.tag ? `${repositoryUri(uri)}:${uri.tag}` : repositoryUri(uri);
}

/** The registry host and repository, without tag or digest. */
export function repositoryUri(uri: ContainerUri): string {
  return `${registryHost(uri)}/${uri.repository}`;
}

/** Whether it is the host of a private ECR registry, by any of its names. */
export function isEcrHost(host: string): boolean {
  return ecrHost.test(host);
}

/** Whether ECR takes the name for a repository. */
export function isRepositoryName(name: string): boolean {
  return name.length >= 2 && name.length <= 256 && repositoryName.test(name);
}

/** Whether it can be the tag of a container image. */
export function isTag(text: string): boolean {
  return tagName.test(text);
}

/** The host of the registry that a repository is in. */
export function registryHost({ accountId, region, suffix }: ContainerUri): string {
  return `${accountId}.dkr.ecr.${region}.${suffix}`;
}

function wholeTextProblem(text: string): UriProblem | undefined {
  if (text === '') return { code: 'uri.empty' };
  if (/\s/.test(text)) return { code: 'uri.whitespace' };
  if (/^[a-z]+:\/\//i.test(text)) return { code: 'uri.scheme' };
  if (/^@?sha256:/.test(text)) return { code: 'uri.bareDigest' };
  return undefined;
}

function registryProblem(host: string): UriProblem {
  return host === 'public.ecr.aws' ? { code: 'uri.publicRegistry' } : { code: 'uri.otherRegistry', host };
}

type Reference = Pick<ContainerUri, 'repository' | 'tag' | 'digest'>;

function parseReference(text: string): Parsed<Reference, UriProblem> {
  const [name = '', ...digests] = text.split('@');
  const digest = digests.length > 0 ? digests.join('@') : undefined;
  const [repository = '', ...tags] = name.split(':');
  const tag = tags[0];

  if (repository !== repository.toLowerCase()) return problem({ code: 'uri.upperCase', repository });
  if (!repositoryName.test(repository)) return problem({ code: 'uri.repository', repository });
  if (tags.length > 1) return problem({ code: 'uri.secondColon' });
  if (tag !== undefined && !tagName.test(tag)) return problem({ code: 'uri.tag', tag });
  if (digest !== undefined && !sha256.test(digest)) return problem({ code: 'uri.digest', digest });
  return { ok: true, value: { repository, ...(tag && { tag }), ...(digest && { digest }) } };
}

function problem(found: UriProblem): { readonly ok: false; readonly problem: UriProblem } {
  return { ok: false, problem: found };
}
