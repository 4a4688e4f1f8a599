import * as vscode from 'vscode';
import { buildPurpose } from '../../core/build/walkContext.ts';
import type { Prompts } from '../../core/questions.ts';
import { alone } from '../prompts.ts';

/** The names that VS Code takes for Dockerfiles. */
const pattern =
  '**/{Dockerfile,Dockerfile.*,*.Dockerfile,*.dockerfile,Containerfile,Containerfile.*,*.Containerfile,*.containerfile}';

/** As many as anybody would look through. */
const mostFiles = 1_000;

/** The Dockerfiles of the workspace, by their paths. */
export async function listDockerfiles(): Promise<ReadonlyMap<string, vscode.Uri>> {
  const found = await vscode.workspace.findFiles(pattern, '**/node_modules/**', mostFiles);
  const named = found.map((uri) => [vscode.workspace.asRelativePath(uri), uri] as const);
  return new Map(named.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Asks which of several. @returns undefined when nobody says. */
export async function pickDockerfile(
  found: ReadonlyMap<string, vscode.Uri>,
  prompts: Prompts,
  signal: AbortSignal,
): Promise<vscode.Uri | undefined> {
  const answer = await prompts.choose(
    { id: 'dockerfile', place: alone, purpose: buildPurpose, fixed: [...found.keys()] },
    signal,
  );
  return answer.kind === 'value' ? found.get(answer.value) : undefined;
}
