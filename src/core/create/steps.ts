import {
  parseContainerImageUri,
  parseContainerUri,
  repositoryUri,
  type ContainerUri,
  type Parsed,
} from '../containerUri.ts';
import {
  jobTypes,
  processors,
  type ContainerImage,
  type JobType,
  type Processor,
  type Repository,
} from '../model.ts';
import { imageRows, withLatestVersion } from '../images/imageRows.ts';
import { roleArnOf, roleQuestion } from '../images/roleQuestion.ts';
import type { Pages, Session } from '../ports.ts';
import { defineStep, type Step } from '../wizard.ts';
import { baseImageOf, type Choice, type ContainerChoice, type Draft, type ImageChoice } from './draft.ts';
import { problemOf, type Problem } from '../problems.ts';
import type { ContainerRow, ImageRow, Prompts, Purpose, RepositoryRow, RoleRow } from '../questions.ts';

/** What the steps ask with and ask about. */
export interface WalkContext {
  readonly session: Session;
  readonly prompts: Prompts;
  /** Names of the images seen so far: a new one may not repeat them. */
  readonly knownImages: Set<string>;
  /** Creating a version, unless the walk is on to more. */
  readonly purpose?: Purpose;
}

const always = (): boolean => true;
const usualPurpose: Purpose = { kind: 'createVersion' };

/** Which image gets the version; a new one needs a name and a role as well. */
export function imageSteps({
  session,
  prompts,
  knownImages,
  purpose = usualPurpose,
}: WalkContext): readonly Step<Draft>[] {
  return [
    defineStep<Draft, ImageRow>({
      id: 'image',
      when: always,
      ask: ({ image }, place, signal) =>
        prompts.choose(
          {
            id: 'image',
            place,
            purpose,
            fixed: [{ kind: 'new' }],
            pages: (stop) => imageRows(session, knownImages, stop),
            isActive: (row) => isFormerImage(row, image),
            complete: (row, stop) => withLatestVersion(session, row, stop),
          },
          signal,
        ),
      apply: (draft, row) => ({ ...draft, image: imageChoiceOf(row, draft.image) }),
    }),
    defineStep<Draft, string | null>({
      id: 'newImageName',
      when: ({ image }) => image?.isNew === true,
      ask: ({ image }, place, signal) =>
        prompts.enter(
          {
            id: 'newImageName',
            place,
            purpose,
            value: place.typed ?? image?.name ?? '',
            isOptional: false,
            check: (text) => newImageNameProblem(text, knownImages),
          },
          signal,
        ),
      apply: (draft, name) => ({ ...draft, image: { ...draft.image, name: name ?? '', isNew: true } }),
    }),
    defineStep<Draft, RoleRow>({
      id: 'newImageRole',
      when: ({ image }) => image?.isNew === true,
      ask: ({ image }, place, signal) =>
        prompts.choose({ ...roleQuestion(image?.roleArn, session), place, purpose }, signal),
      apply: (draft, row) => ({
        ...draft,
        image: { name: draft.image?.name ?? '', isNew: true, roleArn: roleArnOf(row) },
      }),
    }),
  ];
}

/** Which container image it is: a repository and one of its images, or a URI typed at any point. */
export function containerSteps({
  session,
  prompts,
  purpose = usualPurpose,
}: WalkContext): readonly Step<Draft>[] {
  return [
    defineStep<Draft, RepositoryRow>({
      id: 'repository',
      when: always,
      ask: ({ container }, place, signal) =>
        prompts.choose(
          {
            id: 'repository',
            purpose,
            place: { ...place, typed: place.typed ?? typedUri(container) },
            pages: (stop) => rowsOf(session.registry.listRepositories(stop), repositoryRow),
            order: (one, other) => compareText(repositoryNameOf(one), repositoryNameOf(other)),
            isActive: (row) =>
              row.kind === 'repository' &&
              container !== undefined &&
              row.repository.uri === repositoryUri(container.uri),
            read: (text) => readUri(text, session.region, parseContainerUri),
          },
          signal,
        ),
      apply: (draft, row) => withRepository(draft, row, session.region),
    }),
    defineStep<Draft, ContainerRow>({
      id: 'containerImage',
      when: ({ container }) => container?.isTyped !== true,
      ask: ({ container }, place, signal) =>
        prompts.choose(
          {
            id: 'containerImage',
            place,
            purpose,
            pages: (stop) => containerRows(session, container?.uri, stop),
            order: newestFirst,
            isActive: (row) => row.kind === 'image' && isChosen(row, container?.uri),
            read: (text) =>
              readUri(withinRepository(text, container?.uri), session.region, parseContainerImageUri),
          },
          signal,
        ),
      apply: (draft, row) => withContainerImage(draft, row),
    }),
  ];
}

/** What the version is for and what it runs on. */
export function kindSteps({ prompts, purpose = usualPurpose }: WalkContext): readonly Step<Draft>[] {
  return [
    defineStep<Draft, Choice<JobType>>({
      id: 'jobType',
      when: always,
      ask: ({ jobType = null }, place, signal) =>
        prompts.choose(
          { id: 'jobType', place, purpose, fixed: [...jobTypes, null], isActive: (row) => row === jobType },
          signal,
        ),
      apply: (draft, jobType) => ({ ...draft, jobType }),
    }),
    defineStep<Draft, Choice<Processor>>({
      id: 'processor',
      when: always,
      ask: ({ processor = null }, place, signal) =>
        prompts.choose(
          {
            id: 'processor',
            place,
            purpose,
            fixed: [...processors, null],
            isActive: (row) => row === processor,
          },
          signal,
        ),
      apply: (draft, processor) => ({ ...draft, processor }),
    }),
  ];
}

/** Without a former answer, the image that was changed last. */
function isFormerImage(row: ImageRow, former: ImageChoice | undefined): boolean {
  if (row.kind === 'new') return former?.isNew === true;
  return former === undefined || row.image.name === former.name;
}

function imageChoiceOf(row: ImageRow, before: ImageChoice | undefined): ImageChoice {
  if (row.kind === 'existing') return { name: row.image.name, isNew: false };
  return before?.isNew ? before : { name: '', isNew: true };
}

function newImageNameProblem(text: string, knownImages: ReadonlySet<string>): Problem | undefined {
  const name = text.trim();
  return problemOf('ImageName', name) ?? (knownImages.has(name) ? { code: 'image.exists', name } : undefined);
}

function repositoryRow(repository: Repository): RepositoryRow {
  return { kind: 'repository', repository };
}

function repositoryNameOf(row: RepositoryRow): string {
  return row.kind === 'repository' ? row.repository.name : '';
}

/** A URI that was typed is shown again, to be corrected: no row may stand for it. */
function typedUri(container: ContainerChoice | undefined): string | undefined {
  return container?.isTyped ? baseImageOf(container, false) : undefined;
}

function withRepository(draft: Draft, row: RepositoryRow, region: string): Draft {
  if (row.kind === 'uri') {
    const isTyped = row.uri.tag !== undefined || row.uri.digest !== undefined;
    return { ...draft, container: { uri: row.uri, isTyped } };
  }
  const before = draft.container;
  if (before && repositoryUri(before.uri) === row.repository.uri) {
    return { ...draft, container: { ...before, isTyped: false } };
  }
  const parsed = parseContainerUri(row.repository.uri, region);
  return parsed.ok ? { ...draft, container: { uri: parsed.value, isTyped: false } } : draft;
}

async function* containerRows(
  session: Session,
  uri: ContainerUri | undefined,
  signal: AbortSignal,
): Pages<ContainerRow> {
  if (!uri) return;
  const repository = { accountId: uri.accountId, name: uri.repository, uri: repositoryUri(uri) };
  for await (const page of session.registry.listContainerImages(repository, signal)) {
    yield page.flatMap(rowPerTag);
  }
}

function rowPerTag(image: ContainerImage): ContainerRow[] {
  if (image.tags.length === 0) return [{ kind: 'image', image }];
  return image.tags.map((tag) => ({ kind: 'image', image, tag }));
}

function newestFirst(one: ContainerRow, other: ContainerRow): number {
  return pushedAt(other) - pushedAt(one);
}

function pushedAt(row: ContainerRow): number {
  return row.kind === 'image' ? (row.image.pushedAt?.getTime() ?? 0) : 0;
}

function isChosen(row: ContainerRow & { kind: 'image' }, uri: ContainerUri | undefined): boolean {
  return row.tag ? row.tag === uri?.tag : row.image.digest === uri?.digest;
}

function withContainerImage(draft: Draft, row: ContainerRow): Draft {
  if (row.kind === 'uri') return { ...draft, container: { uri: row.uri, isTyped: false } };
  if (!draft.container) return draft;
  const { tag: _tag, digest: _digest, ...repository } = draft.container.uri;
  const uri = { ...repository, ...(row.tag && { tag: row.tag }), digest: row.image.digest };
  return { ...draft, container: { uri, isTyped: false } };
}

/**
 * Text with none of the signs of a reference (a tag, a digest, a host before the first slash) is a filter over the
 * rows, not a bad URI: repositories have slashes too.
 */
export function readUri(
  text: string,
  region: string,
  parse: typeof parseContainerImageUri,
): Parsed<{ kind: 'uri'; uri: ContainerUri }, Problem> | undefined {
  if (!/[:@]|^[^/]*\.[^/]*\//.test(text.trim())) return undefined;
  const parsed = parse(text, region);
  return parsed.ok ? { ok: true, value: { kind: 'uri', uri: parsed.value } } : parsed;
}

/** In a repository, `:tag` and a bare digest are meant for that repository. */
function withinRepository(text: string, uri: ContainerUri | undefined): string {
  const trimmed = text.trim();
  if (!uri) return trimmed;
  if (trimmed.startsWith('sha256:')) return `${repositoryUri(uri)}@${trimmed}`;
  return /^[:@]/.test(trimmed) ? repositoryUri(uri) + trimmed : trimmed;
}

async function* rowsOf<T, R>(pages: Pages<T>, rowOf: (item: T) => R): Pages<R> {
  for await (const page of pages) yield page.map(rowOf);
}

export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
