import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const prefix = 'sagemaker-images-engine-';
const namePattern = /^sagemaker-images-engine-(\d+)-/;

/**
 * Makes a folder that nobody else can look into. Those that other processes have left behind, which did not come to
 * remove them, are removed first.
 */
export async function makePrivateFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await removeLeftovers(parent);
  // Of mode 0700.
  return mkdtemp(join(parent, `${prefix}${process.pid}-`));
}

/** Removes it with all that is in it; what links in it lead to stays. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

async function removeLeftovers(parent: string): Promise<void> {
  const names = await readdir(parent);
  const left = names.filter((name) => {
    const pid = namePattern.exec(name)?.[1];
    return pid !== undefined && !isRunning(Number(pid));
  });
  await Promise.all(left.map((name) => removeFolder(join(parent, name)).catch(() => undefined)));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
