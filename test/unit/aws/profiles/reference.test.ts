import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import { askCli, awsCli, type CliAnswer } from './awsCli.ts';
import type { Row } from './row.ts';
import { rows } from './rows.ts';
import { createWorld, type World } from './world.ts';

/** What the extension makes of each row is in identity.test.ts; this is the program that users compare it with. */
describe('whom a profile makes the caller, says the AWS CLI', function () {
  // As many programs in Python as there are rows: most of a minute on a machine that does nothing else.
  this.timeout(300_000);
  if (!existsSync(awsCli)) {
    it.skip(`is not asked: ${awsCli} is missing`);
    return;
  }
  let world: World;
  const answers = new Map<Row, Promise<CliAnswer>>();
  before(async () => {
    world = await createWorld();
    const inTurn = pLimit(availableParallelism());
    for (const row of rows) {
      if (isAsked(row))
        answers.set(
          row,
          inTurn(() => askCli(row, world)),
        );
    }
    await Promise.allSettled(answers.values());
  });
  after(() => world.emulator.close());

  for (const row of rows) {
    if (!isAsked(row)) {
      it.skip(titleOf(row));
      continue;
    }
    it(titleOf(row), async () => {
      const { arn, stderr } = (await answers.get(row))!;
      const expected = referenceOf(row);
      assert.equal(arn, expected, stderr);
      if (expected === undefined) assert.notEqual(stderr.trim(), '');
    });
  }
});

function isAsked({ cli }: Row): boolean {
  return !cli || 'differs' in cli;
}

function referenceOf(row: Row): string | undefined {
  if (row.cli && 'differs' in row.cli) return row.cli.becomes;
  return 'becomes' in row ? row.becomes : undefined;
}

function titleOf({ title, cli }: Row): string {
  if (!cli) return title;
  return `${title} (${'differs' in cli ? cli.differs : cli.isNotAsked})`;
}
