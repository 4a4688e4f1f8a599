/**
 * The version number at the end of an image version's ARN. The name in it is not read: SageMaker may lower-case it.
 * @returns undefined when the text is not such an ARN.
 */
export function versionNumberOf(imageVersionArn: string): number | undefined {
  const match = /^arn:[^:]+:sagemaker:[^:]+:\d{12}:image-version\/[^/]+\/(\d+)$/.exec(imageVersionArn);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

const consoleDomains: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'console.amazonaws-eusc.eu',
};

/** @returns the host of the AWS console in a region; undefined for partitions whose console is not public. */
export function consoleHost(partition: string, region: string): string | undefined {
  const domain = consoleDomains[partition];
  return domain && region && `${region}.${domain}`;
}

/**
 * The page of an image in the AWS console.
 * @param arn the ARN of the image or of one of its versions.
 * @returns undefined for partitions whose console is not public.
 */
export function consoleUrl(arn: string, imageName: string): string | undefined {
  const [, partition = '', , region = ''] = arn.split(':');
  const host = consoleHost(partition, region);
  if (!host) return undefined;
  return `https://${host}/sagemaker/home?region=${region}#/images/${encodeURIComponent(imageName)}`;
}

/** @returns the account that an ARN names, if it names one. */
export function accountOf(arn: string): string | undefined {
  return /^arn:[^:]+:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
}
