import { imageMembers, noteOf, versionMembers, type Member } from './members.ts';
import { quoted } from './quoting.ts';
import type { SnippetSource } from './source.ts';

/** A template. CloudFormation waits for the image by itself, and takes a version that failed away with its aliases. */
export function formatCloudFormation(source: SnippetSource): string {
  const { profile, region, image, version, aliases } = source;
  const where = `${profile ? `with the profile ${quoted(profile)} ` : ''}in ${quoted(region)}`;
  return [
    ...noteOf(source, '#'),
    `# To be deployed ${where}: a template can not say so.`,
    ...(version.clientToken ? ['# The client token is left out: CloudFormation makes its own.'] : []),
    'AWSTemplateFormatVersion: "2010-09-09"',
    'Resources:',
    ...(image.isNew
      ? ['  Image:', '    Type: AWS::SageMaker::Image', ...properties(imageMembers(source).map(ofImage))]
      : []),
    '  ImageVersion:',
    '    Type: AWS::SageMaker::ImageVersion',
    ...(image.isNew ? ['    DependsOn: Image'] : []),
    ...properties(versionMembers(source).filter(([name]) => name !== 'ClientToken')),
    ...(aliases.length > 0
      ? ['      Aliases:', ...aliases.map((alias) => `        - ${quoted(alias)}`)]
      : []),
    '',
  ].join('\n');
}

/** AWS::SageMaker::Image calls the members of CreateImage so: ImageName, ImageRoleArn, ImageDisplayName … */
function ofImage([name, value]: Member): Member {
  return [name.startsWith('Image') ? name : `Image${name}`, value];
}

function properties(members: readonly Member[]): readonly string[] {
  return ['    Properties:', ...members.map((member) => `      ${property(member)}`)];
}

function property([name, value]: Member): string {
  if (typeof value === 'boolean') return `${name}: ${value}`;
  const reason = whyLeftOut(name, value);
  return reason ? `# ${name} is left out: CloudFormation ${reason}.` : `${name}: ${quoted(value)}`;
}

function whyLeftOut(name: string, value: string): string | undefined {
  // No escape is known for it, and what it stands for may be a secret.
  if (value.includes('{{resolve:')) return 'would resolve the reference in it';
  // The pattern of its schema; SageMaker has `\S(.*\S)?`.
  if (name === 'ImageDisplayName' && !/^[A-Za-z0-9 -_]+$/.test(value)) return 'refuses its characters';
  return undefined;
}
