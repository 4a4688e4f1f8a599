import type { CompleteBuildDraft } from '../../src/core/build/buildDraft.ts';
import { emptyBuildDraft } from '../../src/core/build/buildDraft.ts';
import type { BuildPlan } from '../../src/core/build/plan.ts';
import type { SourceState } from '../../src/core/build/sourceState.ts';
import { readOutline } from '../../src/core/dockerfile.ts';
import { aUri, host } from './builders.ts';

export const pushRepositoryName = 'sagemaker-notebook';
export const pushRepositoryUri = `${host}/${pushRepositoryName}`;

/** A commit on main, as it is. */
export function aSource(has: Partial<SourceState> = {}): SourceState {
  return {
    branch: 'main',
    commit: '1a2b3c4d5e6f7890a1b2c3d4e5f607182930a1b2',
    isDirty: false,
    remote: 'https://git.example/team/notebook.git',
    committedAt: '2026-01-01T12:00:00Z',
    ...has,
  };
}

/** A draft in which only what a run requires is answered. */
export function aBuildDraft(has: Partial<CompleteBuildDraft> = {}): CompleteBuildDraft {
  const empty = emptyBuildDraft('docker/Dockerfile', 'token-1');
  return {
    ...empty,
    version: { ...empty.version, image: { name: 'notebook', isNew: false } },
    repository: { kind: 'existing', uri: aUri(pushRepositoryUri), immutableTags: false },
    tag: { scheme: '{branch}-{commit}', text: 'main-1a2b3c4' },
    target: null,
    ...has,
  };
}

export function aPlan(has: Partial<BuildPlan> = {}): BuildPlan {
  return { draft: aBuildDraft(), outline: readOutline('FROM python:3.12'), source: aSource(), ...has };
}
