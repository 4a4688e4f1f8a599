import * as vscode from 'vscode';
import type { Clock } from '../../core/ports.ts';
import { BuildOutput } from './buildOutput.ts';
import type { DockerfilePlace } from './dockerfilePlace.ts';
import { OutputTerminal } from './outputTerminal.ts';

interface Shown {
  readonly output: BuildOutput;
  terminal: vscode.Terminal | undefined;
}

/**
 * A terminal for each Dockerfile with what its last run has said. It stays when the run is over. Closing it ends the view
 * alone: the notification has the button that cancels, and Show Output brings the terminal back with what it had.
 */
export class BuildTerminals implements vscode.Disposable {
  readonly #clock: Clock;
  readonly #shown = new Map<string, Shown>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** An empty output, whose terminal is shown beside what somebody is at. */
  begin(place: DockerfilePlace): BuildOutput {
    const key = place.uri.toString();
    const shown = this.#shown.get(key) ?? { output: new BuildOutput(this.#clock), terminal: undefined };
    this.#shown.set(key, shown);
    shown.output.clear();
    this.show(place);
    return shown.output;
  }

  /** Shows what the last run has said; who types goes on where they were. */
  show({ uri, path }: DockerfilePlace): void {
    const shown = this.#shown.get(uri.toString());
    if (!shown) return;
    shown.terminal ??= vscode.window.createTerminal({
      name: vscode.l10n.t('SageMaker Images: {0}', path.replace(/\p{Cc}/gu, ' ')),
      pty: new OutputTerminal(shown.output, { onClose: () => (shown.terminal = undefined) }),
      iconPath: new vscode.ThemeIcon('package'),
      // Its output is gone with the window: an empty terminal is no use in the next one.
      isTransient: true,
    });
    shown.terminal.show(true);
  }

  dispose(): void {
    for (const { output, terminal } of this.#shown.values()) {
      terminal?.dispose();
      output.dispose();
    }
    this.#shown.clear();
  }
}
