import type { CloudOptions } from '../../src/aws/cloud.ts';
import { InstantClock } from './clocks.ts';

/** Options of a cloud in which nobody is there to be asked. */
export function cloudOptions(overrides: Partial<CloudOptions> = {}): CloudOptions {
  return {
    log: { debug: () => undefined },
    clock: new InstantClock(),
    askMfaCode: () => Promise.resolve(undefined),
    mayRunPrograms: () => true,
    strictSsl: () => true,
    ...overrides,
  };
}
