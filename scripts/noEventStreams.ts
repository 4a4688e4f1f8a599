/**
 * Stands in for `@smithy/core/event-streams`, which the SDK's clients bring for answers that never end, such as a log that
 * is followed. None of the calls that are made has one.
 */

/** Runs when a client is made that could ask for an event stream. */
export function resolveEventStreamSerdeConfig<Config extends object>(config: Config): Config {
  return config;
}

/** Runs when an event stream is read or written. */
export function eventStreamSerdeProvider(): never {
  throw new Error('Event streams are not part of this bundle.');
}
