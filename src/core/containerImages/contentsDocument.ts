import { formatPlatform, layersOf, platformsOf, type ContainerImageContents } from './contents.ts';

/**
 * A container image as JSON, its members by their names in image configurations. Always in the same order, so that two
 * images can be compared line by line; what is not known is left out. Of variables it has the names alone.
 * @param uri what was asked for.
 * @param notShown why the configuration is missing, in a sentence.
 */
export function contentsText(uri: string, contents: ContainerImageContents, notShown?: string): string {
  const { manifest, configuration } = contents;
  const { image } = manifest;
  const members = {
    ContainerImage: uri,
    Digest: manifest.digest,
    MediaType: manifest.mediaType,
    Platforms: platformsOf(contents).map(formatPlatform),
    // Of an index, one image is described.
    ...(image &&
      image.digest !== manifest.digest && { ImageDigest: image.digest, ImageMediaType: image.mediaType }),
    CompressedSizeInBytes: image?.sizeInBytes,
    ...(notShown !== undefined && { NotShown: notShown }),
    ...(configuration && {
      User: configuration.user,
      Entrypoint: configuration.entrypoint,
      Cmd: configuration.cmd,
      WorkingDir: configuration.workingDir,
      ExposedPorts: configuration.ports,
      EnvironmentNames: configuration.environmentNames,
      Labels: sorted(configuration.labels),
      Created: configuration.createdAt?.toISOString(),
    }),
    Layers: layersOf(contents).map(({ digest, sizeInBytes, createdBy }) => ({
      CreatedBy: createdBy,
      Digest: digest,
      CompressedSizeInBytes: sizeInBytes,
    })),
  };
  return `${JSON.stringify(members, undefined, 2)}\n`;
}

function sorted(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
