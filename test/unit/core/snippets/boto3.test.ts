import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { formatSnippet } from '../../../../src/core/snippets/snippet.ts';
import type { SnippetSource } from '../../../../src/core/snippets/source.ts';
import { startEmulator } from '../../../emulator/emulator.ts';
import { role } from '../../../support/builders.ts';
import { full, requestOf, samples, severalLines } from './samples.ts';
import { itCreates, Workplace } from './workplace.ts';

const python = 'python3';

/** Stands in for the package: writes down what is called, and answers what the snippet needs to go on. */
const standIn = `
import json

def record(*call):
    print(json.dumps(call))

class Waiter:
    def __init__(self, name):
        self.name = name
    def wait(self, **arguments):
        record("wait " + self.name, arguments)

class Client:
    def get_waiter(self, name):
        return Waiter(name)
    def __getattr__(self, operation):
        def call(**arguments):
            record(operation, arguments)
            return {"ImageVersionArn": "arn:aws:sagemaker:us-east-1:123456789012:image-version/notebook/42"}
        return call

class Session:
    def __init__(self, **arguments):
        record("Session", arguments)
    def client(self, service):
        record("client", service)
        return Client()
`;

function canRun(...args: readonly string[]): boolean {
  return spawnSync(python, args).status === 0;
}

describe('snippet: boto3', function () {
  this.timeout(60_000);
  if (!canRun('--version')) {
    it.skip(`is not run: ${python} is missing`);
    return;
  }

  describe('on a stand-in', () => {
    for (const [title, source] of Object.entries({
      ...samples,
      everything: full,
      'several lines': severalLines,
    })) {
      it(`makes its calls for ${title}`, async () => {
        const emulator = await startEmulator();
        const workplace = new Workplace(emulator);
        try {
          workplace.add('boto3.py', standIn);
          const script = workplace.add('create.py', formatSnippet('boto3', source));
          const { status, stdout, stderr } = await workplace.run(python, ['-B', script], '');
          assert.equal(status, 0, stderr);
          const lines = stdout.trimEnd().split('\n');
          assert.match(lines.pop() ?? '', /^arn:.*\/42$/);
          assert.deepEqual(
            lines.map((line) => JSON.parse(line) as unknown),
            callsOf(source),
          );
          workplace.assertUnharmed();
        } finally {
          workplace.dispose();
          await emulator.close();
        }
      });
    }
  });

  describe('on the package', function () {
    if (!canRun('-c', 'import boto3')) {
      it.skip(`is not run: ${python} has no boto3`);
      return;
    }
    itCreates('boto3', async (snippet, { profile }, workplace) => {
      // Lets the seconds between two looks pass faster.
      workplace.add(
        'sitecustomize.py',
        'import time\nwait = time.sleep\ntime.sleep = lambda seconds: wait(seconds / 100)\n',
      );
      const script = workplace.add('create.py', snippet);
      return workplace.run(python, ['-B', script], profile, { PYTHONPATH: workplace.tools });
    });
  });
});

const waiting = { Delay: 5, MaxAttempts: 120 };

function callsOf(source: SnippetSource): unknown[] {
  const { profile, region, image, aliases } = source;
  const { name } = image;
  return [
    ['Session', { ...(profile && { profile_name: profile }), region_name: region }],
    ['client', 'sagemaker'],
    ...(image.isNew
      ? [
          [
            'create_image',
            {
              ImageName: name,
              RoleArn: role,
              ...(image.displayName && { DisplayName: image.displayName }),
              ...(image.description && { Description: image.description }),
            },
          ],
          ['wait image_created', { ImageName: name, WaiterConfig: waiting }],
        ]
      : []),
    ['create_image_version', requestOf(source)],
    ['wait image_version_created', { ImageName: name, Version: 42, WaiterConfig: waiting }],
    ...(aliases.length > 0
      ? [['update_image_version', { ImageName: name, Version: 42, AliasesToAdd: [...aliases] }]]
      : []),
  ];
}
