/** What the tests of package.json read it by. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import manifestJson from '../../package.json' with { type: 'json' };
import textsJson from '../../package.nls.json' with { type: 'json' };

/** The project's folder. */
export const root = join(import.meta.dirname, '../..');

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
  readonly icon?: string;
  readonly enablement?: string;
}

interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

interface View {
  readonly id: string;
  readonly name: string;
  readonly icon?: string;
}

interface Setting {
  readonly type: string;
  readonly default?: unknown;
  readonly markdownDescription?: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly properties?: Readonly<Record<string, Property>>;
  readonly additionalProperties?: boolean | { readonly properties: Readonly<Record<string, Property>> };
}

interface Property {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
}

interface TaskDefinition {
  readonly type: string;
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, Property>>;
}

interface ProblemMatcher {
  readonly name: string;
  readonly fileLocation: string;
  readonly pattern: {
    readonly regexp: string;
    readonly file: number;
    readonly line: number;
    readonly message: number;
  };
}

interface WalkthroughStep {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly image: string; readonly altText: string };
  readonly completionEvents?: readonly string[];
}

/** package.json, as far as tests read it. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly main: string;
  readonly icon: string;
  readonly keywords: readonly string[];
  readonly extensionKind: readonly string[];
  readonly activationEvents: readonly string[];
  readonly engines: { readonly vscode: string };
  readonly repository: { readonly url: string };
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly restrictedConfigurations: readonly string[];
    };
    readonly virtualWorkspaces: { readonly supported: string };
  };
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { id: string; icon: string }[] };
    readonly views: Readonly<Record<string, readonly View[]>>;
    readonly viewsWelcome: readonly { view: string; contents: string; when?: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly taskDefinitions: readonly TaskDefinition[];
    readonly problemMatchers: readonly ProblemMatcher[];
    readonly walkthroughs: readonly { id: string; steps: readonly WalkthroughStep[] }[];
  };
  readonly devDependencies: Readonly<Record<string, string>>;
}

export const manifest: Manifest = manifestJson;
/** package.nls.json. */
export const texts: Readonly<Record<string, string>> = textsJson;

/** The files in media that package.json names, relative to the project's folder. */
export function mediaFiles(): string[] {
  const { viewsContainers, views, walkthroughs } = manifest.contributes;
  const icons = [...viewsContainers.activitybar, ...Object.values(views).flat()].map(
    ({ icon }) => icon ?? '',
  );
  const pictures = walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.image));
  const files = [manifest.icon, ...icons, ...pictures].filter((file) => file && !file.startsWith('$('));
  return [...new Set(files)];
}

/** A text of package.json, with its `%key%` looked up. */
export function textOf(text: string): string {
  const key = /^%(.+)%$/.exec(text)?.[1];
  return key === undefined ? text : (texts[key] ?? '');
}

/** Every string in package.json under a name, at any depth. */
export function stringsNamed(name: string, value: unknown = manifest): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === name && typeof inner === 'string' ? [inner] : stringsNamed(name, inner),
  );
}

/** The context keys that a `when` clause reads. */
export function keysIn(when: string): string[] {
  return when
    .replace(/=~\s*\/(?:\\.|[^\\/])*\/\w*/g, '')
    .split(/&&|\|\|/)
    .map((term) => term.replace(/^[\s!(]+/, '').split(/[\s)=!<>]/)[0] ?? '')
    .filter((key) => key !== '' && key !== 'true' && key !== 'false');
}

/** The width and height that a PNG says it has. */
export function sizeOfPng(file: string): { width: number; height: number } {
  const header = readFileSync(join(root, file));
  return { width: header.readUInt32BE(16), height: header.readUInt32BE(20) };
}
