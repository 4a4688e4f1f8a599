import { readFileSync } from 'node:fs';

/** What has ended stays in the table until its parent has looked, and that can be a process that does not look soon. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
