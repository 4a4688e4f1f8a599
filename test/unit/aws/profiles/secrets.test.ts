import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { isKnownError } from '../../../../src/core/errors.ts';
import { becomeCaller } from './becomeCaller.ts';
import { rows } from './rows.ts';
import { createWorld, type World } from './world.ts';

/** All that the log and the messages are made from, of all rows. */
describe('what is said about profiles', () => {
  const said: { readonly title: string; readonly text: string }[] = [];
  let world: World;
  before(async () => {
    world = await createWorld();
    for (const row of rows) {
      const { error, lines, profiles } = await becomeCaller(row, world);
      for (const text of [...lines, ...textsOf(error), profiles]) said.push({ title: row.title, text });
    }
  }).timeout(60_000);
  after(() => world.emulator.close());

  it('is something', () => {
    assert.ok(said.length > rows.length * 2, `${said.length} texts`);
    assert.ok(world.secrets.size > rows.length / 2, `${world.secrets.size} secrets`);
  });

  it('has no secret in it', () => {
    const told = said.flatMap(({ title, text }) =>
      [...world.secrets].filter((secret) => text.includes(secret)).map((secret) => ({ title, text, secret })),
    );
    assert.deepEqual(told, []);
  });

  it('has no ids of keys in it', () => {
    assert.deepEqual(
      said.filter(({ text }) => /\b(?:AKIA|ASIA)[\dA-Z]{16}\b/.test(text)),
      [],
    );
  });
});

/** An error and its causes as the funnel logs and shows them, with their stacks. */
function textsOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return error === undefined ? [] : [inspect(error)];
  const own = [`${error.name}: ${error.message}`, error.stack ?? ''];
  const facts = isKnownError(error) ? [`${error.code} ${JSON.stringify(error.facts)}`] : [];
  return [...own, ...facts, ...textsOf(error.cause)];
}
