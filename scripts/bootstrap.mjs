// node scripts/bootstrap.mjs <script> <arguments…>
//
// Runs a script of this folder on the project's own Node, installing the dependencies first when they are missing or
// older than the lockfile. It is what `npm start` and `npm test` begin with, so it must run on any Node from 20 on, with
// nothing installed.
import { spawn } from 'node:child_process';
import { statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 20;
/** npm's record of what it has installed. */
const INSTALLED = 'node_modules/.package-lock.json';
const root = fileURLToPath(new URL('..', import.meta.url));

/** @param {string} file */
function changedAt(file) {
  return statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** @param {string} command @param {string[]} args @param {boolean} [shell] */
async function run(command, args, shell = false) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', shell });
  // The child gets the terminal's Ctrl+C itself, and decides when it is done. Nobody else sends it a SIGTERM.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/**
 * Installs what the lockfile says, and leaves that file alone. `npm ci` would too, but it refuses a lockfile written
 * where the registry had not every platform's build of an optional dependency.
 */
async function installDependencies() {
  const code = await run('npm', ['install', '--no-save', '--loglevel=error'], process.platform === 'win32');
  if (code === 0) {
    // npm leaves its record as it was when nothing had to be changed.
    utimesSync(join(root, INSTALLED), new Date(), new Date());
  }
  return code;
}

async function main() {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    console.error(
      `Node ${OLDEST_NODE} or newer is needed; this is ${process.version}. Get it from https://nodejs.org`,
    );
    return 1;
  }
  if (changedAt(INSTALLED) < changedAt('package-lock.json')) {
    console.log('Installing the dependencies: they are missing or older than package-lock.json.');
    const code = await installDependencies();
    if (code !== 0) {
      console.error('The dependencies could not be installed; what npm says above tells why.');
      return code;
    }
  }
  return run(join(root, 'node_modules/node/bin/node'), process.argv.slice(2));
}

process.exitCode = await main();
