import type { Locator } from 'playwright-core';

/** Matches an element whose whole text this is. (A string would match any element that contains it.) */
export function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}

/** The text as a person sees it: icons and layout leave no trace. */
export async function readText(locator: Locator): Promise<string> {
  return ((await locator.textContent()) ?? '').replace(/\s+/g, ' ').trim();
}

/** The text of something that may not be there. */
export async function findText(locator: Locator): Promise<string | undefined> {
  const text = (await locator.count()) > 0 ? await readText(locator.first()) : '';
  return text === '' ? undefined : text;
}
