import type { Locator, Page } from 'playwright-core';

import { exactly, readText } from './text.ts';

/** The Problems panel. */
export class Problems {
  readonly #page: Page;
  readonly #panel: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#panel = page.locator('.markers-panel');
  }

  /** Shows the panel. */
  async open(): Promise<void> {
    if (await this.#panel.isVisible()) return;
    await this.#page.keyboard.press('ControlOrMeta+Shift+M');
    await this.#panel.waitFor();
  }

  /** Waits until exactly these rules have found something, in the order of the panel. */
  async waitForRules(...rules: readonly string[]): Promise<void> {
    if (rules.length === 0) {
      await this.#panel.getByText('No problems have been detected').waitFor();
      return;
    }
    // The row of the file says how many there are.
    const count = this.#panel.locator('.monaco-count-badge').filter({ hasText: exactly(`${rules.length}`) });
    const codes = this.#panel.locator('.marker-code');
    const found = rules.map((rule, index) => codes.nth(index).and(this.#codeOf(rule)).waitFor());
    await Promise.all([count.waitFor(), ...found]);
  }

  /** The problems in view: sentence, where it is from, rule and place. */
  async all(): Promise<readonly string[]> {
    return Promise.all((await this.#panel.locator('.marker-message-line').all()).map(readText));
  }

  #codeOf(rule: string): Locator {
    return this.#page.locator('.marker-code').filter({ hasText: exactly(rule) });
  }
}
