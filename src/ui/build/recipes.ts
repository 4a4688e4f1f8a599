import { isDeepStrictEqual } from 'node:util';
import type * as vscode from 'vscode';
import type { BuildDraft } from '../../core/build/buildDraft.ts';
import { readRecipes, recipeOf, withRecipe, type Recipe } from '../../core/build/recipe.ts';
import { changeFolderSetting, readSetting } from '../settings.ts';
import type { DockerfilePlace } from './dockerfilePlace.ts';

/** What the settings of a folder answer for its Dockerfiles, by their paths. What of it makes no sense is left out. */
export function recipesIn(folder: vscode.WorkspaceFolder | undefined): ReadonlyMap<string, Recipe> {
  return readRecipes(readSetting('dockerfiles', folder));
}

/** Remembers the answers of a draft in the settings of the Dockerfile's folder, unless they are there already. */
export async function keepRecipe({ folder, path }: DockerfilePlace, draft: BuildDraft): Promise<void> {
  // Outside of every folder there are no settings that are about this file.
  if (!folder) return;
  const recipe = recipeOf(draft);
  if (isDeepStrictEqual(recipesIn(folder).get(path), recipe)) return;
  await changeFolderSetting('dockerfiles', (set) => withRecipe(set, path, recipe), folder);
}
