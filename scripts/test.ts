/**
 * `npm test`: every check and every suite, each to its end. What needs neither a window nor `dist/` runs beside the rest,
 * which waits for windows most of the time; its output follows then. The last lines have what failed, and the totals.
 *
 *     npm test                  everything
 *     npm test -- lint unit     these only
 */
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
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
  /** Whether it runs beside the others. */
  readonly isBeside?: boolean;
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
  { name: 'unit', what: 'unit tests, in plain Node', script: 'test:unit', isSuite: true, isBeside: true },
  { name: 'package', what: 'what is shipped', script: 'test:package', isSuite: true },
  {
    name: 'docker',
    what: 'a real engine and a real registry',
    script: 'test:docker',
    isSuite: true,
    isBeside: true,
  },
  { name: 'host', what: 'suites inside VS Code', script: 'test:host', isSuite: true },
  { name: 'e2e', what: "a person's path through VS Code's workbench", script: 'test:e2e', isSuite: true },
];

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown !== undefined) {
    console.error(`There is no "${unknown}"; choose from ${STAGES.map((stage) => stage.name).join(', ')}.`);
    return 1;
  }
  const chosen = STAGES.filter(({ name }) => names.length === 0 || names.includes(name));
  const isBeside = (stage: Stage): boolean =>
    stage.isBeside === true && chosen.some((other) => !other.isBeside);
  const results = await withFile(async (file, read) => {
    const beside = runStages(chosen.filter(isBeside), file);
    const rest = await runStages(
      chosen.filter((stage) => !isBeside(stage)),
      process.stdout.fd,
    );
    const all = [...(await beside), ...rest];
    process.stdout.write(await read());
    return all;
  });
  console.log(`\n${results.map(formatResult).join('\n')}`);
  const total = addCounts(results);
  console.log(`\n${formatCounts(total)}`);
  return total.failed > 0 ? 1 : 0;
}

/** Runs one after the other. @param output the descriptor of the file that has what they say. */
async function runStages(stages: readonly Stage[], output: number): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const stage of stages) {
    writeSync(output, `\n=== ${stage.name}: ${stage.what} (npm run ${stage.script})\n\n`);
    const began = performance.now();
    const counts = await runStage(stage, output);
    results.push({ ...counts, stage, milliseconds: performance.now() - began });
  }
  return results;
}

function formatResult({ stage, milliseconds, ...counts }: Result): string {
  const verdict = counts.failed > 0 ? 'FAILED' : 'ok    ';
  const line = `${verdict}  ${stage.name.padEnd(8)} ${formatCounts(counts)} in ${formatDuration(milliseconds)}`;
  return [line, ...counts.failures.map((failure) => `        ${failure}`)].join('\n');
}

async function runStage({ script, isSuite }: Stage, output: number): Promise<Counts> {
  return isSuite ? runSuite(script, output) : countCheck(await runScript(script, output));
}

async function runSuite(script: string, output: number): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'test-counts-'));
  try {
    const reporter = join(import.meta.dirname, 'countingReporter.cjs');
    const exitCode = await runScript(script, output, ['--reporter', reporter], { TEST_COUNTS: folder });
    return countSuite(exitCode, await readCounts(folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Gives what it calls a file of its own, by its descriptor, and what reads it. */
async function withFile<T>(use: (file: number, read: () => Promise<string>) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'test-output-'));
  const path = join(folder, 'output.txt');
  const file = await open(path, 'a');
  try {
    return await use(file.fd, () => readFile(path, 'utf8'));
  } finally {
    await file.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a script of package.json. Resolves to its exit code. */
async function runScript(
  script: string,
  output: number,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<number> {
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
    shell: process.platform === 'win32',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

process.exitCode = await main(process.argv.slice(2));
