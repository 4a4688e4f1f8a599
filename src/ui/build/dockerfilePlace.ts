import { dirname, relative, resolve, sep } from 'node:path';
import * as vscode from 'vscode';

/** A Dockerfile on this machine's disk, and what its paths are told from. */
export interface DockerfilePlace {
  readonly uri: vscode.Uri;
  /** Undefined for a file outside of the workspace. */
  readonly folder: vscode.WorkspaceFolder | undefined;
  /** From the workspace folder, with slashes; of a file outside of it, the whole path. */
  readonly path: string;
  /** Makes a path of that form an absolute one. */
  readonly resolve: (path: string) => string;
}

/** Where a Dockerfile is. */
export function placeOf(uri: vscode.Uri): DockerfilePlace {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const file = uri.fsPath;
  const root = folder?.uri.fsPath ?? dirname(file);
  return {
    uri,
    folder,
    path: withSlashes(folder ? relative(root, file) : file),
    resolve: (path) => resolve(root, path),
  };
}

/** The place of a path as settings and tasks have it. */
export function placeIn(folder: vscode.WorkspaceFolder | undefined, path: string): DockerfilePlace {
  return placeOf(vscode.Uri.file(resolve(folder?.uri.fsPath ?? sep, path)));
}

/** An engine reads files from a disk. */
export function isOnDisk({ scheme }: vscode.Uri): boolean {
  return scheme === 'file';
}

/** A backslash is a separator on Windows alone: elsewhere it is part of a name. */
export function withSlashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
