import type { Parsed } from '../containerUri.ts';
import type { Pages, Registry } from '../ports.ts';
import type { Problem } from '../problems.ts';
import type { ListQuestion } from '../questions.ts';
import type { BuildStep } from './buildStep.ts';
import { proposeTags, renderTag, type TagChoice, type TagFacts } from './tag.ts';
import { KnownTags, type TagState } from './tagLookup.ts';
import type { BuildWalkContext } from './walkContext.ts';

export interface TagRow {
  /** What is remembered; `tag` itself where it is always the same. */
  readonly scheme: string;
  readonly tag: string;
  /** Undefined until it is known. */
  readonly state?: TagState;
}

/** What the image is called in its repository. */
export function tagStep({ session, prompts, purpose, source, clock }: BuildWalkContext): BuildStep {
  return {
    isAnswered: ({ tag }) => tag?.text !== undefined || tag?.scheme === 'semver',
    step: {
      id: 'imageTag',
      when: () => true,
      async ask(draft, place, signal) {
        const { repository, tag: former } = draft;
        const tags = new KnownTags(repository);
        const facts: TagFacts = { source, now: clock.now() };
        let { typed } = place;
        for (;;) {
          const question: ListQuestion<'imageTag'> = {
            id: 'imageTag',
            place: { ...place, typed },
            ...(purpose && { purpose }),
            fixed: [...formerTag(former, facts), ...proposeTags(facts).map(tagRow)],
            pages: (stop) => otherProposals(session.registry, tags, facts, stop),
            complete: (row) => Promise.resolve({ ...row, state: tags.stateOf(row.tag) }),
            isActive: (row) => row.scheme === former?.scheme,
            read: (text) => readTag(text, tags, facts),
          };
          const answer = await prompts.choose(question, signal);
          if (answer.kind !== 'value') return answer;
          const { scheme, tag } = answer.value;
          if (tags.stateOf(tag) !== 'kept') {
            return { kind: 'next', state: { ...draft, tag: { scheme, text: tag } } };
          }
          // A proposal that cannot be had: typed, it says why.
          typed = tag;
        }
      },
    },
  };
}

/** What is worth proposing once the tags are known, besides what was proposed before. */
async function* otherProposals(
  registry: Registry,
  known: KnownTags,
  facts: TagFacts,
  signal: AbortSignal,
): Pages<TagRow> {
  const tags = await known.read(registry, signal);
  const before = new Set(proposeTags(facts).map(({ scheme }) => scheme));
  yield proposeTags({ ...facts, tags })
    .filter(({ scheme }) => !before.has(scheme))
    .map(tagRow);
}

/** A former answer that is no proposal: it has a row of its own. */
function formerTag(former: TagChoice | undefined, facts: TagFacts): readonly TagRow[] {
  if (former?.text === undefined || former.scheme === 'semver') return [];
  if (proposeTags({ ...facts, tags: [] }).some(({ scheme }) => scheme === former.scheme)) return [];
  return [{ scheme: former.scheme, tag: former.text }];
}

function tagRow({ scheme, text }: Required<TagChoice>): TagRow {
  return { scheme, tag: text };
}

/** Whatever is typed is a tag, or a scheme of the person's own. */
function readTag(text: string, known: KnownTags, facts: TagFacts): Parsed<TagRow, Problem> | undefined {
  const scheme = text.trim().replace(/^:/, '');
  if (scheme === '' || scheme === 'semver') return undefined;
  const rendered = renderTag(scheme, facts);
  if (!rendered.ok) return rendered;
  const tag = rendered.value;
  const state = known.stateOf(tag);
  return state === 'kept'
    ? { ok: false, problem: { code: 'imageTag.taken', tag } }
    : { ok: true, value: { scheme, tag, state } };
}
