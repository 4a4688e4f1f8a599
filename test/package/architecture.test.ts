import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { findViolations } from './architecture.ts';

const src = join(import.meta.dirname, '../../src');

describe('the architecture', () => {
  it('is as docs/architecture.md has it', () => {
    const paths = globSync('**/*.ts', { cwd: src }).map((path) => path.replaceAll('\\', '/'));
    assert.ok(paths.includes('extension.ts'));
    const files = paths.map((path) => ({ path, text: readFileSync(join(src, path), 'utf8') }));
    assert.deepEqual(findViolations(files), []);
  });
});

describe('the architecture test', () => {
  describe('finds an import', () => {
    finds('core/a.ts', `import * as vscode from 'vscode';`, 'may not import vscode');
    finds('core/a.ts', `import type { Uri } from 'vscode';`, 'may not import vscode');
    finds('core/a.ts', `type Uri = import('vscode').Uri;`, 'may not import vscode');
    finds('core/a.ts', `const a = await import('vscode');`, 'may not import vscode');
    finds('core/a.ts', `const a = require('vscode');`, 'may not import vscode');
    finds('core/a.ts', `import { readFile } from 'node:fs';`, 'may not import node:fs');
    finds('core/a.ts', `import { readFile } from 'fs';`, 'may not import fs');
    finds('core/a.ts', `import { A } from '@aws-sdk/client-ecr';`, 'may not import @aws-sdk/client-ecr');
    finds('core/a.ts', `import type { A } from '@smithy/types';`, 'may not import @smithy/types');
    finds('core/create/a.ts', `import { a } from '../../ui/a.ts';`, 'may not import ../../ui/a.ts');
    finds('core/a.ts', `import { a } from '../extension.ts';`, 'may not import ../extension.ts');
    finds('core/a.ts', `import { a } from '../../test/a.ts';`, 'may not import ../../test/a.ts');
    finds('aws/a.ts', `import type { Uri } from 'vscode';`, 'may not import vscode');
    finds('aws/a.ts', `import { a } from '../ui/a.ts';`, 'may not import ../ui/a.ts');
    finds('docker/a.ts', `import type { Uri } from 'vscode';`, 'may not import vscode');
    finds('docker/a.ts', `import { A } from '@aws-sdk/client-ecr';`, 'may not import @aws-sdk/client-ecr');
    finds('docker/a.ts', `import { a } from '../aws/a.ts';`, 'may not import ../aws/a.ts');
    finds('docker/signIn/a.ts', `import { a } from '../../ui/a.ts';`, 'may not import ../../ui/a.ts');
    finds('ui/a.ts', `import { a } from '../docker/a.ts';`, 'may not import ../docker/a.ts');
    finds('ui/a.ts', `import { a } from '../aws/a.ts';`, 'may not import ../aws/a.ts');
    finds('ui/a.ts', `import { A } from '@aws-sdk/client-ecr';`, 'may not import @aws-sdk/client-ecr');
    finds('ui/a.ts', `const a = require('../aws.cjs');`, 'may not import ../aws.cjs');
    finds('ui/a.ts', `const a = await import(name);`, 'imports what only a running program knows');
    finds(
      'docker/engines.ts',
      `import { spawn } from 'node:child_process';`,
      'starts processes, which is for docker/run.ts',
    );
    finds(
      'ui/a.ts',
      `import { spawn } from 'child_process';`,
      'starts processes, which is for docker/run.ts',
    );
    finds(
      'ui/a.ts',
      `import { spawn } from 'node:child_process';`,
      'starts processes, which is for docker/run.ts',
    );
  });

  describe('finds the use of', () => {
    finds('aws/a.ts', `new ECRClient({});`, 'makes a ECRClient, which is for aws/clients.ts');
    finds('aws/a.ts', `new ecr.ECRClient({});`, 'makes a ECRClient, which is for aws/clients.ts');
    for (const [name, owner] of [
      ['getConfiguration', 'ui/settings.ts'],
      ['createOutputChannel', 'ui/log.ts'],
      ['showErrorMessage', 'ui/funnel.ts'],
      ['showWarningMessage', 'ui/funnel.ts'],
      ['showInformationMessage', 'ui/funnel.ts'],
    ]) {
      finds('ui/a.ts', `vscode.window.${name}('a');`, `uses ${name}, which is for ${owner}`);
    }
    finds(
      'ui/a.ts',
      `const { getConfiguration: a } = vscode.workspace;`,
      'uses getConfiguration, which is for ui/settings.ts',
    );
    finds('ui/a.ts', `window['showErrorMessage']('a');`, 'uses showErrorMessage, which is for ui/funnel.ts');
  });

  describe('finds an export', () => {
    finds('core/a.ts', `export default 1;`, 'has a default export');
    finds('core/a.ts', `const a = 1; export { a as default };`, 'has a default export');
    finds('core/a.ts', `export * from './b.ts';`, 're-exports ./b.ts');
    finds('core/a.ts', `export { b } from './b.ts';`, 're-exports ./b.ts');
  });

  describe('finds a file', () => {
    finds('core/index.ts', '', 'is a barrel');
    finds('core/utils/text.ts', '', 'is named after nothing');
    finds('ui/utils.ts', '', 'is named after nothing');
    finds('services/a.ts', '', 'is in no layer');
    finds('a.ts', '', 'is in no layer');
    finds('core/a.ts', 'const;', 'does not parse: ', (violation) =>
      violation.startsWith('core/a.ts does not'),
    );
  });

  it('finds a cycle, but not among types alone', () => {
    assert.deepEqual(
      findViolations([
        { path: 'core/a.ts', text: `import { b } from './b.ts';` },
        { path: 'core/b.ts', text: `import { c } from './create/c.ts';` },
        { path: 'core/create/c.ts', text: `import { a } from '../a.ts';` },
      ]),
      ['core/a.ts → core/b.ts → core/create/c.ts → core/a.ts is a cycle'],
    );
    assert.deepEqual(
      findViolations([
        { path: 'core/a.ts', text: `import { b } from './b.ts';` },
        { path: 'core/b.ts', text: `import type { A } from './a.ts';` },
      ]),
      [],
    );
  });

  it('lets pass what is only said, and what has the right place', () => {
    assert.deepEqual(
      findViolations([
        {
          path: 'core/a.ts',
          text: `// import 'vscode'; new ECRClient()\nimport { b } from 'dockerfile-ast';`,
        },
        { path: 'aws/clients.ts', text: `import { a } from '../core/a.ts'; new ECRClient({});` },
        {
          path: 'ui/settings.ts',
          text: `import * as vscode from 'vscode'; vscode.workspace.getConfiguration();`,
        },
        { path: 'extension.ts', text: `import './ui/settings.ts'; const a = require('./aws.cjs');` },
      ]),
      [],
    );
  });
});

function finds(
  path: string,
  text: string,
  problem: string,
  matches = (violation: string): boolean => violation === `${path} ${problem}`,
): void {
  it(text ? `${path}: ${text}` : path, () => {
    const violations = findViolations([{ path, text }]);
    assert.equal(violations.length, 1, violations.join('\n'));
    assert.ok(matches(violations[0] ?? ''), violations[0]);
  });
}
