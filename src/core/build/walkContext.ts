import type { Draft } from '../create/draft.ts';
import type { WalkContext } from '../create/steps.ts';
import type { DockerfileOutline } from '../dockerfileOutline.ts';
import type { Clock } from '../ports.ts';
import type { Purpose } from '../questions.ts';
import type { Part } from '../wizard.ts';
import type { BuildDraft } from './buildDraft.ts';
import type { SourceState } from './sourceState.ts';

/** What the walk from a Dockerfile to a version asks with and about. */
export interface BuildWalkContext extends WalkContext {
  readonly outline: DockerfileOutline;
  /** Undefined outside of a repository of git. */
  readonly source: SourceState | undefined;
  readonly clock: Pick<Clock, 'now'>;
  readonly newToken: () => string;
}

export const buildPurpose: Purpose = { kind: 'buildVersion' };

/** The version in the draft of its build. */
export const versionPart: Part<BuildDraft, Draft> = {
  get: ({ version }) => version,
  put: (draft, version) => ({ ...draft, version }),
};
