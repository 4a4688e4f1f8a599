/**
 * What the stand-in has the extension host run: the suite that was asked for, with its output connected to the stand-in
 * (suiteOutput.ts). Through VS Code's own channels it would arrive mixed with the workbench's log.
 *
 * CommonJS because that is how the extension host loads a suite.
 */
const { Console } = require('node:console');
const { once } = require('node:events');
const { connect } = require('node:net');

async function run() {
  const { STAND_IN_OUTPUT, STAND_IN_SUITE, STAND_IN_END_MARK } = process.env;
  const output = connect(STAND_IN_OUTPUT);
  await once(output, 'connect');
  // The extension host has made the methods of the real ones immutable.
  globalThis.console = new Console(output);
  Object.defineProperty(process, 'stdout', { value: output });
  try {
    await require(STAND_IN_SUITE).run();
  } catch (failure) {
    console.error(failure);
    throw failure;
  } finally {
    await new Promise((resolve) => output.end(STAND_IN_END_MARK, resolve));
  }
}

module.exports = { run };
