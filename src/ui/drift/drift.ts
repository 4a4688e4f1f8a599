import type * as vscode from 'vscode';
import { DockerfileStates, type DockerfileStatesContext } from './dockerfileStates.ts';
import { showState, type ShowStateContext } from './showState.ts';

export type DriftContext = DockerfileStatesContext & Omit<ShowStateContext, 'states'>;

/** What tells the state of Dockerfiles: a bundle of its own, loaded with the first that is tied to an image. */
export interface LoadedDrift extends vscode.Disposable {
  readonly states: DockerfileStates;
  readonly show: (dockerfile: vscode.Uri | undefined) => Promise<void>;
}

export function createDrift(context: DriftContext): LoadedDrift {
  const states = new DockerfileStates(context);
  return {
    states,
    show: (dockerfile) => showState(dockerfile, { ...context, states }),
    dispose: () => states.dispose(),
  };
}
