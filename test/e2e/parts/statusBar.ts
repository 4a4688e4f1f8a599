import type { Locator, Page } from 'playwright-core';

import { readText } from './text.ts';

export class StatusBar {
  readonly #page: Page;
  readonly #items: Locator;

  constructor(page: Page) {
    this.#page = page;
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

  /** Waits until hovering over an item, and so a screen reader, says this. */
  async waitForTooltip(text: string, said: string): Promise<void> {
    const label = this.#page.locator(`[aria-label*=${JSON.stringify(said)}]`);
    await this.#items
      .filter({ hasText: text })
      .and(label)
      .or(this.#item(text).locator(label))
      .first()
      .waitFor();
  }

  /** Shows what hovering over an item says, and reads it. */
  async tooltip(text: string): Promise<string> {
    await this.#item(text).hover();
    const hover = this.#page.locator('.workbench-hover-container .hover-contents').first();
    await hover.waitFor();
    return readText(hover);
  }

  async click(text: string): Promise<void> {
    await this.#item(text).locator('.statusbar-item-label').click();
  }

  #item(text: string): Locator {
    return this.#items.filter({ hasText: text }).first();
  }
}
