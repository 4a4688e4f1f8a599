import type { Locator, Page } from 'playwright-core';

import { pickMenuEntry } from './menu.ts';
import { TreeView } from './treeView.ts';

/** The bar beside the editor, with the view container that the activity bar has selected. */
export class SideBar {
  readonly #page: Page;
  readonly #part: Locator;
  readonly #runCommand: (title: string) => Promise<void>;

  constructor(page: Page, runCommand: (title: string) => Promise<void>) {
    this.#page = page;
    this.#runCommand = runCommand;
    this.#part = page.locator('.part.sidebar');
  }

  /**
   * Shows the view container with this title. By its command: its icon hides the container that is shown, and a window
   * that opens again shows the last one by itself, at no moment that can be waited for.
   */
  async open(container: string): Promise<void> {
    const title = this.#part.locator('.composite.title h2').filter({ hasText: container });
    if (!(await title.isVisible())) {
      await this.#runCommand(`View: Show ${container}`);
      await title.waitFor();
    }
  }

  /** The view with this name, in the container that is shown. */
  view(name: string): TreeView {
    // What the view says of its rows stands between its name and the last word.
    const header = this.#page.locator(
      `.pane-header[aria-label^=${JSON.stringify(name)}][aria-label$="Section"]`,
    );
    return new TreeView(this.#page, this.#part.locator('.pane').filter({ has: header }));
  }

  /** Waits until what stands above the rows of an only view, its title or its message, contains this text. */
  async waitForHeading(text: string): Promise<void> {
    await this.#part
      .locator('.composite.title, .pane-header, .message')
      .filter({ hasText: text, visible: true })
      .first()
      .waitFor();
  }

  /** Presses the icon with this tooltip in the title of a view. The title of an only view is the container's. */
  async pressTitleAction(tooltip: string): Promise<void> {
    await this.#part.locator('.composite.title, .pane-header').first().hover();
    await this.#part
      .locator('.title-actions, .pane-header .actions')
      .locator(`.action-label[aria-label^=${JSON.stringify(tooltip)}]`)
      .first()
      .click();
  }

  /** Picks an entry of the `…` menu in the title. */
  async pickFromMenu(entry: string): Promise<void> {
    await this.pressTitleAction('Views and More Actions');
    await pickMenuEntry(this.#page, entry);
  }
}
