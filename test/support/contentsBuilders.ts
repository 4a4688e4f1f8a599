import type {
  Configuration,
  ContainerImageContents,
  Layer,
  Manifest,
  Platform,
} from '../../src/core/containerImages/contents.ts';
import { digestOf } from './builders.ts';

export const amd64: Platform = { os: 'linux', architecture: 'amd64' };
export const arm64: Platform = { os: 'linux', architecture: 'arm64', variant: 'v8' };
export const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json';
export const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
export const ociIndex = 'application/vnd.oci.image.index.v1+json';

export function aLayer(character: string, sizeInBytes = 100): Layer {
  return { digest: digestOf(character), sizeInBytes };
}

/** The manifest of one image, by the digest of the usual container image. */
export function aManifest(has: Partial<Manifest> = {}, layers: readonly Layer[] = [aLayer('1')]): Manifest {
  const { digest = digestOf('a'), mediaType = dockerManifest } = has;
  const sizeInBytes = layers.reduce((sum, layer) => sum + layer.sizeInBytes, 0);
  const image = {
    digest,
    mediaType,
    platform: undefined,
    configurationDigest: digestOf('c'),
    layers,
    sizeInBytes,
  };
  return { digest, mediaType, platforms: [], image, ...has };
}

/** An index of these platforms, and its image of the digest `b`. */
export function anIndex(...platforms: readonly Platform[]): Manifest {
  const { image } = aManifest({ digest: digestOf('b'), mediaType: ociManifest });
  return aManifest({ mediaType: ociIndex, platforms, image });
}

export function aConfiguration(has: Partial<Configuration> = {}): Configuration {
  return {
    platform: amd64,
    createdAt: undefined,
    user: '1000',
    entrypoint: ['jupyter-lab'],
    cmd: [],
    workingDir: '/home/sagemaker-user',
    ports: ['8888/tcp'],
    environmentNames: ['PATH'],
    labels: {},
    history: [],
    ...has,
  };
}

export function someContents(
  has: Partial<Configuration> = {},
  layers?: readonly Layer[],
  digest?: string,
): ContainerImageContents {
  return {
    manifest: aManifest(digest === undefined ? {} : { digest }, layers),
    configuration: aConfiguration(has),
  };
}
