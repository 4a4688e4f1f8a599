import type { Locator, Page } from 'playwright-core';

import { exactly, readText } from './text.ts';

/** The modal dialog in the middle of the window. */
export class Dialog {
  readonly #box: Locator;

  constructor(page: Page) {
    this.#box = page.locator('.monaco-dialog-box');
  }

  /** Waits for a dialog whose message contains this text. */
  async waitFor(text: string): Promise<void> {
    await this.#box.filter({ hasText: text }).waitFor();
  }

  async message(): Promise<string> {
    return readText(this.#box.locator('.dialog-message-text'));
  }

  async detail(): Promise<string> {
    return readText(this.#box.locator('.dialog-message-detail'));
  }

  async buttons(): Promise<string[]> {
    return Promise.all((await this.#box.locator('.monaco-button').all()).map(readText));
  }

  async press(button: string): Promise<void> {
    await this.#box
      .locator('.monaco-button')
      .filter({ hasText: exactly(button) })
      .click();
    await this.#box.waitFor({ state: 'detached' });
  }
}
