import type { Change } from './change.ts';

/** Of a described version or image, what tells how its change goes. */
export interface Described {
  readonly status: string;
  readonly failureReason?: string;
  readonly createdAt: Date;
}

/** What a look says about a change. */
export type Verdict =
  | { readonly kind: 'pending' | 'done' }
  | { readonly kind: 'failed'; readonly reason: string | undefined }
  /** Somebody deleted it meanwhile. */
  | { readonly kind: 'gone' };

type Meaning = Readonly<Record<string, Verdict['kind']>>;

const creation: Meaning = {
  CREATED: 'done',
  // An image can be changed as soon as it is there.
  UPDATING: 'done',
  UPDATE_FAILED: 'done',
  CREATE_FAILED: 'failed',
  DELETING: 'gone',
  DELETE_FAILED: 'gone',
};

const update: Meaning = {
  CREATED: 'done',
  UPDATE_FAILED: 'failed',
  // Another image of that name.
  CREATING: 'gone',
  CREATE_FAILED: 'gone',
  DELETING: 'gone',
  DELETE_FAILED: 'gone',
};

const deletion: Meaning = { DELETING: 'pending', DELETE_FAILED: 'failed' };

/**
 * @param described undefined when SageMaker has no such version or image. (Its own delete waiters wait for an error of
 *   another name, to their time limit.)
 */
export function judge({ kind }: Change, began: Date, described: Described | undefined): Verdict {
  const isDeletion = kind === 'deleteVersion' || kind === 'deleteImage';
  if (!described) return { kind: isDeletion ? 'done' : 'gone' };
  const verdict = isDeletion
    ? (deletion[described.status] ?? whetherReplaced(began, described))
    : // A status that SageMaker adds later is none that a change ends with, as far as anybody knows.
      ((kind === 'updateImage' ? update : creation)[described.status] ?? 'pending');
  return verdict === 'failed' ? { kind: 'failed', reason: described.failureReason } : { kind: verdict };
}

/** What neither is being deleted nor could not be is an old answer, or another thing of the same name by now. */
function whetherReplaced(began: Date, { createdAt }: Described): 'done' | 'pending' {
  return createdAt > began ? 'done' : 'pending';
}
