import assert from 'node:assert/strict';
import { formatContainerUri } from '../../src/core/containerUri.ts';
import type { FindingRow } from '../../src/core/create/findingRows.ts';
import type { Problem } from '../../src/core/problems.ts';
import type { ListId, ListQuestion, Prompts, Rows, TextId, TextQuestion } from '../../src/core/questions.ts';
import type { Answer, Place } from '../../src/core/wizard.ts';

/** The row that stands for a new image. */
export const newImage = 'Create a new image…';
/** The row that stands for a new repository. */
export const newRepository = 'Create repository…';

type RowName = string | boolean | null;

/** What a person in a test does next. Each names the question that it expects. */
type Act = OneAct & {
  /** What happens before that, while the list is open. */
  readonly meanwhile?: () => Promise<void> | void;
};
type OneAct =
  | { readonly kind: 'pick'; readonly id: ListId; readonly name: RowName; readonly isSoon?: boolean }
  | { readonly kind: 'press'; readonly id: ListId; readonly name: RowName; readonly isSoon?: boolean }
  | { readonly kind: 'type'; readonly id: ListId | TextId; readonly text: string | null }
  | { readonly kind: 'try'; readonly id: ListId | TextId; readonly text: string }
  | { readonly kind: 'generate'; readonly id: TextId }
  | { readonly kind: 'back'; readonly id: ListId | TextId; readonly typed: string | undefined }
  | { readonly kind: 'cancel'; readonly id: ListId | TextId }
  | { readonly kind: 'wait'; readonly id: ListId };

/** Picks the row of that name: an image's, version's, repository's, tag's, role's, parameter's or the value itself. */
export const pick = (id: ListId, name: RowName): Act => ({ kind: 'pick', id, name });
/** Does nothing, until the question goes by itself. */
export const wait = (id: ListId): Act => ({ kind: 'wait', id });
/** Presses the button of the row of that name. */
export const press = (id: ListId, name: RowName): Act => ({ kind: 'press', id, name });
/** Does that as soon as the row is there, whatever rows are still to come. */
export const soon = (act: Act): Act => ({ ...act, isSoon: true }) as Act;
/** Types a text and accepts it; in a list, as the row that it reads as. */
export const type = (id: ListId | TextId, text: string): Act => ({ kind: 'type', id, text });
/** Types a text that is not accepted (its problem is recorded), or that only filters; the question stays open. */
export const attempt = (id: ListId | TextId, text: string): Act => ({ kind: 'try', id, text });
export const notSet = (id: TextId): Act => ({ kind: 'type', id, text: null });
/** Has a value made up and accepts it. */
export const generate = (id: TextId): Act => ({ kind: 'generate', id });
/** Lets something happen while the list is open, before that is done. */
export const meanwhile = (action: () => Promise<void> | void, act: Act): Act => ({
  ...act,
  meanwhile: action,
});
/** Presses Back; what stands in the box by then goes with it. */
export const back = (id: ListId | TextId, typed?: string): Act => ({ kind: 'back', id, typed });
/** Presses Escape. */
export const cancel = (id: ListId | TextId): Act => ({ kind: 'cancel', id });

interface Asked {
  readonly place: Place;
  /** What was said of each text that was tried; undefined where it was only a filter or was right. */
  readonly problems: (Problem | undefined)[];
}

export interface AskedList<K extends ListId = ListId> extends Asked {
  readonly kind: 'list';
  readonly id: K;
  readonly rows: readonly Rows[K][];
  /** The row that is active when the list opens. */
  readonly active: Rows[K] | undefined;
  /** Why the rows did not come, or not all. */
  readonly failure: unknown;
  readonly question: ListQuestion<K>;
}

export interface AskedText extends Asked {
  readonly kind: 'text';
  readonly id: TextId;
  readonly question: TextQuestion;
}

/** A person who answers as a test has written down, and remembers what was asked. */
export class ScriptedPrompts implements Prompts {
  readonly asked: (AskedList | AskedText)[] = [];
  readonly #acts: Act[];

  constructor(acts: readonly Act[]) {
    this.#acts = [...acts];
  }

  /** The ids of the questions, in order. */
  get ids(): readonly string[] {
    return this.asked.map(({ id }) => id);
  }

  /** Every time that a list was shown. */
  lists<K extends ListId>(id: K): readonly AskedList<K>[] {
    return this.asked.filter((asked) => asked.id === id) as unknown as AskedList<K>[];
  }

  /** The last time that a list was shown. */
  list<K extends ListId>(id: K): AskedList<K> {
    const asked = this.lists(id).at(-1);
    assert.ok(asked, `${id} was not asked`);
    return asked;
  }

  texts(id: TextId): readonly AskedText[] {
    return this.asked.filter((asked): asked is AskedText => asked.kind === 'text' && asked.id === id);
  }

  /** The last time that a text was asked for. */
  text(id: TextId): AskedText {
    const asked = this.texts(id).at(-1);
    assert.ok(asked, `${id} was not asked`);
    return asked;
  }

  /** Fails when something was left to say. */
  assertDone(): void {
    assert.deepEqual(this.#acts, [], 'not everything in the script was asked for');
  }

  async choose<K extends ListId>(question: ListQuestion<K>, signal: AbortSignal): Promise<Answer<Rows[K]>> {
    const { id, place } = question;
    const [next] = this.#acts;
    const wanted = next && 'isSoon' in next && next.isSoon ? next.name : undefined;
    const { rows, failure } = await rowsOf(question, signal, wanted);
    const active = rows.find((row) => question.isActive?.(row));
    const asked: AskedList<K> = { kind: 'list', id, place, rows, active, failure, question, problems: [] };
    this.asked.push(asked as unknown as AskedList);
    let box = place.typed ?? '';
    for (;;) {
      const act = this.#next(id);
      await act.meanwhile?.();
      const read = 'text' in act ? question.read?.(act.text ?? '') : undefined;
      switch (act.kind) {
        case 'pick':
          return { kind: 'value', value: rowNamed(id, rows, act.name) };
        case 'press': {
          const pressed = question.button?.(rowNamed(id, rows, act.name));
          assert.ok(pressed !== undefined, `${id} has no button at ${String(act.name)}`);
          return { kind: 'value', value: pressed };
        }
        case 'type':
          assert.ok(read?.ok, `${id} does not take ${act.text}: ${JSON.stringify(read)}`);
          return { kind: 'value', value: read.value };
        case 'wait':
          return aborted(signal);
        case 'try':
          asked.problems.push(read?.ok === false ? read.problem : undefined);
          box = act.text;
          break;
        default:
          return ending(act, place, box);
      }
    }
  }

  enter(question: TextQuestion, signal: AbortSignal): Promise<Answer<string | null>> {
    signal.throwIfAborted();
    const { id, place, isOptional } = question;
    const asked: AskedText = { kind: 'text', id, place, question, problems: [] };
    this.asked.push(asked);
    let box = question.value;
    for (;;) {
      const act = this.#next(id);
      switch (act.kind) {
        case 'type':
          assert.ok(act.text !== null || isOptional, `${id} has no "Not set"`);
          return Promise.resolve(accepted(question, act.text));
        case 'generate':
          assert.ok(question.generate, `${id} makes nothing up`);
          return Promise.resolve(accepted(question, question.generate()));
        case 'try':
          asked.problems.push(question.check(act.text));
          box = act.text;
          break;
        case 'pick':
        case 'press':
          return assert.fail(`${id} is no list`);
        default:
          return Promise.resolve(ending(act, place, box));
      }
    }
  }

  #next(id: ListId | TextId): Act {
    const act = this.#acts.shift();
    assert.ok(act, `the script ends before ${id}: ${this.ids.join(', ')}`);
    assert.equal(id, act.id, `the script expects another question; until here: ${this.ids.join(', ')}`);
    return act;
  }
}

export function scriptedPrompts(...acts: readonly Act[]): ScriptedPrompts {
  return new ScriptedPrompts(acts);
}

/** What accepting a text gives: without white space around it, and null when an optional one is empty. */
function accepted({ id, check, isOptional }: TextQuestion, text: string | null): Answer<string | null> {
  if (text === null) return { kind: 'value', value: null };
  assert.equal(check(text), undefined, `${id} does not take "${text}"`);
  const value = text.trim();
  return { kind: 'value', value: isOptional && value === '' ? null : value };
}

function ending(act: Act, { canGoBack }: Place, box: string): Exclude<Answer<never>, { kind: 'value' }> {
  if (act.kind === 'cancel') return { kind: 'cancel' };
  assert.equal(act.kind, 'back', `${act.id} cannot be answered like this`);
  assert.ok(canGoBack, `${act.id} has no Back`);
  return { kind: 'back', typed: act.typed ?? box };
}

/** What a question that goes by itself is answered with. */
function aborted(signal: AbortSignal): Promise<{ kind: 'cancel' }> {
  const { promise, resolve } = Promise.withResolvers<{ kind: 'cancel' }>();
  const onAbort = (): void => resolve({ kind: 'cancel' });
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort);
  return promise;
}

/** @param wanted the name of the row after which no more are read: the question is answered by then. */
async function rowsOf<K extends ListId>(
  { id, fixed = [], pages, order, key }: ListQuestion<K>,
  signal: AbortSignal,
  wanted: RowName | undefined,
): Promise<{ rows: readonly Rows[K][]; failure: unknown }> {
  const rows: Rows[K][] = [...fixed];
  const put = (row: Rows[K]): void => {
    const name = key?.(row);
    const former = name === undefined ? -1 : rows.findIndex((other) => key?.(other) === name);
    if (former === -1) rows.push(row);
    else rows[former] = row;
  };
  const answered = new AbortController();
  let failure: unknown;
  try {
    for await (const page of pages?.(AbortSignal.any([signal, answered.signal])) ?? []) {
      page.forEach(put);
      if (wanted !== undefined && rows.some((row) => nameOf(id, row) === wanted)) break;
    }
  } catch (error) {
    failure = error;
  }
  answered.abort();
  return { rows: order ? rows.toSorted(order) : rows, failure };
}

function rowNamed<K extends ListId>(id: K, rows: readonly Rows[K][], name: RowName): Rows[K] {
  const row = rows.find((candidate) => nameOf(id, candidate) === name);
  const rowNames = rows.map((candidate) => nameOf(id, candidate));
  assert.ok(row !== undefined, `${id} has no row ${String(name)} but ${rowNames.join(', ')}`);
  return row;
}

const names: { readonly [K in ListId]: (row: Rows[K]) => RowName } = {
  image: (row) => (row.kind === 'new' ? newImage : row.image.name),
  version: (row) => (row.kind === 'version' ? String(row.version.number) : 'the image'),
  role: (row) => (row.kind === 'role' ? row.role.name : row.arn),
  edit: (row) => (row.kind === 'save' ? 'save' : row.field),
  alias: ({ alias }) => alias,
  archive: ({ guidance }) => guidance,
  snippet: (row) => row,
  repository: (row) => (row.kind === 'repository' ? row.repository.name : formatContainerUri(row.uri)),
  containerImage: (row) =>
    row.kind === 'image' ? (row.tag ?? row.image.digest) : formatContainerUri(row.uri),
  jobType: (row) => row,
  processor: (row) => row,
  vendorGuidance: (row) => row,
  horovod: (row) => row,
  review: (row) => (row.kind === 'parameter' ? row.parameter : nameOfFinding(row)),
  checks: nameOfFinding,
  app: ({ name, space, userProfile }) => `${space ?? userProfile}/${name}`,
  profile: (row) => (row.kind === 'profile' ? row.profile.name : row.kind),
  region: (row) => row.region,
  dockerfile: (row) => row,
  plan: (row) => (row.kind === 'run' ? 'run' : row.kind === 'field' ? row.field : row.parameter),
  pushRepository: (row) =>
    row.kind === 'new'
      ? newRepository
      : row.kind === 'repository'
        ? row.repository.name
        : formatContainerUri(row.uri),
  repositorySettings: ({ scanOnPush, immutableTags }) =>
    [scanOnPush && 'scan', immutableTags ? 'immutable' : 'mutable'].filter(Boolean).join(' '),
  imageTag: (row) => row.tag,
  target: ({ target }) => target,
  buildArg: (row) => row.name,
  platform: (row) => row,
  labels: (row) => row,
};

function nameOfFinding(row: { readonly kind: string } | FindingRow): string {
  return 'finding' in row ? row.finding.code : row.kind;
}

function nameOf<K extends ListId>(id: K, row: Rows[K]): RowName {
  return names[id](row);
}
