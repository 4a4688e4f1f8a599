import * as vscode from 'vscode';
import type { Built } from '../../core/drift/built.ts';
import type { DriftFact } from '../../core/drift/driftOf.ts';
import { formatAge } from '../format.ts';
import { statusText } from '../statusTexts.ts';

const { t } = vscode.l10n;

/**
 * What a lens says of a Dockerfile's image: which version, how it is, what has changed since. What is not known is left
 * to the details.
 * @param facts undefined where nothing was looked at yet.
 */
export function stateTitle(built: Built, facts: readonly DriftFact[] | undefined, now: Date): string {
  const known = facts ?? [];
  return [nameOf(built, known), ...known.flatMap((fact) => partsOf(fact, now))].join(' · ');
}

/** With the number, unless that is what is gone. */
function nameOf({ imageName, number }: Built, facts: readonly DriftFact[]): string {
  const now = facts.find((fact) => fact.code === 'built');
  const isGone = facts.some(({ code }) => code === 'versionGone');
  const shown = now?.number ?? (isGone ? undefined : number);
  return shown === undefined ? imageName : t('{0} v{1}', imageName, shown);
}

function partsOf(fact: DriftFact, now: Date): readonly string[] {
  switch (fact.code) {
    case 'built':
      return [shortStatus(fact.status), formatAge(fact.createdAt, now)];
    case 'dockerfileChanged':
      return [t('Dockerfile changed')];
    case 'contextChanged':
      return [t('files changed')];
    case 'tagMoved':
      return [fact.to === undefined ? t('tag "{0}" is gone', fact.tag) : t('tag "{0}" moved', fact.tag)];
    case 'newerVersion':
      return [t('v{0} is newer', fact.number)];
    case 'versionGone':
      return [t('v{0} is gone', fact.number)];
    // The status has said it, in the sidebar's words.
    case 'failed':
    case 'unknown':
      return [];
  }
}

function shortStatus(status: string): string {
  return status.endsWith('_FAILED') ? statusText(status) : status;
}
