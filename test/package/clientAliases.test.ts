import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { NormalizedSchema } from '@smithy/core/schema';
import type { SchemaRef } from '@smithy/types';

import { clientAliases, standIns } from '../../scripts/clientAliases.ts';
import { packageVersions, versionAlone } from '../../scripts/packageVersions.ts';
import { bundle, resultOf } from './bundle.ts';
import { root } from './manifest.ts';

describe('a client that stands in for its smaller copy', () => {
  for (const [copy, client] of Object.entries(clientAliases)) {
    it(`has all that the copy has: ${client}`, async () => {
      const theirs = await namesOf(copy);
      const ours = await namesOf(client);
      assert.ok(theirs.length > 0);
      assert.deepEqual(
        theirs.filter((name) => !ours.includes(name)),
        [],
      );
    });
  }
});

describe('event streams, which are left out of the bundle', () => {
  /** What the SDK's providers of credentials call by themselves. */
  const calledByProviders = [
    ...Object.keys(clientAliases),
    '@aws-sdk/nested-clients/signin',
    '@aws-sdk/nested-clients/sso',
  ];

  it('are part of no call that we make', async () => {
    const calls = callsInSource();
    assert.ok(calls.length > 20, 'the calls were not found');
    for (const { from, name } of calls) {
      const command = (await moduleOf(from))[name];
      assert.ok(isCommand(command), `${name} of ${from}`);
      assert.equal(hasEventStream(command), false, name);
    }
  });

  for (const client of calledByProviders) {
    it(`are part of no call that a provider of credentials can make: ${client}`, async () => {
      const commands = Object.values(await moduleOf(client)).filter(isCommand);
      assert.ok(commands.length > 0);
      assert.deepEqual(commands.filter(hasEventStream), []);
    });
  }

  it('would be noticed', async () => {
    const { StartLiveTailCommand } = await moduleOf('@aws-sdk/client-cloudwatch-logs');
    assert.ok(isCommand(StartLiveTailCommand));
    assert.ok(hasEventStream(StartLiveTailCommand));
  });

  it('are not missed by a client that could ask for them', async () => {
    const text = await bundle(
      `import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
      export const result = new CloudWatchLogsClient({ region: 'eu-west-1' }).config.region();`,
      { alias: standIns },
    );
    assert.ok(!text.includes('header name exceeds'), 'it is still there');
    assert.equal(await resultOf(text), 'eu-west-1');
  });

  it('say so when they are asked for', async () => {
    const { eventStreamSerdeProvider } = await import('../../scripts/noEventStreams.ts');
    assert.throws(eventStreamSerdeProvider, /Event streams are not part of this bundle/);
  });
});

describe('the package.json of a client', () => {
  it('is its version alone', () => {
    assert.equal(versionAlone('{ "name": "a", "version": "1.2.3", "main": "b" }'), '{"version":"1.2.3"}');
  });

  for (const client of ['@aws-sdk/client-ecr', '@aws-sdk/nested-clients/sso']) {
    it(`says who calls as before: ${client}`, async () => {
      const name = client.endsWith('ecr') ? 'ECRClient' : 'SSOClient';
      const entry = `import { ${name} } from '${client}';
        export const result = new ${name}({ region: 'eu-west-1' }).config.defaultUserAgentProvider();`;
      const whole = await bundle(entry, {});
      const lean = await bundle(entry, { plugins: [packageVersions] });
      assert.ok(lean.length < whole.length - 1000);
      assert.deepEqual(await resultOf(lean), await resultOf(whole));
    });
  }
});

type Command = new (input: object) => { readonly schema: Operation };
type Operation = readonly [kind: 9, namespace: string, name: string, traits: unknown, SchemaRef, SchemaRef];

function isCommand(value: unknown): value is Command {
  return typeof value === 'function' && value.name.endsWith('Command') && value.name !== 'Command';
}

/** As the SDK itself finds out. */
function hasEventStream(command: Command): boolean {
  const [, , , , input, output] = new command({}).schema;
  return [input, output].some((schema) => NormalizedSchema.of(schema).getEventStreamMember() !== '');
}

/** The commands that the adapters import. */
function callsInSource(): readonly { readonly from: string; readonly name: string }[] {
  const files = globSync('src/aws/**/*.ts', { cwd: root });
  return files.flatMap((file) => {
    const imports = readFileSync(join(root, file), 'utf8').matchAll(
      /^import (?!type )\{([^}]*)\} from '(@aws-sdk\/client-[^']+)'/gm,
    );
    return [...imports].flatMap(([, names = '', from = '']) =>
      [...names.matchAll(/(?<!\bas )\b\w+Command\b/g)].map(([name]) => ({ from, name })),
    );
  });
}

async function namesOf(name: string): Promise<readonly string[]> {
  return Object.keys(await moduleOf(name));
}

async function moduleOf(name: string): Promise<Readonly<Record<string, unknown>>> {
  return (await import(name)) as Readonly<Record<string, unknown>>;
}
