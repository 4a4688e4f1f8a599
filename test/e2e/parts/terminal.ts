import type { Locator, Page } from 'playwright-core';

import { exactly } from './text.ts';

const LINK_ATTEMPTS = 5;
const LINK_TIMEOUT_MS = 3_000;

/** The terminal that is shown, in the panel. */
export class Terminal {
  readonly #page: Page;
  readonly #active: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#active = page.locator('.terminal-wrapper.active');
  }

  /** Waits until a line in view contains this text, or matches. */
  async waitFor(text: string | RegExp): Promise<void> {
    await this.#rows().filter({ hasText: text }).first().waitFor();
  }

  /** The lines in view; one that is too long for its line goes on in the next. */
  async text(): Promise<string> {
    const lines = await this.#rows().allTextContents();
    return lines.map((line) => line.replaceAll('\u00a0', ' ').trimEnd()).join('\n');
  }

  /**
   * Opens the link that a line in view begins with. While lines still come, VS Code forgets which one is pointed at, and
   * does nothing: then it is clicked again.
   */
  async openLink(line: string | RegExp, opened: Locator): Promise<void> {
    for (let attempt = 0; attempt < LINK_ATTEMPTS && !(await opened.isVisible()); attempt += 1) {
      await this.#clickLink(line);
      await opened.waitFor({ timeout: LINK_TIMEOUT_MS }).catch(() => undefined);
    }
    await opened.waitFor();
  }

  async #clickLink(line: string | RegExp): Promise<void> {
    const row = this.#rows().filter({ hasText: line }).first();
    const position = { x: 40, y: 8 };
    await this.#page.mouse.move(0, 0);
    await row.hover({ position, force: true });
    // A link is looked for when somebody points at it with the key held down that opens it.
    await this.#page.keyboard.down('Control');
    try {
      await row.hover({ position: { ...position, x: 48 }, force: true });
      await this.#active.locator('.xterm-cursor-pointer').waitFor({ timeout: LINK_TIMEOUT_MS });
      await this.#page.mouse.down();
      await this.#page.mouse.up();
    } catch {
      // It is pointed at again.
    } finally {
      await this.#page.keyboard.up('Control');
    }
  }

  /** The name of the terminal that is shown, where it is the only one. */
  async waitForName(name: string): Promise<void> {
    await this.#page
      .locator('.part.panel .single-terminal-tab, .part.panel .terminal-tabs-entry')
      .filter({ hasText: exactly(name) })
      .waitFor();
  }

  #rows(): Locator {
    return this.#active.locator('.xterm-rows > div');
  }
}
