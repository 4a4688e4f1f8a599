/** The NOTICE of the package: what is bundled, who made it, and under which terms. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Metafile } from 'esbuild';

const ALLOWED_LICENCES = /^(Apache-2\.0|MIT|BSD-.+|ISC|0BSD)$/;
/** A line that says whose the work is. Apache's own text mentions copyright too, and leaves a blank for the owner. */
const OWNER_LINE = /^\s*(?:portions )?copyright (?:\(c\)|©|\d).*$/gim;

interface BundledPackage {
  readonly label: string;
  readonly licence: string;
  /** Copyright lines and the package's own NOTICE. */
  readonly attribution: string;
  readonly terms: string;
}

/**
 * Lists the packages that have code in the outputs, one text for those who share their terms.
 * @throws when a package's licence is not one of those we may pass on, or its text is missing.
 */
export function formatNotice(metafile: Metafile, root: string): string {
  const packages = packageFolders(metafile).map((folder) => readPackage(root, folder));
  const byTerms = Map.groupBy(packages, ({ terms }) => collapse(terms));
  const title = 'SageMaker Images contains these packages, each under the terms below it.\n';
  return [title, ...[...byTerms.values()].map(formatTerms)].join(`\n${'='.repeat(80)}\n\n`);
}

/** Folders of packages, for code that survived tree-shaking. */
function packageFolders({ outputs }: Metafile): string[] {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const folders = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

function readPackage(root: string, folder: string): BundledPackage {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: unknown;
  };
  const label = `${manifest.name} ${manifest.version}`;
  const licence = String(manifest.license);
  if (!ALLOWED_LICENCES.test(licence)) {
    throw new Error(`${label} is bundled, but we may not pass on what is under this licence: ${licence}`);
  }
  const text = readText(join(root, folder), /^licen[cs]e/i);
  const notice = readText(join(root, folder), /^notice/i);
  const attribution = [...(text.match(OWNER_LINE) ?? []), notice].map((line) => line.trim()).filter(Boolean);
  return {
    label,
    licence,
    attribution: attribution.join('\n'),
    terms: termsOf({ label, licence, text }, root),
  };
}

function termsOf(
  { label, licence, text }: { label: string; licence: string; text: string },
  root: string,
): string {
  const ours = readFileSync(join(root, 'LICENSE'), 'utf8');
  // Some of AWS's packages come without the text, which is the same for all: nothing in it names the owner.
  if (licence === 'Apache-2.0' && (text === '' || apacheTerms(text) === apacheTerms(ours))) {
    return 'The Apache License, Version 2.0, is in LICENSE.txt, next to this package’s package.json.';
  }
  if (text === '') throw new Error(`${label} is bundled, but has no licence text that we could pass on`);
  return text.replace(OWNER_LINE, '').trim();
}

/** Without the appendix, in which some packages put their name and others nothing. */
function apacheTerms(text: string): string {
  return collapse(text.split('END OF TERMS AND CONDITIONS')[0] ?? '');
}

function formatTerms(packages: readonly BundledPackage[]): string {
  const byOwner = Map.groupBy(packages, ({ attribution }) => attribution);
  const owners = [...byOwner].map(([attribution, theirs]) =>
    [...theirs.map(({ label, licence }) => `${label} (${licence})`), attribution].filter(Boolean).join('\n'),
  );
  return `${[...owners, packages[0]?.terms].join('\n\n')}\n`;
}

function readText(folder: string, name: RegExp): string {
  const file = readdirSync(folder).find((entry) => name.test(entry));
  return file === undefined ? '' : readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
