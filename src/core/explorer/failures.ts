import { hasCode, isKnownError } from '../errors.ts';

/** Codes of what is mended in the configuration's files, or by signing in. */
const curedElsewhere = /^(auth|profile|config|region)\./;

/** Whether other credentials, or another configuration, may let the same call succeed. */
export function isCuredElsewhere(error: unknown): boolean {
  return isKnownError(error) && curedElsewhere.test(error.code);
}

/** Whether nobody is signed in: a welcome text says so, with links that cure it. */
export function isSignedOut(error: unknown): boolean {
  return hasCode(
    error,
    'auth.missing',
    'auth.signedOut',
    'auth.expired',
    'auth.invalid',
    'profile.unknown',
    'region.missing',
  );
}

/** For a `catch`: of what is not there any more, nothing comes in place of an error. */
export function goneAs(code: 'image.notFound' | 'version.notFound'): (error: unknown) => undefined {
  return (error) => {
    if (!hasCode(error, code)) throw error;
  };
}
