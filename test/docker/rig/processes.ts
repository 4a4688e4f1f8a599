import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** The programs that engines run under names of their own. */
const engines = new Set([
  'docker',
  'podman',
  'conmon',
  'runc',
  'crun',
  'buildx',
  'docker-buildx',
  'finch',
  'nerdctl',
]);

export interface RunningProcess {
  readonly pid: number;
  /** As it was started. */
  readonly command: string;
}

/**
 * Finds what runs on behalf of a rig, apart from the rig itself: engines' programs that were given its environment, and
 * what runs in their containers.
 */
export async function findProcesses(folder: string, cgroup: string): Promise<readonly RunningProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map((pid) => describe(pid, folder, cgroup)));
  return found.filter((process) => process !== undefined);
}

async function describe(pid: number, folder: string, cgroup: string): Promise<RunningProcess | undefined> {
  const about = (name: string): Promise<string> => readFile(`/proc/${pid}/${name}`, 'utf8');
  try {
    const command = (await about('cmdline')).replaceAll('\0', ' ').trim();
    // A process that has ended, and that nobody has asked for its end.
    if (command === '') return undefined;
    const isProgram = engines.has((await about('comm')).trim()) && (await about('environ')).includes(folder);
    const isContained =
      (await about('cgroup')).includes(`/${cgroup}/`) ||
      (await readlink(`/proc/${pid}/root`)).startsWith(join(folder, '/'));
    return isProgram || isContained ? { pid, command } : undefined;
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}
