/** The stand-in for VS Code's executable tells a suite that passed from every other way that a run can end. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const STAND_IN = join(import.meta.dirname, '..', 'vscode', 'code');

/** VS Code runs a suite only next to an extension under development. */
const MANIFEST = { name: 'empty', publisher: 'test', version: '0.0.1', engines: { vscode: '*' } };

describe('The stand-in for VS Code', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'smi-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  /** Starts it on a suite with this body. */
  async function start(body: string): Promise<ChildProcess> {
    const suite = join(folder, 'suite.cjs');
    await writeFile(suite, `exports.run = async () => { ${body} };`);
    await writeFile(join(folder, 'package.json'), JSON.stringify(MANIFEST));
    return spawn(STAND_IN, [
      `--extensionDevelopmentPath=${folder}`,
      `--extensionTestsPath=${suite}`,
      `--user-data-dir=${join(folder, 'user')}`,
      `--extensions-dir=${join(folder, 'extensions')}`,
      '--disable-workspace-trust',
    ]);
  }

  async function run(body: string): Promise<{ code: unknown; stdout: string; stderr: string }> {
    const child = await start(body);
    assert.ok(child.stdout !== null && child.stderr !== null);
    const [[code], stdout, stderr] = await Promise.all([
      once(child, 'close'),
      text(child.stdout),
      text(child.stderr),
    ]);
    return { code, stdout, stderr };
  }

  it('exits with 0 when the suite passed, and prints what the suite printed and nothing else', async () => {
    const { code, stdout } = await run(
      `console.log('%d\\u001b[32m green\\u001b[0m', 3, require('vscode').env.appHost)`,
    );
    assert.equal(stdout, '3\u001b[32m green\u001b[0m server-distro\n');
    assert.equal(code, 0);
  });

  it('exits with 1 when the suite failed', async () => {
    const { code, stdout } = await run(`throw new Error('2 tests failed.')`);
    assert.match(stdout, /2 tests failed\./);
    assert.equal(code, 1);
  });

  it('exits with 1 and a sentence when the extension host died', async () => {
    const { code, stderr } = await run(`process.kill(process.pid, 'SIGKILL')`);
    assert.match(stderr, /^The extension host ended before the suite did\.$/m);
    assert.equal(code, 1);
  });

  it('ends everything that it started when it is ended', async () => {
    const child = await start(`console.log(process.pid, process.ppid); await new Promise(() => {})`);
    assert.ok(child.stdout !== null);
    const [output] = (await once(child.stdout, 'data')) as [Buffer];
    child.kill('SIGTERM');
    const [code] = await once(child, 'close');
    assert.equal(code, 143);
    const [extensionHost, server] = output.toString().split(' ').map(Number);
    assert.equal(isRunning(server ?? 0), false);
    assert.equal(isRunning(extensionHost ?? 0), false);
  });
});

/** Whether a process lives. One that has ended stays listed as a zombie until its new parent takes note. */
function isRunning(pid: number): boolean {
  const stat = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return stat !== '' && !stat.startsWith('Z');
}
