/** The browser that shows the workbench of VS Code's server: whichever Chromium or Chrome the machine has. */
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

import { findExecutable } from './findExecutable.ts';
import { SetupError } from './setupError.ts';

const USUAL_PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    'chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

const INSTALL_COMMANDS: Partial<Record<NodeJS.Platform, string>> = {
  linux: '"sudo apt-get install chromium" on Debian or Ubuntu, "sudo dnf install chromium" on Fedora',
  darwin: '"brew install --cask chromium"',
  win32: '"winget install Google.Chrome"',
};

/** The browser's executable: `$BROWSER_EXECUTABLE`, or the first found in the usual places. */
function findBrowser(): string {
  const chosen = process.env['BROWSER_EXECUTABLE'];
  const browser = findExecutable(chosen === undefined ? (USUAL_PLACES[process.platform] ?? []) : [chosen]);
  if (browser !== undefined) {
    return browser;
  }
  if (chosen !== undefined) {
    throw new SetupError(`BROWSER_EXECUTABLE is not a program that can be run: ${chosen}`);
  }
  const command = INSTALL_COMMANDS[process.platform] ?? "your system's package manager";
  throw new SetupError(
    `Chromium or Chrome is needed and was not found. Install it with ${command}, or set BROWSER_EXECUTABLE.`,
  );
}

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findBrowser(),
    // Chromium's sandbox can't run as root or in most containers, and the only page shown is our own.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    // Whoever starts the browser decides what a signal means, and closes it in their own order.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
