import type { BuildArgs } from '../dockerfile/buildArguments.ts';

const secretNames =
  /token|secret|passw(?:or)?d|passphrase|pwd|key|credential|auth(?!or)|(?:^|[_-])pa(?:ss|t)(?:$|[_-])/i;

/** An address that signs in, as that of a package index. The user of git over SSH is everybody's. */
const signsIn = /:\/\/(?!git@)[^/\s]*@/;

/** Whether a build argument's name tells that its value is nobody else's business. */
export function looksSecret(name: string): boolean {
  return secretNames.test(name);
}

/** The build arguments that may be kept. That a secret one is not passed may be, too. */
export function withoutSecrets(buildArgs: BuildArgs): BuildArgs {
  return Object.fromEntries(Object.entries(buildArgs).filter(([name, value]) => !isSecret(name, value)));
}

/** The same, to be shown. */
export function withSecretsHidden(buildArgs: BuildArgs, hidden = '•••'): BuildArgs {
  return Object.fromEntries(
    Object.entries(buildArgs).map(([name, value]) => [name, isSecret(name, value) ? hidden : value]),
  );
}

/** Whether a build argument is one that is neither kept nor shown. */
export function isSecret(name: string, value: string | null): boolean {
  return value !== null && (looksSecret(name) || signsIn.test(value));
}
