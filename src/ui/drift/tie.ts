import * as vscode from 'vscode';
import { folderOf } from '../../core/build/buildDraft.ts';
import type { Recipe } from '../../core/build/recipe.ts';
import { builtOfRecipe, type Built } from '../../core/drift/built.ts';
import type { SourcePlace } from '../../core/drift/sources.ts';
import type { BuildMemory } from '../build/buildMemory.ts';
import { isOnDisk, placeOf, withSlashes } from '../build/dockerfilePlace.ts';
import { recipesIn } from '../build/recipes.ts';

/** What ties a Dockerfile to an image. */
export interface Tie {
  readonly built: Built;
  /** What it is built of; absent where nobody may look, or there is nothing to hold it to. */
  readonly place?: SourcePlace;
}

export type TieMemory = Pick<BuildMemory, 'built' | 'last'>;

/**
 * By the version that was made of a Dockerfile last, or by what the settings say.
 * @returns undefined where it is tied to no image.
 */
export function tieOf(dockerfile: vscode.Uri, memory: TieMemory): Tie | undefined {
  const recipe = recipeFor(dockerfile);
  const built = memory.built(dockerfile) ?? (recipe && builtOfRecipe(recipe));
  if (!built) return undefined;
  if (!built.sources || !isOnDisk(dockerfile) || !vscode.workspace.isTrusted) return { built };
  const context = recipe?.context ?? memory.last(dockerfile)?.context;
  return { built, place: sourcePlaceOf(dockerfile, built, context) };
}

function recipeFor(dockerfile: vscode.Uri): Recipe | undefined {
  const { folder, path } = placeOf(dockerfile);
  return recipesIn(folder).get(path);
}

function sourcePlaceOf(dockerfile: vscode.Uri, { engine }: Built, context: string | undefined): SourcePlace {
  const { path, resolve } = placeOf(dockerfile);
  return {
    dockerfile: withSlashes(dockerfile.fsPath),
    context: withSlashes(resolve(context ?? folderOf(path))),
    ...(engine && { engine }),
  };
}
