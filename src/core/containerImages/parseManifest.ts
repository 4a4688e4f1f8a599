import type { Parsed } from '../containerUri.ts';
import {
  isSamePlatform,
  sageMakerPlatform,
  type Layer,
  type Platform,
  type PlatformManifest,
} from './contents.ts';
import { objectOf, objectsOf, parseObject, sizeOf, textOf, type Json } from './json.ts';
import { isContainerImageType, isIndexType, isManifestType } from './mediaTypes.ts';

/** One image of an index. */
export interface IndexMember {
  readonly digest: string;
  readonly platform: Platform | undefined;
}

/** A manifest as it was fetched, by the digest it is known by. */
export interface ManifestDocument {
  readonly digest: string;
  readonly mediaType: string;
  readonly text: string;
}

/** Why a manifest tells nothing: it is of another kind, or broken. */
export type ManifestProblem = 'mediaType' | 'artifact' | 'broken';

/**
 * The images of an index. What else BuildKit and others put there is left out: attestations, whose platform is
 * `unknown/unknown`, and what is no container image.
 */
export function parseIndex(text: string): Parsed<readonly IndexMember[], ManifestProblem> {
  const index = parseObject(text);
  if (!index || !Array.isArray(index['manifests'])) return { ok: false, problem: 'broken' };
  return { ok: true, value: objectsOf(index['manifests']).flatMap(memberOf) };
}

/** The one to be described: the image for SageMaker's platform, else the first one. */
export function chooseMember(members: readonly IndexMember[]): IndexMember | undefined {
  const isWanted = ({ platform }: IndexMember): boolean =>
    platform !== undefined && isSamePlatform(platform, sageMakerPlatform);
  return members.find(isWanted) ?? members[0];
}

/** The manifest of an image for one platform. */
export function parsePlatformManifest(
  { digest, mediaType, text }: ManifestDocument,
  platform: Platform | undefined,
): Parsed<PlatformManifest, ManifestProblem> {
  if (!isManifestType(mediaType)) return { ok: false, problem: 'mediaType' };
  const manifest = parseObject(text);
  const configuration = objectOf(manifest?.['config']);
  const configurationDigest = textOf(configuration['digest']);
  if (!configurationDigest || !Array.isArray(manifest?.['layers'])) return { ok: false, problem: 'broken' };
  if (!isContainerImageType(textOf(configuration['mediaType']))) return { ok: false, problem: 'artifact' };
  const layers = objectsOf(manifest['layers']).flatMap(layerOf);
  const sizes = [configuration, ...objectsOf(manifest['layers'])].map(({ size }) => sizeOf(size));
  const sizeInBytes = sizes.reduce((sum, size) => sum + size, 0);
  return { ok: true, value: { digest, mediaType, platform, configurationDigest, layers, sizeInBytes } };
}

export function readPlatform(value: Json): Platform | undefined {
  const os = textOf(value['os']);
  const architecture = textOf(value['architecture']);
  if (!os || !architecture) return undefined;
  const variant = textOf(value['variant']);
  return { os, architecture, ...(variant && { variant }) };
}

function memberOf(descriptor: Json): readonly IndexMember[] {
  const digest = textOf(descriptor['digest']);
  const mediaType = textOf(descriptor['mediaType']) ?? '';
  const annotations = objectOf(descriptor['annotations']);
  const platform = readPlatform(objectOf(descriptor['platform']));
  const isImage =
    isManifestType(mediaType) &&
    isContainerImageType(textOf(descriptor['artifactType'])) &&
    annotations['vnd.docker.reference.type'] === undefined &&
    platform?.os !== 'unknown';
  return digest && !isIndexType(mediaType) && isImage ? [{ digest, platform }] : [];
}

function layerOf(descriptor: Json): readonly Layer[] {
  const digest = textOf(descriptor['digest']);
  return digest ? [{ digest, sizeInBytes: sizeOf(descriptor['size']) }] : [];
}
