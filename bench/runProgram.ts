import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Workshop } from './measurement.ts';

const execute = promisify(execFile);

/** Runs a program of bench/programs, and reads the JSON that it prints. */
export async function runProgram<Result>(
  { extension }: Workshop,
  name: string,
  env: NodeJS.ProcessEnv,
  args: readonly string[] = [],
): Promise<Result> {
  const { stdout } = await execute(process.execPath, [programFile(extension, name), ...args], { env });
  return JSON.parse(stdout) as Result;
}

export function programFile(extension: string, name: string): string {
  return join(extension, 'dist', `${name}.cjs`);
}

/** Milliseconds from the start of a process to its end. Nothing else is done meanwhile. */
export function timeProcess(command: string, args: readonly string[], env: NodeJS.ProcessEnv): number {
  const start = performance.now();
  const { status, error, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
  const milliseconds = performance.now() - start;
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args[0]} failed (${status}): ${stderr}`);
  return milliseconds;
}
