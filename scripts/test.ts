/**
 * `npm test`: every check and every suite, each to its end. Suites that wait for different things run at the same time;
 * what the later of them says follows then. The last lines have what failed, and the totals.
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

/** Takes what a stage says, piece by piece. */
type Write = (output: string | Uint8Array) => void;

/** One round after the other; the stages of a round at the same time. */
const ROUNDS: readonly (readonly Stage[])[] = [
  [{ name: 'types', what: 'type check', script: 'check', isSuite: false }],
  [{ name: 'lint', what: 'lint', script: 'lint', isSuite: false }],
  [{ name: 'format', what: 'formatting', script: 'format', isSuite: false }],
  [{ name: 'unused', what: 'unused files, exports and dependencies', script: 'unused', isSuite: false }],
  [
    { name: 'unit', what: 'unit tests, in plain Node', script: 'test:unit', isSuite: true },
    { name: 'docker', what: 'a real engine and a real registry', script: 'test:docker', isSuite: true },
  ],
  [{ name: 'package', what: 'what is shipped', script: 'test:package', isSuite: true }],
  [{ name: 'host', what: 'suites inside VS Code', script: 'test:host', isSuite: true }],
  [{ name: 'bundle', what: 'the extension, and a workbench', script: 'test:e2e:prepare', isSuite: false }],
  [
    { name: 'e2e', what: "a person's path through the workbench", script: 'test:e2e:windows', isSuite: true },
    {
      name: 'conditions',
      what: 'the same where much is unusual',
      script: 'test:e2e:conditions',
      isSuite: true,
    },
  ],
];

async function main(names: readonly string[]): Promise<number> {
  const stages = ROUNDS.flat();
  const unknown = names.find((name) => !stages.some((stage) => stage.name === name));
  if (unknown !== undefined) {
    console.error(`There is no "${unknown}"; choose from ${stages.map((stage) => stage.name).join(', ')}.`);
    return 1;
  }
  const results: Result[] = [];
  for (const round of ROUNDS) {
    const chosen = round.filter(({ name }) => names.length === 0 || names.includes(name));
    results.push(...(await runRound(chosen)));
  }
  console.log(`\n${results.map(formatResult).join('\n')}`);
  const total = addCounts(results);
  console.log(`\n${formatCounts(total)}`);
  return total.failed > 0 ? 1 : 0;
}

/** The first stage is heard while it runs, each of the others when all have ended. */
async function runRound(stages: readonly Stage[]): Promise<readonly Result[]> {
  const held = stages.map((): (string | Uint8Array)[] => []);
  const results = await Promise.all(
    stages.map((stage, index) =>
      runStage(
        stage,
        (output) => void (index === 0 ? process.stdout.write(output) : held[index]?.push(output)),
      ),
    ),
  );
  for (const output of held.flat()) process.stdout.write(output);
  return results;
}

async function runStage(stage: Stage, write: Write): Promise<Result> {
  const { name, what, script, isSuite } = stage;
  write(`\n=== ${name}: ${what} (npm run ${script})\n\n`);
  const began = performance.now();
  const counts = isSuite ? await runSuite(script, write) : countCheck(await runScript(script, write));
  return { ...counts, stage, milliseconds: performance.now() - began };
}

async function runSuite(script: string, write: Write): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'test-counts-'));
  try {
    const reporter = join(import.meta.dirname, 'countingReporter.cjs');
    const exitCode = await runScript(script, write, ['--reporter', reporter], { TEST_COUNTS: folder });
    return countSuite(exitCode, await readCounts(folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a script of package.json. Resolves to its exit code. */
async function runScript(
  script: string,
  write: Write,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<number> {
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, ...env },
    stdio: ['inherit', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  for (const output of [child.stdout, child.stderr]) output.on('data', write);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

function formatResult({ stage, milliseconds, ...counts }: Result): string {
  const verdict = counts.failed > 0 ? 'FAILED' : 'ok    ';
  const line = `${verdict}  ${stage.name.padEnd(10)} ${formatCounts(counts)} in ${formatDuration(milliseconds)}`;
  return [line, ...counts.failures.map((failure) => `        ${failure}`)].join('\n');
}

process.exitCode = await main(process.argv.slice(2));
