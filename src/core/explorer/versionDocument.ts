import type { VersionDetails } from '../model.ts';
import type { VersionFacts } from '../tree.ts';

/**
 * A version as JSON: the members of DescribeImageVersion by their names there, with its aliases. Always in the same
 * order, so that two versions can be compared line by line; what SageMaker leaves out is left out, and so are aliases
 * that could not be listed.
 */
export function versionText({ details: version, aliases }: VersionFacts): string {
  const members = {
    ImageName: version.imageName,
    Version: version.number,
    ImageVersionArn: version.arn,
    ImageVersionStatus: version.status,
    FailureReason: version.failureReason,
    Aliases: aliases?.toSorted(),
    BaseImage: version.baseImage,
    ContainerImage: version.containerImage,
    JobType: version.jobType,
    Processor: version.processor,
    VendorGuidance: version.vendorGuidance,
    MLFramework: version.mlFramework,
    ProgrammingLang: version.programmingLang,
    Horovod: version.horovod,
    ReleaseNotes: version.releaseNotes,
    CreationTime: version.createdAt.toISOString(),
    LastModifiedTime: version.modifiedAt.toISOString(),
  };
  return `${JSON.stringify(members, undefined, 2)}\n`;
}

/** Two versions in the order in which they are compared: the older first. */
export function inOrderOfAge<V extends Pick<VersionDetails, 'createdAt' | 'number'>>(
  one: V,
  other: V,
): readonly [older: V, newer: V] {
  const difference = one.createdAt.getTime() - other.createdAt.getTime() || one.number - other.number;
  return difference <= 0 ? [one, other] : [other, one];
}
