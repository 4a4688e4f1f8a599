import type { Parsed } from '../containerUri.ts';
import { destinationOf, withAccount, type Destination } from '../destination.ts';
import type { ImageVersion } from '../model.ts';
import { problemOf, type Problem } from '../problems.ts';
import type { AliasRow } from '../questions.ts';
import { defineStep, type Step } from '../wizard.ts';
import { isLaunchableAlias } from './aliases.ts';
import type { EditContext } from './editStep.ts';

/** The state of a walk that asks for one change to a version's aliases. */
export interface AliasEdit {
  readonly row?: AliasRow;
}

/** A version's aliases: picking one removes it, and what is typed is added. */
export function aliasStep(
  { imageName, number }: Pick<ImageVersion, 'imageName' | 'number'>,
  { session, prompts }: EditContext,
): Step<AliasEdit> {
  return defineStep<AliasEdit, AliasRow>({
    id: 'alias',
    when: () => true,
    ask: (_, place, signal) => {
      let destination = destinationOf(session);
      let present: readonly string[] = [];
      return prompts.choose(
        {
          id: 'alias',
          place,
          purpose: { kind: 'editAliases', imageName, number },
          pages: async function* (stop) {
            [present, destination] = await Promise.all([
              session.images.listAliases(imageName, number, stop),
              withAccount(destination, session, stop),
            ]);
            yield present.map((alias) => ({ kind: 'alias', alias, isLaunchable: isLaunchableAlias(alias) }));
          },
          button: (row) => (row.kind === 'alias' ? row : undefined),
          read: (text) => readAlias(text.trim(), present, destination),
        },
        signal,
      );
    },
    apply: (_, row) => ({ row }),
  });
}

/** What is there already is found by typing, and not added again. */
function readAlias(
  alias: string,
  present: readonly string[],
  destination: Destination,
): Parsed<AliasRow, Problem> | undefined {
  if (alias === '' || present.includes(alias)) return undefined;
  const problem = problemOf('SageMakerImageVersionAlias', alias);
  if (problem) return { ok: false, problem };
  return {
    ok: true,
    value: { kind: 'add', alias, isLaunchable: isLaunchableAlias(alias), ...destination },
  };
}
