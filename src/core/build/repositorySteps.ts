import { parseContainerUri, repositoryUri, type Parsed } from '../containerUri.ts';
import { compareText, readUri } from '../create/steps.ts';
import type { Repository } from '../model.ts';
import type { Pages, Registry } from '../ports.ts';
import type { Problem } from '../problems.ts';
import type { RepositoryRow } from '../questions.ts';
import { defineStep, type Step } from '../wizard.ts';
import type { BuildDraft } from './buildDraft.ts';
import type { BuildStep } from './buildStep.ts';
import {
  proposeRepositoryName,
  repositoryNameProblem,
  settingsChoices,
  usualSettings,
  type PushRepository,
  type RepositorySettings,
} from './pushRepository.ts';
import type { TagChoice } from './tag.ts';
import type { BuildWalkContext } from './walkContext.ts';

export type PushRow = RepositoryRow | { readonly kind: 'new' };

/** Where the image is pushed to; a new repository needs a name and settings as well. */
export function repositorySteps(context: BuildWalkContext): readonly BuildStep[] {
  const known = new Set<string>();
  return [
    {
      isAnswered: ({ repository }) => repository !== undefined,
      step: pickStep(context, known),
    },
    {
      isAnswered: ({ repository }) => newOne(repository)?.name !== '',
      step: nameStep(context, known),
    },
    {
      isAnswered: ({ repository }) => newOne(repository)?.settings !== undefined,
      step: settingsStep(context),
    },
  ];
}

/** @param known is given the names of those that are listed. */
function pickStep({ session, prompts, purpose }: BuildWalkContext, known: Set<string>): Step<BuildDraft> {
  return defineStep<BuildDraft, PushRow>({
    id: 'pushRepository',
    when: () => true,
    ask: ({ repository }, place, signal) =>
      prompts.choose(
        {
          id: 'pushRepository',
          place,
          ...(purpose && { purpose }),
          fixed: [{ kind: 'new' }, ...formerRepository(repository)],
          pages: (stop) => otherRepositories(session.registry, repository, known, stop),
          order: (one, other) => compareText(rankOf(one, repository), rankOf(other, repository)),
          isActive: (row) => isFormerRow(row, repository),
          read: (text) => readRepository(text, session.region),
        },
        signal,
      ),
    apply: (draft, row) => withRepository(draft, row, session.region),
  });
}

function nameStep({ prompts, purpose }: BuildWalkContext, known: ReadonlySet<string>): Step<BuildDraft> {
  return defineStep<BuildDraft, string | null>({
    id: 'repositoryName',
    when: ({ repository }) => repository?.kind === 'new',
    ask: ({ repository, version }, place, signal) =>
      prompts.enter(
        {
          id: 'repositoryName',
          place,
          ...(purpose && { purpose }),
          value:
            place.typed ?? (newOne(repository)?.name || proposeRepositoryName(version.image?.name ?? '')),
          isOptional: false,
          check: (text) => repositoryNameProblem(text, known),
        },
        signal,
      ),
    apply: (draft, name) => ({
      ...draft,
      repository: { ...newOne(draft.repository), kind: 'new', name: name ?? '' },
    }),
  });
}

function settingsStep({ prompts, purpose }: BuildWalkContext): Step<BuildDraft> {
  return defineStep<BuildDraft, RepositorySettings>({
    id: 'repositorySettings',
    when: ({ repository }) => repository?.kind === 'new',
    ask: ({ repository }, place, signal) =>
      prompts.choose(
        {
          id: 'repositorySettings',
          place,
          ...(purpose && { purpose }),
          fixed: settingsChoices,
          isActive: (row) => isSame(row, newOne(repository)?.settings ?? usualSettings),
        },
        signal,
      ),
    apply: (draft, settings) => ({
      ...draft,
      repository: { kind: 'new', name: newOne(draft.repository)?.name ?? '', settings },
    }),
  });
}

function readRepository(text: string, region: string): Parsed<PushRow, Problem> | undefined {
  const read = readUri(text, region, parseContainerUri);
  return read?.ok && read.value.uri.digest ? { ok: false, problem: { code: 'repository.reference' } } : read;
}

async function* otherRepositories(
  registry: Registry,
  former: PushRepository | undefined,
  known: Set<string>,
  signal: AbortSignal,
): Pages<PushRow> {
  for await (const page of registry.listRepositories(signal)) {
    for (const { name } of page) known.add(name);
    const others = page.filter((repository) => !isFormer(repository, former));
    yield others.map((repository) => ({ kind: 'repository', repository }));
  }
}

/** A former answer is there at once, and also where it can not be listed: in another account. */
function formerRepository(former: PushRepository | undefined): readonly PushRow[] {
  if (former?.kind !== 'existing') return [];
  const { uri, immutableTags } = former;
  const repository = {
    accountId: uri.accountId,
    name: uri.repository,
    uri: repositoryUri(uri),
    ...(immutableTags !== undefined && { immutableTags }),
  };
  return [{ kind: 'repository', repository }];
}

function isFormer({ uri }: Repository, former: PushRepository | undefined): boolean {
  return former?.kind === 'existing' && uri === repositoryUri(former.uri);
}

function isFormerRow(row: PushRow, former: PushRepository | undefined): boolean {
  if (row.kind === 'new') return former?.kind === 'new';
  return row.kind === 'repository' && isFormer(row.repository, former);
}

/** The row for a new one, the former answer, then the others by name. */
function rankOf(row: PushRow, former: PushRepository | undefined): string {
  if (row.kind === 'new') return '0';
  return row.kind === 'uri' || isFormer(row.repository, former) ? '1' : `2${row.repository.name}`;
}

function withRepository(draft: BuildDraft, row: PushRow, region: string): BuildDraft {
  const { repository: before, tag, ...rest } = draft;
  const repository = repositoryOf(row, before, region);
  if (!repository) return draft;
  const typed = row.kind === 'uri' ? row.uri.tag : undefined;
  const kept = typed === undefined ? tag && elsewhere(tag) : { scheme: typed, text: typed };
  return { ...rest, repository, ...(kept && { tag: kept }) };
}

function repositoryOf(
  row: PushRow,
  before: PushRepository | undefined,
  region: string,
): PushRepository | undefined {
  if (row.kind === 'new') return before?.kind === 'new' ? before : { kind: 'new', name: '' };
  if (row.kind === 'uri') {
    const { tag: _tag, digest: _digest, ...uri } = row.uri;
    return { kind: 'existing', uri };
  }
  const parsed = parseContainerUri(row.repository.uri, region);
  const { immutableTags } = row.repository;
  return parsed.ok
    ? { kind: 'existing', uri: parsed.value, ...(immutableTags !== undefined && { immutableTags }) }
    : undefined;
}

/** The next version in one repository is not that in another. */
function elsewhere(tag: TagChoice): TagChoice {
  return tag.scheme === 'semver' ? { scheme: tag.scheme } : tag;
}

function newOne(repository: PushRepository | undefined): (PushRepository & { kind: 'new' }) | undefined {
  return repository?.kind === 'new' ? repository : undefined;
}

function isSame(one: RepositorySettings, other: RepositorySettings): boolean {
  return one.scanOnPush === other.scanOnPush && one.immutableTags === other.immutableTags;
}
