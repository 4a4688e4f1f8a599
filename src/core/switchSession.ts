import type { Parsed } from './containerUri.ts';
import type { Ambient, Cloud } from './ports.ts';
import type { Problem } from './problems.ts';
import type { Profile } from './profiles.ts';
import type { ProfileRow, Prompts, RegionRow } from './questions.ts';
import { regions } from './regions.generated.ts';
import { isRegionName } from './regions.ts';
import { defineStep, runWizard, type Step } from './wizard.ts';

/** What was picked: a session, or something that has to be done before there can be one. */
export type SwitchOutcome =
  | {
      readonly kind: 'session';
      /** Empty for what is there without a profile. */
      readonly profile: string;
      readonly region: string;
      readonly signsIn: boolean;
    }
  | { readonly kind: 'unusable'; readonly profile: Profile }
  | { readonly kind: 'add' };

export interface PickSessionContext {
  readonly cloud: Pick<Cloud, 'listProfiles' | 'findAmbient'>;
  readonly prompts: Prompts;
  readonly current: { readonly profile?: string; readonly region?: string };
  /** The profile that counts where nobody chose one, unless there are credentials without a profile. */
  readonly defaultProfile: string;
  /** The latest first. */
  readonly recentRegions: readonly string[];
}

interface State {
  readonly row?: ProfileRow;
  readonly region?: string;
}

/** Walks through profile and region. @returns undefined when it was cancelled. */
export async function pickSession(
  context: PickSessionContext,
  signal: AbortSignal,
): Promise<SwitchOutcome | undefined> {
  const { cloud, defaultProfile } = context;
  const [profiles, ambient] = await Promise.all([cloud.listProfiles(), cloud.findAmbient()]);
  const rows = profileRows(profiles, ambient);
  const isWithout = rows.some(({ kind }) => kind === 'ambient');
  const current = isWithout
    ? context.current
    : { ...context.current, profile: context.current.profile || defaultProfile };
  const initial: State = current.region === undefined ? {} : { region: current.region };
  const { kind, state } = await runWizard(steps(rows, { ...context, current }), initial, signal);
  return kind === 'done' ? pickedOf(state) : undefined;
}

function pickedOf({ row, region = '' }: State): SwitchOutcome {
  if (!row || row.kind === 'add') return { kind: 'add' };
  if (row.kind === 'ambient') return { kind: 'session', profile: '', region, signsIn: false };
  const { profile, signsIn = false } = row;
  return profile.problem
    ? { kind: 'unusable', profile }
    : { kind: 'session', profile: profile.name, region, signsIn };
}

function profileRows(profiles: readonly Profile[], ambient: Ambient | undefined): readonly ProfileRow[] {
  // A default profile that does not say how to sign stands for the machine's credentials itself.
  const isListed = ambient?.kind === 'machine' && profiles.some(({ name }) => name === 'default');
  return [
    ...(ambient && !isListed ? [{ kind: 'ambient', ambient } as const] : []),
    ...profiles.map((profile) => ({ kind: 'profile', profile }) as const),
    { kind: 'add' },
  ];
}

function steps(rows: readonly ProfileRow[], context: PickSessionContext): readonly Step<State>[] {
  const { prompts, current, recentRegions } = context;
  return [
    defineStep<State, ProfileRow>({
      id: 'profile',
      when: () => true,
      ask: ({ row }, place, signal) =>
        prompts.choose(
          {
            id: 'profile',
            place,
            fixed: rows,
            isActive: (candidate) => (row ? isSame(candidate, row) : isOf(candidate, current.profile)),
            button: signInButton,
          },
          signal,
        ),
      apply: (state, row) =>
        isOf(row, current.profile) && current.region !== undefined
          ? { row, region: state.region ?? current.region }
          : { row },
    }),
    defineStep<State, RegionRow>({
      id: 'region',
      when: ({ row }) => row === undefined || isUsable(row),
      ask: ({ row, region }, place, signal) => {
        const ofProfile = row?.kind === 'profile' ? row.profile.region : undefined;
        return prompts.choose(
          {
            id: 'region',
            place,
            fixed: regionRows(ofProfile, recentRegions),
            isActive: (candidate) => candidate.region === (region ?? ofProfile ?? recentRegions[0]),
            read: (text) => readRegion(text.trim()),
          },
          signal,
        );
      },
      apply: (state, { region }) => ({ ...state, region }),
    }),
  ];
}

function isUsable(row: ProfileRow): boolean {
  return row.kind === 'ambient' || (row.kind === 'profile' && row.profile.problem === undefined);
}

function isOf(row: ProfileRow, profileName: string | undefined): boolean {
  if (row.kind === 'profile') return row.profile.name === profileName;
  return row.kind === 'ambient' && profileName === '';
}

function isSame(one: ProfileRow, other: ProfileRow): boolean {
  return other.kind === 'profile' ? isOf(one, other.profile.name) : one.kind === other.kind;
}

/** Whatever is cached, a sign-in can be asked for: to become somebody else, or before the day's work. */
function signInButton(row: ProfileRow): ProfileRow | undefined {
  const isOffered = row.kind === 'profile' && row.profile.signIn && !row.profile.problem;
  return isOffered ? { ...row, signsIn: true } : undefined;
}

function regionRows(ofProfile: string | undefined, recent: readonly string[]): readonly RegionRow[] {
  const lately = recent.filter((region) => region !== ofProfile);
  const others = regions.filter(({ name }) => name !== ofProfile && !lately.includes(name));
  return [
    ...(ofProfile ? [{ region: ofProfile, reason: 'profile' } as const] : []),
    ...lately.map((region) => ({ region, reason: 'recent' }) as const),
    ...others.map(({ name }) => ({ region: name })),
  ];
}

function readRegion(text: string): Parsed<RegionRow, Problem> | undefined {
  if (regions.some(({ name }) => name === text) || !/\d$/.test(text)) return undefined;
  return isRegionName(text)
    ? { ok: true, value: { region: text } }
    : { ok: false, problem: { code: 'region.name', text } };
}
