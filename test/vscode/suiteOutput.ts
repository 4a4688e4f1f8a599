import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a suite's output ends with when the suite has: "end of transmission". */
export const END_MARK = '\u0004';

/** Takes what a suite prints in the extension host (suiteRunner.cjs sends it), through a socket of its own. */
export class SuiteOutput implements AsyncDisposable {
  /** The socket's address. */
  readonly path: string;
  /** Resolves after the suite's last word: to false when it was not the end mark, but the extension host has gone. */
  readonly complete: Promise<boolean>;
  readonly #folder = mkdtempSync(join(tmpdir(), 'suite-'));
  readonly #server = createServer();

  constructor(print: (text: string) => void) {
    this.path = join(this.#folder, 'output.sock');
    this.complete = this.#receive(print);
    this.#server.listen(this.path);
  }

  async #receive(print: (text: string) => void): Promise<boolean> {
    const [socket] = (await once(this.#server, 'connection')) as [Socket];
    let complete = false;
    socket.setEncoding('utf8').on('data', (text: string) => {
      complete = text.endsWith(END_MARK);
      print(complete ? text.slice(0, -END_MARK.length) : text);
    });
    return new Promise((resolve) => {
      socket.on('error', () => resolve(false)).on('close', () => resolve(complete));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
