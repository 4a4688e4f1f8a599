import { basename, dirname } from 'node:path';

import { Session } from './session.ts';
import type { WindowSetup } from './session.ts';
import type { Workbench } from './workbench.ts';

/** The session of this run: started by the first test file that opens a window, ended after the last one. */
const shared: { session?: Promise<Session> } = {};

// At the level of the file: Mocha runs it once, after every suite of every file.
after(async () => {
  await (await shared.session)?.[Symbol.asyncDispose]();
});

export interface OpenWindow {
  readonly session: Session;
  readonly workbench: Workbench;
}

/**
 * Gives the surrounding `describe` a VS Code window of its own. What it returns can be called in tests and hooks. A test
 * that fails leaves a screenshot and says where the logs are.
 */
export function useWorkbench(setup: WindowSetup): () => OpenWindow {
  let open: OpenWindow | undefined;
  let undo: (() => Promise<void>) | undefined;

  before(async function () {
    // Files of different folders run at the same time.
    const name = basename(dirname(this.test?.file ?? 'e2e/'));
    const session = await (shared.session ??= Session.start({ name }));
    undo = await setup.prepare?.(session);
    open = { session, workbench: await session.openWindow(setup) };
  });

  afterEach(async function () {
    if (open !== undefined) await pictureFailure(this.currentTest, open);
  });

  after(async () => {
    await open?.workbench.page.context().close();
    await undo?.();
    await open?.session.forgetPendingChanges();
  });

  return () => {
    if (open === undefined) {
      throw new Error('The window opens in a "before" hook: it can be used in tests and hooks only.');
    }
    return open;
  };
}

/** Leaves a screenshot of a test that has failed, and says where the logs are. */
export async function pictureFailure(
  test: Mocha.Test | undefined,
  { session, workbench }: OpenWindow,
): Promise<void> {
  if (test?.isFailed() !== true) return;
  const picture = await workbench.screenshot(`failed-${fileName(test.title)}`);
  console.log(`      screenshot: ${picture}\n      logs: ${session.logs}`);
}

function fileName(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50);
}
