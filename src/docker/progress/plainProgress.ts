import type { EngineEvent, Report } from '../../core/build/engine.ts';
import type { OutputReader } from './outputReader.ts';

type Ended = Extract<EngineEvent, { kind: 'step' }>['state'];

/**
 * BuildKit's progress for people without a terminal, which docker, finch and nerdctl print: each line begins with the
 * step's number. The first of a step is its name, `DONE`, `CACHED` or `ERROR` its end; what a command prints comes
 * after the time.
 */
export function plainProgress(report: Report): OutputReader {
  const names = new Map<string, string>();
  const ended = new Set<string>();
  const step = (id: string, rest: string): void => {
    const name = names.get(id);
    if (name === undefined) {
      names.set(id, rest);
      report({ kind: 'step', id, name: rest, state: 'started' });
      return;
    }
    const state = endOf(rest);
    if (!state || ended.has(id)) return;
    ended.add(id);
    report({ kind: 'step', id, name, state });
  };
  return {
    line(text) {
      report({ kind: 'output', text });
      // `#0` tells of the builder, and never ends.
      const found = /^#([1-9]\d*) (.+)$/.exec(text);
      if (found?.[1] && found[2]) step(found[1], found[2]);
    },
    end: () => undefined,
  };
}

function endOf(rest: string): Ended | undefined {
  if (rest.startsWith('DONE ')) return 'done';
  if (rest === 'CACHED') return 'cached';
  if (rest.startsWith('ERROR: ') || rest.startsWith('ERROR ')) return 'failed';
  return undefined;
}
