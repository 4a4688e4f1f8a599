/** Runs snippets as their readers would, against the emulator: in a folder, a home and an environment of their own. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { startEmulator, type Emulator } from '../../../emulator/emulator.ts';
import { formatSnippet, type SnippetKind } from '../../../../src/core/snippets/snippet.ts';
import type { SnippetSource } from '../../../../src/core/snippets/source.ts';
import { Home } from '../../emulator/useHome.ts';
import {
  full,
  harm,
  minimal,
  prepare,
  requestOf,
  samples,
  severalLines,
  stateAfter,
  stateOf,
} from './samples.ts';

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Workplace {
  /** Where programs and what they import are. */
  readonly tools = mkdtempSync(path.join(tmpdir(), 'snippet-tools-'));
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'snippet-'));
  readonly #home = new Home();
  readonly #emulator: Emulator;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  /** Puts a file among the tools. @returns its whole path */
  add(name: string, content: string, mode = 0o644): string {
    const file = path.join(this.tools, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content, { mode });
    return file;
  }

  /** @param profile the only one that can sign; whoever names none signs by the environment, if it is empty. */
  async run(
    program: string,
    args: readonly string[],
    profile: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Outcome> {
    const { url, credentials } = this.#emulator;
    const { accessKeyId, secretAccessKey } = credentials;
    const keys = profile ? {} : { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    if (profile) {
      const signing = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
      this.#home.write('.aws/credentials', `[${profile}]\n${signing}`);
    }
    const child = spawn(program, args, {
      cwd: this.#folder,
      env: {
        PATH: process.env['PATH'],
        ...this.#home.environment,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_ENDPOINT_URL: url,
        ...keys,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.on('error', reject).on('close', resolve);
    });
    const [status, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    return { status, stdout, stderr };
  }

  /** Nothing may have been written where the snippet ran. */
  assertUnharmed(): void {
    assert.deepEqual(readdirSync(this.#folder), [], `${harm} or something else was written`);
  }

  dispose(): void {
    for (const folder of [this.tools, this.#folder]) rmSync(folder, { recursive: true, force: true });
    this.#home.dispose();
  }
}

export type Run = (snippet: string, source: SnippetSource, workplace: Workplace) => Promise<Outcome>;

interface Scene {
  /** What there is before the snippet runs, beside the image. */
  readonly arrange?: (emulator: Emulator) => void;
  /** Whether images and versions are there only after somebody has looked for them once. */
  readonly isSlow?: boolean;
}

/** Declares the tests of a kind of snippet that can be run. */
export function itCreates(kind: SnippetKind, run: Run): void {
  async function attempt(
    source: SnippetSource,
    { arrange, isSlow = false }: Scene,
    check: (emulator: Emulator, outcome: Outcome) => void | Promise<void>,
  ): Promise<void> {
    const emulator = await startEmulator({ transitionDelay: isSlow ? 'manual' : 0 });
    const workplace = new Workplace(emulator);
    try {
      prepare(emulator, source);
      arrange?.(emulator);
      if (isSlow) settleAfterLooks(emulator);
      const outcome = await run(formatSnippet(kind, source), source, workplace);
      await check(emulator, outcome);
      workplace.assertUnharmed();
      assert.deepEqual(emulator.contractViolations, []);
    } finally {
      await emulator.close();
      workplace.dispose();
    }
  }

  for (const [title, source] of Object.entries(samples)) {
    it(`creates ${title}`, () =>
      attempt(source, {}, async (emulator, outcome) => {
        await assertCreated(source, emulator, outcome);
      }));
  }

  it('creates a new image and every parameter, and waits for both', () =>
    attempt(full, { isSlow: true }, async (emulator, outcome) => {
      const operations = emulator.requests.map(({ operation }) => operation);
      await assertCreated(full, emulator, outcome);
      assert.deepEqual(operations, [
        'CreateImage',
        'DescribeImage',
        'DescribeImage',
        'CreateImageVersion',
        'DescribeImageVersion',
        'DescribeImageVersion',
        'UpdateImageVersion',
      ]);
    }));

  it('gives the aliases to its own version, whatever is the latest by then', () => {
    const { baseImage } = full.version;
    const arrange = (emulator: Emulator): void => {
      for (let count = 0; count < 9; count++) emulator.addVersion({ imageName: 'notebook', baseImage });
      void emulator
        .waitFor('CreateImageVersion')
        .then(() => emulator.addVersion({ imageName: 'notebook', baseImage }));
    };
    return attempt({ ...minimal, aliases: ['1.0'] }, { arrange }, (emulator, { status, stderr }) => {
      assert.equal(status, 0, stderr);
      const version = { ImageName: 'notebook', Version: 10 };
      assert.deepEqual(inputsOf('DescribeImageVersion', emulator), [version]);
      assert.deepEqual(inputsOf('UpdateImageVersion', emulator), [{ ...version, AliasesToAdd: ['1.0'] }]);
    });
  });

  it('stops where the version fails, and gives it no alias', () => {
    const source = { ...minimal, aliases: ['1.0'] };
    return attempt(source, failing('CreateImageVersion'), async (emulator, outcome) => {
      assertFailed(outcome, /CREATE_FAILED/);
      assert.deepEqual(inputsOf('UpdateImageVersion', emulator), []);
      assert.partialDeepStrictEqual(await stateOf(emulator), {
        versions: [{ status: 'CREATE_FAILED', aliases: [] }],
      });
    });
  });

  it('stops where the image fails', () =>
    attempt(full, failing('CreateImage'), async (emulator, outcome) => {
      assertFailed(outcome, /CREATE_FAILED/);
      assert.deepEqual(inputsOf('CreateImageVersion', emulator), []);
      assert.partialDeepStrictEqual(await stateOf(emulator), { status: 'CREATE_FAILED', versions: [] });
    }));

  it('sends line breaks as they are, though SageMaker refuses them', () =>
    attempt(severalLines, {}, (emulator, outcome) => {
      assertFailed(outcome, /ValidationException/);
      const [request] = inputsOf('CreateImageVersion', emulator);
      assert.equal(request?.['ReleaseNotes'], severalLines.version.releaseNotes);
    }));
}

function failing(operation: 'CreateImage' | 'CreateImageVersion'): Scene {
  return { arrange: (emulator) => emulator.failNext(operation, 'No permission') };
}

async function assertCreated(
  source: SnippetSource,
  emulator: Emulator,
  { status, stdout, stderr }: Outcome,
): Promise<void> {
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^arn:aws:sagemaker:\S+:image-version\/\S+\/1\n$/);
  const [request] = inputsOf('CreateImageVersion', emulator);
  // Where the source has no token the program makes one.
  assert.deepEqual(request, { ClientToken: request?.['ClientToken'], ...requestOf(source) });
  assert.deepEqual(await stateOf(emulator), stateAfter(source));
}

function assertFailed({ status, stdout, stderr }: Outcome, reason: RegExp): void {
  assert.notEqual(status, 0);
  assert.equal(stdout, '');
  assert.match(stderr, reason);
}

function inputsOf(name: string, { requests }: Emulator): readonly Readonly<Record<string, unknown>>[] {
  return requests.filter(({ operation }) => operation === name).map(({ input }) => input);
}

/** Lets what was begun be done once somebody has looked and seen that it was not. */
function settleAfterLooks(emulator: Emulator): void {
  for (const operation of ['DescribeImage', 'DescribeImageVersion'] as const) {
    void emulator.waitFor(operation).then(() => emulator.settle());
  }
}
