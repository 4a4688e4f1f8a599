const ellipsis = '…';

/**
 * An instruction of an image's history without the values of variables and build arguments, which builders write into
 * it: `ENV TOKEN=…`, `RUN … /bin/sh -c make`. The command itself is what the Dockerfile says, and stays.
 */
export function hideValues(createdBy: string): string {
  // The classic builder's way of writing what is no command.
  const instruction = createdBy.replace(/^\/bin\/sh -c #\(nop\)\s+/, '').trim();
  const [, keyword, name] = /^(ENV|ARG)\s+([^\s=]+)/i.exec(instruction) ?? [];
  if (keyword && name)
    return `${keyword.toUpperCase()} ${name}${hasValue(instruction) ? `=${ellipsis}` : ''}`;
  return withoutBuildArguments(instruction);
}

function hasValue(instruction: string): boolean {
  return instruction.includes('=') || /^\S+\s+\S+\s+\S/.test(instruction);
}

/**
 * `|2 USER=me TOKEN=secret /bin/sh -c make`: where the arguments end, only the shell's name tells, and the last one at
 * that: a value can have one in it, too.
 */
function withoutBuildArguments(instruction: string): string {
  const [start] = /^(?:RUN )?\|\d+ /.exec(instruction) ?? [];
  if (start === undefined) return instruction;
  const shells = instruction.matchAll(/ (?:\/(?:usr\/)?bin\/\w*sh|cmd|powershell|pwsh)(?=\s)/g);
  const shell = [...shells].at(-1);
  const command = shell ? instruction.slice(shell.index) : '';
  return `${start.startsWith('RUN') ? 'RUN ' : ''}${ellipsis}${command}`;
}
