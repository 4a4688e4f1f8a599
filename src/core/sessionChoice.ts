import type { SessionChoice } from './ports.ts';

/** What each place says about profile and region; empty texts say nothing. */
export interface ChoiceSources {
  readonly workspaceSettings: { readonly profile: string; readonly region: string };
  /** What was picked for this workspace. An empty profile is a choice, too: what is there without one. */
  readonly picked: { readonly profile: string; readonly region: string } | undefined;
  readonly userSettings: { readonly profile: string; readonly region: string };
}

/** Whether two choices lead to the same profile in the same region. */
export function isSameSession(one: SessionChoice, other: SessionChoice): boolean {
  return one.profile === other.profile && one.region === other.region;
}

/** The settings of a project go before what somebody picks in it, and that before what holds everywhere. */
export function resolveChoice({ workspaceSettings, picked, userSettings }: ChoiceSources): SessionChoice {
  const isProfilePicked = workspaceSettings.profile === '' && picked !== undefined;
  return {
    profile: isProfilePicked ? picked.profile : workspaceSettings.profile || userSettings.profile,
    region: workspaceSettings.region || picked?.region || userSettings.region,
  };
}
