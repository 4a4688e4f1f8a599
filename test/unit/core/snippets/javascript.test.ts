import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { itCreates } from './workplace.ts';

const modules = path.resolve(import.meta.dirname, '../../../../node_modules');

/** Lets the seconds between two looks pass faster. */
const hurry = `data:text/javascript,${encodeURIComponent(
  'const wait = globalThis.setTimeout; globalThis.setTimeout = (f, ms, ...args) => wait(f, ms / 100, ...args);',
)}`;

describe('snippet: AWS SDK for JavaScript', function () {
  this.timeout(60_000);

  itCreates('javascript', async (snippet, { profile }, workplace) => {
    symlinkSync(modules, path.join(workplace.tools, 'node_modules'), 'junction');
    const script = workplace.add('create.mjs', snippet);
    return workplace.run(process.execPath, ['--import', hurry, script], profile);
  });
});
