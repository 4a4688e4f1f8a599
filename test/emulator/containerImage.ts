/** Builds the documents that a registry keeps for a container image: its manifest, its configuration, its index. */

import { createHash } from 'node:crypto';

/** Media types of the manifest of one image; an image for several architectures has an index in front of them. */
export type ManifestMediaType =
  'application/vnd.oci.image.manifest.v1+json' | 'application/vnd.docker.distribution.manifest.v2+json';

export type Architecture = 'amd64' | 'arm64';

/** What a Dockerfile decides about how the container runs. */
export interface ContainerConfig {
  readonly User?: string;
  readonly Env?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly WorkingDir?: string;
  readonly ExposedPorts?: Readonly<Record<string, Record<string, never>>>;
  readonly Labels?: Readonly<Record<string, string>>;
}

/** A layer that images can share, and the instruction that made it. */
export interface ImageLayer {
  /** Layers of the same identity are the same. */
  readonly identity: string;
  readonly sizeInBytes: number;
  readonly createdBy: string;
}

export interface ImageContent {
  /** Makes the digests of one image differ from those of another. */
  readonly identity: string;
  readonly mediaType: ManifestMediaType;
  readonly created: Date;
  readonly sizeInBytes: number;
  readonly config: ContainerConfig;
  /** Beneath the image's own, which has the rest of the size. */
  readonly layers?: readonly ImageLayer[];
}

/** A document and the digest that it is known by. */
export interface Document {
  readonly text: string;
  readonly mediaType: string;
  readonly digest: string;
}

export interface BuiltImage {
  readonly manifest: Document;
  readonly config: Document;
  readonly architecture: Architecture;
}

const docker = {
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  index: 'application/vnd.docker.distribution.manifest.list.v2+json',
};
const oci = {
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  index: 'application/vnd.oci.image.index.v1+json',
};

/** Builds the manifest and the configuration of an image for one architecture. */
export function buildImage(content: ImageContent, architecture: Architecture): BuiltImage {
  const { mediaType } = content;
  const types = typesBeside(mediaType);
  const beneath = content.layers ?? [];
  const layers = [
    ...beneath.map(({ identity, sizeInBytes }) => ({
      size: sizeInBytes,
      digest: sha256(`layer ${identity} for ${architecture}`),
    })),
    { size: 0, digest: sha256(`layer of ${content.identity} for ${architecture}`) },
  ];
  const config = toDocument(types.config, {
    architecture,
    os: 'linux',
    created: content.created.toISOString(),
    config: content.config,
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
    history: historyOf(content),
  });
  const configSize = Buffer.byteLength(config.text);
  const own = layers.at(-1);
  const others = layers.reduce((sum, { size }) => sum + size, configSize);
  if (own) own.size = Math.max(0, content.sizeInBytes - others);
  const manifest = toDocument(mediaType, {
    schemaVersion: 2,
    mediaType,
    config: { mediaType: types.config, size: configSize, digest: config.digest },
    layers: layers.map((layer) => ({ mediaType: types.layer, ...layer })),
  });
  return { manifest, config, architecture };
}

/** As BuildKit writes it, values of variables included. */
function historyOf({ created, config, layers = [] }: ImageContent): object[] {
  const instructions = [
    ...layers.map(({ createdBy }) => ({ created_by: createdBy })),
    { created_by: 'COPY . /opt/app # buildkit' },
    ...(config.Env ?? []).map((variable) => ({ created_by: `ENV ${variable}`, empty_layer: true })),
    ...(config.User === undefined ? [] : [{ created_by: `USER ${config.User}`, empty_layer: true }]),
  ];
  return instructions.map((entry) => ({ created: created.toISOString(), ...entry }));
}

/** Builds the index in front of the images, with the attestation that BuildKit puts beside each of them. */
export function buildIndex(images: readonly BuiltImage[], mediaType: ManifestMediaType): Document {
  const types = typesBeside(mediaType);
  const members = images.map(({ manifest, architecture }) => ({
    ...descriptorOf(manifest),
    platform: { architecture, os: 'linux' },
  }));
  const attestations = images.map(({ manifest }) => ({
    ...descriptorOf(toDocument(mediaType, { schemaVersion: 2, mediaType, attests: manifest.digest })),
    platform: { architecture: 'unknown', os: 'unknown' },
    annotations: {
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': manifest.digest,
    },
  }));
  return toDocument(types.index, {
    schemaVersion: 2,
    mediaType: types.index,
    manifests:
      mediaType === 'application/vnd.oci.image.manifest.v1+json' ? [...members, ...attestations] : members,
  });
}

export function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function typesBeside(mediaType: ManifestMediaType): typeof docker {
  return mediaType === 'application/vnd.oci.image.manifest.v1+json' ? oci : docker;
}

function toDocument(mediaType: string, content: object): Document {
  const text = JSON.stringify(content, undefined, 2);
  return { text, mediaType, digest: sha256(text) };
}

function descriptorOf({ mediaType, text, digest }: Document): object {
  return { mediaType, size: Buffer.byteLength(text), digest };
}
