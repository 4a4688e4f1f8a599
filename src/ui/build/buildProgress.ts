import * as vscode from 'vscode';
import type { ContainerEngine, EngineEvent, Report } from '../../core/build/engine.ts';
import type { BuildPhase } from '../../core/build/record.ts';
import type { BuildOutput } from './buildOutput.ts';
import { passedOverText } from './buildTexts.ts';

const { t } = vscode.l10n;

/** A notification has room for about this much of an instruction. */
const longestName = 60;

/** Says where a run is: in a few words for a notification, and all of it in the output. */
export class BuildProgress {
  readonly #output: Pick<BuildOutput, 'write'>;
  readonly #tell: (message: string) => void;
  readonly #layers = new Map<string, { sent: number; total: number }>();
  #phase: BuildPhase = 'build';
  #message = '';
  #percent = 0;

  /** @param tell is given every other message once. */
  constructor(output: Pick<BuildOutput, 'write'>, tell: (message: string) => void) {
    this.#output = output;
    this.#tell = tell;
  }

  /** Which engine it is goes without saying, but for one that is not the first: it has other images, and no cache. */
  readonly nameEngine = ({ name, passedOver }: Pick<ContainerEngine, 'name' | 'passedOver'>): void => {
    if (passedOver.length > 0) this.#output.write(passedOverText(name, passedOver));
  };

  readonly begin = (phase: BuildPhase): void => {
    this.#phase = phase;
    const text = phaseText(phase);
    this.#output.write(`── ${text}`);
    this.#say(text);
  };

  readonly report: Report = (event) => {
    switch (event.kind) {
      case 'output':
        return this.#output.write(event.text);
      case 'step':
        return this.#phase === 'push' ? this.#noteLayer(event) : this.#noteStep(event);
      case 'transfer':
        return this.#noteTransfer(event);
    }
  };

  #noteStep({ name, state }: EngineEvent & { kind: 'step' }): void {
    if (state === 'started') this.#say(stepText(name));
  }

  /** Docker tells of layers, but not how large they are. */
  #noteLayer({ id, state }: EngineEvent & { kind: 'step' }): void {
    if (this.#layers.get(id)?.total === 1 || !this.#layers.has(id)) {
      this.#layers.set(id, { sent: state === 'done' || state === 'cached' ? 1 : 0, total: 1 });
      this.#tellPercent();
    }
  }

  #noteTransfer({ id, sent, total }: EngineEvent & { kind: 'transfer' }): void {
    this.#layers.set(id, { sent, total });
    this.#tellPercent();
  }

  #tellPercent(): void {
    const layers = [...this.#layers.values()];
    const total = layers.reduce((sum, layer) => sum + layer.total, 0);
    const sent = layers.reduce((sum, layer) => sum + layer.sent, 0);
    if (total === 0) return;
    // Layers that are told of later make it less: nobody wants to see it go back.
    this.#percent = Math.max(this.#percent, Math.floor((100 * sent) / total));
    this.#say(t('pushing {0} %', this.#percent));
  }

  #say(message: string): void {
    if (message === this.#message) return;
    this.#message = message;
    this.#tell(message);
  }
}

function phaseText(phase: BuildPhase): string {
  switch (phase) {
    case 'build':
      return t('building…');
    case 'signIn':
      return t('logging in to the registry…');
    case 'push':
      return t('pushing…');
    case 'register':
      return t('creating the version…');
  }
}

/** `[builder 2/5] RUN …`, as all engines' steps are called that come from the Dockerfile. */
function stepText(name: string): string {
  const [, stage = '', number, count, instruction = name] =
    /^\[(?:(.+) )?(\d+)\/(\d+)\] (.*)$/s.exec(name) ?? [];
  const line = instruction.replace(/\s+/g, ' ').trim();
  const short = line.length > longestName ? `${line.slice(0, longestName)}…` : line;
  if (number === undefined) return t('building: {0}', short);
  return stage === ''
    ? t('building {0}/{1}: {2}', number, count ?? '', short)
    : t('building {0} {1}/{2}: {3}', stage, number, count ?? '', short);
}
