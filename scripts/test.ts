/**
 * `npm test`: every check and every suite, one after the other, each to its end. The last lines have what failed,
 * and the totals.
 *
 *     npm test                  everything
 *     npm test -- lint unit     these only
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { addCounts, countCheck, countSuite, formatCounts, formatDuration, readCounts } from './counts.ts';
import type { Counts } from './counts.ts';

interface Stage {
  readonly name: string;
  readonly what: string;
  /** A script of package.json. */
  readonly script: string;
  readonly isSuite: boolean;
}

interface Result extends Counts {
  readonly stage: Stage;
  readonly milliseconds: number;
}

const STAGES: readonly Stage[] = [
  { name: 'types', what: 'type check', script: 'check', isSuite: false },
  { name: 'lint', what: 'lint', script: 'lint', isSuite: false },
  { name: 'format', what: 'formatting', script: 'format', isSuite: false },
  { name: 'unused', what: 'unused files, exports and dependencies', script: 'unused', isSuite: false },
  { name: 'unit', what: 'unit tests, in plain Node', script: 'test:unit', isSuite: true },
  { name: 'package', what: 'what is shipped', script: 'test:package', isSuite: true },
  { name: 'docker', what: 'a real engine and a real registry', script: 'test:docker', isSuite: true },
  { name: 'host', what: 'suites inside VS Code', script: 'test:host', isSuite: true },
  { name: 'e2e', what: "a person's path through VS Code's workbench", script: 'test:e2e', isSuite: true },
];

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown !== undefined) {
    console.error(`There is no "${unknown}"; choose from ${STAGES.map((stage) => stage.name).join(', ')}.`);
    return 1;
  }
  const results: Result[] = [];
  for (const stage of STAGES.filter(({ name }) => names.length === 0 || names.includes(name))) {
    console.log(`\n=== ${stage.name}: ${stage.what} (npm run ${stage.script})\n`);
    const began = performance.now();
    results.push({ ...(await runStage(stage)), stage, milliseconds: performance.now() - began });
  }
  console.log(`\n${results.map(formatResult).join('\n')}`);
  const total = addCounts(results);
  console.log(`\n${formatCounts(total)}`);
  return total.failed > 0 ? 1 : 0;
}

function formatResult({ stage, milliseconds, ...counts }: Result): string {
  const verdict = counts.failed > 0 ? 'FAILED' : 'ok    ';
  const line = `${verdict}  ${stage.name.padEnd(8)} ${formatCounts(counts)} in ${formatDuration(milliseconds)}`;
  return [line, ...counts.failures.map((failure) => `        ${failure}`)].join('\n');
}

async function runStage({ script, isSuite }: Stage): Promise<Counts> {
  return isSuite ? runSuite(script) : countCheck(await runScript(script));
}

async function runSuite(script: string): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'test-counts-'));
  try {
    const reporter = join(import.meta.dirname, 'countingReporter.cjs');
    const exitCode = await runScript(script, ['--reporter', reporter], { TEST_COUNTS: folder });
    return countSuite(exitCode, await readCounts(folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a script of package.json with its output in the open. Resolves to its exit code. */
async function runScript(
  script: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<number> {
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, ...env },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

process.exitCode = await main(process.argv.slice(2));
