import type { EngineEvent, Report } from '../core/build/engine.ts';

/** What stands for a secret. */
const mask = '***';

/** Takes secrets out of a text. Engines show build arguments in their steps: docker 20.10 puts values in for names. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, mask), text);
}

/** Reports everything but the secrets. */
export function withoutSecrets(report: Report, secrets: readonly string[]): Report {
  if (secrets.length === 0) return report;
  return (event) => report(masked(event, secrets));
}

function masked(event: EngineEvent, secrets: readonly string[]): EngineEvent {
  switch (event.kind) {
    case 'output':
      return { ...event, text: hideSecrets(event.text, secrets) };
    case 'step':
      return { ...event, name: hideSecrets(event.name, secrets) };
    case 'transfer':
      return event;
  }
}
