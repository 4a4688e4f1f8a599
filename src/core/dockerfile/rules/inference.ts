import { programOf, withoutPrefix, type Command, type CommandWord } from '../facts/commands.ts';
import type { ImageFacts } from '../facts/imageFacts.ts';
import { basename } from '../facts/paths.ts';
import type { StartCommand } from '../facts/steps.ts';
import type { Found, Rule } from './finding.ts';
import { replacing } from './finding.ts';
import { hasPlainContents } from './knownContents.ts';
import { findOption } from './startedServer.ts';

const servingPort = 8080;

/** Servers of Python's, and the options that say where they listen. */
const serverOptions: Readonly<Record<string, readonly string[]>> = {
  gunicorn: ['--bind', '-b'],
  uvicorn: ['--port'],
  hypercorn: ['--bind', '-b'],
  flask: ['--port', '-p'],
  'waitress-serve': ['--port', '--listen'],
};

/** Hosting talks to port 8080. */
export const inferencePort: Rule = {
  id: 'inference-port',
  targets: ['inference'],
  check({ facts }) {
    const { entrypoint } = facts;
    // Hosting puts its own word in the place of the CMD.
    if (!entrypoint || entrypoint.commands.length !== 1 || mayBindElsewhere(facts)) return [];
    return entrypoint.commands.flatMap((command) => portOf(withoutPrefix(command)));
  },
};

/** A label says that the container does with any port it is given. */
function mayBindElsewhere({ source }: ImageFacts): boolean {
  return source.text.includes('accept-bind-to-port');
}

function portOf(command: Command): readonly Found[] {
  const at = command.findIndex(({ value }) => Object.hasOwn(serverOptions, basename(value ?? '')));
  const program = basename(command[at]?.value ?? '');
  const given = findOption(command.slice(at + 1), serverOptions[program] ?? []);
  const [, host = '', port] = /^(.*:)?(\d+)$/.exec(given?.value ?? '') ?? [];
  // What is given twice, or by a socket as well, listens in more than one place.
  if (
    !given ||
    port === undefined ||
    Number(port) === servingPort ||
    countOf(command, serverOptions[program]) > 1
  )
    return [];
  const fix = given.word.text === given.value ? replacing(given.word, `${host}${servingPort}`) : undefined;
  return [{ problem: { code: 'server.port', port, expected: servingPort }, span: given.word, fix }];
}

function countOf(command: Command, names: readonly string[] = []): number {
  return command.filter(({ text }) => names.some((name) => text === name || text.startsWith(`${name}=`)))
    .length;
}

/** Servers that take the name of one application, and end with an error when another word follows. */
const refuseWords = new Set(['fastapi', 'flask', 'hypercorn', 'uvicorn', 'waitress-serve']);

/**
 * Hosting runs `docker run IMAGE serve`: without an ENTRYPOINT, `serve` has to be a program of the image, and an ENTRYPOINT
 * in the exec form is given the word.
 */
export const serveCommand: Rule = {
  id: 'serve-command',
  targets: ['inference'],
  check({ facts }): readonly Found[] {
    const { entrypoint, command } = facts;
    const server = entrypoint && serverGivenWords(entrypoint);
    if (server?.value !== undefined)
      return [{ problem: { code: 'serve.refused', program: basename(server.value) }, span: server }];
    if (entrypoint || !command || !hasPlainContents(facts)) return [];
    const isNamed = facts.steps.some((step) => step.kind === 'run' && /\bserve\b/.test(step.text));
    return isNamed ? [] : [{ problem: { code: 'serve.command' }, span: command.instruction }];
  },
};

/** The program that is given the words behind an ENTRYPOINT, where it is a server that refuses them. */
function serverGivenWords({ isShell, words, commands }: StartCommand): CommandWord | undefined {
  // A text that the exec form gives to a shell is told of the words in variables alone.
  if (isShell || commands[0] !== words) return undefined;
  const isModule = /^python[\d.]*$/.test(programOf(words) ?? '') && words[1]?.value === '-m';
  const name = words[isModule ? 2 : 0];
  return refuseWords.has(basename(name?.value ?? '')) ? name : undefined;
}
