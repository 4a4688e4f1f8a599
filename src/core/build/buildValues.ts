import type { Parsed } from '../containerUri.ts';
import type { Problem } from '../problems.ts';

/** `os/architecture` or `os/architecture/variant`. */
const platformForm = /^[a-z0-9_-]+\/[a-z0-9_-]+(?:\/[a-z0-9._-]+)?$/;

/** Any text is a platform, or meant to be one. */
export function readPlatform(text: string): Parsed<string, Problem> | undefined {
  const platform = text.trim();
  if (platform === '') return undefined;
  return isPlatform(platform)
    ? { ok: true, value: platform }
    : { ok: false, problem: { code: 'platform.form', text: platform } };
}

export function isPlatform(text: string): boolean {
  return platformForm.test(text) && !text.startsWith('-');
}

/** Whether it is there is the engine's to say. */
export function pathProblem(text: string): Problem | undefined {
  return text === '' || /\p{Cc}/u.test(text) ? { code: 'path.form' } : undefined;
}

/** Without `./` before it or a slash after it. Blanks stay: they can be a part of a name. */
export function normalPath(text: string): string {
  const path = text.replace(/^(?:\.\/+)+/, '');
  return path.replace(/(?<=[^/])\/+$/, '') || '.';
}
