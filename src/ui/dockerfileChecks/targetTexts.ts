import * as vscode from 'vscode';
import { targetNames, type CheckedFor, type Target } from '../../core/dockerfile/rules/targets.ts';

const { t } = vscode.l10n;

/** What a Dockerfile is checked for, by the name that AWS gives it. */
const names: Readonly<Record<CheckedFor, string>> = {
  jupyterlab: 'JupyterLab',
  'code-editor': 'Code Editor',
  'kernel-gateway': 'KernelGateway',
  'unified-studio': 'SageMaker Unified Studio',
  training: t('training'),
  inference: t('inference'),
  studio: t('any app of Studio'),
  none: t('nothing'),
};

const descriptions: Readonly<Record<Target | 'none', string>> = {
  jupyterlab: t('Studio’s notebooks'),
  'code-editor': t('Studio’s editor, made of Code - OSS'),
  'kernel-gateway': t('Kernels of Studio Classic'),
  'unified-studio': t('Spaces of Unified Studio'),
  training: t('Training jobs'),
  inference: t('Endpoints and batch transform'),
  none: t('This Dockerfile is not checked'),
};

/** The words of the lens. */
export function checkedForText(target: CheckedFor): string {
  return t('Checked for: {0}', names[target]);
}

/** Asks what a Dockerfile is for. @returns undefined when nobody says. */
export async function pickTarget(current: CheckedFor | undefined): Promise<CheckedFor | undefined> {
  const items = targetNames.map((target) => ({
    label: capitalized(names[target]),
    description: descriptions[target],
    target,
  }));
  // What it is now comes first: Enter leaves it.
  const sorted = items.toSorted(
    (one, other) => Number(other.target === current) - Number(one.target === current),
  );
  const picked = await vscode.window.showQuickPick(sorted, {
    title: t('Check Dockerfile for'),
    placeHolder: t('What the image is for; the answer is written into the Dockerfile as a comment'),
    matchOnDescription: true,
  });
  return picked?.target;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
