// node endWithParent.mjs <module> <arguments…>
//
// Runs <module>, and ends when standard input closes: that happens whatever way the parent process dies, so that not
// even `kill -9` on a test run leaves a server behind.
import { pathToFileURL } from 'node:url';

const [main] = process.argv.splice(2, 1);
process.stdin.resume().once('close', () => process.exit());
await import(pathToFileURL(main).href);
