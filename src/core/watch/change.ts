import { accountOf } from '../arn.ts';
import type { VersionRef } from '../model.ts';
import type { SessionChoice } from '../ports.ts';

/** What SageMaker goes on with after it has answered. */
export type Change =
  | { readonly kind: 'createVersion'; readonly ref: VersionRef; readonly aliases: readonly string[] }
  | { readonly kind: 'deleteVersion'; readonly ref: VersionRef }
  | {
      readonly kind: 'createImage' | 'updateImage' | 'deleteImage';
      readonly imageName: string;
      readonly arn: string;
    };

/** A change that is not over yet, and with what it can be followed: all that a later window needs. */
export interface PendingChange {
  readonly id: string;
  readonly change: Change;
  /** The session that made it; `expectedAccount` is where it was made. */
  readonly choice: SessionChoice;
  /** As `Date.toISOString` has it. */
  readonly began: string;
}

/** What is changed: two changes of the same thing have the same subject, wherever it is. */
export function subjectOf({ change, choice }: PendingChange): string {
  const name = 'ref' in change ? `${change.ref.imageName}/${change.ref.number}` : change.imageName;
  return [choice.expectedAccount ?? `profile ${choice.profile}`, choice.region, name].join('/');
}

/** In milliseconds. */
export function ageOf({ began }: PendingChange, now: Date): number {
  return now.getTime() - Date.parse(began);
}

/** The account that it is made in; undefined where no ARN names one. */
export function accountOfChange(change: Change): string | undefined {
  return accountOf('ref' in change ? change.ref.arn : change.arn);
}

/** Reads what an earlier window wrote. @returns undefined when it is no pending change, or not of this release. */
export function parsePending(text: string): PendingChange | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isPending(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

type Members = Readonly<Record<string, unknown>>;

function isPending(value: unknown): value is PendingChange {
  if (!isObject(value) || !isObject(value['change']) || !isObject(value['choice'])) return false;
  const { id, began, change } = value;
  return typeof id === 'string' && !Number.isNaN(Date.parse(String(began))) && isChange(change);
}

function isChange(change: Members): boolean {
  const { kind, ref, aliases, imageName } = change;
  switch (kind) {
    case 'createVersion':
      return isVersionRef(ref) && Array.isArray(aliases);
    case 'deleteVersion':
      return isVersionRef(ref);
    case 'createImage':
    case 'updateImage':
    case 'deleteImage':
      return typeof imageName === 'string' && typeof change['arn'] === 'string';
    default:
      return false;
  }
}

function isVersionRef(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['imageName'] === 'string' &&
    typeof value['number'] === 'number' &&
    typeof value['arn'] === 'string'
  );
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}
