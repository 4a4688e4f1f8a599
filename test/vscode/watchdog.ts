/** Rejects once it was not fed for a while. */
export class Watchdog implements Disposable {
  readonly expired: Promise<never>;
  readonly #milliseconds: number;
  #timer: NodeJS.Timeout | undefined;
  #expire: () => void = () => undefined;

  constructor(milliseconds: number, complaint: string) {
    this.#milliseconds = milliseconds;
    this.expired = new Promise((_, reject) => {
      this.#expire = () => reject(new Error(complaint));
    });
    this.feed();
  }

  feed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#expire, this.#milliseconds);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
