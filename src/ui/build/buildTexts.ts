import * as vscode from 'vscode';
import type { EngineName, PassedOver } from '../../core/build/engine.ts';
import type { MemberProblem } from '../../core/build/recipeMembers.ts';
import { hasCode } from '../../core/errors.ts';
import type { VersionRef } from '../../core/model.ts';
import { settingsSection, type SettingId } from '../ids.ts';
import { problemText } from '../problemTexts.ts';

const { t } = vscode.l10n;

/**
 * A failure as the output has it: with the file and line where that is known, so that the terminal links them and the
 * problem matcher of package.json finds them.
 */
export function errorLine(error: unknown, sentence: string): string {
  const location = hasCode(error, 'build.failed') ? error.facts.location : undefined;
  return location ? `${location.file}:${location.line}: error: ${sentence}` : `error: ${sentence}`;
}

/** Why a Dockerfile of a virtual workspace, such as a repository on GitHub, is not built. */
export function notOnDiskText(): string {
  return t('Only a Dockerfile on this machine’s disk can be built: open it from a folder.');
}

export function registeredText({ imageName, number }: VersionRef): string {
  return t(
    'Version {0} of image "{1}" was made of this very container image: nothing was created.',
    number,
    imageName,
  );
}

/** Why another engine than the first is used. */
export function passedOverText(engine: EngineName, passedOver: readonly PassedOver[]): string {
  const reasons = passedOver.map(({ program, reason }) => t('{0} does not work ({1})', program, reason));
  return t(
    'The engine {0} is used, because {1}: mend that, or name the program to use in the setting {2}.',
    engine,
    reasons.join(', '),
    `${settingsSection}.${'docker.path' satisfies SettingId}`,
  );
}

export function isRunningText(path: string): string {
  return t('"{0}" is being built: wait for it, or cancel it.', path);
}

/** What is wrong with a task, and what to write instead. */
export function memberProblemText(problem: MemberProblem): string {
  const { member } = problem;
  switch (problem.kind) {
    case 'missing':
      return t(
        '"{0}" is missing: add it to the task, or build the Dockerfile once by its lens, which remembers it.',
        member,
      );
    case 'unknown':
      return t('"{0}" is not a property of this task: remove it.', member);
    case 'type':
      return t('"{0}" has to be {1}.', member, typeText(problem.expected));
    case 'choice':
      return t('"{0}" has to be one of {1}.', member, problem.choices.map((one) => `"${one}"`).join(', '));
    case 'value':
      return t('"{0}" cannot be used. {1}', member, problemText(problem.problem));
  }
}

function typeText(type: (MemberProblem & { kind: 'type' })['expected']): string {
  switch (type) {
    case 'object':
      return t('an object');
    case 'text':
      return t('a text');
    case 'texts':
      return t('a list of texts');
    case 'boolean':
      return t('true or false');
  }
}
