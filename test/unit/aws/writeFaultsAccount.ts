import type { ImageDetails, VersionDetails } from '../../../src/core/model.ts';
import type { WriteContext } from '../../../src/core/images/writeContext.ts';
import type { Clock, ImageStore, Session } from '../../../src/core/ports.ts';
import { Serial } from '../../../src/core/serial.ts';
import { createCloud } from '../../../src/aws/cloud.ts';
import { startEmulator, type Emulator } from '../../emulator/emulator.ts';
import { host, role } from '../../support/builders.ts';
import type { ProfileFixture } from '../../support/awsConfig.ts';
import { cloudOptions } from '../../support/cloudOptions.ts';

/** Long enough that a busy machine is not taken for a silent service. */
const silenceMs = 1_000;

/** What versions are made of that are there before. */
export const seededImage = `${host}/team/notebook:0.9`;

/** What there is of one image. A member that SageMaker does not give is not there. */
export interface State {
  readonly image?: Partial<ImageDetails>;
  readonly versions: readonly VersionState[];
}

export type VersionState = Partial<VersionDetails> & { readonly aliases: readonly string[] };

/** An endpoint of its own, where everything that SageMaker goes on with after an answer is over when time passes. */
export class Account {
  readonly emulator: Emulator;
  readonly #profile: string;
  #observer: Session | undefined;

  constructor(emulator: Emulator, profile: string) {
    this.emulator = emulator;
    this.#profile = profile;
    emulator.addRepository({ name: 'team/notebook' });
    emulator.addContainerImage({ repository: 'team/notebook', tags: ['1.0'] });
  }

  get profile(): ProfileFixture {
    const { region, url, credentials } = this.emulator;
    return { region, endpointUrl: url, keys: credentials };
  }

  /** Brings about what there is before. */
  prepare(name: string, { image, versions }: State): void {
    if (!image) return;
    const { displayName, description } = image;
    this.emulator.addImage({
      name,
      roleArn: role,
      ...(displayName && { displayName }),
      ...(description && { description }),
    });
    for (const { aliases } of versions.toReversed()) {
      this.emulator.addVersion({ imageName: name, baseImage: seededImage, aliases });
    }
  }

  /** A window as it is opened anew: with clients, credentials and a line of its own. */
  async openWindow(): Promise<Window> {
    const clock = new TransitionClock(this.emulator);
    const session = await createCloud(cloudOptions({ silenceMs, clock })).openSession({
      profile: this.#profile,
    });
    return new Window(session.images, clock);
  }

  /** @returns what there is of an image once all that was begun is over. */
  async read(imageName: string): Promise<State> {
    this.emulator.settle();
    this.#observer ??= await createCloud(cloudOptions()).openSession({ profile: this.#profile });
    const { images } = this.#observer;
    const { signal } = new AbortController();
    const image = await findImage(images, imageName, signal);
    if (!image) return { versions: [] };
    const versions: VersionState[] = [];
    for await (const page of images.listVersions(imageName, signal)) {
      for (const { number } of page) {
        const {
          createdAt: _c,
          modifiedAt: _m,
          containerImage: _i,
          ...version
        } = await images.describeVersion(imageName, number, signal);
        versions.push({ ...version, aliases: await images.listAliases(imageName, number, signal) });
      }
    }
    const { createdAt: _c, modifiedAt: _m, ...rest } = image;
    return { image: rest, versions };
  }
}

export async function openAccounts(count: number): Promise<readonly Account[]> {
  const accounts: Account[] = [];
  for (let index = 0; index < count; index += 1) {
    const emulator = await startEmulator({ transitionDelay: 'manual' });
    accounts.push(new Account(emulator, nameOf(index)));
  }
  return accounts;
}

export function profilesOf(accounts: readonly Account[]): Record<string, ProfileFixture> {
  return Object.fromEntries(accounts.map((account, index) => [nameOf(index), account.profile]));
}

function nameOf(index: number): string {
  return `account-${index}`;
}

async function findImage(
  images: ImageStore,
  name: string,
  signal: AbortSignal,
): Promise<ImageDetails | undefined> {
  for await (const page of images.listImages({ sortBy: 'name', nameContains: name }, signal)) {
    if (page.some((image) => image.name === name)) return images.describeImage(name, signal);
  }
  return undefined;
}

/** What one VS Code window is to a write. */
export class Window {
  readonly context: WriteContext;
  #isClosed = false;

  constructor(images: ImageStore, clock: Clock) {
    this.context = { images: this.#whileOpen(images), clock, writes: new Serial() };
  }

  /** Nothing that was under way goes on. */
  close(): void {
    this.#isClosed = true;
  }

  #whileOpen(images: ImageStore): ImageStore {
    return new Proxy(images, {
      get: (target, member, receiver) => {
        const method: unknown = Reflect.get(target, member, receiver);
        if (typeof method !== 'function') return method;
        return (...input: unknown[]): unknown => {
          if (this.#isClosed) return forever;
          const result: unknown = Reflect.apply(method, target, input);
          return result instanceof Promise ? this.#unlessClosed(result) : result;
        };
      },
    });
  }

  async #unlessClosed(result: Promise<unknown>): Promise<unknown> {
    const settled = await result.then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    if (this.#isClosed) return forever;
    if ('error' in settled) throw settled.error;
    return settled.value;
  }
}

const forever = new Promise<never>(() => undefined);

/** Time that takes no time, and in which all that SageMaker is at comes to its end. */
class TransitionClock implements Clock {
  readonly #emulator: Emulator;
  #now = Date.now();

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  now(): Date {
    return new Date(this.#now);
  }

  async delay(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.#now += milliseconds;
    this.#emulator.settle();
    await Promise.resolve();
    signal.throwIfAborted();
  }
}
