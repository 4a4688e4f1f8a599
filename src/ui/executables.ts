import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * Looks where PATH leads to, but for what is relative to wherever one is. On Windows a batch file is none: it is run by
 * a shell, which reads arguments as commands.
 * @returns the path of the program, or undefined.
 */
export async function findExecutable(name: string): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  for (const folder of folders) {
    const path = join(folder, file);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
