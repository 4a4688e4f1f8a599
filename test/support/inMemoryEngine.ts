import type {
  BuildOrder,
  ContainerEngine,
  EngineName,
  Engines,
  PassedOver,
  RegistryLogin,
  Report,
} from '../../src/core/build/engine.ts';
import { AppError } from '../../src/core/errors.ts';
import type { Repository } from '../../src/core/model.ts';
import { account, digestOf } from './builders.ts';
import { Calls } from './calls.ts';
import type { InMemoryRegistry } from './inMemoryRegistry.ts';

type Operation =
  Exclude<keyof ContainerEngine, 'name' | 'passedOver' | typeof Symbol.asyncDispose> | 'open' | 'close';

/** A container CLI whose images are letters, and which pushes into a registry in memory. */
export class InMemoryEngine implements ContainerEngine, Engines {
  readonly calls = new Calls<Operation>();
  name: EngineName = 'docker';
  passedOver: readonly PassedOver[] = [];
  /** Registries for which a credential helper answers. */
  helped: readonly string[] = [];
  /** What it says of a push; undefined where it says nothing. */
  reports: (digest: string) => string | undefined = (digest) => digest;
  /** The letters of the digests of what it builds next. */
  letters = ['a', 'b', 'c', 'd', 'e', 'f'];

  readonly #registry: InMemoryRegistry;
  /** Digests by the ids of the images. */
  readonly #images = new Map<string, string>();

  constructor(registry: InMemoryRegistry) {
    this.#registry = registry;
  }

  /** Takes away all that was built. */
  prune(): void {
    this.#images.clear();
  }

  open(signal: AbortSignal): Promise<ContainerEngine> {
    return this.calls.make('open', [], signal, () => this);
  }

  build(order: BuildOrder, report: Report, signal: AbortSignal): Promise<string> {
    return this.calls.make('build', [order], signal, () => {
      const letter = this.letters.shift() ?? '0';
      const id = `image-${letter}`;
      this.#images.set(id, digestOf(letter));
      report({ kind: 'output', text: `built ${id}` });
      return id;
    });
  }

  hasImage(id: string, signal: AbortSignal): Promise<boolean> {
    return this.calls.make('hasImage', [id], signal, () => this.#images.has(id));
  }

  isSignedIn(host: string, signal: AbortSignal): Promise<boolean> {
    return this.calls.make('isSignedIn', [host], signal, () => this.helped.includes(host));
  }

  signIn(host: string, login: RegistryLogin, signal: AbortSignal): Promise<void> {
    return this.calls.make('signIn', [host, login], signal, () => undefined);
  }

  push(id: string, reference: string, report: Report, signal: AbortSignal): Promise<string | undefined> {
    return this.calls.make('push', [id, reference], signal, () => {
      const digest = this.#images.get(id);
      if (digest === undefined) throw new AppError('build.gone', { imageId: id });
      const [, uri = '', tag = ''] = /^(.*):([^:]*)$/.exec(reference) ?? [];
      this.#registry.add({ repository: repositoryAt(uri), digest, tags: [tag] });
      report({ kind: 'output', text: `pushed ${reference}` });
      return this.reports(digest);
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.calls.make('close', [], new AbortController().signal, () => undefined);
  }
}

function repositoryAt(uri: string): Repository {
  return { accountId: account, name: uri.slice(uri.indexOf('/') + 1), uri };
}
