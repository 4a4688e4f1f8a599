import * as vscode from 'vscode';
import { buildTask } from '../ids.ts';
import { isOnDisk } from './dockerfilePlace.ts';
import { recipesIn } from './recipes.ts';

/** Makes the terminal in which a task runs. @param folder what its paths are told from. */
export type StartTask = (
  definition: vscode.TaskDefinition,
  folder: vscode.WorkspaceFolder | undefined,
) => vscode.Pseudoterminal;

/**
 * Tasks that build, push and register without a question: one for each Dockerfile that the settings remember, and those
 * of tasks.json.
 */
export function registerBuildTasks(start: StartTask): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(buildTask.type, {
    provideTasks: () => {
      // What a workspace says is not run before somebody trusts it.
      if (!vscode.workspace.isTrusted) return [];
      const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => isOnDisk(uri));
      return folders.flatMap((folder) =>
        [...recipesIn(folder).keys()].map((dockerfile) =>
          taskOf({ type: buildTask.type, dockerfile }, folder, nameOf(dockerfile), start),
        ),
      );
    },
    resolveTask: ({ definition, scope, name }) => taskOf(definition, scope, name, start),
  });
}

function taskOf(
  definition: vscode.TaskDefinition,
  scope: vscode.Task['scope'],
  name: string,
  start: StartTask,
): vscode.Task {
  const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
  const task = new vscode.Task(
    definition,
    scope ?? vscode.TaskScope.Workspace,
    name,
    buildTask.type,
    // The definition that comes here has the variables of tasks.json replaced.
    new vscode.CustomExecution((resolved) => Promise.resolve(start(resolved, folder))),
    buildTask.problemMatcher,
  );
  task.group = vscode.TaskGroup.Build;
  return task;
}

function nameOf(dockerfile: string): string {
  return vscode.l10n.t('Build, push and register {0}', dockerfile);
}
