import type { Report } from '../../core/build/engine.ts';
import type { PushReader } from '../dialects/dialect.ts';

/** Output that is only to be shown. */
export function textOnly(report: Report): PushReader {
  return {
    digest: undefined,
    line: (text) => report({ kind: 'output', text }),
    end: () => undefined,
  };
}
