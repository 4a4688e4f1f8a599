import { argumentsOf, programOf, withoutPrefix, type Command, type CommandWord } from '../facts/commands.ts';
import type { Step } from '../facts/steps.ts';
import type { Rule } from './finding.ts';

/** What sixteen bits hold. */
const highestId = 65_535;

/** Studio Classic maps the owners of files, and knows no higher numbers: in no layer. */
export const fileIds: Rule = {
  id: 'file-ids',
  targets: ['kernel-gateway'],
  check({ facts }) {
    return facts.steps.flatMap(ownersIn).flatMap(({ owner, word }) => {
      const id = owner.split(':').find((one) => /^\d{1,15}$/.test(one) && Number(one) > highestId);
      return id === undefined ? [] : [{ problem: { code: 'file.id', id }, span: word }];
    });
  },
};

interface Owner {
  /** `user`, `user:group` or `:group` */
  readonly owner: string;
  readonly word: CommandWord;
}

/** Whom files are given to. */
function ownersIn(step: Step): readonly Owner[] {
  if (step.kind === 'copy') {
    const { owner: word } = step;
    return word?.value === undefined ? [] : [{ owner: word.value, word }];
  }
  return step.kind === 'run' ? step.commands.flatMap((command) => ownersOf(withoutPrefix(command))) : [];
}

function ownersOf(command: Command): readonly Owner[] {
  switch (programOf(command)) {
    case 'chown':
    case 'chgrp': {
      const [word] = argumentsOf(command, new Set()).others;
      return word?.value === undefined ? [] : [{ owner: word.value, word }];
    }
    case 'useradd': {
      const { options } = argumentsOf(command, new Set(['-u', '--uid', '-g', '--gid']));
      // Without a home there is nothing that would be the user's.
      const hasHome = options.some(({ name }) => name === '--create-home' || /^-[a-zA-Z]*m/.test(name));
      return hasHome
        ? options.flatMap(({ name, value, word }) =>
            value !== undefined && /^(?:-u|--uid|-g|--gid)$/.test(name) ? [{ owner: value, word }] : [],
          )
        : [];
    }
    default:
      return [];
  }
}
