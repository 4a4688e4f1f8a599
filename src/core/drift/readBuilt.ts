import { engineNames } from '../build/engine.ts';
import { isObject } from '../build/recipeMembers.ts';
import type { Built } from './built.ts';

/** What can be used of what is remembered, whoever has written it. @returns undefined where it makes no sense. */
export function readBuilt(value: unknown): Built | undefined {
  return isBuilt(value) ? value : undefined;
}

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string' && value !== '';

const checks: Readonly<Record<keyof Built, Check>> = {
  imageName: isText,
  number: (value) => Number.isInteger(value),
  accountId: isText,
  region: isText,
  repository: isText,
  tag: isText,
  digest: isText,
  sources: isSources,
  engine: (value) => engineNames.some((name) => name === value),
};

function isBuilt(value: unknown): value is Built {
  if (!isObject(value) || value['imageName'] === undefined) return false;
  return Object.entries(checks).every(
    ([member, check]) => value[member] === undefined || check(value[member]),
  );
}

function isSources(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { dockerfile, context } = value;
  return isText(dockerfile) && (context === undefined || isText(context));
}
