import { createCloud } from '../../../../src/aws/cloud.ts';
import type { CloudOptions } from '../../../../src/aws/cloud.ts';
import { cloudOptions } from '../../../support/cloudOptions.ts';
import { ProfileHome } from './profileHome.ts';
import type { Row } from './row.ts';
import { withoutMadeUpName, type World } from './world.ts';

export interface Outcome {
  readonly arn?: string;
  readonly error?: unknown;
  /** What was logged, in the order of time. */
  readonly lines: readonly string[];
  /** What the list of profiles is made from. */
  readonly profiles: string;
}

const { signal } = new AbortController();

/** Opens a session with the row's profile in a home of its own, and asks who that is. */
export async function becomeCaller(row: Row, world: World): Promise<Outcome> {
  const home = new ProfileHome(row.given(world), world);
  home.enter();
  try {
    return await identify(row, world, home);
  } finally {
    home.leave();
    home.dispose();
  }
}

async function identify(row: Row, world: World, home: ProfileHome): Promise<Outcome> {
  const lines: string[] = [];
  const cloud = createCloud(optionsOf(row, world, lines));
  const profiles = await cloud.listProfiles().then(JSON.stringify, () => '');
  try {
    const session = await cloud.openSession(row.profile === undefined ? {} : { profile: row.profile });
    const { arn } = await session.identify(signal);
    return { arn: withoutMadeUpName(arn), lines, profiles };
  } catch (error) {
    return { error, lines, profiles };
  } finally {
    // What a sign-in was renewed with is as secret as what was planted.
    for (const token of home.signIns()) world.rememberToken(token);
  }
}

function optionsOf({ mfaCode, isTrusted = true }: Row, world: World, lines: string[]): CloudOptions {
  return cloudOptions({
    log: { debug: (line) => void lines.push(line) },
    mayRunPrograms: () => isTrusted,
    askMfaCode: () => Promise.resolve(codeOf(mfaCode, world)),
  });
}

export function codeOf(mfaCode: Row['mfaCode'], world: World): string | undefined {
  return typeof mfaCode === 'function' ? mfaCode(world) : mfaCode;
}
