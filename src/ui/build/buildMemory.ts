import * as vscode from 'vscode';
import { keptDraft, type BuildDraft } from '../../core/build/buildDraft.ts';
import { resumeOf, type BuildRecord, type Resume } from '../../core/build/record.ts';
import type { Built } from '../../core/drift/built.ts';
import { readBuilt } from '../../core/drift/readBuilt.ts';

/** What an earlier run of a Dockerfile has done, and of which text. */
export interface KeptRun {
  readonly record: BuildRecord;
  /** Stands for the Dockerfile's text: without git nothing else tells that it is another one now. */
  readonly textHash: string;
}

/** What is remembered of the builds of each Dockerfile, in every window of the workspace. Nothing secret is in it. */
export class BuildMemory implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();

  /** Fires when there is something else to go on with, or a Dockerfile is tied to another version. */
  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** A run that was begun and has not come to its end. */
  run(dockerfile: vscode.Uri): KeptRun | undefined {
    const kept = this.#state.get<KeptRun>(keyOf('run', dockerfile));
    return kept && isOfThisRelease(kept) ? kept : undefined;
  }

  /** On disk once it resolves. */
  async keepRun(dockerfile: vscode.Uri, run: KeptRun | undefined): Promise<void> {
    await this.#state.update(keyOf('run', dockerfile), run);
    this.#changed.fire();
  }

  /** What can be gone on with, for a lens to offer. */
  resume(dockerfile: vscode.Uri): Resume | undefined {
    const kept = this.run(dockerfile);
    return kept && resumeOf(kept.record);
  }

  /** The draft of a walk that was left, or whose run failed. */
  unfinished(dockerfile: vscode.Uri): BuildDraft | undefined {
    return this.#state.get<BuildDraft>(keyOf('draft', dockerfile));
  }

  async keepUnfinished(dockerfile: vscode.Uri, draft: BuildDraft): Promise<void> {
    await this.#state.update(keyOf('draft', dockerfile), keptDraft(draft));
  }

  /** What was registered last. */
  last(dockerfile: vscode.Uri): BuildDraft | undefined {
    return this.#state.get<BuildDraft>(keyOf('last', dockerfile));
  }

  /** A version is registered: nothing is left to go on with. */
  async finish(dockerfile: vscode.Uri, draft: BuildDraft): Promise<void> {
    await this.#state.update(keyOf('last', dockerfile), keptDraft(draft));
    await this.#state.update(keyOf('draft', dockerfile), undefined);
    await this.keepRun(dockerfile, undefined);
  }

  /** The version that was made of a Dockerfile last. */
  built(dockerfile: vscode.Uri): Built | undefined {
    return readBuilt(this.#state.get(keyOf('built', dockerfile)));
  }

  async keepBuilt(dockerfile: vscode.Uri, built: Built | undefined): Promise<void> {
    await this.#state.update(keyOf('built', dockerfile), built);
    this.#changed.fire();
  }

  /** The Dockerfiles that versions are remembered of, whether they are there or not. */
  builtDockerfiles(): readonly vscode.Uri[] {
    const prefix = prefixOf('built');
    const keys = this.#state.keys().filter((key) => key.startsWith(prefix));
    return keys.map((key) => vscode.Uri.parse(key.slice(prefix.length)));
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

type Kind = 'run' | 'draft' | 'last' | 'built';

function keyOf(kind: Kind, dockerfile: vscode.Uri): string {
  return `${prefixOf(kind)}${dockerfile.toString()}`;
}

function prefixOf(kind: Kind): string {
  return `build:${kind}:`;
}

/** What another release has written can be anything. */
function isOfThisRelease({ record }: Partial<KeptRun>): boolean {
  const draft: Partial<BuildDraft> | undefined = record?.draft;
  return draft?.version !== undefined && draft.repository !== undefined && draft.tag !== undefined;
}
