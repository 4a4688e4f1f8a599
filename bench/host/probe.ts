/**
 * An extension that tells the benchmark what goes on in the extension host that it runs in: it connects to the
 * benchmark's socket and answers each line, a question, with a line of JSON.
 */
import { connect } from 'node:net';
import { Session } from 'node:inspector/promises';
import type { Profiler } from 'node:inspector';
import { createInterface } from 'node:readline';

/** A time at which something began or ended in the host. */
export interface Mark {
  readonly name: string;
  /** Milliseconds since some moment, to a fraction of one. */
  readonly startTime: number;
}

/** A stretch of time in which the host could do nothing else. */
export interface Block {
  /** Milliseconds since some moment, the same for blocks and CPU profiles. */
  readonly endsAt: number;
  readonly milliseconds: number;
  /** Milliseconds of it in which the host's thread was running, and not waiting for a processor. */
  readonly cpuMs: number;
}

export interface Questions {
  /** What VS Code noted of its own work. */
  readonly marks: readonly Mark[];
  /** Begins to watch for blocks. */
  readonly watch: null;
  /** The blocks since then. */
  readonly blocks: readonly Block[];
  readonly startProfile: null;
  readonly stopProfile: Profiler.Profile;
}

type Answers = { readonly [Question in keyof Questions]: () => Promise<Questions[Question]> };

/** Milliseconds between two looks at the clock: what is shorter is no block. */
const TICK_MS = 2;

/** Microseconds between two looks of the profiler. */
const SAMPLING_INTERVAL = 500;

let blocks: Block[] = [];
let ticker: NodeJS.Timeout | undefined;
let inspector: Session | undefined;

const answers: Answers = {
  marks: async () => hostMarks(),
  watch: async () => {
    blocks = [];
    clearInterval(ticker);
    ticker = watch();
    return null;
  },
  blocks: async () => blocks,
  startProfile: async () => {
    inspector = new Session();
    inspector.connect();
    await inspector.post('Profiler.enable');
    await inspector.post('Profiler.setSamplingInterval', { interval: SAMPLING_INTERVAL });
    await inspector.post('Profiler.start');
    return null;
  },
  stopProfile: async () => {
    if (inspector === undefined) throw new Error('No profile was started.');
    return (await inspector.post('Profiler.stop')).profile;
  },
};

export function activate(): void {
  const socket = connect(Number(process.env['BENCH_PROBE_PORT']));
  createInterface(socket).on('line', (question) => {
    void answers[question as keyof Answers]().then((answer) => socket.write(`${JSON.stringify(answer)}\n`));
  });
}

/** Looks at the clock again and again; a look that comes late tells of a block. */
function watch(): NodeJS.Timeout {
  let before = { wall: now(), cpu: threadCpuMs() };
  return setInterval(() => {
    const wall = now();
    const cpu = threadCpuMs();
    const milliseconds = wall - before.wall - TICK_MS;
    if (milliseconds > TICK_MS) blocks.push({ endsAt: wall, milliseconds, cpuMs: cpu - before.cpu });
    before = { wall, cpu };
  }, TICK_MS);
}

/** The profiler's clock too. */
function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function hostMarks(): Mark[] {
  const { MonacoPerformanceMarks } = globalThis as unknown as {
    readonly MonacoPerformanceMarks: { getMarks(): Mark[] };
  };
  return MonacoPerformanceMarks.getMarks().map(({ name, startTime }) => ({ name, startTime }));
}
