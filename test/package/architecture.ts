/** Finds what breaks the rules of the house (docs/architecture.md) in a set of source files. */
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';

import { parseSync, Visitor } from 'oxc-parser';

export interface SourceFile {
  /** Relative to `src`, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly from: string;
  readonly isTypeOnly: boolean;
}

interface Scan {
  readonly path: string;
  readonly imports: readonly Import[];
  /** Every identifier in the file, and every string with which a property could be named instead. */
  readonly names: ReadonlySet<string>;
  readonly constructed: ReadonlySet<string>;
  readonly problems: readonly string[];
}

interface Layer {
  /** What of ours it may import, besides itself. */
  readonly ours: readonly string[];
  readonly mayNotImport: (specifier: string) => boolean;
}

const isVscode = (specifier: string): boolean => specifier === 'vscode';
const isAwsSdk = (specifier: string): boolean => /^@(aws-sdk|smithy|aws|aws-crypto)\//.test(specifier);

/** The composition root, src/extension.ts, is in no layer and may import all of them. */
const layers: Readonly<Record<string, Layer>> = {
  core: {
    ours: [],
    mayNotImport: (specifier) => isVscode(specifier) || isAwsSdk(specifier) || isBuiltin(specifier),
  },
  aws: { ours: ['core'], mayNotImport: isVscode },
  docker: { ours: ['core'], mayNotImport: (specifier) => isVscode(specifier) || isAwsSdk(specifier) },
  ui: { ours: ['core'], mayNotImport: isAwsSdk },
};
const compositionRoot = 'extension.ts';

/** The one file that may name each of these. */
const owners: Readonly<Record<string, string>> = {
  getConfiguration: 'ui/settings.ts',
  createOutputChannel: 'ui/log.ts',
  showErrorMessage: 'ui/funnel.ts',
  showWarningMessage: 'ui/funnel.ts',
  showInformationMessage: 'ui/funnel.ts',
};
const clientsOwner = 'aws/clients.ts';
const processesOwner = 'docker/run.ts';

/** One sentence for everything that breaks a rule; an empty list for a house in order. */
export function findViolations(files: readonly SourceFile[]): string[] {
  const scans = files.map(scan);
  const inFiles = scans.flatMap((file) =>
    [...file.problems, ...importProblems(file), ...ownershipProblems(file), ...placeProblems(file)].map(
      (problem) => `${file.path} ${problem}`,
    ),
  );
  return [...inFiles, ...cycles(scans)];
}

function scan({ path, text }: SourceFile): Scan {
  const { program, errors } = parseSync(path, text);
  const imports: Import[] = [];
  const names = new Set<string>();
  const constructed = new Set<string>();
  const problems = errors.map(({ message }) => `does not parse: ${message}`);
  const addImport = (from: unknown, isTypeOnly: boolean): void => {
    if (typeof from === 'string') imports.push({ from, isTypeOnly });
    else problems.push('imports what only a running program knows');
  };

  new Visitor({
    ImportDeclaration: ({ source, importKind }) => addImport(source.value, importKind === 'type'),
    ImportExpression: ({ source }) => addImport(stringIn(source), false),
    TSImportType: ({ source }) => addImport(source.value, true),
    TSImportEqualsDeclaration: () => problems.push('uses import = require()'),
    TSExportAssignment: () => problems.push('has a default export'),
    ExportDefaultDeclaration: () => problems.push('has a default export'),
    ExportAllDeclaration: ({ source }) => problems.push(`re-exports ${source.value}`),
    ExportNamedDeclaration: ({ source, specifiers }) => {
      if (source) problems.push(`re-exports ${source.value}`);
      if (specifiers.some(({ exported }) => nameIn(exported) === 'default')) {
        problems.push('has a default export');
      }
    },
    CallExpression: ({ callee, arguments: [specifier] }) => {
      if (nameIn(callee) === 'require') addImport(stringIn(specifier), false);
    },
    NewExpression: ({ callee }) => constructed.add(nameIn(callee) ?? ''),
    Identifier: ({ name }) => names.add(name),
    Literal: ({ value }) => names.add(String(value)),
  }).visit(program);
  return { path, imports, names, constructed, problems };
}

/** The name of an identifier, or of the member that is taken of something. */
function nameIn(node: {
  type: string;
  name?: unknown;
  value?: unknown;
  property?: unknown;
}): string | undefined {
  if (node.type === 'MemberExpression') return nameIn(node.property as Parameters<typeof nameIn>[0]);
  const name = node.type === 'Literal' ? node.value : node.name;
  return typeof name === 'string' ? name : undefined;
}

function stringIn(node: { type: string; value?: unknown } | undefined): unknown {
  return node?.type === 'Literal' ? node.value : undefined;
}

function importProblems({ path, imports }: Scan): string[] {
  const layer = layers[topOf(path)];
  return imports.flatMap(({ from }) => {
    if (/^(node:)?child_process$/.test(from) && path !== processesOwner) {
      return [`starts processes, which is for ${processesOwner}`];
    }
    if (!layer) return [];
    if (!from.startsWith('.')) return layer.mayNotImport(from) ? [`may not import ${from}`] : [];
    const top = topOf(resolved(path, from));
    return top === topOf(path) || layer.ours.includes(top) ? [] : [`may not import ${from}`];
  });
}

function ownershipProblems({ path, names, constructed }: Scan): string[] {
  const misused = Object.entries(owners).filter(([name, owner]) => names.has(name) && path !== owner);
  const clients = [...constructed].filter((name) => name.endsWith('Client') && path !== clientsOwner);
  return [
    ...misused.map(([name, owner]) => `uses ${name}, which is for ${owner}`),
    ...clients.map((name) => `makes a ${name}, which is for ${clientsOwner}`),
  ];
}

function placeProblems({ path }: Scan): string[] {
  const problems: string[] = [];
  const isPlaced = path === compositionRoot || (path.includes('/') && layers[topOf(path)] !== undefined);
  if (!isPlaced) problems.push('is in no layer');
  if (/(^|\/)index\.ts$/.test(path)) problems.push('is a barrel');
  if (/(^|\/)(utils?|helpers?|common)(\/|\.ts$)/.test(path)) problems.push('is named after nothing');
  return problems;
}

/** Every cycle of imports that are there when the program runs, once. */
function cycles(scans: readonly Scan[]): string[] {
  const graph = new Map(scans.map((file) => [file.path, runTimeImports(file)]));
  const found = new Set<string>();
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.add(`${[...trail.slice(start), path].join(' → ')} is a cycle`);
    if (start >= 0 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  return [...found];
}

function runTimeImports({ path, imports }: Scan): string[] {
  return imports
    .filter(({ from, isTypeOnly }) => from.startsWith('.') && !isTypeOnly)
    .map(({ from }) => resolved(path, from));
}

function resolved(path: string, from: string): string {
  return posix.join(posix.dirname(path), from);
}

/** The first folder of a path: a layer's name, or `..` outside of src. */
function topOf(path: string): string {
  return path.split('/')[0] ?? '';
}
