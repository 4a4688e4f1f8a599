import { AppError } from '../core/errors.ts';
import { describeProfiles, usableProfile, type Configuration, type Profile } from '../core/profiles.ts';
import type { AskMfaCode, Clock, Cloud, Log, Session, SessionChoice, StudioApp } from '../core/ports.ts';
import { findAmbientKind, readStudioApp, studioMetadataFile } from './ambient.ts';
import { createApps } from './apps.ts';
import type { BeforeWrite, Caller, SignedCaller } from './call.ts';
import { CallerIdentity } from './callerIdentity.ts';
import { createClients, createSignInClient, type Network } from './clients.ts';
import {
  configurationPaths,
  loadConfiguration,
  readConfigurationFile,
  type Environment,
} from './configuration.ts';
import { createCredentials } from './credentials.ts';
import { createDownloader } from './download.ts';
import { configuredEndpoint } from './endpoint.ts';
import type { HeldCredentials } from './heldCredentials.ts';
import { createImageStore } from './imageStore.ts';
import { createLogs } from './logs.ts';
import { fingerprintsOf, originOf, type Fingerprints, type Origin } from './origin.ts';
import { createRegistry } from './registry.ts';
import { PatientHandler } from './requestHandler.ts';
import { RoleAssumer } from './roleAssumer.ts';
import { createRoles } from './roles.ts';
import { signInFolders, ssoSignInOf, withSignIns } from './signIns.ts';
import { signInWithDevice } from './ssoSignIn.ts';
import { createStudio } from './studio.ts';

export interface CloudOptions {
  readonly log: Log;
  readonly clock: Clock;
  readonly askMfaCode: AskMfaCode;
  /** Whether `credential_process` may run: not in a workspace that nobody trusts. */
  readonly mayRunPrograms: () => boolean;
  /** Whether servers have to prove who they are, as VS Code's `http.proxyStrictSSL` has it. */
  readonly strictSsl: () => boolean;
  /** How long one request may go without an answer, in milliseconds. */
  readonly silenceMs?: number;
  readonly environment?: Environment;
  readonly studioMetadata?: string;
}

/** Sessions from the user's AWS configuration: one per profile and region, as long as what it is made of stays. */
export function createCloud(given: CloudOptions): Cloud {
  const options: Options = {
    silenceMs: 30_000,
    environment: process.env,
    studioMetadata: studioMetadataFile,
    ...given,
  };
  const { clock, environment, studioMetadata } = options;
  const sessions = new Sessions(options);

  return {
    openSession: async (choice) => sessions.open(choice, await loadConfiguration()),

    async listProfiles() {
      const configuration = await loadConfiguration();
      return withSignIns(describeProfiles(configuration), configuration);
    },

    async findAmbient() {
      const kind = findAmbientKind(environment, await loadConfiguration());
      const studio = kind && (await readStudioApp(studioMetadata));
      return kind && { kind, ...(studio && { studio }) };
    },

    forget: () => sessions.forget(),

    paths: () => ({ ...configurationPaths(), signIns: signInFolders() }),

    async signIn(profileName, show, signal) {
      const configuration = await loadConfiguration();
      const { signIn } = usableProfile(profileName, configuration);
      const settings = configuration.profiles[signIn?.profile ?? profileName] ?? {};
      const sso = ssoSignInOf(settings, configuration);
      if (!sso) throw new AppError('auth.missing', { profile: profileName });
      const network = await networkOf(profileName, configuration, options);
      const client = createSignInClient(sso.region, network);
      await signInWithDevice(sso, { client, clock, profile: profileName, show }, signal);
    },
  };
}

type Options = Required<CloudOptions>;

interface Held {
  readonly credentials: HeldCredentials;
  /** What the keys were when they were held. */
  keys: string;
}

class Sessions {
  readonly #options: Options;
  readonly #roles: RoleAssumer;
  readonly #sessions = new Map<string, Session>();
  readonly #held = new Map<string, Held>();

  constructor(options: Options) {
    this.#options = options;
    this.#roles = new RoleAssumer(options.askMfaCode);
  }

  async open(choice: SessionChoice, configuration: Configuration): Promise<Session> {
    const { environment, log } = this.#options;
    const origin = originOf(choice, configuration, environment);
    const network = await networkOf(origin.settingsName, configuration, this.#options);
    const prints = fingerprintsOf(origin.settingsName, configuration);
    const stsRegion = configuration.profiles[origin.settingsName]?.['region'] ?? origin.region;
    const caller: Caller = { profile: origin.label, region: origin.region, log };
    const credentials = this.#hold(origin.profile, prints, { ...caller, region: stsRegion }, network);

    const key = [origin.label, origin.region, choice.expectedAccount, prints.settings].join('\n');
    const session =
      this.#sessions.get(key) ??
      createSession(choice, origin, await this.#studioOf(origin), network, {
        ...caller,
        credentials: {
          provide: () => credentials.provide(),
          reject: async (refused, why) => {
            await credentials.reject(refused);
            // A region that is not enabled refuses good credentials, too: nobody is asked for another code then.
            if (why === 'auth.expired') await this.#roles.reject(refused);
          },
        },
      });
    this.#sessions.set(key, session);
    return session;
  }

  /** Inside SageMaker Studio the credentials of the container are those of somebody's app. */
  async #studioOf({ profile }: Origin): Promise<StudioApp | undefined> {
    return profile ? undefined : readStudioApp(this.#options.studioMetadata);
  }

  /** What is under way ends with the clients it began with. Nobody is asked for an MFA code again. */
  forget(): void {
    this.#sessions.clear();
    this.#held.clear();
  }

  /** One set of credentials for all regions of a profile: whoever was asked for a code is asked once. */
  #hold(
    profile: Profile | undefined,
    { settings, keys }: Fingerprints,
    caller: Caller,
    network: Network,
  ): HeldCredentials {
    const { mayRunPrograms } = this.#options;
    const key = [caller.profile, caller.region, settings].join('\n');
    const held = this.#held.get(key) ?? {
      keys,
      credentials: createCredentials({ caller, network, profile, roles: this.#roles, mayRunPrograms }),
    };
    if (held.keys !== keys) held.credentials.forget();
    held.keys = keys;
    this.#held.set(key, held);
    return held.credentials;
  }
}

function createSession(
  choice: SessionChoice,
  { profile, label, region }: Origin,
  studio: StudioApp | undefined,
  network: Network,
  caller: SignedCaller,
): Session {
  const clients = createClients({
    ...network,
    region,
    // The SDK then asks every time, instead of keeping its own copy of what may have been refused.
    credentials: Object.assign(() => caller.credentials.provide(), { memoized: true }),
  });
  const identity = new CallerIdentity(clients, caller, choice.expectedAccount);
  const beforeWrite: BeforeWrite = (signal) => identity.checkBeforeWrite(signal);
  return {
    profile: label,
    region,
    ...(studio && { studio }),
    choice: { ...choice, profile: profile?.name ?? '', region },
    images: createImageStore(clients, caller, beforeWrite),
    registry: createRegistry(clients, caller, beforeWrite, createDownloader(network.requestHandler)),
    roles: createRoles(clients.iam, caller),
    apps: createApps(clients.sagemaker, caller),
    studioSettings: createStudio(clients.sagemaker, caller),
    logs: createLogs(clients.logs, caller),
    identify: (signal) => identity.identify(signal),
    findAccountAlias: (signal) => identity.findAccountAlias(signal),
  };
}

async function networkOf(
  profileName: string,
  configuration: Configuration,
  { environment, silenceMs, strictSsl }: Options,
): Promise<Network> {
  const bundle = environment['AWS_CA_BUNDLE'] || configuration.profiles[profileName]?.['ca_bundle'];
  return {
    profile: profileName,
    requestHandler: new PatientHandler({
      silenceMs,
      strictSsl: strictSsl(),
      certificates: bundle ? await readConfigurationFile(bundle) : undefined,
    }),
    endpointOf: (service) => configuredEndpoint(service, profileName, configuration, environment),
  };
}
