import { StringDecoder } from 'node:string_decoder';
import type { Report } from '../../core/build/engine.ts';
import { LineSplitter } from '../lineSplitter.ts';
import type { OutputReader } from './outputReader.ts';

/**
 * BuildKit's own messages, one a line (`SolveStatus` of github.com/moby/buildkit/client), mixed with lines for people.
 * The output is that of the plain progress, so that what is shown and searched for errors is the same for both.
 */
export function rawProgress(report: Report): OutputReader {
  const steps = new Map<string, RawStep>();
  const show = (text: string): void => report({ kind: 'output', text });
  const stepOf = (digest: string): RawStep => {
    const known = steps.get(digest);
    if (known) return known;
    const step = new RawStep(String(steps.size + 1), report);
    steps.set(digest, step);
    return step;
  };
  return {
    line(text) {
      const message = parseMessage(text);
      if (!message) {
        show(text);
        return;
      }
      // Names before what is printed under them, ends after it.
      for (const vertex of listIn(message, 'vertexes')) {
        if (textIn(vertex, 'started')) stepOf(textIn(vertex, 'digest')).start(vertex);
      }
      for (const status of listIn(message, 'statuses')) {
        if (textIn(status, 'completed'))
          stepOf(textIn(status, 'vertex')).tell(`${textIn(status, 'id')} done`);
      }
      for (const log of listIn(message, 'logs')) stepOf(textIn(log, 'vertex')).print(log);
      for (const warning of listIn(message, 'warnings')) show(`WARNING: ${warningText(warning)}`);
      for (const vertex of listIn(message, 'vertexes')) {
        const isOver = textIn(vertex, 'completed') || textIn(vertex, 'error');
        if (isOver) stepOf(textIn(vertex, 'digest')).end(vertex);
      }
    },
    end: () => undefined,
  };
}

class RawStep {
  readonly #id: string;
  readonly #report: Report;
  readonly #decoder = new StringDecoder('utf8');
  readonly #lines: LineSplitter;
  #name: string | undefined;
  #started = 0;
  #loggedAt = 0;
  #hasEnded = false;

  constructor(id: string, report: Report) {
    this.#id = id;
    this.#report = report;
    this.#lines = new LineSplitter((line) => this.tell(`${this.#loggedAt.toFixed(3)} ${line}`));
  }

  start(vertex: object): void {
    if (this.#name !== undefined) return;
    this.#name = textIn(vertex, 'name');
    this.#started = Date.parse(textIn(vertex, 'started'));
    this.tell(this.#name);
    this.#report({ kind: 'step', id: this.#id, name: this.#name, state: 'started' });
  }

  tell(text: string): void {
    this.#report({ kind: 'output', text: `#${this.#id} ${text}` });
  }

  print(log: object): void {
    const seconds = (Date.parse(textIn(log, 'timestamp')) - this.#started) / 1000;
    this.#loggedAt = Number.isFinite(seconds) ? seconds : 0;
    this.#lines.push(this.#decoder.write(Buffer.from(textIn(log, 'data'), 'base64')));
  }

  end(vertex: object): void {
    // BuildKit looks at some steps more than once; the first time is the one that counts.
    if (this.#hasEnded || this.#name === undefined) return;
    this.#hasEnded = true;
    this.#lines.end();
    const error = textIn(vertex, 'error');
    const isCached = Reflect.get(vertex, 'cached') === true;
    const seconds = (Date.parse(textIn(vertex, 'completed')) - this.#started) / 1000;
    if (error.endsWith('context canceled')) {
      // It did not fail: another one did, or somebody has cancelled.
      this.tell('CANCELED');
      return;
    }
    this.tell(error ? `ERROR: ${error}` : isCached ? 'CACHED' : `DONE ${seconds.toFixed(1)}s`);
    const state = error ? 'failed' : isCached ? 'cached' : 'done';
    this.#report({ kind: 'step', id: this.#id, name: this.#name, state });
  }
}

function parseMessage(line: string): object | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const message: unknown = JSON.parse(line);
    return isObject(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

function listIn(message: object, name: string): readonly object[] {
  const list: unknown = Reflect.get(message, name);
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function textIn(record: object, name: string): string {
  const text: unknown = Reflect.get(record, name);
  return typeof text === 'string' ? text : '';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function warningText(warning: object): string {
  const short = Buffer.from(textIn(warning, 'short'), 'base64').toString('utf8');
  const start: unknown = listIn(warning, 'range')[0];
  const position = isObject(start) ? Reflect.get(start, 'start') : undefined;
  const line: unknown = isObject(position) ? Reflect.get(position, 'line') : undefined;
  return typeof line === 'number' ? `${short} (line ${line})` : short;
}
