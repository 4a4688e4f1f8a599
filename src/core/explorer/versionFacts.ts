import { isCancellation, isPassing } from '../errors.ts';
import type { ImageVersion } from '../model.ts';
import type { ImageStore } from '../ports.ts';
import type { VersionFacts } from '../tree.ts';

/** Fetches what a version's row says beside what is listed: two calls per version. */
export class VersionFactsSource {
  #aliasProblem: { readonly error: unknown } | undefined;

  /** @throws AppError when the version can not be described; without its aliases a row only says less. */
  async fetch(
    images: Pick<ImageStore, 'describeVersion' | 'listAliases'>,
    { imageName, number }: Pick<ImageVersion, 'imageName' | 'number'>,
    signal: AbortSignal,
  ): Promise<VersionFacts> {
    const [details, aliases] = await Promise.all([
      images.describeVersion(imageName, number, signal),
      this.#aliasesOf(images, imageName, number, signal),
    ]);
    return { details, ...aliases };
  }

  /** Asks for aliases again, though they could not be listed before. */
  reset(): void {
    this.#aliasProblem = undefined;
  }

  async #aliasesOf(
    images: Pick<ImageStore, 'listAliases'>,
    imageName: string,
    number: number,
    signal: AbortSignal,
  ): Promise<Omit<VersionFacts, 'details'>> {
    if (this.#aliasProblem) return { aliases: undefined, aliasProblem: this.#aliasProblem.error };
    try {
      return { aliases: await images.listAliases(imageName, number, signal) };
    } catch (error) {
      if (isCancellation(error)) throw error;
      // Who may not list one version's aliases may not list any: that is not asked for every row again.
      if (!isPassing(error)) this.#aliasProblem = { error };
      return { aliases: undefined, aliasProblem: error };
    }
  }
}
