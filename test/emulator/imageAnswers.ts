/** How SageMaker tells what it knows about an image or a version. */

import type { ImageRecord, VersionMetadata, VersionRecord } from './imageStore.ts';
import type { sagemakerOperations } from './sagemakerConstraints.ts';
import type { ValueOf } from './shapes.ts';

type Output<Operation extends keyof typeof sagemakerOperations> = ValueOf<
  (typeof sagemakerOperations)[Operation]['output']
>;

export function summarizeImage(image: ImageRecord): NonNullable<Output<'ListImages'>['Images']>[number] {
  return {
    CreationTime: image.creationTime,
    Description: image.description,
    DisplayName: image.displayName,
    FailureReason: image.failureReason,
    ImageArn: image.arn,
    ImageName: image.name,
    ImageStatus: image.status,
    LastModifiedTime: image.lastModifiedTime,
  };
}

export function describeImage(image: ImageRecord): Output<'DescribeImage'> {
  return { ...summarizeImage(image), RoleArn: image.roleArn };
}

export function summarizeVersion(
  image: ImageRecord,
  version: VersionRecord,
): NonNullable<Output<'ListImageVersions'>['ImageVersions']>[number] {
  return {
    CreationTime: version.creationTime,
    FailureReason: version.failureReason,
    ImageArn: image.arn,
    ImageVersionArn: version.arn,
    ImageVersionStatus: version.status,
    LastModifiedTime: version.lastModifiedTime,
    Version: version.number,
  };
}

export function describeVersion(image: ImageRecord, version: VersionRecord): Output<'DescribeImageVersion'> {
  return {
    ...summarizeVersion(image, version),
    BaseImage: version.baseImage,
    ContainerImage: version.containerImage,
    ...version.metadata,
    // The service says false also when nobody ever set it.
    Horovod: version.metadata.Horovod ?? false,
  };
}

/** Only the members that were given: the others must not overwrite what a version has. */
export function metadataOf(input: VersionMetadata): VersionMetadata {
  const { VendorGuidance, JobType, MLFramework, ProgrammingLang, Processor, Horovod, ReleaseNotes } = input;
  const all = { VendorGuidance, JobType, MLFramework, ProgrammingLang, Processor, Horovod, ReleaseNotes };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
