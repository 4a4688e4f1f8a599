import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

import type { Page } from 'playwright-core';

import { Dialog } from './parts/dialog.ts';
import { Editor } from './parts/editor.ts';
import { Notifications } from './parts/notifications.ts';
import { Problems } from './parts/problems.ts';
import { QuickInput } from './parts/quickInput.ts';
import { SideBar } from './parts/sideBar.ts';
import { StatusBar } from './parts/statusBar.ts';
import { Terminal } from './parts/terminal.ts';

/** Where the pictures go: a folder per suite. */
export const SCREENSHOTS = join(import.meta.dirname, 'screenshots');

/**
 * One VS Code window, and what a person can do in it. Everything waits for what it needs (an element to be there, to be
 * enabled, to hold still), so tests contain no pauses.
 */
export class Workbench {
  readonly page: Page;
  /** The folder that is open: a copy that the test may change. */
  readonly workspace: string;
  readonly dialog: Dialog;
  readonly editor: Editor;
  readonly notifications: Notifications;
  readonly problems: Problems;
  readonly quickInput: QuickInput;
  readonly sideBar: SideBar;
  readonly statusBar: StatusBar;
  readonly terminal: Terminal;
  readonly #suite: string;
  #screenshots = 0;

  constructor(page: Page, suite: string, workspace: string) {
    this.page = page;
    this.workspace = workspace;
    this.#suite = suite;
    this.dialog = new Dialog(page);
    this.editor = new Editor(page);
    this.notifications = new Notifications(page);
    this.problems = new Problems(page);
    this.quickInput = new QuickInput(page);
    this.sideBar = new SideBar(page, (title) => this.runCommand(title));
    this.statusBar = new StatusBar(page);
    this.terminal = new Terminal(page);
  }

  /** Waits until the window shows our extension's icon. (One that it remembers comes before the extension itself.) */
  async waitUntilReady(): Promise<void> {
    await this.page.locator('.activitybar .action-label[aria-label^="SageMaker Images"]').waitFor();
  }

  /** Runs a command from the command palette, by the title that it has there. */
  async runCommand(title: string): Promise<void> {
    await this.#openPalette();
    await this.quickInput.findAndPick(`>${title}`, title);
  }

  /** Opens a file of the workspace, by its path in there. */
  async openFile(path: string): Promise<void> {
    await this.#openPalette();
    await this.quickInput.type(path);
    await this.quickInput.pick(basename(path));
    await this.editor.waitFor(basename(path));
  }

  /** Closes the window and opens it again, as after a crash or the next morning. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.waitUntilReady();
  }

  /** Closes every notification, those that ask something included. */
  async dismissNotifications(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
    await this.notifications.waitUntilNone();
  }

  /** What was copied last. */
  async clipboard(): Promise<string> {
    return this.page.evaluate<string>('navigator.clipboard.readText()');
  }

  /** Takes a picture of the window: `screenshots/<suite>/<number>-<name>.png`. Returns its path. */
  async screenshot(name: string): Promise<string> {
    this.#screenshots += 1;
    const file = `${String(this.#screenshots).padStart(2, '0')}-${name}.png`;
    const path = join(SCREENSHOTS, this.#suite, file);
    await mkdir(join(SCREENSHOTS, this.#suite), { recursive: true });
    await this.page.screenshot({ path, animations: 'disabled' });
    return path;
  }

  async #openPalette(): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickInput.waitUntilOpen();
  }
}
