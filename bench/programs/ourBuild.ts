/** What a build needs of the extension: its bundles, and a terminal that shows what is said. */
import { pathToFileURL } from 'node:url';
import type * as vscode from 'vscode';

import type { Engines } from '../../src/core/build/engine.ts';
import { BuildOutput } from '../../src/ui/build/buildOutput.ts';
import { OutputTerminal } from '../../src/ui/build/outputTerminal.ts';
import { systemClock as clock } from '../../src/ui/clock.ts';
import { findExecutable } from '../../src/ui/executables.ts';

type DockerModule = typeof import('../../src/docker/engines.ts');

/** @param isStudio whether Docker is to be taken for the one of SageMaker Studio */
export function createEngines(isStudio = false): Engines {
  const { createEngines: create } = require('./docker.cjs') as DockerModule;
  return create({
    program: () => '',
    findExecutable,
    isStudio: () => Promise.resolve(isStudio),
    folder: read('BENCH_STATE'),
  });
}

export interface ShownOutput {
  readonly output: BuildOutput;
  /** How many characters the terminal was given, and in how many messages. */
  readonly shown: { characters: number; messages: number };
}

/** An output whose terminal is open. */
export function openOutput(): ShownOutput {
  const output = new BuildOutput(clock);
  const terminal = new OutputTerminal(output, { onClose: () => undefined });
  const shown = { characters: 0, messages: 0 };
  terminal.onDidWrite((text) => {
    shown.characters += text.length;
    shown.messages += 1;
  });
  terminal.open();
  return { output, shown };
}

/** As much of VS Code's as a key in storage takes. */
export function uriOf(file: string): vscode.Uri {
  return { scheme: 'file', fsPath: file, toString: () => pathToFileURL(file).href } as vscode.Uri;
}

export function read(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not in the environment.`);
  return value;
}
