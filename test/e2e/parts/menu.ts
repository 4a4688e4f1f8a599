import type { Locator, Page } from 'playwright-core';

import { exactly, readText } from './text.ts';

/** Picks an entry of the context menu that is open. */
export async function pickMenuEntry(page: Page, entry: string): Promise<void> {
  // A click is nothing to a menu that has just opened: it may still be the one that opened it.
  await entriesOf(page)
    .filter({ hasText: exactly(entry) })
    .hover();
  await menuOf(page)
    .locator('.action-item.focused')
    .filter({ hasText: exactly(entry) })
    .waitFor();
  await page.keyboard.press('Enter');
  await menuOf(page).waitFor({ state: 'hidden' });
}

/** The entries of the context menu that is open, and closes it. */
export async function readMenuEntries(page: Page): Promise<string[]> {
  await entriesOf(page).first().waitFor();
  const entries = await Promise.all((await entriesOf(page).all()).map(readText));
  await page.keyboard.press('Escape');
  await menuOf(page).waitFor({ state: 'hidden' });
  return entries;
}

function menuOf(page: Page): Locator {
  return page.locator('.monaco-menu-container');
}

function entriesOf(page: Page): Locator {
  return menuOf(page).locator('.action-item:not(.disabled) .action-label:not(.separator)');
}
