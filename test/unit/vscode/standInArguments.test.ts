import assert from 'node:assert/strict';

import { parseStandInArguments } from '../../vscode/standInArguments.ts';

const paths = [
  '--extensionTestsPath=/p/runner.cjs',
  '--extensionDevelopmentPath=/p',
  '--user-data-dir=/t/u',
  '--extensions-dir=/t/e',
];

describe('The arguments of the stand-in for VS Code', () => {
  it('are those that @vscode/test-electron passes', () => {
    const options = parseStandInArguments([
      '--disable-extensions',
      '--user-data-dir=/t/u',
      '--extensions-dir=/t/e',
      '/t/my workspace',
      '--no-sandbox',
      '--disable-gpu-sandbox',
      '--disable-workspace-trust',
      '--extensionTestsPath=/p/runner.cjs',
      '--extensionDevelopmentPath=/p',
    ]);
    assert.deepEqual(options, {
      extensionDevelopmentPaths: ['/p'],
      extensionTestsPath: '/p/runner.cjs',
      userDataDir: '/t/u',
      extensionsDir: '/t/e',
      workspaceTrust: false,
      folder: '/t/my workspace',
    });
  });

  it('may leave out the workspace and keep workspace trust', () => {
    const { folder, workspaceTrust } = parseStandInArguments(paths);
    assert.equal(folder, undefined);
    assert.equal(workspaceTrust, true);
  });

  it('may name several extensions under development', () => {
    const args = [...paths, '--extensionDevelopmentPath=/q'];
    assert.deepEqual(parseStandInArguments(args).extensionDevelopmentPaths, ['/p', '/q']);
  });

  it('must name a suite and an extension, without which VS Code would run nothing', () => {
    for (const name of ['extensionTestsPath', 'extensionDevelopmentPath']) {
      const others = paths.filter((path) => !path.includes(name));
      assert.throws(() => parseStandInArguments(others), new RegExp(`needs --${name}=<path>`));
    }
  });
});
