/** The images whose rows are open, by name, each with the signal that ends what is fetched for those rows. */
export class OpenImages {
  readonly #open = new Map<string, AbortController>();

  get names(): readonly string[] {
    return [...this.#open.keys()];
  }

  /** @returns the signal that ends with its rows; undefined when it is closed. */
  signalOf(imageName: string): AbortSignal | undefined {
    return this.#open.get(imageName)?.signal;
  }

  open(imageName: string): void {
    if (!this.#open.has(imageName)) this.#open.set(imageName, new AbortController());
  }

  close(imageName: string): void {
    this.#open.get(imageName)?.abort();
    this.#open.delete(imageName);
  }

  closeAll(): void {
    for (const imageName of this.names) this.close(imageName);
  }
}
