/** What the documents of a registry say that they are. */

const indexTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]);
const manifestTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]);
/** A Helm chart's configuration is none of these, nor is a signature's. */
const configurationTypes: ReadonlySet<string> = new Set([
  'application/vnd.docker.container.image.v1+json',
  'application/vnd.oci.image.config.v1+json',
]);

/** The manifests that are understood. Docker's schema 1, which has no configuration, is not among them. */
export const acceptedManifestTypes: readonly string[] = [...indexTypes, ...manifestTypes];

/** Whether it is a list of images for several platforms. */
export function isIndexType(mediaType: string): boolean {
  return indexTypes.has(mediaType);
}

export function isManifestType(mediaType: string): boolean {
  return manifestTypes.has(mediaType);
}

/** @param artifactType that of the configuration; an index has none of its own. */
export function isContainerImageType(artifactType: string | undefined): boolean {
  return artifactType === undefined || configurationTypes.has(artifactType);
}

export function isOciType(mediaType: string): boolean {
  return mediaType.startsWith('application/vnd.oci.');
}
