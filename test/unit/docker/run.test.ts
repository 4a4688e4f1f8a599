import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import { tmpdir } from 'node:os';
import { isNoProgram, run, type OnLine, type Outcome, type Program } from '../../../src/docker/run.ts';
import { isRunning } from './isRunning.ts';

const never = new AbortController().signal;
setMaxListeners(0, never);

function node(code: string, more: Partial<Program> & { readonly argv?: readonly string[] } = {}): Program {
  const { argv = [], ...rest } = more;
  return {
    file: process.execPath,
    args: ['-e', code, '--', ...argv],
    folder: tmpdir(),
    environment: process.env,
    ...rest,
  };
}

async function linesOf(program: Program): Promise<{ lines: readonly string[]; outcome: Outcome }> {
  const lines: string[] = [];
  const outcome = await run(program, (line, stream) => lines.push(`${stream}: ${line}`), never);
  return { lines, outcome };
}

describe('the runner', () => {
  it('gives out the lines of both streams and how it ended', async () => {
    const { lines, outcome } = await linesOf(
      node(`console.log('out'); console.error('err'); process.exitCode = 7;`),
    );
    assert.deepEqual(lines.toSorted(), ['stderr: err', 'stdout: out']);
    assert.deepEqual(outcome, { code: 7, signal: undefined, errors: ['err'] });
  });

  it('passes arguments as they are', async () => {
    const odd = ['', ' ', '-x', '--', '$(id)', '`id`', '"quotes\'', 'two\nlines', '%PATH%', '*', 'ü'];
    const { lines } = await linesOf(
      node(`console.log(JSON.stringify(process.argv.slice(1)))`, { argv: odd }),
    );
    assert.deepEqual(lines, [`stdout: ${JSON.stringify(odd)}`]);
  });

  it('passes the environment and the input', async () => {
    const code = `process.stdin.on('data', (text) => console.log(process.env.NAME, String(text)));`;
    const { lines } = await linesOf(
      node(code, { environment: { ...process.env, NAME: 'value' }, input: 'secret' }),
    );
    assert.deepEqual(lines, ['stdout: value secret']);
  });

  it('does not mind a process that closes its input', async () => {
    const { outcome } = await linesOf(node(`process.stdin.destroy();`, { input: 'x'.repeat(5_000_000) }));
    assert.equal(outcome.code, 0);
  });

  it('takes control sequences out, and decodes across chunks', async () => {
    const code = `
      const bytes = Buffer.from('\\u001B[91mh\\u00E9llo \\u{1F433}\\u001B[0m\\n');
      let at = 0;
      const next = () => at < bytes.length && process.stdout.write(bytes.subarray(at, ++at), () => setImmediate(next));
      next();`;
    const { lines } = await linesOf(node(code));
    assert.deepEqual(lines, ['stdout: héllo 🐳']);
  });

  it('does not stumble over what is no UTF-8', async () => {
    const { lines } = await linesOf(
      node(`process.stdout.write(Buffer.from([0x61, 0xff, 0x62, 0xc3, 0x0a]))`),
    );
    assert.deepEqual(lines, ['stdout: a\uFFFDb\uFFFD']);
  });

  it('streams 100,000 lines without keeping them', async () => {
    const code = `
      let at = 0;
      const next = () => { while (at < 100000) if (!process.stderr.write('line ' + at++ + ' ' + 'x'.repeat(90) + '\\n')) return process.stderr.once('drain', next); };
      next();`;
    let count = 0;
    let most = 0;
    const onLine: OnLine = () => {
      if (++count % 10_000 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers);
    };
    const before = process.memoryUsage().arrayBuffers;
    const outcome = await run(node(code), onLine, never);
    assert.equal(count, 100_000);
    assert.ok(most - before < 32 * 1024 * 1024, `${most - before} bytes of buffers`);
    assert.ok(outcome.errors.length < 1000);
    assert.match(outcome.errors.at(-1) ?? '', /^line 99999 /);
  });

  it('tells a program that is not there from others', async () => {
    await assert.rejects(linesOf(node('', { file: '/nowhere/docker' })), isNoProgram);
    await assert.rejects(linesOf(node('', { file: tmpdir() })), isNoProgram);
    await assert.rejects(linesOf(node('', { argv: ['\0'] })), (error) => !isNoProgram(error));
  });

  describe('when it is aborted', () => {
    const reason = new Error('enough');
    const isReason = (error: unknown): boolean => error === reason;

    /** Starts a process with one of its own, both with these signal handlers; aborts when both are there. */
    async function abortFamily(
      handlers: string,
      options = '',
    ): Promise<{ pids: readonly number[]; milliseconds: number }> {
      const abort = new AbortController();
      const child = `${handlers}; console.log(process.pid); setInterval(() => undefined, 1000);`;
      const code = `
        ${child}
        require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit', ${options} });`;
      const pids: number[] = [];
      let started = 0;
      const onLine: OnLine = (line) => {
        if (pids.push(Number(line)) < 2) return;
        started = performance.now();
        abort.abort(reason);
      };
      await assert.rejects(run(node(code), onLine, abort.signal), isReason);
      return { pids, milliseconds: performance.now() - started };
    }

    it('ends the process and those it has started', async () => {
      const { pids, milliseconds } = await abortFamily('');
      assert.equal(pids.length, 2);
      assert.ok(milliseconds < 2_000, `${milliseconds} ms`);
      assert.deepEqual(pids.map(isRunning), [false, false]);
    });

    it('ends those that do not want to', async function () {
      if (process.platform === 'win32') this.skip();
      const { pids, milliseconds } = await abortFamily(
        `process.on('SIGINT', () => undefined); process.on('SIGTERM', () => undefined)`,
      );
      assert.ok(milliseconds < 2_000, `${milliseconds} ms`);
      assert.deepEqual(pids.map(isRunning), [false, false]);
    });

    it('ends those that have left its group', async function () {
      if (process.platform !== 'linux') this.skip();
      const { pids, milliseconds } = await abortFamily('', 'detached: true');
      assert.ok(milliseconds < 2_000, `${milliseconds} ms`);
      assert.deepEqual(pids.map(isRunning), [false, false]);
    });

    it('lets it end by itself', async function () {
      if (process.platform === 'win32') this.skip();
      const abort = new AbortController();
      const lines: string[] = [];
      const code = `process.on('SIGINT', () => { console.log('bye'); process.exit(); }); console.log('here'); setInterval(() => undefined, 1000);`;
      const running = run(
        node(code),
        (line) => {
          lines.push(line);
          if (line === 'here') abort.abort(reason);
        },
        abort.signal,
      );
      await assert.rejects(running, isReason);
      assert.equal(lines[0], 'here');
    });

    it('does not start', async () => {
      await assert.rejects(
        run(node('', { file: '/nowhere' }), () => undefined, AbortSignal.abort(reason)),
        isReason,
      );
    });
  });
});
