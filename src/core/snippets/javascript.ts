import { imageMembers, noteOf, versionMembers, type Member } from './members.ts';
import { quoted } from './quoting.ts';
import type { SnippetSource } from './source.ts';

/**
 * An ECMAScript module. A profile is held to by `fromIni`: the client's own chain goes on with somebody else's
 * credentials after a profile that is broken. The waiters are told how often to look: every 60 seconds, if they are not.
 */
export function formatJavaScript(source: SnippetSource): string {
  const { profile, region, image, aliases } = source;
  const names = [
    ...(image.isNew ? ['CreateImageCommand'] : []),
    'CreateImageVersionCommand',
    'SageMakerClient',
    ...(aliases.length > 0 ? ['UpdateImageVersionCommand'] : []),
    ...(image.isNew ? ['waitUntilImageCreated'] : []),
    'waitUntilImageVersionCreated',
  ];
  return [
    ...noteOf(source, '//'),
    `import {\n${names.map((name) => `  ${name},\n`).join('')}} from "@aws-sdk/client-sagemaker";`,
    ...(profile ? ['import { fromIni } from "@aws-sdk/credential-providers";'] : []),
    '',
    'const client = new SageMakerClient({',
    `  region: ${quoted(region)},`,
    ...(profile ? [`  credentials: fromIni({ profile: ${quoted(profile)} }),`] : []),
    '});',
    `const ImageName = ${quoted(image.name)};`,
    'const waiting = { client, minDelay: 5, maxDelay: 5, maxWaitTime: 600 };',
    '',
    ...(image.isNew
      ? [
          `await ${send('CreateImageCommand', imageMembers(source))};`,
          'await waitUntilImageCreated(waiting, { ImageName });',
          '',
        ]
      : []),
    `const { ImageVersionArn } = await ${send('CreateImageVersionCommand', versionMembers(source))};`,
    'const Version = Number(ImageVersionArn.split("/").at(-1));',
    'await waitUntilImageVersionCreated(waiting, { ImageName, Version });',
    ...(aliases.length > 0
      ? [
          'await client.send(',
          '  new UpdateImageVersionCommand({',
          '    ImageName,',
          '    Version,',
          `    AliasesToAdd: [${aliases.map(quoted).join(', ')}],`,
          '  }),',
          ');',
        ]
      : []),
    'console.log(ImageVersionArn);',
    '',
  ].join('\n');
}

function send(command: string, members: readonly Member[]): string {
  const properties = members.map(([name, value]) => `    ${property(name, value)},\n`);
  return `client.send(\n  new ${command}({\n${properties.join('')}  }),\n)`;
}

function property(name: string, value: string | boolean): string {
  if (name === 'ImageName') return name;
  return `${name}: ${typeof value === 'boolean' ? String(value) : quoted(value)}`;
}
