import type { Locator, Page } from 'playwright-core';

import { exactly, readText } from './text.ts';

/** A message in the lower right corner. */
export class Notification {
  readonly #element: Locator;

  constructor(element: Locator) {
    this.#element = element;
  }

  async text(): Promise<string> {
    return readText(this.#element.locator('.notification-list-item-message'));
  }

  async severity(): Promise<'error' | 'warning' | 'info'> {
    const icon = (await this.#element.locator('.notification-list-item-icon').getAttribute('class')) ?? '';
    if (icon.includes('codicon-error')) {
      return 'error';
    }
    return icon.includes('codicon-warning') ? 'warning' : 'info';
  }

  async buttons(): Promise<string[]> {
    return Promise.all((await this.#buttons().all()).map(readText));
  }

  async press(button: string): Promise<void> {
    await this.#buttons()
      .filter({ hasText: exactly(button) })
      .click();
  }

  async waitUntilGone(): Promise<void> {
    await this.#element.waitFor({ state: 'detached' });
  }

  #buttons(): Locator {
    return this.#element.locator('.notification-list-item-buttons-container .monaco-button');
  }
}

export class Notifications {
  readonly #items: Locator;

  constructor(page: Page) {
    this.#items = page.locator('.notifications-toasts .notification-list-item');
  }

  /** Waits for a message that contains this text; longer than usual where the extension itself is patient. */
  async waitFor(text: string, { patienceMs }: { patienceMs?: number } = {}): Promise<Notification> {
    const item = this.#items.filter({ hasText: text }).first();
    await item.waitFor(patienceMs === undefined ? {} : { timeout: patienceMs });
    return new Notification(item);
  }

  /** Those on screen, the newest first. */
  async all(): Promise<Notification[]> {
    return (await this.#items.all()).map((item) => new Notification(item));
  }

  async count(): Promise<number> {
    return this.#items.count();
  }

  async waitUntilNone(): Promise<void> {
    await this.#items.first().waitFor({ state: 'detached' });
  }
}
