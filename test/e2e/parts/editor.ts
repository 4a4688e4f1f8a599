import type { Locator, Page } from 'playwright-core';

import { exactly, readText } from './text.ts';

/** The text editor in front. */
export class Editor {
  readonly #page: Page;
  readonly #group: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#group = page.locator('.editor-group-container.active');
  }

  /** Waits until the file with this name is in front. */
  async waitFor(fileName: string): Promise<void> {
    await this.tab(fileName).waitFor();
    await this.#group.locator('.view-line').first().waitFor();
  }

  /** The tab in front, where it is that of the file with this name. */
  tab(fileName: string): Locator {
    return this.#group.locator(`.tab.active[data-resource-name=${JSON.stringify(fileName)}]`);
  }

  /** The lines in view. */
  async text(): Promise<string> {
    return linesIn(this.#group);
  }

  /** Waits until a line in view contains this text. */
  async waitForText(text: string): Promise<void> {
    await this.#lines().filter({ hasText: text }).first().waitFor();
  }

  /** Waits until the line that contains this text is marked as wrong. */
  async waitForMark(text: string): Promise<void> {
    await this.#marks().first().waitFor();
    const [line, mark] = await Promise.all([
      this.#lines().filter({ hasText: text }).first().boundingBox(),
      this.#marks().first().boundingBox(),
    ]);
    if (line?.y !== mark?.y) throw new Error(`Another line than "${text}" is marked.`);
  }

  /** Waits until nothing is marked as wrong. */
  async waitForNoMark(): Promise<void> {
    await this.#marks().first().waitFor({ state: 'detached' });
  }

  /** Waits until this many places are marked with warnings. */
  async waitForWarnings(count: number): Promise<void> {
    const warnings = this.#group.locator('.squiggly-warning');
    await (count === 0 ? warnings.first().waitFor({ state: 'detached' }) : warnings.nth(count - 1).waitFor());
    const shown = await warnings.count();
    if (shown !== count) throw new Error(`${shown} places are marked, and not ${count}.`);
  }

  /** Points at the last word with this text, and reads what is said of it and where its link leads. */
  async readHover(word: string): Promise<{ readonly text: string; readonly link: string | null }> {
    await this.#group
      .locator('.view-line span')
      .filter({ hasText: exactly(word) })
      .last()
      .hover();
    const marker = this.#page.locator('.monaco-hover:not(.hidden) .marker').first();
    await marker.waitFor();
    return { text: await readText(marker), link: await marker.locator('a').getAttribute('href') };
  }

  /** Puts the cursor behind the line that contains this text, clicks the light bulb beside it, and picks an entry. */
  async pickFix(line: string, title: string): Promise<void> {
    const fixes = await this.#openFixes(line);
    await fixes
      .locator('.title')
      .filter({ hasText: exactly(title) })
      .click();
    await fixes.waitFor({ state: 'detached' });
  }

  /** The entries of the light bulb beside the line that contains this text. */
  async readFixes(line: string): Promise<readonly string[]> {
    const fixes = await this.#openFixes(line);
    const titles = await Promise.all((await fixes.locator('.title').all()).map(readText));
    await this.#page.keyboard.press('Escape');
    await fixes.waitFor({ state: 'detached' });
    return titles;
  }

  /** Waits until the cursor is in the line with this number. */
  async waitForCursor(line: number): Promise<void> {
    await this.#page
      .locator('.statusbar-item')
      .filter({ hasText: new RegExp(`Ln ${line}, Col`) })
      .waitFor();
  }

  /** Puts the cursor into the line that contains this text. */
  async clickLine(text: string): Promise<void> {
    await this.#lines().filter({ hasText: text }).first().click();
  }

  /** Replaces the line at the cursor, as typing does. */
  async replaceLine(text: string): Promise<void> {
    await this.#page.keyboard.press('Home');
    await this.#page.keyboard.press('Shift+End');
    await this.#page.keyboard.insertText(text);
  }

  /** Replaces the whole text, as pasting does: nothing is closed or indented that is typed. */
  async replaceText(text: string): Promise<void> {
    await this.#group.locator('.view-lines').click();
    await this.#page.keyboard.press('ControlOrMeta+a');
    await this.#page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await this.#page.keyboard.press('ControlOrMeta+v');
  }

  async save(): Promise<void> {
    await this.#page.keyboard.press('ControlOrMeta+s');
  }

  /** Waits until two texts are compared in front, in a tab with this title, and what differs is marked. */
  async waitForDiff(title: string): Promise<void> {
    await this.#group
      .locator('.tab.active .label-name')
      .filter({ hasText: exactly(title) })
      .waitFor();
    await this.#side('original').locator('.line-delete').first().waitFor();
    await this.#side('modified').locator('.line-insert').first().waitFor();
  }

  /** The lines in view of the two texts that are compared. */
  async diff(): Promise<{ readonly left: string; readonly right: string }> {
    return { left: await linesIn(this.#side('original')), right: await linesIn(this.#side('modified')) };
  }

  /** Adds text at the cursor, as typing does. */
  async type(text: string): Promise<void> {
    await this.#group.locator('.view-lines').click();
    await this.#page.keyboard.insertText(text);
  }

  async waitForLens(text: string): Promise<void> {
    await this.#lenses().filter({ hasText: text }).first().waitFor();
  }

  /**
   * Waits until a line has these lenses and none behind them: those that tell something of the Dockerfile are before
   * them. VS Code takes them away and back whenever it asks for them again.
   */
  async waitForLenses(...texts: readonly string[]): Promise<void> {
    const line = exactly(texts.join('\u00a0|\u00a0')).source.replace('^', '(?:^|\\|)');
    const locator = this.#group.locator('.codelens-decoration').filter({ hasText: new RegExp(line) });
    await locator.first().waitFor();
  }

  /** Waits until a lens says exactly that. */
  async waitForWholeLens(text: string | RegExp): Promise<void> {
    const whole = typeof text === 'string' ? exactly(text) : text;
    await this.#lenses().filter({ hasText: whole }).first().waitFor();
  }

  /** Clicks the first lens that contains this text. */
  async clickLens(text: string): Promise<void> {
    await this.#lenses().filter({ hasText: text }).first().click();
  }

  async #openFixes(line: string): Promise<Locator> {
    await this.clickLine(line);
    await this.#page.keyboard.press('End');
    const bulb = this.#page.locator('[class*="codicon-gutter-lightbulb"], .lightBulbWidget');
    await bulb.filter({ visible: true }).first().click();
    const fixes = this.#page.locator('.action-widget .monaco-list').first();
    await fixes.waitFor();
    return fixes;
  }

  #lines(): Locator {
    return this.#group.locator('.view-line');
  }

  #marks(): Locator {
    return this.#group.locator('.squiggly-error');
  }

  #side(side: 'original' | 'modified'): Locator {
    return this.#group.locator(`.monaco-diff-editor .editor.${side}`);
  }

  #lenses(): Locator {
    return this.#group.locator('.codelens-decoration a');
  }
}

async function linesIn(editor: Locator): Promise<string> {
  // They are in the document in the order in which they were rendered; their `top` says where they are.
  const lines = await Promise.all(
    (await editor.locator('.view-line').all()).map(async (line) => ({
      top: Number(/top: ?(\d+)px/.exec((await line.getAttribute('style')) ?? '')?.[1]),
      text: ((await line.textContent()) ?? '').replaceAll('\u00a0', ' '),
    })),
  );
  return lines
    .toSorted((a, b) => a.top - b.top)
    .map((line) => line.text)
    .join('\n');
}
