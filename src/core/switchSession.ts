import type { Parsed } from './containerUri.ts';
import type { Cloud, Profile, SessionChoice } from './ports.ts';
import type { Problem } from './problems.ts';
import type { Prompts, RegionRow } from './questions.ts';
import { isRegionName, sagemakerRegions } from './regions.ts';
import { defineStep, runWizard, type Step } from './wizard.ts';

/** Walks through profile and region. @returns undefined when it was cancelled. */
export async function pickSession(
  current: SessionChoice,
  cloud: Cloud,
  prompts: Prompts,
  signal: AbortSignal,
): Promise<Required<SessionChoice> | undefined> {
  const profiles = await cloud.listProfiles();
  const result = await runWizard(steps(profiles, prompts), current, signal);
  const { profile = '', region = '' } = result.state;
  return result.kind === 'done' ? { profile, region } : undefined;
}

function steps(profiles: readonly Profile[], prompts: Prompts): readonly Step<SessionChoice>[] {
  return [
    defineStep<SessionChoice, Profile>({
      id: 'profile',
      // Without any profile, credentials come from the environment or the machine: there is nothing to pick.
      when: () => profiles.length > 0,
      ask: (state, place, signal) =>
        prompts.choose(
          { id: 'profile', place, fixed: profiles, isActive: ({ name }) => name === state.profile },
          signal,
        ),
      apply: (state, { name, region }) =>
        name === state.profile ? state : { profile: name, ...(region && { region }) },
    }),
    defineStep<SessionChoice, RegionRow>({
      id: 'region',
      when: () => true,
      ask: (state, place, signal) => {
        const ofProfile = profiles.find(({ name }) => name === state.profile)?.region;
        return prompts.choose(
          {
            id: 'region',
            place,
            fixed: regionRows(ofProfile),
            isActive: ({ region }) => region === (state.region ?? ofProfile),
            read: (text) => readRegion(text.trim()),
          },
          signal,
        );
      },
      apply: (state, { region }) => ({ ...state, region }),
    }),
  ];
}

function regionRows(ofProfile: string | undefined): readonly RegionRow[] {
  const others = sagemakerRegions.filter((region) => region !== ofProfile);
  const rows = others.map((region) => ({ region, isProfiles: false }));
  return ofProfile ? [{ region: ofProfile, isProfiles: true }, ...rows] : rows;
}

function readRegion(text: string): Parsed<RegionRow, Problem> | undefined {
  if (sagemakerRegions.includes(text) || !/\d$/.test(text)) return undefined;
  return isRegionName(text)
    ? { ok: true, value: { region: text, isProfiles: false } }
    : { ok: false, problem: { code: 'region.name', text } };
}
