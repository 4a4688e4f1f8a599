import assert from 'node:assert/strict';
import {
  defineStep,
  onPart,
  runWizard,
  type Answer,
  type Place,
  type Step,
  type StepResult,
} from '../../../src/core/wizard.ts';

interface Meal {
  readonly dish?: string;
  readonly isVegan?: boolean;
  readonly sauce?: string;
  readonly drink?: string;
}

type Reply = Answer<string>;

const { signal } = new AbortController();
const value = (answer: string): Reply => ({ kind: 'value', value: answer });
const back = (typed?: string): Reply => ({ kind: 'back', ...(typed !== undefined && { typed }) });
const cancel: Reply = { kind: 'cancel' };

/** A walk through three questions, the middle one only with a dish that takes a sauce. */
class Walk {
  readonly asked: { readonly id: string; readonly state: Meal; readonly place: Place }[] = [];
  readonly #replies: Reply[];

  constructor(...replies: readonly Reply[]) {
    this.#replies = [...replies];
  }

  get ids(): readonly string[] {
    return this.asked.map(({ id }) => id);
  }

  get places(): readonly string[] {
    return this.asked.map(({ id, place }) => `${id} ${place.step}/${place.totalSteps}`);
  }

  readonly steps: readonly Step<Meal>[] = [
    this.step('dish', () => true),
    this.step('sauce', ({ dish }) => dish !== 'soup'),
    this.step('drink', () => true),
  ];

  step(id: 'dish' | 'sauce' | 'drink', when: (meal: Meal) => boolean): Step<Meal> {
    return defineStep<Meal, string>({
      id,
      when,
      ask: (state, place) => Promise.resolve(this.reply(id, state, place)),
      apply: (state, answer) => ({ ...state, [id]: answer }),
    });
  }

  reply(id: string, state: Meal, place: Place): Reply {
    this.asked.push({ id, state, place });
    return this.#replies.shift() ?? assert.fail(`no reply to ${id}`);
  }

  assertDone(): void {
    assert.deepEqual(this.#replies, []);
  }
}

/** A last step that changes the answers of earlier ones before it lets the walk end. */
const review = (walk: Walk, ...changes: readonly (Meal | 'end')[]): Step<Meal> => {
  const queue = [...changes];
  return {
    id: 'review',
    when: () => true,
    ask: (state, place): Promise<StepResult<Meal>> => {
      walk.asked.push({ id: 'review', state, place });
      const change = queue.shift();
      if (change === undefined) return Promise.resolve({ kind: 'back' });
      return Promise.resolve(
        change === 'end' ? { kind: 'next', state } : { kind: 'again', state: { ...state, ...change } },
      );
    },
  };
};

describe('wizard', () => {
  it('asks the steps in order and gives their answers', async () => {
    const walk = new Walk(value('rice'), value('curry'), value('tea'));
    const result = await runWizard(walk.steps, {}, signal);
    assert.deepEqual(result, { kind: 'done', state: { dish: 'rice', sauce: 'curry', drink: 'tea' } });
    assert.deepEqual(walk.ids, ['dish', 'sauce', 'drink']);
  });

  it('leaves out a step that does not apply, and counts without it', async () => {
    const walk = new Walk(value('soup'), value('tea'));
    const result = await runWizard(walk.steps, {}, signal);
    assert.deepEqual(result.state, { dish: 'soup', drink: 'tea' });
    assert.deepEqual(walk.places, ['dish 1/3', 'drink 2/2']);
  });

  it('asks nothing when no step applies', async () => {
    const walk = new Walk();
    const step = walk.step('dish', () => false);
    assert.deepEqual(await runWizard([step], { dish: 'rice' }, signal), {
      kind: 'done',
      state: { dish: 'rice' },
    });
  });

  it('does not ask what is answered from the start', async () => {
    const walk = new Walk(value('tea'));
    const [, , drink = assert.fail()] = walk.steps;
    const dish = walk.step('dish', (meal) => meal.dish === undefined);
    await runWizard([dish, drink], { dish: 'rice' }, signal);
    assert.deepEqual(walk.places, ['drink 1/1']);
    assert.equal(walk.asked[0]?.place.canGoBack, false);
  });

  it('goes Back over a step that no longer applies once it is answered', async () => {
    const walk = new Walk(value('rice'), back(), value('soup'), value('tea'));
    const [, , drink = assert.fail()] = walk.steps;
    const dish = walk.step('dish', (meal) => meal.dish === undefined);
    const result = await runWizard([dish, drink], {}, signal);
    assert.deepEqual(walk.places, ['dish 1/2', 'drink 2/2', 'dish 1/2', 'drink 2/2']);
    assert.deepEqual(result.state, { dish: 'soup', drink: 'tea' });
  });

  describe('Back', () => {
    it('returns to the step asked before, which finds its own answer and those of later ones', async () => {
      const walk = new Walk(
        value('rice'),
        value('curry'),
        back(),
        back(),
        value('noodles'),
        value('pesto'),
        value('tea'),
      );
      const result = await runWizard(walk.steps, {}, signal);
      assert.deepEqual(walk.ids, ['dish', 'sauce', 'drink', 'sauce', 'dish', 'sauce', 'drink']);
      assert.deepEqual(walk.asked[4]?.state, { dish: 'rice', sauce: 'curry' });
      assert.deepEqual(walk.asked[5]?.state, { dish: 'noodles', sauce: 'curry' });
      assert.deepEqual(result.state, { dish: 'noodles', sauce: 'pesto', drink: 'tea' });
      walk.assertDone();
    });

    it('goes over a step that was not asked', async () => {
      const walk = new Walk(value('soup'), back(), value('soup'), value('tea'));
      await runWizard(walk.steps, {}, signal);
      assert.deepEqual(walk.places, ['dish 1/3', 'drink 2/2', 'dish 1/2', 'drink 2/2']);
    });

    it('keeps what was typed, and gives it back when the step is asked again', async () => {
      const walk = new Walk(value('rice'), back('cur'), value('rice'), value('curry'), cancel);
      await runWizard(walk.steps, {}, signal);
      assert.deepEqual(
        walk.asked.map(({ id, place }) => [id, place.typed]),
        [
          ['dish', undefined],
          ['sauce', undefined],
          ['dish', undefined],
          ['sauce', 'cur'],
          ['drink', undefined],
        ],
      );
    });

    it('keeps what was typed into several steps', async () => {
      const walk = new Walk(value('rice'), value('curry'), back('t'), back('cu'), value('rice'), cancel);
      await runWizard(walk.steps, {}, signal);
      assert.equal(walk.asked.at(-1)?.place.typed, 'cu');
      const further = new Walk(
        value('rice'),
        value('curry'),
        back('t'),
        back('cu'),
        value('rice'),
        value('curry'),
        cancel,
      );
      await runWizard(further.steps, {}, signal);
      assert.equal(further.asked.at(-1)?.place.typed, 't');
    });

    it('forgets what was typed once the step is answered', async () => {
      const walk = new Walk(value('rice'), back('cur'), value('rice'), value('curry'), back(), cancel);
      await runWizard(walk.steps, {}, signal);
      assert.deepEqual(walk.ids, ['dish', 'sauce', 'dish', 'sauce', 'drink', 'sauce']);
      assert.equal(walk.asked.at(-1)?.place.typed, undefined);
      assert.equal(walk.asked.at(-1)?.state.sauce, 'curry');
    });

    it('is not offered on the first step, which is asked again if it comes all the same', async () => {
      const walk = new Walk(back('ri'), value('soup'), value('tea'));
      const result = await runWizard(walk.steps, {}, signal);
      assert.deepEqual(
        walk.asked.map(({ place }) => [place.canGoBack, place.typed]),
        [
          [false, undefined],
          [false, 'ri'],
          [true, undefined],
        ],
      );
      assert.equal(result.kind, 'done');
    });

    it('on the first step leaves a walk that may be left, with the answers that were given', async () => {
      const walk = new Walk(value('rice'), back(), back());
      const result = await runWizard(walk.steps, {}, signal, { backLeaves: true });
      assert.deepEqual(result, { kind: 'left', state: { dish: 'rice' } });
      assert.deepEqual(
        walk.asked.map(({ place }) => place.canGoBack),
        [true, true, true],
      );
    });
  });

  it('ends at a cancel, and keeps the answers until then', async () => {
    const walk = new Walk(value('rice'), cancel);
    assert.deepEqual(await runWizard(walk.steps, {}, signal), {
      kind: 'cancelled',
      state: { dish: 'rice' },
    });
  });

  it('starts at a step as if those before it had just been answered', async () => {
    const walk = new Walk(back(), back(), value('rice'), value('curry'), value('tea'));
    await runWizard(walk.steps, { dish: 'rice', sauce: 'pesto' }, signal, { startAt: 'drink' });
    assert.deepEqual(walk.places, ['drink 3/3', 'sauce 2/3', 'dish 1/3', 'sauce 2/3', 'drink 3/3']);
  });

  it('starts at a step as if those that do not apply had not been asked', async () => {
    const walk = new Walk(back(), cancel);
    await runWizard(walk.steps, { dish: 'soup' }, signal, { startAt: 'drink' });
    assert.deepEqual(walk.places, ['drink 2/2', 'dish 1/2']);
  });

  it('is cancelled, with the answers until then, when it was aborted while it asked', async () => {
    const abort = new AbortController();
    const step: Step<Meal> = {
      id: 'drink',
      when: () => true,
      ask: () => {
        abort.abort();
        return Promise.resolve<StepResult<Meal>>({ kind: 'next', state: { dish: 'soup', drink: 'tea' } });
      },
    };
    const result = await runWizard([step], { dish: 'soup' }, abort.signal);
    assert.deepEqual(result, { kind: 'cancelled', state: { dish: 'soup' } });
  });

  describe('a step that asks again', () => {
    it('is asked with its own change, at the same place', async () => {
      const walk = new Walk(value('soup'), value('tea'));
      const steps = [...walk.steps, review(walk, { drink: 'water' }, 'end')];
      const result = await runWizard(steps, {}, signal);
      assert.deepEqual(walk.places.slice(2), ['review 3/3', 'review 3/3']);
      assert.deepEqual(result, { kind: 'done', state: { dish: 'soup', drink: 'water' } });
    });

    it('keeps its change through Back', async () => {
      const walk = new Walk(value('soup'), value('tea'), cancel);
      const steps = [...walk.steps, review(walk, { drink: 'water' })];
      const result = await runWizard(steps, {}, signal);
      assert.equal(walk.ids.at(-1), 'drink');
      assert.deepEqual(result.state, { dish: 'soup', drink: 'water' });
    });

    it('is followed by Back over a step that its change ruled out', async () => {
      const walk = new Walk(value('rice'), value('curry'), value('tea'), back(), cancel);
      const steps = [...walk.steps, review(walk, { dish: 'soup' })];
      await runWizard(steps, {}, signal);
      assert.deepEqual(walk.places.slice(3), ['review 4/4', 'review 3/3', 'drink 2/3', 'dish 1/3']);
    });

    it('is followed by Back to a step that its change made apply', async () => {
      const walk = new Walk(value('soup'), value('tea'), back(), cancel);
      const steps = [...walk.steps, review(walk, { dish: 'rice', sauce: 'curry' })];
      await runWizard(steps, {}, signal);
      assert.deepEqual(walk.places.slice(2), ['review 3/3', 'review 4/4', 'drink 3/4', 'sauce 2/4']);
    });
  });

  describe('on a part of the state', () => {
    interface Order {
      readonly meal: Meal;
      readonly table: number;
    }
    const ofMeal = {
      get: ({ meal }: Order) => meal,
      put: (order: Order, meal: Meal) => ({ ...order, meal }),
    };
    const asking = (result: StepResult<Meal>): Step<Order> =>
      onPart(
        { id: 'dish', when: ({ isVegan }) => isVegan !== true, ask: () => Promise.resolve(result) },
        ofMeal,
      );

    it('changes that part alone', async () => {
      const step = asking({ kind: 'next', state: { dish: 'soup' } });
      const { state } = await runWizard([step], { meal: {}, table: 4 }, signal);
      assert.deepEqual(state, { meal: { dish: 'soup' }, table: 4 });
    });

    it('applies by that part, and is left like any step', async () => {
      const before = { meal: { dish: 'stew' }, table: 4 };
      const cancelled = await runWizard([asking(cancel)], before, signal);
      assert.deepEqual(cancelled, { kind: 'cancelled', state: before });
      const left = await runWizard([asking({ kind: 'back' })], before, signal, { backLeaves: true });
      assert.deepEqual(left, { kind: 'left', state: before });
      const vegan = { meal: { isVegan: true }, table: 1 };
      assert.deepEqual(await runWizard([asking(cancel)], vegan, signal), { kind: 'done', state: vegan });
    });
  });
});
