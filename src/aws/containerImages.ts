import {
  BatchGetImageCommand,
  GetDownloadUrlForLayerCommand,
  type Image as SdkImage,
  type ImageFailure,
} from '@aws-sdk/client-ecr';
import { parseConfiguration } from '../core/containerImages/parseConfiguration.ts';
import type { Manifest } from '../core/containerImages/contents.ts';
import { acceptedManifestTypes, isIndexType } from '../core/containerImages/mediaTypes.ts';
import {
  chooseMember,
  parseIndex,
  parsePlatformManifest,
  type ManifestDocument,
  type ManifestProblem,
} from '../core/containerImages/parseManifest.ts';
import { AppError, isCancellation, isKnownError } from '../core/errors.ts';
import type { ImageReference, Registry } from '../core/ports.ts';
import { required, signedCall, type SignedCaller } from './call.ts';
import type { Clients } from './clients.ts';
import type { Downloader } from './download.ts';
import { translateError } from './errors.ts';

/** A configuration has a few kilobytes; one with this many is no good, or not what it says. */
const maxConfigurationBytes = 4 * 1024 * 1024;

/** What is missing, as opposed to what can not be read. */
const missing: ReadonlySet<string> = new Set([
  'ImageNotFound',
  'InvalidImageTag',
  'InvalidImageDigest',
  'ImageTagDoesNotMatchDigest',
]);

const manifestReasons: Readonly<Record<ManifestProblem, string>> = {
  mediaType: 'its manifest is of a kind that is not known here',
  artifact: 'it is no container image',
  broken: 'its manifest is broken',
};

/** What container images are made of. */
export function createContainerImages(
  clients: Pick<Clients, 'ecrIn'>,
  caller: SignedCaller,
  download: Downloader,
): Pick<Registry, 'findManifest' | 'readConfiguration'> {
  // A user waits for it.
  const client = (): ReturnType<typeof clients.ecrIn> => clients.ecrIn(caller.region);

  const findDocument = async (
    reference: ImageReference,
    signal: AbortSignal,
  ): Promise<ManifestDocument | undefined> => {
    const command = new BatchGetImageCommand({
      registryId: reference.accountId,
      repositoryName: reference.repository,
      imageIds: ['tag' in reference ? { imageTag: reference.tag } : { imageDigest: reference.digest }],
      acceptedMediaTypes: [...acceptedManifestTypes],
    });
    const subject = { operation: 'BatchGetImage', repository: reference.repository };
    const answer = await signedCall(caller, subject, signal, (options) => client().send(command, options));
    const [image] = answer.images ?? [];
    return image ? documentOf(image) : notFound(reference, answer.failures?.[0]);
  };

  return {
    async findManifest(reference, signal) {
      const document = await findDocument(reference, signal);
      if (!document) return undefined;
      const { digest, mediaType } = document;
      if (!isIndexType(mediaType)) {
        const image = orUnreadable(parsePlatformManifest(document, undefined), reference);
        return { digest, mediaType, platforms: [], image };
      }
      const members = orUnreadable(parseIndex(document.text), reference);
      const platforms = members.flatMap(({ platform }) => platform ?? []);
      const index: Manifest = { digest, mediaType, platforms, image: undefined };
      const chosen = chooseMember(members);
      if (!chosen) return index;
      const { accountId, repository } = reference;
      const member = { accountId, repository, digest: chosen.digest };
      const found = await findDocument(member, signal);
      if (!found) throw unreadable(reference, `${chosen.digest}, which is a part of it, is not there`);
      return { ...index, image: orUnreadable(parsePlatformManifest(found, chosen.platform), reference) };
    },

    async readConfiguration(reference, signal) {
      const { accountId: registryId, repository: repositoryName, digest } = reference;
      const operation = 'GetDownloadUrlForLayer';
      const command = new GetDownloadUrlForLayerCommand({ registryId, repositoryName, layerDigest: digest });
      try {
        const subject = { operation, repository: repositoryName };
        const answer = await signedCall(caller, subject, signal, (options) =>
          client().send(command, options),
        );
        const url = required(answer.downloadUrl, operation);
        const text = await fetchConfiguration({ url, digest, maxBytes: maxConfigurationBytes }, signal);
        const configuration = parseConfiguration(text);
        if (!configuration) throw unreadable(reference, 'its configuration is broken');
        return configuration;
      } catch (error) {
        throw withoutUrl(error);
      }
    },
  };

  async function fetchConfiguration(
    { digest, ...rest }: Parameters<Downloader>[0],
    signal: AbortSignal,
  ): Promise<string> {
    const { log, profile, region } = caller;
    const operation = 'the download from S3';
    try {
      const text = await download({ digest, ...rest }, signal);
      log.debug(`[aws] downloaded ${digest}`);
      return text;
    } catch (error) {
      signal.throwIfAborted();
      const name = error instanceof Error ? error.name : typeof error;
      log.debug(`[aws] downloading ${digest} failed: ${name}`);
      if (error instanceof Error && name === 'DownloadError') {
        throw new AppError('containerImage.unreadable', { reference: digest, reason: error.message });
      }
      throw translateError(error, { operation, profile, region });
    }
  }
}

function documentOf({ imageId, imageManifest, imageManifestMediaType }: SdkImage): ManifestDocument {
  const operation = 'BatchGetImage';
  const text = required(imageManifest, operation);
  return {
    digest: required(imageId?.imageDigest, operation),
    mediaType: imageManifestMediaType ?? '',
    text,
  };
}

/** ECR tells what is missing beside what is there, and not as an error. */
function notFound(reference: ImageReference, failure: ImageFailure | undefined): undefined {
  const { failureCode, failureReason } = failure ?? {};
  if (failureCode === undefined || missing.has(failureCode)) return undefined;
  throw unreadable(reference, failureReason ?? failureCode);
}

function orUnreadable<T>(
  parsed:
    { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: ManifestProblem },
  reference: ImageReference,
): T {
  if (parsed.ok) return parsed.value;
  throw unreadable(reference, manifestReasons[parsed.problem]);
}

function unreadable(reference: ImageReference, reason: string): AppError {
  const { repository } = reference;
  const text = 'tag' in reference ? `${repository}:${reference.tag}` : `${repository}@${reference.digest}`;
  return new AppError('containerImage.unreadable', { reference: text, reason });
}

/** The URL lets anybody fetch what it names, and the errors of others may have it in them. */
function withoutUrl(error: unknown): unknown {
  if (isCancellation(error)) return error;
  if (isKnownError(error)) return new AppError(error.code, error.facts);
  return new AppError('service.failed', { operation: 'GetDownloadUrlForLayer', status: undefined });
}
