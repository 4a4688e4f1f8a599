import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One use of the stand-in. */
export interface Use {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly input: string;
}

/** What it does, by the beginning of its arguments; `code` runs in it with `args`, and may be asynchronous. */
export type Answers = Readonly<Record<string, string>>;

/** Programs that stand in for engines and credential helpers, and write down how they are used. Not for Windows. */
export class StandIn {
  readonly #folder: string;
  readonly #log: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#log = join(folder, 'uses.jsonl');
  }

  async install(program: string, answers: Answers): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    const file = join(this.#folder, program);
    const script = `#!${process.execPath}
const { appendFileSync, readFileSync, writeFileSync, existsSync } = require('node:fs');
const args = process.argv.slice(2);
const input = readFileSync(0, 'utf8');
const use = { program: ${JSON.stringify(program)}, args, environment: process.env, input };
appendFileSync(${JSON.stringify(this.#log)}, JSON.stringify(use) + '\\n');
const flag = (name) => args.find((arg) => arg.startsWith('--' + name + '='))?.slice(name.length + 3);
const answers = { ${Object.entries(answers)
      .map(([start, code]) => `${JSON.stringify(start)}: async () => { ${code} }`)
      .join(', ')} };
const found = Object.keys(answers).find((start) => args.join(' ').startsWith(start));
if (found === undefined) { console.error('unknown command: ' + args[0]); process.exitCode = 1; }
else answers[found]();
`;
    await writeFile(file, script);
    await chmod(file, 0o755);
    return file;
  }

  async uses(): Promise<readonly Use[]> {
    const text = await readFile(this.#log, 'utf8').catch(() => '');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Use);
  }

  find(name: string): Promise<string | undefined> {
    const file = join(this.#folder, name);
    return readFile(file).then(
      () => file,
      () => undefined,
    );
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
