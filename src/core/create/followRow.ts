import type { ContainerUri } from '../containerUri.ts';
import type { Finding } from '../preflight/finding.ts';
import { formatSnippet } from '../snippets/snippet.ts';
import { placeOfSnippet, snippetQuestion } from '../snippets/snippetQuestion.ts';
import { sourceOfDraft } from '../snippets/source.ts';
import type { Place, StepResult } from '../wizard.ts';
import { confirmChecks, showUnanswered, type Decision } from './confirmChecks.ts';
import type { CompleteDraft, Draft } from './draft.ts';
import { editParameter, type EditContext } from './editParameter.ts';
import type { ReviewContext, ReviewRow } from './review.ts';

export type FollowContext = ReviewContext & Pick<EditContext, 'typed'>;

/** Does what a row of the review that was picked stands for. */
export async function followRow(
  row: ReviewRow,
  draft: Draft,
  context: FollowContext,
  place: Place,
  signal: AbortSignal,
): Promise<StepResult<Draft>> {
  const placeOfQuestion = { ...place, canGoBack: true, typed: undefined };
  switch (row.kind) {
    case 'parameter':
      return editParameter(row.parameter, draft, context, place, signal);
    case 'finding':
      return follow(row, draft, context, place, signal);
    case 'unanswered': {
      const wanted = await showUnanswered(row.findings, context, placeOfQuestion, signal);
      return follow(wanted, draft, context, place, signal);
    }
    case 'create': {
      if (row.isCopied) return copyAs(row.draft, context, placeOfQuestion, signal);
      const run = context.checks().of(row.draft);
      const wanted = await confirmChecks(row, run, context, placeOfQuestion, signal);
      return follow(wanted, draft, context, place, signal);
    }
  }
}

/** Does what is wanted after the checks, within the walk. */
async function follow(
  wanted: Decision,
  draft: Draft,
  context: FollowContext,
  place: Place,
  signal: AbortSignal,
): Promise<StepResult<Draft>> {
  switch (wanted.kind) {
    case 'create':
      return { kind: 'next', state: draft };
    case 'review':
      return { kind: 'again', state: draft };
    case 'again':
      context.checks().forget();
      return { kind: 'again', state: draft };
    case 'cancel':
      return { kind: 'cancel' };
    case 'finding':
      return repair(wanted.finding, draft, context, place, signal);
  }
}

/** Does what a finding offers. Where that is nothing, it may have been put right elsewhere: it is looked at again. */
async function repair(
  { fix }: Finding,
  draft: Draft,
  context: FollowContext,
  place: Place,
  signal: AbortSignal,
): Promise<StepResult<Draft>> {
  switch (fix?.kind) {
    case 'rewriteUri':
      return { kind: 'again', state: withUri(draft, fix.uri) };
    case 'pinDigest': {
      const { tag: _, ...byDigest } = fix.uri;
      // Where tags are not pinned, what has one is sent by it.
      return { kind: 'again', state: withUri(draft, context.pinDigest ? fix.uri : byDigest) };
    }
    case 'chooseTag':
      return editParameter('BaseImage', draft, context, place, signal);
    case 'chooseAliases':
      return editParameter('Aliases', draft, context, place, signal);
    case 'openPolicy':
      await context.openPolicy(fix, draft);
      return { kind: 'cancel' };
    case undefined:
      context.checks().forget();
      return { kind: 'again', state: draft };
  }
}

function withUri(draft: Draft, uri: ContainerUri): Draft {
  return draft.container ? { ...draft, container: { ...draft.container, uri } } : draft;
}

/** The review stays as it was: what was copied can be created all the same. */
async function copyAs(
  draft: CompleteDraft,
  { prompts, session, pinDigest, copy }: ReviewContext,
  place: Place,
  signal: AbortSignal,
): Promise<StepResult<Draft>> {
  const answer = await prompts.choose(
    { ...snippetQuestion, place, purpose: { kind: 'createVersion' } },
    signal,
  );
  if (answer.kind === 'cancel') return answer;
  if (answer.kind === 'value') {
    await copy(formatSnippet(answer.value, sourceOfDraft(draft, pinDigest, placeOfSnippet(session))));
  }
  return { kind: 'again', state: draft };
}
