import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import * as vscode from 'vscode';
import { withoutCredentials, type SourceState } from '../../core/build/sourceState.ts';

/** VS Code's own Git extension, version 1 of its API, as far as it is used here. */
export interface GitApi {
  getRepository(uri: vscode.Uri): GitRepository | null;
  openRepository?(root: vscode.Uri): Promise<GitRepository | null>;
}

export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly HEAD:
      | { readonly name?: string; readonly commit?: string; readonly upstream?: { readonly remote: string } }
      | undefined;
    readonly remotes: readonly { readonly name: string; readonly fetchUrl?: string }[];
    readonly mergeChanges: readonly GitChange[];
    readonly indexChanges: readonly GitChange[];
    readonly workingTreeChanges: readonly GitChange[];
    /** Where the settings list them apart from the others. */
    readonly untrackedChanges?: readonly GitChange[];
  };
  /** Looks at the files again. */
  status(): Promise<void>;
  getCommit(ref: string): Promise<{ readonly commitDate?: Date }>;
}

interface GitChange {
  readonly uri: vscode.Uri;
}

/** @returns undefined where there is no Git extension, or it is turned off. */
export async function findGit(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<{ getAPI(version: 1): GitApi }>('vscode.git');
  try {
    return (await extension?.activate())?.getAPI(1);
  } catch {
    // It throws where `git.enabled` is off or no git is found.
    return undefined;
  }
}

/**
 * Where a Dockerfile stands in its repository.
 * @returns undefined outside of one, and where it cannot be found out: a build does without.
 */
export async function findSource(
  dockerfile: vscode.Uri,
  git: GitApi | undefined,
): Promise<SourceState | undefined> {
  try {
    const folder = vscode.Uri.file(dirname(dockerfile.fsPath));
    const repository = git?.getRepository(dockerfile) ?? (await git?.openRepository?.(folder));
    return repository ? await sourceOf(repository) : undefined;
  } catch {
    return undefined;
  }
}

async function sourceOf(repository: GitRepository): Promise<SourceState | undefined> {
  await repository.status();
  const { HEAD, mergeChanges, indexChanges, workingTreeChanges, untrackedChanges = [] } = repository.state;
  // Nothing is committed yet.
  if (!HEAD?.commit) return undefined;
  const { commitDate } = await repository.getCommit(HEAD.commit);
  const changed = [...mergeChanges, ...indexChanges, ...workingTreeChanges, ...untrackedChanges]
    .map(({ uri }) => uri)
    .filter((uri) => !isOfVsCode(uri, repository));
  const isDirty = changed.length > 0;
  return {
    branch: HEAD.name,
    commit: HEAD.commit,
    isDirty,
    remote: remoteOf(repository),
    committedAt: commitDate?.toISOString(),
    changes: isDirty ? await hashOf(changed) : undefined,
  };
}

/** VS Code's own settings, which remember what was answered, make no other image. */
function isOfVsCode(uri: vscode.Uri, { rootUri }: GitRepository): boolean {
  return /(^|[\\/])\.vscode[\\/]/.test(relative(rootUri.fsPath, uri.fsPath));
}

/** The one that the branch follows, else the usual one, else any. */
function remoteOf({ state: { HEAD, remotes } }: GitRepository): string | undefined {
  const named = (name: string | undefined): string | undefined =>
    remotes.find((remote) => remote.name === name)?.fetchUrl;
  const address = named(HEAD?.upstream?.remote) ?? named('origin') ?? remotes[0]?.fetchUrl;
  return address && withoutCredentials(address);
}

/** Stands for what differs: another text whenever one of the files was written. */
async function hashOf(changed: readonly vscode.Uri[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of [...new Set(changed.map(({ fsPath }) => fsPath))].sort()) {
    const found = await stat(path).catch(() => undefined);
    hash.update(`${path}\0${found?.mtimeMs}\0${found?.size}\0`);
  }
  return hash.digest('hex');
}
