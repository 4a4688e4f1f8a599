/** Folders of that depth are none that a rule knows; going down one by one would else take ever longer. */
const longestPath = 256;

/** The path of a file in an image, from its root, without `.` and `..`. @returns undefined when the folder is not known. */
export function resolvePath(folder: string | undefined, path: string): string | undefined {
  if (!path.startsWith('/') && folder === undefined) return undefined;
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const resolved = `/${parts.join('/')}`;
  return resolved.length > longestPath ? undefined : resolved;
}

/** Whether a path is that folder or in it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
