import { imageMembers, spelledWith, versionMembers, type Member } from './members.ts';
import { isLegible, quoted, shellWord } from './quoting.ts';
import type { SnippetSource } from './source.ts';

/**
 * Commands for any POSIX shell, in a subshell: pasted into a terminal, a failure ends the commands and not the terminal.
 * Without comments, which an interactive zsh takes for commands.
 *
 * `aws sagemaker wait` is not used: it looks every 60 seconds, which no option changes, follows whatever version is the
 * latest unless told a number, and does not say why a create failed.
 */
export function formatCli(source: SnippetSource): string {
  const { image, aliases } = source;
  const imageName = `--image-name=${shellWord(image.name)}`;
  const version = [imageName, '--version-number="$version"'];
  const lines = [
    'set -eu',
    ...functions(source),
    '',
    ...(image.isNew
      ? [
          `${command('sagemaker create-image', options(imageMembers(source)))} >/dev/null`,
          command('wait_until_created describe-image', [imageName, query('[ImageStatus,FailureReason]')]),
          '',
        ]
      : []),
    `arn=$(${command('sagemaker create-image-version', [...options(versionMembers(source)), query('ImageVersionArn')])})`,
    'version=${arn##*/}',
    command('wait_until_created describe-image-version', [
      ...version,
      query('[ImageVersionStatus,FailureReason]'),
    ]),
    ...(aliases.length > 0
      ? [`${command('sagemaker update-image-version', [...version, aliasesToAdd(aliases)])} >/dev/null`]
      : []),
    'echo "$arn"',
  ];
  return `(\n${lines.map((line) => (line ? `  ${line}\n` : '\n')).join('')})\n`;
}

function functions({ profile, region }: SnippetSource): readonly string[] {
  const session = [...(profile ? [`--profile=${shellWord(profile)}`] : []), `--region=${shellWord(region)}`];
  return [
    `sagemaker() { aws sagemaker "$@" ${session.join(' ')} --output=text; }`,
    'wait_until_created() {',
    '  while :; do',
    '    state=$(sagemaker "$@")',
    '    case $state in',
    '      CREATED*) return ;;',
    '      CREATING*) sleep 5 ;;',
    '      *) echo "$state" >&2; exit 1 ;;',
    '    esac',
    '  done',
    '}',
  ];
}

function command(words: string, args: readonly string[]): string {
  return [words, ...args].join(' \\\n    ');
}

function query(expression: string): string {
  return `--query=${shellWord(expression)}`;
}

/** With `=`, so that a value that begins with a hyphen is not taken for an option. */
function options(members: readonly Member[]): readonly string[] {
  const inJson = members.filter(isForJson);
  return [
    ...members.filter((member) => !isForJson(member)).map(option),
    ...(inJson.length > 0 ? [`--cli-input-json ${shellWord(jsonOf(inJson))}`] : []),
  ];
}

function option([name, value]: Member): string {
  const spelled = spelledWith('-', name);
  if (typeof value === 'boolean') return value ? `--${spelled}` : `--no-${spelled}`;
  return `--${spelled}=${shellWord(value)}`;
}

/**
 * The CLI puts the content of a file or (version 1) of a page in the place of a value that looks like its address, and
 * a terminal acts on controls that are pasted.
 */
function isForJson([, value]: Member): boolean {
  return typeof value === 'string' && (/^(fileb?|https?):\/\//i.test(value) || !isLegible(value));
}

function jsonOf(members: readonly Member[]): string {
  return `{${members.map(([name, value]) => `"${name}": ${quoted(String(value))}`).join(', ')}}`;
}

function aliasesToAdd(aliases: readonly string[]): string {
  return `--aliases-to-add=${shellWord(`[${aliases.map(quoted).join(', ')}]`)}`;
}
