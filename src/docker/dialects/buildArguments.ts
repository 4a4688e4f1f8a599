import { isSecret } from '../../core/build/secrets.ts';

export interface PassedArguments {
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** What must not be shown, the longest first. */
  readonly secrets: readonly string[];
}

/** Shorter ones are not worth hiding, and would be taken out of every other word. */
const shortestSecret = 4;

/**
 * How build arguments are passed: those that look secret by name alone, so that the engine's program takes the value
 * from its environment. All of docker, buildx, nerdctl and podman do.
 */
export function passBuildArguments(buildArgs: Readonly<Record<string, string>>): PassedArguments {
  const entries = Object.entries(buildArgs);
  const hidden = entries.filter(([name, value]) => isSecret(name, value));
  return {
    flags: entries.map((entry) => `--build-arg=${hidden.includes(entry) ? entry[0] : entry.join('=')}`),
    environment: Object.fromEntries(hidden),
    secrets: hidden
      // Output is looked through line by line.
      .flatMap(([, value]) => value.split(/\r?\n/))
      .filter((line) => line.length >= shortestSecret)
      .toSorted((one, other) => other.length - one.length),
  };
}
