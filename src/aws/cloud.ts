import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { AppError } from '../core/errors.ts';
import type { Identity } from '../core/model.ts';
import type { Cloud, Log, Profile, Session, SessionChoice } from '../core/ports.ts';
import { call, required, type Caller } from './call.ts';
import { createClients, type Clients } from './clients.ts';
import { isProfile, loadProfiles, type Environment, type Profiles } from './configuration.ts';
import { configuredEndpoint } from './endpoint.ts';
import { createImageStore } from './imageStore.ts';
import { createRegistry } from './registry.ts';

export interface CloudOptions {
  readonly log: Log;
  /** How long one request may go without an answer, in milliseconds. */
  readonly silenceMs?: number;
  readonly environment?: Environment;
}

/** Sessions from the user's AWS configuration: one set of clients per profile and region, made once. */
export function createCloud({ log, silenceMs = 30_000, environment = process.env }: CloudOptions): Cloud {
  const sessions = new Map<string, Session>();

  return {
    async openSession(choice) {
      const profiles = await loadProfiles();
      const profile = profileOf(choice, profiles, environment);
      const region = regionOf(choice, profiles[profile.name], environment);
      if (!region) throw new AppError('region.missing', { profile: profile.name });

      const key = `${profile.name}\n${region}`;
      const known = sessions.get(key);
      if (known) return known;
      const clients = createClients({
        profile: profile.forClients,
        region,
        silenceMs,
        endpointOf: (service) => configuredEndpoint(service, profile.name, profiles, environment),
      });
      const session = createSession(clients, { profile: profile.name, region, log });
      sessions.set(key, session);
      return session;
    },

    async listProfiles() {
      const profiles = await loadProfiles();
      return Object.entries(profiles)
        .filter(([name]) => isProfile(name))
        .map(([name, { region }]): Profile => ({ name, ...(region && { region }) }))
        .sort((one, other) => one.name.localeCompare(other.name));
    },

    // What is under way ends with the clients it began with.
    forget: () => sessions.clear(),
  };
}

interface ResolvedProfile {
  readonly name: string;
  /** Undefined when nobody chose one, so that environment and container credentials have their turn. */
  readonly forClients: string | undefined;
}

function profileOf(
  { profile }: SessionChoice,
  profiles: Profiles,
  environment: Environment,
): ResolvedProfile {
  const chosen = profile || environment['AWS_PROFILE'];
  if (!chosen) return { name: 'default', forClients: undefined };
  if (!profiles[chosen]) throw new AppError('profile.unknown', { profile: chosen });
  return { name: chosen, forClients: chosen };
}

function regionOf(
  choice: SessionChoice,
  profile: Profiles[string] | undefined,
  environment: Environment,
): string | undefined {
  return (
    choice.region ||
    profile?.['region'] ||
    environment['AWS_REGION'] ||
    environment['AWS_DEFAULT_REGION'] ||
    undefined
  );
}

function createSession(clients: Clients, caller: Caller): Session {
  let identity: Identity | undefined;
  return {
    profile: caller.profile,
    region: caller.region,
    images: createImageStore(clients.sagemaker, clients.sagemakerWrites, caller),
    registry: createRegistry(clients.ecr, caller),
    async identify(signal) {
      identity ??= await identify(clients, caller, signal);
      return identity;
    },
  };
}

async function identify({ sts }: Clients, caller: Caller, signal: AbortSignal): Promise<Identity> {
  const operation = 'GetCallerIdentity';
  const answer = await call(caller, { operation }, signal, (options) =>
    sts().send(new GetCallerIdentityCommand({}), options),
  );
  return { accountId: required(answer.Account, operation), arn: required(answer.Arn, operation) };
}
