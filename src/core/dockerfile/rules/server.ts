import type { ImageFacts } from '../facts/imageFacts.ts';
import type { CheckedFor } from './targets.ts';
import { replacing, type Fix, type Found, type Rule } from './finding.ts';
import { mayConfigureJupyter } from './knownContents.ts';
import { findOption, startedServer, type OptionValue, type StartedServer } from './startedServer.ts';

const studioPort = 8888;

const jupyterOptions = {
  port: ['--port', '--ServerApp.port', '--NotebookApp.port', '--LabApp.port'],
  address: ['--ip', '--ServerApp.ip', '--NotebookApp.ip', '--LabApp.ip'],
  baseUrl: ['--ServerApp.base_url', '--NotebookApp.base_url', '--LabApp.base_url'],
} as const;
const editorOptions = {
  port: ['--port'],
  address: ['--host'],
  baseUrl: ['--base-path', '--server-base-path'],
} as const;

/** Studio looks for an app at port 8888, and from outside of the container. */
export const serverAddress: Rule = {
  id: 'server-address',
  targets: ['jupyterlab', 'code-editor'],
  check({ facts, target }): readonly Found[] {
    const server = serverFor(target, facts);
    if (!server) return [];
    const options = optionsOf(server);
    const bound = boundTo(server, facts);
    return [
      ...portOf(findOption(server.words, options.port) ?? bound?.port),
      ...addressOf(server, findOption(server.words, options.address) ?? bound?.address, facts),
    ];
  },
};

/** Studio asks for an app below a path of its own. */
export const baseUrl: Rule = {
  id: 'base-url',
  targets: ['jupyterlab', 'code-editor'],
  check({ facts, target }): readonly Found[] {
    const server = serverFor(target, facts);
    // code-server does with any path.
    if (!server || server.kind === 'code-server') return [];
    const expected = target === 'jupyterlab' ? '/jupyterlab/default' : '/CodeEditor/default';
    const given = findOption(server.words, optionsOf(server).baseUrl);
    if (!given) return noBaseUrl(server, expected, facts);
    const { value, word } = given;
    if (value === undefined || isSamePath(value, expected, target)) return [];
    return [
      {
        problem: { code: 'server.baseUrl', url: value, expected },
        span: word,
        fix: replacingValue(given, expected),
      },
    ];
  },
};

/** The images of SageMaker Distribution can start either app: here it is the other one. */
export const appEntrypoint: Rule = {
  id: 'app-entrypoint',
  targets: ['jupyterlab', 'code-editor'],
  check({ facts, target }): readonly Found[] {
    const wrong = target === 'jupyterlab' ? 'entrypoint-code-editor' : 'entrypoint-jupyter-server';
    const expected = target === 'jupyterlab' ? 'entrypoint-jupyter-server' : 'entrypoint-code-editor';
    const start = facts.entrypoint ?? facts.command;
    const word = start?.words.find(({ value }) => value === wrong || value?.endsWith(`/${wrong}`));
    if (!word || facts.base.image?.kind !== 'distribution' || start?.commands.length !== 1) return [];
    const fix = word.text === wrong ? replacing(word, expected) : undefined;
    return [{ problem: { code: 'server.otherApp', command: wrong, expected }, span: word, fix }];
  },
};

function serverFor(target: CheckedFor, facts: ImageFacts): StartedServer | undefined {
  const server = startedServer(facts);
  const isJupyter = server?.kind === 'jupyter';
  return isJupyter === (target === 'jupyterlab') ? server : undefined;
}

function optionsOf({ kind }: StartedServer): typeof jupyterOptions | typeof editorOptions {
  return kind === 'jupyter' ? jupyterOptions : editorOptions;
}

/** code-server has an option for both. A port in the environment goes before it. */
function boundTo(
  { kind, words }: StartedServer,
  { environment }: ImageFacts,
): { readonly address: OptionValue; readonly port: OptionValue } | undefined {
  const { value = '', word } = findOption(words, ['--bind-addr']) ?? {};
  const colon = value.lastIndexOf(':');
  if (kind !== 'code-server' || word?.text !== value || colon === -1 || environment.has('PORT'))
    return undefined;
  const part = (from: number, to: number): OptionValue => {
    const text = value.slice(from, to);
    return { value: text, word: { text, value: text, start: word.start + from, end: word.start + to } };
  };
  return { address: part(0, colon), port: part(colon + 1, value.length) };
}

function portOf(given: OptionValue | undefined): readonly Found[] {
  if (given?.value === undefined || !/^\d+$/.test(given.value) || Number(given.value) === studioPort)
    return [];
  return [
    {
      problem: { code: 'server.port', port: given.value, expected: studioPort },
      span: given.word,
      fix: replacingValue(given, String(studioPort)),
    },
  ];
}

function addressOf(
  server: StartedServer,
  given: OptionValue | undefined,
  facts: ImageFacts,
): readonly Found[] {
  if (!given) {
    const isLocal = server.kind === 'jupyter' && server.isAlone && !mayBeConfigured(server, facts);
    return isLocal
      ? [{ problem: { code: 'server.local' }, span: server.name, fix: adding(server, '--ip', '0.0.0.0') }]
      : [];
  }
  const { value, word } = given;
  if (value === undefined || !/^(?:127\.[\d.]+|localhost|::1)$/.test(value)) return [];
  return [
    {
      problem: { code: 'server.address', address: value },
      span: word,
      fix: replacingValue(given, '0.0.0.0'),
    },
  ];
}

function noBaseUrl(server: StartedServer, expected: string, facts: ImageFacts): readonly Found[] {
  if (!server.isAlone || mayBeConfigured(server, facts)) return [];
  const option = server.kind === 'jupyter' ? '--ServerApp.base_url' : '--base-path';
  return [
    {
      problem: { code: 'server.noBaseUrl', expected },
      span: server.name,
      fix: adding(server, option, expected),
    },
  ];
}

/** Whether something besides the command line may say where the server listens. */
function mayBeConfigured({ kind, words }: StartedServer, facts: ImageFacts): boolean {
  // Words that nobody knows can be options.
  if (words.some(({ value }) => value === undefined)) return true;
  return (
    kind === 'jupyter' &&
    (words.some(({ text }) => text.startsWith('--config')) || mayConfigureJupyter(facts))
  );
}

/** An option in the place where the others begin, in the form in which the command stands there. */
function adding({ name, start }: StartedServer, option: string, value: string): Fix | undefined {
  const isExec = !start.isShell && start.words.includes(name);
  // A script in a text of the exec form can have anything before it that would have to be escaped.
  if (!isExec && !start.isShell) return undefined;
  const at = isExec ? name.end + 1 : name.end;
  const text = isExec ? `, "${option}=${value}"` : ` ${option}=${value}`;
  return { kind: { code: 'add', text: `${option}=${value}` }, edits: [{ start: at, end: at, text }] };
}

/** Only of a value that stands there as it is: a variable has its value elsewhere. */
function replacingValue({ value, word }: OptionValue, text: string): Fix | undefined {
  const quote = /^(["'])(.*)\1$/s.exec(word.text);
  if ((quote?.[2] ?? word.text) !== value) return undefined;
  return replacing(word, quote ? `${quote[1]}${text}${quote[1]}` : text);
}

function isSamePath(path: string, expected: string, target: CheckedFor): boolean {
  const [one, other] = [path, expected].map((text) => text.replaceAll(/^\/+|\/+$/g, ''));
  // Older guides have Code Editor's in lower case.
  return one === other || (target === 'code-editor' && one?.toLowerCase() === other?.toLowerCase());
}
