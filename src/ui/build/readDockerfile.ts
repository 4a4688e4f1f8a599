import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { SourceState } from '../../core/build/sourceState.ts';
import type { DockerfileOutline } from '../../core/dockerfileOutline.ts';
import { AppError } from '../../core/errors.ts';
import type { DockerfilePlace } from './dockerfilePlace.ts';

/** Longer than what other extensions do before a file is saved may take. */
const usualPatienceMs = 5000;

/** Reads what of a Dockerfile matters for building it. */
export type ReadOutline = (text: string) => DockerfileOutline;

/** Finds out where a Dockerfile stands in its repository. */
export type FindSource = (dockerfile: vscode.Uri) => Promise<SourceState | undefined>;

/** A Dockerfile as it is now. */
export interface SourceFile {
  readonly place: DockerfilePlace;
  readonly text: string;
  readonly outline: DockerfileOutline;
  readonly source: SourceState | undefined;
}

/**
 * Reads a Dockerfile from where the engine will read it: what is seen in an editor is saved first.
 * @throws AppError `config.unreadable`
 */
export async function readDockerfile(
  place: DockerfilePlace,
  readOutline: ReadOutline,
  findSource: FindSource,
): Promise<SourceFile> {
  const text = await savedText(place.uri);
  return { place, text, outline: readOutline(text), source: await findSource(place.uri) };
}

async function savedText(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  const file = uri.fsPath;
  if (open?.isDirty && !(await isSaved(open))) {
    throw new AppError('config.unreadable', { file, reason: vscode.l10n.t('it could not be saved') });
  }
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('config.unreadable', { file, reason }, error);
  }
}

/**
 * VS Code says false also where somebody types on while it saves, and at once where it is about to save by itself: then
 * its own save is waited for.
 */
export async function isSaved(
  document: Pick<vscode.TextDocument, 'save' | 'isDirty'>,
  patienceMs = usualPatienceMs,
): Promise<boolean> {
  const ownSave = nextSave(document, patienceMs);
  if ((await document.save()) || !document.isDirty || (await document.save())) return true;
  await ownSave;
  return !document.isDirty || document.save();
}

/** Resolves when VS Code has saved the document, or has had the time to. */
function nextSave(document: Pick<vscode.TextDocument, 'isDirty'>, patienceMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const subscription = vscode.workspace.onDidSaveTextDocument((saved) => {
    if (saved === document) resolve();
  });
  const timer = setTimeout(resolve, patienceMs);
  return promise.finally(() => {
    clearTimeout(timer);
    subscription.dispose();
  });
}
