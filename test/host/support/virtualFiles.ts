import * as vscode from 'vscode';

/** Files that are on no disk, as those of a virtual workspace. */
export class VirtualFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  readonly #files = new Map<string, Uint8Array>();
  readonly #scheme: string;
  readonly #registration: vscode.Disposable;

  constructor(scheme: string, options: { readonly isReadonly?: boolean } = {}) {
    this.#scheme = scheme;
    this.#registration = vscode.workspace.registerFileSystemProvider(scheme, this, options);
  }

  /** Puts a file there, and says where it is. */
  add(path: string, text: string): vscode.Uri {
    this.#files.set(path, new TextEncoder().encode(text));
    return vscode.Uri.from({ scheme: this.#scheme, path });
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.#contentOf(path).byteLength };
  }

  readFile({ path }: vscode.Uri): Uint8Array {
    return this.#contentOf(path);
  }

  writeFile({ path }: vscode.Uri, content: Uint8Array): void {
    this.#files.set(path, content);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #contentOf(path: string): Uint8Array {
    const content = this.#files.get(path);
    if (!content) throw vscode.FileSystemError.FileNotFound(path);
    return content;
  }
}
