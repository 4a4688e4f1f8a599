import type { Report } from '../../core/build/engine.ts';
import type { PushReader } from '../dialects/dialect.ts';

/** Only a part of a multi-platform image is there: what is pushed has another digest, which it tells. */
const reducedPattern = /pushing as a reduced-platform image \([^,]+, (sha256:[0-9a-f]{64})\)/;
const contentPattern =
  /^(index|manifest|layer|config)-(sha256:[0-9a-f]{64}):\s+(\S+)\s*(?:\|[-+]*\|\s*(.*))?$/;
const bytesPattern = /^([\d.]+) ?([KMGT]?i?B?)\/([\d.]+) ?([KMGT]?i?B?)$/;

/** What finch prints while it pushes: all contents again and again, with bytes for those that are on their way. */
export function nerdctlPush(report: Report): PushReader {
  const totals = new Map<string, number>();
  let reduced: string | undefined;
  let index: string | undefined;
  let manifest: string | undefined;
  return {
    get digest() {
      return reduced ?? index ?? manifest;
    },
    line(text) {
      report({ kind: 'output', text });
      reduced = reducedPattern.exec(text)?.[1] ?? reduced;
      const [, kind, digest, state, rest = ''] = contentPattern.exec(text.trimEnd()) ?? [];
      if (!digest) return;
      if (kind === 'index') index = digest;
      if (kind === 'manifest') manifest = digest;
      if (kind !== 'layer') return;
      const bytes = parseBytes(rest);
      if (bytes) totals.set(digest, bytes.total);
      const total = totals.get(digest);
      if (bytes) report({ kind: 'transfer', id: digest, ...bytes });
      else if (state === 'done' && total !== undefined) {
        totals.delete(digest);
        report({ kind: 'transfer', id: digest, sent: total, total });
      }
    },
    end: () => undefined,
  };
}

function parseBytes(text: string): { sent: number; total: number } | undefined {
  const [, sent, sentUnit = '', total, totalUnit = ''] = bytesPattern.exec(text.trim()) ?? [];
  if (sent === undefined || total === undefined) return undefined;
  return { sent: inBytes(sent, sentUnit), total: inBytes(total, totalUnit) };
}

function inBytes(amount: string, unit: string): number {
  const power = Math.max(0, 'BKMGT'.indexOf(unit.charAt(0)));
  return Math.round(Number(amount) * 1024 ** power);
}
