import type { CanteenClock } from './clock.ts';
import { countedMeals, countedWeighings } from './counted.ts';
import {
  mealReasons,
  meals,
  streams,
  type CanteenRules,
  type Correction,
  type ManualEntry,
  type Meal,
  type MealCount,
  type MealFigures,
  type MealReason,
  type MealState,
  type Stream,
  type StreamFigure,
  type Weighing,
  type WeighingFinding,
} from './types.ts';

export interface FigureInputs {
  /** Of one canteen, each event once, in any order. */
  readonly weighings: readonly Weighing[];
  readonly counts: readonly MealCount[];
  /** In the order in which they were made, those undone left out. */
  readonly corrections: readonly Correction[];
  /** Likewise: of two for the same date, meal and thing the later replaces the earlier. */
  readonly entries: readonly ManualEntry[];
  /** Of `judgeWeighings`. */
  readonly findings: readonly WeighingFinding[];
  readonly rules: CanteenRules;
  readonly clock: CanteenClock;
}

/** A meal while it is added up; milligrams, so that every order gives the same sum. */
interface Sum {
  readonly date: string;
  readonly meal: Meal;
  personMeals: number;
  countedByHand: boolean;
  cookedMg: number | null;
  readonly streams: Map<Stream, { mg: number; weighings: number; manual: boolean }>;
  readonly reasons: Set<MealReason>;
  doubtful: boolean;
}

/**
 * The figures of every meal of which anything is known, ascending by date, then meal. The event's local date decides,
 * whatever the meal's hours. Grams are the exact sum of what counts and what was entered; a stream of which nothing
 * counts is absent, never 0.
 */
export function mealFigures(inputs: FigureInputs): readonly MealFigures[] {
  const { clock } = inputs;
  const sums = new Map<string, Sum>();
  const sumOf = (date: string, meal: Meal): Sum => {
    const key = `${date} ${meals.indexOf(meal)}`;
    let sum = sums.get(key);
    if (!sum) sums.set(key, (sum = emptySum(date, meal)));
    return sum;
  };
  for (const { event, amount, manual, open } of countedWeighings(
    inputs.weighings,
    inputs.corrections,
    inputs.findings,
  )) {
    const sum = sumOf(clock.dateOf(event.ts), event.meal);
    for (const { rule, effect } of open) {
      sum.reasons.add(rule);
      // What was left out makes the rest look good.
      if (effect !== 'noted') sum.doubtful = true;
    }
    if (amount !== null) add(sum, event.stream, amount, 1, manual);
  }
  for (const { event, amount, manual } of countedMeals(inputs.counts, inputs.corrections)) {
    const sum = sumOf(clock.dateOf(event.ts), event.meal);
    sum.personMeals += amount ?? 0;
    sum.countedByHand ||= manual;
  }
  for (const { date, meal, what, value } of standing(inputs.entries)) {
    const sum = sumOf(date, meal);
    if (what === 'PERSON_MEALS') {
      sum.personMeals += value;
      sum.countedByHand = true;
    } else if (what === 'COOKED') sum.cookedMg = milligrams(value);
    else if (what !== 'PURCHASED') add(sum, what, value, 0, true);
  }
  return [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => figuresOf(sum, inputs.rules));
}

function emptySum(date: string, meal: Meal): Sum {
  return {
    date,
    meal,
    personMeals: 0,
    countedByHand: false,
    cookedMg: null,
    streams: new Map(),
    reasons: new Set(),
    doubtful: false,
  };
}

function add(sum: Sum, stream: Stream, grams: number, weighings: number, manual: boolean): void {
  const before = sum.streams.get(stream);
  sum.streams.set(stream, {
    mg: (before?.mg ?? 0) + milligrams(grams),
    weighings: (before?.weighings ?? 0) + weighings,
    manual: manual || before?.manual === true,
  });
}

const milligrams = (grams: number) => Math.round(grams * 1000);

function standing(entries: readonly ManualEntry[]): Iterable<ManualEntry> {
  return new Map(entries.map((entry) => [`${entry.date} ${entry.meal} ${entry.what}`, entry])).values();
}

function figuresOf(sum: Sum, rules: CanteenRules): MealFigures {
  const { personMeals } = sum;
  const enough = personMeals >= rules.leastPersonMeals && personMeals > 0;
  const figures: Partial<Record<Stream, StreamFigure>> = {};
  for (const stream of streams) {
    const known = sum.streams.get(stream);
    if (!known) continue;
    const grams = known.mg / 1000;
    const { weighings, manual } = known;
    figures[stream] = { grams, gramsPerMeal: enough ? grams / personMeals : null, weighings, manual };
  }
  const notWeighed = !sum.streams.has('PLATE_WASTE');
  if (personMeals === 0) sum.reasons.add('no-counts');
  else if (!enough) sum.reasons.add('few-person-meals');
  if (notWeighed) sum.reasons.add('not-weighed');
  const state: MealState = !enough || notWeighed ? 'insufficient-data' : sum.doubtful ? 'doubtful' : 'ok';
  return {
    date: sum.date,
    meal: sum.meal,
    personMeals,
    streams: figures,
    state,
    reasons: mealReasons.filter((reason) => sum.reasons.has(reason)),
    manual: sum.countedByHand || [...sum.streams.values()].some(({ manual }) => manual),
    trimmingsUsed: trimmingsUsed(sum),
    wasteRate: wasteRate(sum),
  };
}

function trimmingsUsed({ streams }: Sum): number | null {
  const peelings = streams.get('PREP_WASTE');
  if (!peelings) return null;
  const used = streams.get('TRIM_USED')?.mg ?? 0;
  return used + peelings.mg > 0 ? used / (used + peelings.mg) : null;
}

/** A counter that sold out has nothing to weigh; plates come back from every meal. */
function wasteRate({ streams, cookedMg }: Sum): number | null {
  const plates = streams.get('PLATE_WASTE');
  if (!plates || cookedMg === null || cookedMg <= 0) return null;
  const rate = (plates.mg + (streams.get('UNSOLD_DISCARD')?.mg ?? 0)) / cookedMg;
  return rate <= 1 ? rate : null;
}
