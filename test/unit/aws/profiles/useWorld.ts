import { createCloud, type CloudOptions } from '../../../../src/aws/cloud.ts';
import type { Cloud } from '../../../../src/core/ports.ts';
import { cloudOptions } from '../../../support/cloudOptions.ts';
import { ProfileHome } from './profileHome.ts';
import type { Given } from './row.ts';
import { createWorld, type World } from './world.ts';

export interface WorldFixture {
  readonly world: World;
  /** Moves this process into a home, until the test is over. */
  moveTo(given: Given): ProfileHome;
  newCloud(options?: Partial<CloudOptions>): Cloud;
}

/** A world of its own for each test. */
export function useWorld(): WorldFixture {
  let current: World | undefined;
  let home: ProfileHome | undefined;
  beforeEach(async () => {
    current = await createWorld();
  });
  afterEach(async () => {
    home?.leave();
    home?.dispose();
    home = undefined;
    await current?.emulator.close();
  });
  return {
    get world(): World {
      return current!;
    },
    moveTo(given) {
      home = new ProfileHome(given, current!);
      home.enter();
      return home;
    },
    newCloud: (options) => createCloud(cloudOptions(options)),
  };
}
