import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity } from '@smithy/types';
import { AppError, isKnownError } from '../core/errors.ts';
import type { Profile } from '../core/profiles.ts';
import { translateError } from './errors.ts';
import { HeldCredentials } from './heldCredentials.ts';
import { assumeRoleWithWebIdentity, type RoleAssumer, type RoleContext } from './roleAssumer.ts';
import { Witness } from './witness.ts';

export interface CredentialsContext extends RoleContext {
  /** Undefined when nobody chose one: then environment keys go first. */
  readonly profile: Profile | undefined;
  readonly roles: RoleAssumer;
  /** Whether programs that the configuration names may be run. */
  readonly mayRunPrograms: () => boolean;
}

/**
 * The credentials of a profile, by the SDK's own providers.
 * @throws AppError from its `provide`; nothing that a program or a cache file said is passed on, as secrets may be in it.
 */
export function createCredentials(context: CredentialsContext): HeldCredentials {
  return new HeldCredentials(async () => {
    const { profile, mayRunPrograms, caller } = context;
    if (profile?.runsProgram && !mayRunPrograms()) {
      throw new AppError('auth.processUntrusted', { profile: caller.profile });
    }
    const witness = new Witness(context.network.requestHandler);
    try {
      return await resolve(context, witness);
    } catch (error) {
      throw translateFailure(error, context, witness.failure);
    }
  });
}

/** With a provider of its own each time: the chain of all of them would give again what was refused. */
async function resolve(context: CredentialsContext, witness: Witness): Promise<AwsCredentialIdentity> {
  const { profile, roles, network } = context;
  const ssoEndpoint = network.endpointOf('sso');
  const options = {
    ignoreCache: true,
    ...(profile && { profile: profile.name }),
    // For the SDK's own clients of IAM Identity Center; a region here would replace that of the sign-in.
    clientConfig: {
      profile: network.profile,
      requestHandler: witness,
      ...(ssoEndpoint && { endpoint: ssoEndpoint }),
    },
    // The assumer asks for the code itself, when the source is known to be good and the role is not held yet.
    mfaCodeProvider: () => Promise.resolve(''),
    roleAssumer: (source: AwsCredentialIdentity, role: Parameters<RoleAssumer['assume']>[1]) =>
      roles.assume(source, role, context),
    roleAssumerWithWebIdentity: (role: Parameters<typeof assumeRoleWithWebIdentity>[0]) =>
      assumeRoleWithWebIdentity(role, context),
  };
  // A profile that says how to sign is held to it: the chain would go on with whatever identity the machine has.
  return profile && profile.kind !== 'machine' ? fromIni(options)() : fromNodeProviderChain(options)();
}

/** The texts of the SDK's providers, as far as they tell failures apart that need different cures. */
const texts = {
  socket: /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)\b/,
  signedOut:
    /expired|sso login|aws login|re-?authenticate|not found or is invalid|UnauthorizedException|Failed to load (?:a )?token/i,
};

function translateFailure(
  error: unknown,
  { profile, caller }: CredentialsContext,
  failure: Error | undefined,
): unknown {
  if (isKnownError(error) || !(error instanceof Error)) return error;
  if (failure) {
    const operation = profile?.signIn?.way === 'login' ? 'CreateOAuth2Token' : 'GetRoleCredentials';
    return translateError(failure, { ...caller, operation });
  }
  const { message } = error;
  const name = caller.profile;
  if (isFileError(error)) {
    return new AppError('config.unreadable', { file: error.path, reason: error.code }, error);
  }
  const code = texts.socket.exec(message)?.[0];
  if (code) {
    // The provider made a text of the error, of which only the code is left.
    const socketError = Object.assign(new Error(code), { code });
    return translateError(socketError, { ...caller, operation: 'GetRoleCredentials' });
  }
  if (profile?.runsProgram) return new AppError('auth.processFailed', { profile: name });
  if (profile?.signIn && texts.signedOut.test(message)) {
    return new AppError('auth.signedOut', { profile: name, signIn: profile.signIn });
  }
  return profile?.signIn || profile?.kind === 'webIdentity'
    ? new AppError('auth.refused', { profile: name, reason: message })
    : new AppError('auth.missing', { profile: name });
}

/** A token's file that can not be read. */
function isFileError(error: Error): error is Error & { readonly path: string; readonly code: string } {
  return (
    'path' in error && typeof error.path === 'string' && 'code' in error && typeof error.code === 'string'
  );
}
