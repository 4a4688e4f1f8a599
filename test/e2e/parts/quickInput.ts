import type { Locator, Page } from 'playwright-core';

import { exactly, findText, readText } from './text.ts';

export interface QuickPickRow {
  readonly label: string;
  readonly description: string | undefined;
  readonly detail: string | undefined;
  /** The heading of the group that starts with this row. */
  readonly separator: string | undefined;
}

export interface InputMessage {
  readonly text: string;
  readonly severity: 'error' | 'warning' | 'info' | 'none';
}

/** How often the palette is asked anew for what it did not list in time, and how long it has each time. */
const FIND_ATTEMPTS = 10;
const FIND_TIMEOUT_MS = 1_000;

/** The box at the top of the window: the command palette, quick picks and input boxes. */
export class QuickInput {
  readonly #page: Page;
  readonly #widget: Locator;
  readonly #input: Locator;
  readonly #rows: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator('.quick-input-widget');
    this.#input = this.#widget.locator('.quick-input-box input');
    this.#rows = this.#widget.locator('.quick-input-list .monaco-list-row');
  }

  /** Waits until it is open, under this title (without the step count) if one is given. */
  async waitUntilOpen(title?: string): Promise<void> {
    await this.#input.waitFor();
    if (title !== undefined) {
      await this.#titleElement().filter({ hasText: title }).waitFor();
    }
  }

  async waitUntilClosed(): Promise<void> {
    await this.#widget.waitFor({ state: 'hidden' });
  }

  async isOpen(): Promise<boolean> {
    return this.#widget.isVisible();
  }

  /** The title, without the step count. */
  async title(): Promise<string> {
    return (await readText(this.#titleElement())).replace(STEP, '');
  }

  /** The step count behind the title, like `1/5`. */
  async step(): Promise<string | undefined> {
    return STEP.exec(await readText(this.#titleElement()))?.[1];
  }

  async placeholder(): Promise<string> {
    return (await this.#input.getAttribute('placeholder')) ?? '';
  }

  /** What is in the input: the value of an input box, the filter of a quick pick. */
  async value(): Promise<string> {
    return this.#input.inputValue();
  }

  /** The rows that are in view. A long list renders no more than those. */
  async rows(): Promise<QuickPickRow[]> {
    await this.#rows.first().waitFor();
    return Promise.all((await this.#rows.all()).map(readRow));
  }

  async waitForRow(label: string): Promise<void> {
    await this.#row(label).waitFor();
  }

  /** Waits until the description of the row with this label contains this text. */
  async waitForDetail(label: string, text: string): Promise<void> {
    await this.#row(label).locator('.quick-input-list-label-meta').filter({ hasText: text }).waitFor();
  }

  /** Waits until what stands beside the label of a row contains this text. */
  async waitForDescription(label: string, text: string): Promise<void> {
    await this.#row(label).locator('.label-description').filter({ hasText: text }).waitFor();
  }

  /** Waits until the row that Enter would pick is this one. */
  async waitForActiveRow(label: string | RegExp): Promise<void> {
    const text = typeof label === 'string' ? exactly(label) : label;
    await this.#rows
      .and(this.#page.locator('.focused'))
      .locator('.label-name')
      .filter({ hasText: text })
      .first()
      .waitFor();
  }

  /** Replaces the text in the input. */
  async type(text: string): Promise<void> {
    await this.#input.fill(text);
  }

  /**
   * Replaces the text until a row with this label is listed, and picks it. The command palette looks its commands up when
   * the text changes, and those of an extension are there a while after its icon.
   */
  async findAndPick(text: string, label: string): Promise<void> {
    const row = this.#row(label);
    for (let attempt = 1; attempt < FIND_ATTEMPTS && !(await row.isVisible()); attempt += 1) {
      await this.type('');
      await this.type(text);
      await row.waitFor({ timeout: FIND_TIMEOUT_MS }).catch(() => undefined);
    }
    await this.pick(label);
  }

  /** Puts text at the cursor in one go, as pasting does. */
  async paste(text: string): Promise<void> {
    await this.#input.focus();
    await this.#page.keyboard.insertText(text);
  }

  /** Clicks the row with this label: on its name, as what stands beside it can show a tooltip that takes the click. */
  async pick(label: string): Promise<void> {
    await this.#row(label).locator('.label-name').first().click();
  }

  /** Presses Enter: accepts the value, or the focused row. */
  async accept(): Promise<void> {
    await this.#input.press('Enter');
  }

  async back(): Promise<void> {
    await this.pressButton('Back');
  }

  /** Presses Escape. */
  async cancel(): Promise<void> {
    await this.#input.press('Escape');
  }

  /** Presses the button with this tooltip in the title bar or in the input. */
  async pressButton(tooltip: string): Promise<void> {
    await this.#button(this.#widget.locator('.quick-input-titlebar, .quick-input-header'), tooltip).click();
  }

  /** Presses the button with this tooltip in the row with this label. */
  async pressRowButton(label: string, tooltip: string): Promise<void> {
    await this.#row(label).hover();
    await this.#button(this.#row(label), tooltip).click();
  }

  /** The line under the input: a prompt, or what is wrong with the value. */
  async message(): Promise<InputMessage | undefined> {
    const text = await findText(this.#widget.locator('.quick-input-message'));
    const box = (await this.#widget.locator('.quick-input-box .monaco-inputbox').getAttribute('class')) ?? '';
    const severity = (['error', 'warning', 'info'] as const).find((name) => box.split(' ').includes(name));
    return text === undefined ? undefined : { text, severity: severity ?? 'none' };
  }

  async waitForMessage(text: string): Promise<void> {
    await this.#widget.locator('.quick-input-message').filter({ hasText: text }).waitFor();
  }

  #titleElement(): Locator {
    return this.#widget.locator('.quick-input-title');
  }

  #row(label: string): Locator {
    const name = this.#page.locator('.quick-input-list-row:first-child .label-name');
    return this.#rows.filter({ has: name.filter({ hasText: exactly(label) }) }).first();
  }

  #button(within: Locator, tooltip: string): Locator {
    // A shortcut may follow the tooltip in brackets.
    return within.locator(`.action-label[aria-label^=${JSON.stringify(tooltip)}]`).first();
  }
}

const STEP = / ?\((\d+\/\d+)\)$/;

async function readRow(row: Locator): Promise<QuickPickRow> {
  const [label, description, detail, separator] = await Promise.all([
    readText(row.locator('.quick-input-list-row:first-child .label-name')),
    findText(row.locator('.label-description')),
    // A row takes over what another one has left in the document; what it does not say itself is hidden.
    findText(row.locator('.quick-input-list-label-meta').filter({ visible: true })),
    findText(row.locator('.quick-input-list-separator')),
  ]);
  return { label, description, detail, separator };
}
