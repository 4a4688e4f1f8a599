import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { EngineEvent } from '../../../src/core/build/engine.ts';

const folder = join(import.meta.dirname, 'outputs');

/** One stream of a recorded command, as the runner gives it out. */
export function linesOf(name: string): readonly string[] {
  const path = join(folder, name);
  if (!existsSync(path)) return [];
  return stripVTControlCharacters(readFileSync(path, 'utf8')).split('\n').slice(0, -1);
}

export function dockerfile(name: string): string {
  return join(folder, `${name}.Dockerfile`);
}

/** `started [2/3] RUN …`, and so on. */
export function stepsIn(events: readonly EngineEvent[]): readonly string[] {
  return events.flatMap((event) => (event.kind === 'step' ? [`${event.state} ${event.name}`] : []));
}

export function textIn(events: readonly EngineEvent[]): readonly string[] {
  return events.flatMap((event) => (event.kind === 'output' ? [event.text] : []));
}
