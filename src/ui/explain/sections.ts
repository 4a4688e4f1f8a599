import * as vscode from 'vscode';
import type { Cause, Certainty, Fix } from '../../core/explain/cause.ts';
import type { Obstacles, Unchecked } from '../../core/explain/evidence.ts';
import { obstacleText } from '../preflight/findingTexts.ts';
import { causeText, fixText, type Failed } from './causeTexts.ts';
import type { PageWriter } from '../pages/page.ts';

const { t } = vscode.l10n;

const headings: Readonly<Record<Certainty, string>> = {
  certain: t('Most likely'),
  likely: t('Likely'),
  possible: t('Possible'),
};

/** How much each of them is worth: nothing is claimed beyond what was seen. */
const meanings: Readonly<Record<Certainty, string>> = {
  certain: t('It follows from what is known of the failure.'),
  likely: t(
    'It is so now, and enough to make versions or their apps fail. Whether it was so at the time of the failure is not kept anywhere.',
  ),
  possible: t('It is known to make things fail, and nothing that could be looked at speaks against it.'),
};

const uncheckedTitles: Readonly<Record<Unchecked, string>> = {
  aliases: t('aliases'),
  appImageConfig: t('app image config'),
  configuration: t('user and start command of the container image'),
  container: t('whether the container image is there'),
  log: t('log'),
  platform: t('platform of the container image'),
  role: t('permissions of the role'),
  settings: t('settings of the domain, the user profile or the space'),
  version: t('version of the image'),
};

export function writeOriginal(page: PageWriter, original: string | undefined): void {
  page.heading(2, t('What SageMaker says'));
  if (original === undefined) page.paragraph(t('Nothing: it gives no reason.'));
  else page.fence(original);
}

/** @param actionsOf what can be clicked for a fix of a cause. */
export function writeCauses(
  page: PageWriter,
  causes: readonly Cause[],
  failed: Failed,
  actionsOf: (fix: Fix, cause: Cause) => readonly vscode.Command[],
): void {
  for (const certainty of ['certain', 'likely', 'possible'] as const) {
    const alike = causes.filter((cause) => cause.certainty === certainty);
    if (alike.length === 0) continue;
    page.heading(2, headings[certainty]);
    page.paragraph(meanings[certainty]);
    for (const cause of alike) {
      const { text, why } = causeText(cause, failed);
      const fixes = cause.fixes.map((fix) => `- ${fixText(fix)}`);
      const commands = cause.fixes.flatMap((fix) => actionsOf(fix, cause));
      page.item(text, [...(why === undefined ? [] : [why]), ...fixes], commands);
    }
  }
}

/** What was looked at, and explains nothing. */
export function writeInOrder(page: PageWriter, sentences: readonly string[]): void {
  if (sentences.length === 0) return;
  page.heading(2, t('Looked at, and found in order'));
  for (const sentence of sentences) page.item(sentence);
}

/** @param reasonOf why it is unchecked where nothing stood in the way. */
export function writeUnchecked(
  page: PageWriter,
  unchecked: readonly Unchecked[],
  obstacles: Obstacles,
  reasonOf: (what: Unchecked) => string | undefined,
): void {
  if (unchecked.length === 0) return;
  page.heading(2, t('Could not be checked'));
  const byReason = Map.groupBy(unchecked, (what) => {
    const obstacle = obstacles[what] ?? (dependsOnSettings.has(what) ? obstacles.settings : undefined);
    return obstacle ? harmless(obstacleText(obstacle)) : reasonOf(what);
  });
  for (const [reason, whats] of byReason) {
    const titles = whats.map((what) => uncheckedTitles[what]).join(', ');
    page.item(reason === undefined ? t('{0}.', titles) : t('{0}: {1}', titles, reason));
  }
}

export function writeNextSteps(page: PageWriter, steps: readonly string[]): void {
  page.heading(2, t('What to do next'));
  for (const step of steps) page.item(step);
}

/** A sentence that may have words of others in it: none of them becomes a link, HTML or emphasis. */
export function harmless(sentence: string): string {
  return sentence.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>]/g, '\\$&');
}

const dependsOnSettings: ReadonlySet<Unchecked> = new Set(['appImageConfig', 'role']);
