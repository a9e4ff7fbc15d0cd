import { addDays, fixedClock } from '../clock.ts';
import { mealFigures, type FigureInputs } from '../figures.ts';
import { judgeWeighings } from '../judge.ts';
import { canteenRules } from '../rules.ts';
import type { Meal, MealCount, MealFigures, Stream, Weighing } from '../types.ts';

/** Wenzhou. */
export const clock = fixedClock(8 * 60);

/** `2026-11-23 12:05` or with seconds, Wenzhou time. */
export const at = (local: string): number => Date.parse(`${local.replace(' ', 'T')}+08:00`);

let seq = 0;

/** Plates of a lunch in a bin of 4,200 g, unless told otherwise. */
export function weighing(local: string, netG: number, rest: Partial<Weighing> = {}): Weighing {
  const tareG = rest.tareG === undefined ? 4_200 : rest.tareG;
  return {
    device: 'CT012-S1',
    seq: seq++,
    ts: at(local),
    meal: 'LUNCH',
    stream: 'PLATE_WASTE',
    netG,
    tareG,
    grossG: tareG === null ? null : netG + tareG,
    ...rest,
  };
}

export function count(local: string, personMeals: number, rest: Partial<MealCount> = {}): MealCount {
  return { device: 'CT012-C1', seq: seq++, ts: at(local), meal: 'LUNCH', personMeals, ...rest };
}

/** Figures of events as they are: judged, with nothing said about them. */
export function figuresOf(inputs: Partial<FigureInputs>): readonly MealFigures[] {
  const { weighings = [], rules = canteenRules } = inputs;
  return mealFigures({
    weighings,
    counts: [],
    corrections: [],
    entries: [],
    findings: judgeWeighings(weighings, rules, clock),
    rules,
    clock,
    ...inputs,
  });
}

/** Figures of a meal that is in order. */
export function day(
  date: string,
  gramsPerMeal: number,
  { people = 200, meal = 'LUNCH', stream = 'PLATE_WASTE' }: { people?: number; meal?: Meal; stream?: Stream } = {},
): MealFigures {
  const grams = Math.round(gramsPerMeal * people);
  const figure = { grams, gramsPerMeal: grams / people, weighings: 3, manual: false };
  return {
    date,
    meal,
    personMeals: people,
    streams: { PLATE_WASTE: figure, [stream]: figure },
    state: 'ok',
    reasons: [],
    manual: false,
    trimmingsUsed: null,
    wasteRate: null,
  };
}

/** The working days of so many days before a date, oldest first. */
export function workdaysBefore(date: string, days: number): string[] {
  return Array.from({ length: days }, (_, i) => addDays(date, i - days)).filter(
    (one) => ![0, 6].includes(new Date(one).getUTCDay()),
  );
}

/** Numbers between 0 and 1, the same for a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Normally distributed, by Box and Muller. */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
