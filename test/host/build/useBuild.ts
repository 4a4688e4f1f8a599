import * as vscode from 'vscode';
import { aRepository, anImage, host } from '../../support/builders.ts';
import { aSession, type InMemorySession } from '../../support/inMemorySession.ts';
import { pick, ScriptedPrompts } from '../../support/scriptedPrompts.ts';
import { InMemoryMemento } from '../support/inMemoryMemento.ts';
import { useReplacements } from '../support/useReplacements.ts';
import { useSettings } from '../support/useSettings.ts';
import { fileNamed, RecordingTerminals, Window } from './buildWindow.ts';

type Acts = ConstructorParameters<typeof ScriptedPrompts>[0];
type Parts = NonNullable<ConstructorParameters<typeof Window>[1]>;

export const repository = `${host}/team/notebook`;

/** What a person answers the first time, up to the plan. */
export const answers = [
  pick('image', 'notebook'),
  pick('pushRepository', 'team/notebook'),
  pick('imageTag', 'main-1a2b3c4'),
  pick('target', null),
  pick('jobType', 'NOTEBOOK_KERNEL'),
  pick('processor', 'CPU'),
];
export const run = pick('plan', 'run');

/** A workspace with a Dockerfile, an account with an image and a repository, and one window after the other. */
export class Workplace {
  readonly session: InMemorySession = aSession();
  readonly state = new InMemoryMemento();
  readonly terminals = new RecordingTerminals();
  readonly dockerfile = fileNamed('Dockerfile');
  readonly replace: ReturnType<typeof useReplacements>;
  readonly #windows: Window[] = [];

  constructor(replace: ReturnType<typeof useReplacements>) {
    this.replace = replace;
    this.session.images.add(anImage());
    this.session.registry.addRepository(aRepository());
  }

  /** The window that was opened last. */
  get window(): Window {
    const window = this.#windows.at(-1);
    if (!window) throw new Error('No window was opened.');
    return window;
  }

  /** What SageMaker was asked to create. */
  get created(): readonly Readonly<Record<string, unknown>>[] {
    return this.session.images.calls
      .to('createVersion')
      .map(([version]) => version as Record<string, unknown>);
  }

  /** Opens a window in which a person does these things. */
  open(acts: Acts, parts: Omit<Parts, 'prompts' | 'state'> = {}): ScriptedPrompts {
    const prompts = new ScriptedPrompts(acts);
    this.#windows.push(new Window(this.session, { ...parts, prompts, state: this.state }));
    return prompts;
  }

  build(isContinued = false): Promise<void> {
    return this.window.build.run({ dockerfile: this.dockerfile, isContinued });
  }

  /** Where the Dockerfile's lens would go on. */
  get resume(): string | undefined {
    return this.window.memory.resume(this.dockerfile)?.from;
  }

  /** Presses Cancel as soon as the run tells that it does this. */
  cancelIn(doing: string): void {
    this.#attendProgress((message, cancel) => {
      if (message.startsWith(doing)) cancel();
    });
  }

  /** What the progress tells from now on. */
  recordProgress(): readonly string[] {
    const messages: string[] = [];
    this.#attendProgress((message) => messages.push(message));
    return messages;
  }

  async close(): Promise<void> {
    for (const window of this.#windows.splice(0)) await window.close();
  }

  #attendProgress(attend: (message: string, cancel: () => void) => void): void {
    this.replace(vscode.window, {
      withProgress: (_: unknown, task: (...args: unknown[]) => unknown) => {
        const source = new vscode.CancellationTokenSource();
        const report = ({ message = '' }): void => attend(message, () => source.cancel());
        return task({ report }, source.token);
      },
    });
  }
}

/** What the workspace's settings remember of its Dockerfiles. */
export function remembered(): Readonly<Record<string, unknown>> {
  return vscode.workspace.getConfiguration('sagemakerImages').get('dockerfiles', {});
}

/** A workplace of its own for each test. What is remembered in the workspace's settings goes with it. */
export function useBuild(): () => Workplace {
  const replace = useReplacements();
  const set = useSettings();
  let workplace: Workplace;
  beforeEach(async () => {
    workplace = new Workplace(replace);
    replace(vscode.window, { createTerminal: workplace.terminals.create });
    await set('workspace', 'dockerfiles', {});
  });
  afterEach(() => workplace.close());
  return () => workplace;
}
