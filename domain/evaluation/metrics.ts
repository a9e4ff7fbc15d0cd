import type { Meal, MealFigures, Stream } from '../canteen/types.ts';
import type { MetricId, MetricValues, Words } from './template.ts';

/** Bounds of the figures that a sheet rests on: data, with these as the platform's own (CONFIG). */
export interface MetricRules {
  /** Fewer known days of a quarter say nothing. */
  readonly leastDays: number;
  /** The meal at which plates and what was not sold are compared. */
  readonly meal: Meal;
}
export const metricRules: MetricRules = { leastDays: 20, meal: 'LUNCH' };

export type MetricUnit = 'g' | '%' | '1';
export const metricFacts: Readonly<Record<MetricId, { readonly unit: MetricUnit; readonly title: Words }>> = {
  'plate-grams-per-meal': { unit: 'g', title: { zh: '午餐人均餐余量', en: 'Plate waste a person-meal at lunch' } },
  'unsold-grams-per-meal': {
    unit: 'g',
    title: { zh: '午餐人均弃用售剩量', en: 'Unsold food discarded a person-meal at lunch' },
  },
  'prep-grams-per-meal': { unit: 'g', title: { zh: '人均粗加工厨余量', en: 'Preparation waste a person-meal' } },
  'trimmings-used-pct': { unit: '%', title: { zh: '边角料利用率', en: 'Trimmings used' } },
  'plate-change-pct': {
    unit: '%',
    title: { zh: '人均餐余量较上季度变化', en: 'Change of plate waste against the quarter before' },
  },
  'days-weighed-pct': { unit: '%', title: { zh: '称重日占比', en: 'Days with plates weighed' } },
  'days-counted-pct': { unit: '%', title: { zh: '就餐人数登记日占比', en: 'Days with diners counted' } },
  'matters-overdue': { unit: '1', title: { zh: '逾期未整改问题数', en: 'Matters overdue' } },
};

export interface MetricInput {
  /** The canteen's meals of the quarter, and of the quarter before. */
  readonly meals: readonly MealFigures[];
  readonly before: readonly MealFigures[];
  /** Local dates of the quarter on which it should have been open: working days that are over. */
  readonly openDates: readonly string[];
  /** null: nobody can say. */
  readonly mattersOverdue: number | null;
  readonly rules?: MetricRules;
}

/** Each metric of a quarter; null where too few days are known, never a number that looks good. */
export function metricsOf({
  meals,
  before,
  openDates,
  mattersOverdue,
  rules = metricRules,
}: MetricInput): MetricValues & Readonly<Record<MetricId, number | null>> {
  const plate = plateOf(meals, rules);
  const plateBefore = plateOf(before, rules);
  const kitchen = wholeDays(meals);
  return {
    'plate-grams-per-meal': plate,
    'unsold-grams-per-meal': gramsPerMeal(comparable(meals, rules), 'UNSOLD_DISCARD', rules),
    // Kitchens prepare for several meals at once: the day counts, not the meal under which it was weighed.
    'prep-grams-per-meal': gramsPerMeal(kitchen, 'PREP_WASTE', rules),
    'trimmings-used-pct': trimmingsUsed(kitchen, rules),
    'plate-change-pct':
      plate === null || plateBefore === null || plateBefore === 0 ? null : ((plate - plateBefore) * 100) / plateBefore,
    'days-weighed-pct': daysWeighed(meals, rules),
    'days-counted-pct': daysCounted(meals, openDates, rules),
    'matters-overdue': mattersOverdue,
  };
}

interface Day {
  readonly personMeals: number;
  readonly grams: Readonly<Partial<Record<Stream, number>>>;
}

/** Meals whose figures may be compared; those with too few people or doubtful weighings are none. */
function comparable(meals: readonly MealFigures[], { meal }: MetricRules): Day[] {
  return meals.filter((own) => own.meal === meal && own.state === 'ok').map(dayOf);
}

function plateOf(meals: readonly MealFigures[], rules: MetricRules): number | null {
  return gramsPerMeal(comparable(meals, rules), 'PLATE_WASTE', rules);
}

function dayOf({ personMeals, streams }: MealFigures): Day {
  const grams = Object.entries(streams).map(([stream, figure]) => [stream, figure.grams] as const);
  return { personMeals, grams: Object.fromEntries(grams) };
}

/** All meals of a date together, those with doubtful weighings left out with their people. */
function wholeDays(meals: readonly MealFigures[]): Day[] {
  const days = new Map<string, { personMeals: number; grams: Partial<Record<Stream, number>> }>();
  for (const own of meals) {
    if (own.state === 'doubtful') continue;
    let day = days.get(own.date);
    if (day === undefined) days.set(own.date, (day = { personMeals: 0, grams: {} }));
    day.personMeals += own.personMeals;
    for (const [stream, { grams }] of Object.entries(own.streams) as [Stream, { grams: number }][]) {
      day.grams[stream] = (day.grams[stream] ?? 0) + grams;
    }
  }
  return [...days.values()];
}

/** Grams of a stream over the people of the days on which it was weighed: a day without a weighing is no day without waste. */
function gramsPerMeal(days: readonly Day[], stream: Stream, { leastDays }: MetricRules): number | null {
  const weighed = days.filter(({ grams, personMeals }) => grams[stream] !== undefined && personMeals > 0);
  if (weighed.length < leastDays) return null;
  const people = weighed.reduce((sum, { personMeals }) => sum + personMeals, 0);
  return weighed.reduce((sum, { grams }) => sum + grams[stream]!, 0) / people;
}

/** Of the days on which the rough-processing bench was weighed; trimmings that nobody weighed were not used. */
function trimmingsUsed(days: readonly Day[], { leastDays }: MetricRules): number | null {
  const weighed = days.filter(({ grams }) => grams.PREP_WASTE !== undefined);
  if (weighed.length < leastDays) return null;
  const used = weighed.reduce((sum, { grams }) => sum + (grams.TRIM_USED ?? 0), 0);
  const all = used + weighed.reduce((sum, { grams }) => sum + grams.PREP_WASTE!, 0);
  return all === 0 ? null : (used * 100) / all;
}

/** Of the lunches to which people came. */
function daysWeighed(meals: readonly MealFigures[], { meal, leastDays }: MetricRules): number | null {
  const served = meals.filter((own) => own.meal === meal && own.personMeals > 0);
  if (served.length < leastDays) return null;
  return (served.filter(({ streams }) => streams.PLATE_WASTE !== undefined).length * 100) / served.length;
}

/**
 * Of the days on which it should have been open, or was. Whoever was closed enters a count of 0 by hand: then the day is
 * known. So a canteen of which nothing comes for weeks does not pass for one that was closed.
 */
function daysCounted(
  meals: readonly MealFigures[],
  openDates: readonly string[],
  { leastDays }: MetricRules,
): number | null {
  const counted = new Set(meals.filter((own) => own.personMeals > 0 || own.manual).map(({ date }) => date));
  const expected = new Set([...openDates, ...counted]);
  return expected.size < leastDays ? null : (counted.size * 100) / expected.size;
}
