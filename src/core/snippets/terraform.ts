import { imageMembers, noteOf, spelledWith, versionMembers, type Member } from './members.ts';
import { quotedForHcl } from './quoting.ts';
import type { SnippetSource } from './source.ts';

type Argument = readonly [name: string, expression: string];

/**
 * A configuration for version 6 of the provider: version 5 knows a version by its image's name alone, and takes two of
 * one image for each other. The provider waits by itself, and deletes a version that failed before it creates another.
 */
export function formatTerraform(source: SnippetSource): string {
  const { profile, region, image, version, aliases } = source;
  const imageName: Argument[] = image.isNew
    ? [['image_name', 'aws_sagemaker_image.image.image_name']]
    : [['image_name', quotedForHcl(image.name)]];
  return [
    ...noteOf(source, '#'),
    ...(version.clientToken ? ['# The client token is left out: the provider makes its own.'] : []),
    ...(image.isNew && image.name.includes('.')
      ? ['# The provider may refuse the dot in the name of the new image, which SageMaker takes.']
      : []),
    'terraform {',
    '  required_providers {',
    '    aws = {',
    '      source  = "hashicorp/aws"',
    '      version = "~> 6.0"',
    '    }',
    '  }',
    '}',
    '',
    ...block('provider "aws"', [
      ...(profile ? [['profile', quotedForHcl(profile)] as const] : []),
      ['region', quotedForHcl(region)],
    ]),
    '',
    ...(image.isNew
      ? [...block('resource "aws_sagemaker_image" "image"', imageMembers(source).map(argument)), '']
      : []),
    ...block('resource "aws_sagemaker_image_version" "version"', [
      ...imageName,
      ...versionMembers(source)
        .filter(([name]) => name !== 'ImageName' && name !== 'ClientToken')
        .map(argument),
      ...(aliases.length > 0 ? [['aliases', `[${aliases.map(quotedForHcl).join(', ')}]`] as const] : []),
    ]),
    '',
  ].join('\n');
}

function argument([name, value]: Member): Argument {
  return [spelledWith('_', name), typeof value === 'boolean' ? String(value) : quotedForHcl(value)];
}

/** Aligned as `terraform fmt` does. */
function block(header: string, members: readonly Argument[]): readonly string[] {
  const width = Math.max(...members.map(([name]) => name.length));
  return [
    `${header} {`,
    ...members.map(([name, expression]) => `  ${name.padEnd(width)} = ${expression}`),
    '}',
  ];
}
