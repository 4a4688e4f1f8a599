import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { errorClasses, shortened } from '../../scripts/errorClasses.ts';
import { bundle, resultOf } from './bundle.ts';

const clients = ['cloudwatch-logs', 'ecr', 'ecr-public', 'iam', 'sagemaker', 'sso-oidc', 'sts'];

describe('the errors of a client, made by one function', () => {
  for (const client of clients) {
    it(`are those that the SDK has: ${client}`, async () => {
      const [theirs, ours] = await Promise.all([errorsOf(client, false), errorsOf(client, true)]);
      assert.ok(ours.length < theirs.length, 'nothing is shorter');
      assert.deepEqual(Object.keys(ours.classes), Object.keys(theirs.classes));
      for (const name of Object.keys(theirs.classes)) {
        assert.deepEqual(factsOf(ours.classes, name), factsOf(theirs.classes, name), name);
      }
    });
  }

  it('stay as they are where they have anything else in them', () => {
    const [plain, retried] = ['', '    $retryable = {};\n'].map(
      (more) => `export class A extends __BaseException {
    name = "A";
    $fault = "client";
${more}    constructor(opts) {
        super({
            name: "A",
            $fault: "client",
            ...opts,
        });
        Object.setPrototypeOf(this, A.prototype);
    }
}`,
    );
    assert.match(shortened(plain ?? ''), /^export const A = .*errorClass\(__BaseException, "A", "client"/m);
    assert.ok(shortened(retried ?? '').includes(retried ?? ' '));
  });
});

type ErrorClass = new (facts: object) => Error & Readonly<Record<string, unknown>>;
type Classes = Readonly<Record<string, ErrorClass>>;

async function errorsOf(
  client: string,
  isShortened: boolean,
): Promise<{ readonly classes: Classes; readonly length: number }> {
  const folder = dirname(createRequire(import.meta.url).resolve(`@aws-sdk/client-${client}/package.json`));
  const errors = join(folder, 'dist-es/models/errors.js');
  assert.match(readFileSync(errors, 'utf8'), /^export class/m);
  const text = await bundle(`export * as result from ${JSON.stringify(errors)};`, {
    plugins: isShortened ? [errorClasses] : [],
  });
  return { classes: (await resultOf(text)) as Classes, length: text.length };
}

/** All that can be told of a class and of an error that it makes. */
function factsOf(classes: Classes, name: string): object {
  const Made = classes[name];
  assert.ok(Made);
  const other = Object.values(classes).find((one) => one !== Made);
  const error = new Made({ message: 'text', error: 'e', Message: 'M', $metadata: { attempts: 1 }, more: 1 });
  const bare = new Made({});
  return {
    own: Object.fromEntries(Object.entries(error)),
    message: error.message,
    bare: Object.fromEntries(Object.entries(bare)),
    shapeId: Object.getOwnPropertyDescriptor(Made, 'shapeId'),
    parents: parentsOf(error),
    isOfClass: [error instanceof Made, other !== undefined && error instanceof other],
    isError: error instanceof Error,
    text: String(error),
  };
}

/** How far it is to an object, and what is known of who made what is in between. */
function parentsOf(error: Error): readonly unknown[] {
  const parents: unknown[] = [];
  for (let one: unknown = Object.getPrototypeOf(error); one !== null; one = Object.getPrototypeOf(one)) {
    parents.push((one as { constructor: { shapeId?: unknown } }).constructor.shapeId);
  }
  return parents;
}
