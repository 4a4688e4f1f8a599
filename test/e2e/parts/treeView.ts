import type { Locator, Page } from 'playwright-core';

import { pickMenuEntry, readMenuEntries } from './menu.ts';
import { exactly, findText, readText } from './text.ts';

export interface TreeRowContent {
  readonly label: string;
  readonly description: string | undefined;
  /** 1 for a row at the root. */
  readonly level: number;
  /** Whether its children are shown; undefined for a row that can't have any. */
  readonly expanded: boolean | undefined;
  /** What a screen reader says. */
  readonly ariaLabel: string;
}

/** One row of a tree, found anew on every use, so it may come and go. */
export class TreeRow {
  readonly #page: Page;
  readonly #row: Locator;

  constructor(page: Page, row: Locator) {
    this.#page = page;
    this.#row = row;
  }

  async waitFor(): Promise<this> {
    await this.#row.waitFor();
    return this;
  }

  async waitUntilGone(): Promise<void> {
    await this.#row.waitFor({ state: 'detached' });
  }

  /** Waits until the description contains this text, or matches. */
  async waitForDescription(text: string | RegExp): Promise<void> {
    await this.#row.locator('.label-description').filter({ hasText: text }).waitFor();
  }

  async content(): Promise<TreeRowContent> {
    const [label, description, level, expanded, ariaLabel] = await Promise.all([
      readText(this.#row.locator('.label-name')),
      findText(this.#row.locator('.label-description')),
      this.#row.getAttribute('aria-level'),
      this.#row.getAttribute('aria-expanded'),
      this.#row.getAttribute('aria-label'),
    ]);
    return {
      label,
      description,
      level: Number(level),
      expanded: expanded === null ? undefined : expanded === 'true',
      ariaLabel: ariaLabel ?? '',
    };
  }

  async click(): Promise<void> {
    await this.#label().click();
  }

  /** Selects the row besides those that are selected. */
  async addToSelection(): Promise<void> {
    await this.#label().click({ modifiers: ['ControlOrMeta'] });
    await this.#row.and(this.#page.locator('[aria-selected="true"]')).waitFor();
  }

  /** Shows the children, if they are not shown already. */
  async expand(): Promise<void> {
    await this.#setExpanded(true);
  }

  async collapse(): Promise<void> {
    await this.#setExpanded(false);
  }

  /** Picks an entry of the menu under the right mouse button. */
  async pickFromMenu(entry: string): Promise<void> {
    await this.#label().click({ button: 'right' });
    await pickMenuEntry(this.#page, entry);
  }

  /** The entries of the menu under the right mouse button, which is closed again. */
  async menuEntries(): Promise<string[]> {
    await this.#label().click({ button: 'right' });
    return readMenuEntries(this.#page);
  }

  /** Presses the icon with this tooltip at the end of the row. */
  async pressAction(tooltip: string): Promise<void> {
    await this.#row.hover();
    await this.#row.locator(`.actions .action-label[aria-label^=${JSON.stringify(tooltip)}]`).click();
  }

  async #setExpanded(expanded: boolean): Promise<void> {
    await this.#row.waitFor();
    if ((await this.#row.getAttribute('aria-expanded')) !== String(expanded)) {
      await this.#row.locator('.monaco-tl-twistie').click();
      await this.#row.and(this.#page.locator(`[aria-expanded="${expanded}"]`)).waitFor();
    }
  }

  #label(): Locator {
    return this.#row.locator('.label-name');
  }
}

/** A view of the side bar: a tree, or the welcome text in its place. */
export class TreeView {
  readonly #page: Page;
  readonly #pane: Locator;
  readonly #rows: Locator;

  constructor(page: Page, pane: Locator) {
    this.#page = page;
    this.#pane = pane;
    this.#rows = pane.locator('.monaco-list-row[role="treeitem"]');
  }

  /** The rows in view, from top to bottom. */
  async rows(): Promise<TreeRowContent[]> {
    await this.#rows.first().waitFor();
    // They are in the document in the order in which they were rendered.
    const rows = await Promise.all(
      (await this.#rows.all()).map(async (row) => ({
        index: await indexOf(row),
        content: await new TreeRow(this.#page, row).content(),
      })),
    );
    return rows.toSorted((one, other) => one.index - other.index).map(({ content }) => content);
  }

  /** The row with this label; the first from the top where several have it. */
  row(label: string): TreeRow {
    const name = this.#page.locator('.label-name').filter({ hasText: exactly(label) });
    return new TreeRow(this.#page, this.#rows.filter({ has: name }).first());
  }

  /** The first row whose label contains this text. */
  rowContaining(text: string): TreeRow {
    const name = this.#page.locator('.label-name').filter({ hasText: text });
    return new TreeRow(this.#page, this.#rows.filter({ has: name }).first());
  }

  /** The row at the top, if it has this label. */
  firstRow(label: string): TreeRow {
    const name = this.#page.locator('.label-name').filter({ hasText: exactly(label) });
    return new TreeRow(
      this.#page,
      this.#rows.and(this.#page.locator('[data-index="0"]')).filter({ has: name }),
    );
  }

  /** Scrolls down until the row with this label is rendered. */
  async scrollTo(label: string): Promise<void> {
    const row = this.#rows.filter({
      has: this.#page.locator('.label-name').filter({ hasText: exactly(label) }),
    });
    await this.#pane.hover();
    while (!(await row.first().isVisible())) {
      const next = Math.max(...(await this.#indices())) + 1;
      await this.#page.mouse.wheel(0, 600);
      await this.#rows.and(this.#page.locator(`[data-index="${next}"]`)).waitFor();
    }
    // Nobody points at a row that came by under the mouse.
    await this.#page.mouse.move(0, 0);
  }

  /** Goes to the first row, by the keyboard. */
  async goToTop(): Promise<void> {
    await this.#pane.locator('.monaco-list').first().focus();
    await this.#page.keyboard.press('Home');
    await this.#rows.and(this.#page.locator('[data-index="0"]')).waitFor();
  }

  /** What the view says while it has no rows. */
  async welcomeText(): Promise<string> {
    return readText(this.#welcome());
  }

  async waitForWelcome(text: string): Promise<void> {
    await this.#welcome().filter({ hasText: text }).waitFor();
  }

  /** Presses a button or link of the welcome text. */
  async pressInWelcome(text: string): Promise<void> {
    await this.#welcome()
      .locator('.monaco-button, .monaco-link')
      .filter({ hasText: exactly(text) })
      .click();
  }

  /** The line that an extension can put above the rows. */
  async message(): Promise<string | undefined> {
    return findText(this.#message());
  }

  async waitForMessage(text: string): Promise<void> {
    await this.#message().filter({ hasText: text }).waitFor();
  }

  #message(): Locator {
    return this.#pane.locator('.tree-explorer-viewlet-tree-view > .message:not(.hide)');
  }

  /** Where the rendered rows are, counted from the top of the whole tree. */
  async #indices(): Promise<number[]> {
    return this.#rows.evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-index'))));
  }

  #welcome(): Locator {
    return this.#pane.locator('.welcome-view-content');
  }
}

async function indexOf(row: Locator): Promise<number> {
  return Number(await row.getAttribute('data-index'));
}
