/**
 * Stands in for VS Code's executable in a test run: takes the arguments that @vscode/test-electron passes to it, runs
 * the suite in the extension host of VS Code's server with a headless browser as the window, prints what the suite
 * prints and exits with its code.
 */
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { launchBrowser } from './browser.ts';
import { startServer, windowUrl } from './server.ts';
import { parseStandInArguments } from './standInArguments.ts';
import type { StandInArguments } from './standInArguments.ts';
import { END_MARK, SuiteOutput } from './suiteOutput.ts';
import { Watchdog } from './watchdog.ts';

/** A suite that prints nothing for so long will not end any more: every Mocha test has a shorter limit. */
const SILENCE_LIMIT_MINUTES = Number(process.env['STAND_IN_SILENCE_MINUTES'] ?? 3);

/** Runs the suite that the command line names. Resolves to the exit code, and leaves nothing running. */
async function runSuite(args: readonly string[], interrupted: Promise<number>): Promise<number> {
  const options = parseStandInArguments(args);
  using watchdog = new Watchdog(
    SILENCE_LIMIT_MINUTES * 60_000,
    `The suite printed nothing for ${SILENCE_LIMIT_MINUTES} minutes and was given up.`,
  );
  await using output = new SuiteOutput((text) => {
    watchdog.feed();
    process.stdout.write(text);
  });
  await using browser = await launchBrowser();
  await using server = await startServer({
    ...options,
    automation: true,
    env: suiteEnvironment(options, output),
  });

  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const exit = exitCode(page);
  exit.catch(() => undefined);
  const extensionTestsPath = join(import.meta.dirname, 'suiteRunner.cjs');
  await page.goto(windowUrl(server.port, { ...options, extensionTestsPath }));

  return await Promise.race([
    Promise.all([exit, suiteEnd(output)]).then(([code]) => code),
    server.ended.then(() => fail("VS Code's server ended before the suite did.")),
    watchdog.expired,
    interrupted,
  ]);
}

/** The environment of this process, and what suiteRunner.cjs needs to know. */
function suiteEnvironment(options: StandInArguments, output: SuiteOutput): NodeJS.ProcessEnv {
  return {
    ...process.env,
    STAND_IN_SUITE: options.extensionTestsPath,
    STAND_IN_OUTPUT: output.path,
    STAND_IN_END_MARK: END_MARK,
  };
}

/** What the workbench reports when its extension host has run the suite. */
async function exitCode(page: Page): Promise<number> {
  return new Promise((resolve, reject) => {
    page.once('crash', () => reject(new Error("The browser's page crashed before the suite ended.")));
    page.once('close', () => reject(new Error('The browser ended before the suite did.')));
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
  });
}

/** VS Code reports 0 for an extension host that crashed, so the exit code counts only when the suite came to its end. */
async function suiteEnd(output: SuiteOutput): Promise<void> {
  if (!(await output.complete)) {
    fail('The extension host ended before the suite did.');
  }
}

function fail(message: string): never {
  throw new Error(message);
}

/** Resolves when the run is asked to end from outside, to the exit code that this has in shells. */
async function interruption(): Promise<number> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve(130));
    process.once('SIGTERM', () => resolve(143));
    process.once('SIGHUP', () => resolve(129));
  });
}

const [, , ...args] = process.argv;
runSuite(args, interruption()).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
