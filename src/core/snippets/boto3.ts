import { imageMembers, noteOf, versionMembers, type Member } from './members.ts';
import { quoted } from './quoting.ts';
import type { SnippetSource } from './source.ts';

/** A Python program. The waiters are told how often to look: every 60 seconds, if they are not. */
export function formatBoto3(source: SnippetSource): string {
  const { profile, region, image, aliases } = source;
  const session = [
    ...(profile ? [`profile_name=${quoted(profile)}`] : []),
    `region_name=${quoted(region)}`,
  ].join(', ');
  return [
    ...noteOf(source, '#'),
    'import boto3',
    '',
    `sagemaker = boto3.Session(${session}).client("sagemaker")`,
    `image_name = ${quoted(image.name)}`,
    'waiting = {"Delay": 5, "MaxAttempts": 120}',
    '',
    ...(image.isNew
      ? [
          call('sagemaker.create_image', imageMembers(source)),
          'sagemaker.get_waiter("image_created").wait(ImageName=image_name, WaiterConfig=waiting)',
          '',
        ]
      : []),
    `created = ${call('sagemaker.create_image_version', versionMembers(source))}`,
    'arn = created["ImageVersionArn"]',
    'version = int(arn.rsplit("/", 1)[-1])',
    'sagemaker.get_waiter("image_version_created").wait(',
    '    ImageName=image_name, Version=version, WaiterConfig=waiting',
    ')',
    ...(aliases.length > 0
      ? [
          'sagemaker.update_image_version(',
          `    ImageName=image_name, Version=version, AliasesToAdd=[${aliases.map(quoted).join(', ')}]`,
          ')',
        ]
      : []),
    'print(arn)',
    '',
  ].join('\n');
}

function call(method: string, members: readonly Member[]): string {
  const args = members.map(([name, value]) => `    ${name}=${argument(name, value)},\n`);
  return `${method}(\n${args.join('')})`;
}

function argument(name: string, value: string | boolean): string {
  if (name === 'ImageName') return 'image_name';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return quoted(value);
}
