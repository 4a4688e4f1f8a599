import type { Configuration, HistoryEntry } from './contents.ts';
import { hideValues } from './hideValues.ts';
import { objectOf, objectsOf, parseObject, textOf, textsOf, type Json } from './json.ts';
import { readPlatform } from './parseManifest.ts';

/** @returns undefined for a text that is no configuration of a container image. */
export function parseConfiguration(text: string): Configuration | undefined {
  const document = parseObject(text);
  if (!document) return undefined;
  const config = objectOf(document['config']);
  return {
    platform: readPlatform(document),
    createdAt: readDate(document['created']),
    user: textOf(config['User']) ?? '',
    entrypoint: textsOf(config['Entrypoint']),
    cmd: textsOf(config['Cmd']),
    workingDir: textOf(config['WorkingDir']) ?? '',
    ports: Object.keys(objectOf(config['ExposedPorts'])).toSorted(),
    environmentNames: textsOf(config['Env']).map(nameOf).toSorted(),
    labels: readLabels(objectOf(config['Labels'])),
    history: objectsOf(document['history']).map(historyEntryOf),
  };
}

function readDate(value: unknown): Date | undefined {
  const date = new Date(textOf(value) ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function nameOf(variable: string): string {
  const equals = variable.indexOf('=');
  return equals === -1 ? variable : variable.slice(0, equals);
}

function readLabels(labels: Json): Readonly<Record<string, string>> {
  const texts = Object.entries(labels).flatMap(([name, value]) => {
    const text = textOf(value);
    return text === undefined ? [] : [[name, text] as const];
  });
  return Object.fromEntries(texts);
}

function historyEntryOf(entry: Json): HistoryEntry {
  return {
    createdBy: hideValues(textOf(entry['created_by']) ?? ''),
    isEmptyLayer: entry['empty_layer'] === true,
  };
}
