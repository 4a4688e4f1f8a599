import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Child } from './child.ts';

/** A real registry, which lets everybody in and keeps everything in a folder. */
export class RegistryStorage implements AsyncDisposable {
  readonly #folder: string;
  #child: Child | undefined;
  #port = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Starts it, or starts it again at the same port. */
  async start(): Promise<void> {
    const configuration = join(this.#folder, 'registry.json');
    await writeFile(
      configuration,
      JSON.stringify({
        version: 0.1,
        log: { level: 'info', accesslog: { disabled: true } },
        storage: { filesystem: { rootdirectory: join(this.#folder, 'storage') }, delete: { enabled: true } },
        // With the secret, an upload can go on after a restart.
        http: { addr: `127.0.0.1:${this.#port}`, relativeurls: true, secret: 'of this rig' },
      }),
    );
    this.#child = new Child('docker-registry', ['serve', configuration], { cwd: this.#folder });
    const [, port] = await this.#child.waitFor(/listening on 127\.0\.0\.1:(\d+)/);
    this.#port = Number(port);
  }

  async kill(): Promise<void> {
    await this.#child?.kill();
    this.#child = undefined;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}
