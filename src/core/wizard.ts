/** What a person does with a question. Back carries the text that was typed, so that nothing entered is lost. */
export type Answer<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'back'; readonly typed?: string }
  | { readonly kind: 'cancel' };

/** What a step does with the state: `again` keeps a change and asks the same step once more. */
export type StepResult<S> =
  { readonly kind: 'next' | 'again'; readonly state: S } | Exclude<Answer<S>, { kind: 'value' }>;

/** Where a question stands among those that are asked; what was typed into it before, when it is asked again. */
export interface Place {
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
  readonly typed: string | undefined;
}

/** One question. `when` decides from earlier answers whether it is asked. */
export interface Step<S> {
  readonly id: string;
  when(state: S): boolean;
  ask(state: S, place: Place, signal: AbortSignal): Promise<StepResult<S>>;
}

/** A question as data: `apply` puts its answer into the state. */
export interface StepDefinition<S, A> {
  readonly id: string;
  when(state: S): boolean;
  ask(state: S, place: Place, signal: AbortSignal): Promise<Answer<A>>;
  apply(state: S, answer: A): S;
}

/** A step whose answer's type is its own affair. */
export function defineStep<S, A>(definition: StepDefinition<S, A>): Step<S> {
  return {
    id: definition.id,
    when: (state) => definition.when(state),
    async ask(state, place, signal) {
      const answer = await definition.ask(state, place, signal);
      return answer.kind === 'value'
        ? { kind: 'next', state: definition.apply(state, answer.value) }
        : answer;
    },
  };
}

/** Where a part of a larger state is. */
export interface Part<S, P> {
  readonly get: (state: S) => P;
  readonly put: (state: S, part: P) => S;
}

/** A step on a part of the state, in a walk on all of it. */
export function onPart<S, P>(step: Step<P>, { get, put }: Part<S, P>): Step<S> {
  return {
    id: step.id,
    when: (state) => step.when(get(state)),
    async ask(state, place, signal) {
      const result = await step.ask(get(state), place, signal);
      return 'state' in result ? { kind: result.kind, state: put(state, result.state) } : result;
    },
  };
}

export interface WizardResult<S> {
  /** `left`: Back was pressed on the first step of a walk that may be left that way. */
  readonly kind: 'done' | 'cancelled' | 'left';
  /** Every answer that was given, also when the walk was cancelled or left. */
  readonly state: S;
}

export interface WizardOptions {
  /** Whether Back on the first step leaves the walk, as when it was entered from another one. */
  readonly backLeaves?: boolean;
  /** The id of the step to start at, as if those before it had just been answered. */
  readonly startAt?: string;
}

/**
 * Asks the steps that apply, in order. Back returns to the last step that was asked and keeps all answers: each step
 * replaces its own part of the state and finds its former answer there.
 */
export async function runWizard<S>(
  steps: readonly Step<S>[],
  initial: S,
  signal: AbortSignal,
  { backLeaves = false, startAt }: WizardOptions = {},
): Promise<WizardResult<S>> {
  const start = Math.max(
    0,
    steps.findIndex(({ id }) => id === startAt),
  );
  let asked = [...steps.keys()].filter((index) => index < start && steps[index]?.when(initial));
  const typed = new Map<string, string>();
  let state = initial;
  let index = nextStep(steps, state, start);

  for (let step = steps[index]; step; step = steps[index]) {
    const result = await step.ask(state, placeOf(steps, state, index), signal);
    if (signal.aborted) return { kind: 'cancelled', state };
    switch (result.kind) {
      case 'cancel':
        return { kind: 'cancelled', state };
      case 'back': {
        if (result.typed !== undefined) typed.set(step.id, result.typed);
        const previous = asked.pop();
        if (previous === undefined && backLeaves) return { kind: 'left', state };
        index = previous ?? index;
        break;
      }
      case 'again':
        asked = askedAfter(asked, steps.slice(0, index), state, result.state);
        state = result.state;
        break;
      case 'next':
        typed.delete(step.id);
        asked.push(index);
        state = result.state;
        index = nextStep(steps, state, index + 1);
    }
  }
  return { kind: 'done', state };

  function placeOf(all: readonly Step<S>[], current: S, at: number): Place {
    const stillToCome = all.slice(at + 1).filter((step) => step.when(current)).length;
    return {
      step: asked.length + 1,
      totalSteps: asked.length + 1 + stillToCome,
      canGoBack: backLeaves || asked.length > 0,
      typed: typed.get(all[at]?.id ?? ''),
    };
  }
}

/** What a step changes of earlier answers can rule out steps that were asked, and answer others in their place. */
function askedAfter<S>(asked: readonly number[], earlier: readonly Step<S>[], before: S, after: S): number[] {
  return [...earlier.entries()]
    .filter(([index, step]) =>
      step.when(before) === step.when(after) ? asked.includes(index) : step.when(after),
    )
    .map(([index]) => index);
}

function nextStep<S>(steps: readonly Step<S>[], state: S, from: number): number {
  const found = steps.findIndex((step, index) => index >= from && step.when(state));
  return found === -1 ? steps.length : found;
}
