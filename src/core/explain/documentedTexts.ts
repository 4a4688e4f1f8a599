import { causeOf, type Cause } from './cause.ts';

/**
 * The texts that are known to have been said, each with where. Nothing else is matched: of versions that could not be
 * created no text is known at all (facts §6), and a text that nobody has seen is no evidence.
 */
const saidBySageMaker: readonly (readonly [text: string, cause: Cause])[] = [
  // AWS's developer guide, on the failure of an app (facts §7).
  [
    'Ensure that the UID/GID provided in the AppImageConfig matches the default UID/GID defined in the image',
    causeOf('config.user', 'certain', { configured: undefined, user: undefined }),
  ],
  // ed-donner/alex#30 (facts §6): said of a model, by the same pull.
  [
    'Cross region ECR image pulls are not allowed',
    causeOf('container.otherRegion', 'certain', { reference: undefined, region: undefined }),
  ],
  // aws/amazon-sagemaker-feedback#180 (facts §7).
  ['Unsupported manifest media type', causeOf('container.mediaType', 'certain', { mediaType: undefined })],
  // awslabs/aiops-modules#344 (facts §5).
  [
    "Verify that your associated execution role has permission for 'sagemaker:DescribeImageVersion'",
    causeOf('executionRole.denied', 'certain', {
      roleArn: undefined,
      actions: ['sagemaker:DescribeImageVersion'],
    }),
  ],
  // aws/amazon-sagemaker-feedback#110 (field P16).
  ['not present in list of custom images in AppSettings', causeOf('image.notAttached', 'certain', {})],
];

/** aws-samples/sagemaker-studio-custom-image-samples#30 (facts §7): the kernel's word for a program of another platform. */
const wrongPlatform = 'exec format error';

/** What a failure reason of SageMaker says by itself. */
export function causesSaid(reason: string | undefined): readonly Cause[] {
  return saidBySageMaker.filter(([text]) => reason?.includes(text)).map(([, cause]) => cause);
}

/** Whether one of the texts tells of a program that cannot run on this platform. */
export function tellsWrongPlatform(texts: readonly string[]): boolean {
  return texts.some((text) => text.includes(wrongPlatform));
}
