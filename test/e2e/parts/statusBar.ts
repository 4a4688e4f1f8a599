import type { Locator, Page } from 'playwright-core';

import { readText } from './text.ts';

export class StatusBar {
  readonly #items: Locator;

  constructor(page: Page) {
    this.#items = page.locator('.statusbar .statusbar-item');
  }

  /** The texts of all items, from left to right. */
  async texts(): Promise<string[]> {
    return Promise.all((await this.#items.all()).map(readText));
  }

  /** Waits for an item that contains this text, and reads all of it. */
  async waitFor(text: string): Promise<string> {
    await this.#item(text).waitFor();
    return readText(this.#item(text));
  }

  async click(text: string): Promise<void> {
    await this.#item(text).locator('.statusbar-item-label').click();
  }

  #item(text: string): Locator {
    return this.#items.filter({ hasText: text }).first();
  }
}
