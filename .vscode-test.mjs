// The suites that run inside VS Code: every folder of test/host is one, with a window of its own.
//
// Which VS Code:
//   - the executable that $VSCODE_EXECUTABLE names;
//   - otherwise, where a window can be shown, the desktop one (downloaded into .vscode-test by @vscode/test-electron);
//   - otherwise (Linux without a display: CI, containers) the stand-in test/vscode/code: VS Code's server and a
//     headless browser. VSCODE_EXECUTABLE=test/vscode/code chooses it anywhere on Linux.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { defineConfig } from '@vscode/test-cli';

import { isolatedEnvironment } from './test/vscode/isolatedEnvironment.ts';

const BUILT_SUITES = 'out/test/host';

// Short, because VS Code puts a socket into it and macOS allows 103 characters for the whole path.
const scratch = mkdtempSync(join(tmpdir(), 'smi-'));
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));

// oxlint-disable-next-line import/no-default-export -- That is where test-cli looks for it.
export default defineConfig(existsSync(BUILT_SUITES) ? readdirSync(BUILT_SUITES).map(suite) : []);

/** @param {string} name */
function suite(name) {
  const folder = join(scratch, name);
  mkdirSync(join(folder, 'home'), { recursive: true });
  return {
    label: name,
    files: `${BUILT_SUITES}/${name}/**/*.test.cjs`,
    workspaceFolder: copyOfWorkspace(name, folder),
    launchArgs: [
      '--disable-extensions',
      `--user-data-dir=${join(folder, 'user')}`,
      `--extensions-dir=${join(folder, 'extensions')}`,
    ],
    env: {
      ...isolatedEnvironment(join(folder, 'home')),
      // The stand-in keeps VS Code where it is found again, whatever the suite's home.
      XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
    },
    mocha: { ui: 'bdd', timeout: 20_000, forbidOnly: true },
    ...installation(),
  };
}

/** A copy of the suite's fixture workspace, so that no test can change the original; an empty folder if it has none. */
function copyOfWorkspace(name, folder) {
  const fixture = `test/host/${name}/workspace`;
  const copy = join(folder, 'workspace');
  if (existsSync(fixture)) {
    cpSync(fixture, copy, { recursive: true });
  } else {
    mkdirSync(copy);
  }
  return copy;
}

function installation() {
  const { DISPLAY, VSCODE_EXECUTABLE, WAYLAND_DISPLAY } = process.env;
  if (VSCODE_EXECUTABLE) {
    return { useInstallation: { fromPath: resolve(VSCODE_EXECUTABLE) } };
  }
  const canShowWindows = process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY;
  return canShowWindows ? {} : { useInstallation: { fromPath: resolve('test/vscode/code') } };
}
