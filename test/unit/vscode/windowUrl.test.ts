import assert from 'node:assert/strict';

import { windowUrl } from '../../vscode/server.ts';

describe('The address of a VS Code window', () => {
  it('names the folder', () => {
    const url = new URL(windowUrl(8000, { folder: '/t/my workspace & more' }));
    assert.equal(url.origin, 'http://localhost:8000');
    assert.equal(url.searchParams.get('folder'), '/t/my workspace & more');
    assert.equal(url.searchParams.has('payload'), false);
  });

  it('asks for an empty window without a folder', () => {
    assert.equal(windowUrl(8000, {}), 'http://localhost:8000/?ew=true');
  });

  it('carries what to develop and to test in its payload, as paths on the server', () => {
    const url = windowUrl(8000, { extensionDevelopmentPaths: ['/p'], extensionTestsPath: '/p/suite.cjs' });
    assert.deepEqual(JSON.parse(new URL(url).searchParams.get('payload') ?? ''), [
      ['extensionDevelopmentPath', 'vscode-remote://remote/p'],
      ['extensionTestsPath', 'vscode-remote://remote/p/suite.cjs'],
    ]);
  });
});
