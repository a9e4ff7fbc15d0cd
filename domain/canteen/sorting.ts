import { carbonKg } from './carbon.ts';
import { addDays } from './clock.ts';
import type { MealFigures, Stream } from './types.ts';

/** What goes into the bin of perishable waste (易腐垃圾); trimmings are eaten. */
export const fetchedStreams: readonly Stream[] = ['PREP_WASTE', 'UNSOLD_DISCARD', 'PLATE_WASTE'];

/** Bounds of the comparison. */
export interface SortingRules {
  /** Part of what was fetched: tea leaves, soup and rinsing water go into the same bin, and the lorry's scale is coarse. */
  readonly agreesWithin: number;
  /** kg; a month with so little is not compared more closely. */
  readonly agreesWithinKg: number;
  /** Days with people and without a full weighing, as a part of all days with people. */
  readonly mostDaysLacking: number;
  /** Between the first (last) weighing of a month and the first (last) fetch, where the ledger has none beyond. */
  readonly mostDaysUncovered: number;
}
export const sortingRules: SortingRules = {
  agreesWithin: 0.2,
  agreesWithinKg: 20,
  mostDaysLacking: 0.2,
  mostDaysUncovered: 7,
};

export interface SortingMonth {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly weighedKg: number;
  readonly fetchedKg: number | null;
  readonly fetches: number;
  /** Weighed − fetched. */
  readonly differenceKg: number | null;
  /** Of what was fetched, percent. */
  readonly differencePct: number | null;
  readonly state: 'agrees' | 'differs' | 'cannot-tell';
  /** Of what was weighed; informative. */
  readonly carbonKg: number;
}

/**
 * A month of what a canteen weighed against what was fetched from it by the ledger (易腐垃圾台账). `cannot-tell`: nothing
 * was fetched by the ledger, nothing was weighed, the ledger begins or ends in the middle of the month, or on too many
 * days plates were not weighed or a weighing is left out.
 * @param meals its figures; they may reach beyond the month
 * @param fetches those that stand, of the months before and after it too: they tell whether the ledger goes on
 */
export function sortingMonth(
  month: string,
  meals: readonly MealFigures[],
  fetches: readonly { readonly date: string; readonly kg: number }[],
  rules: SortingRules = sortingRules,
): SortingMonth {
  const own = meals.filter(({ date }) => date.startsWith(month));
  const fetched = fetches.filter(({ date }) => date.startsWith(month));
  const weighedKg =
    sumOf(own.flatMap(({ streams }) => fetchedStreams.map((stream) => streams[stream]?.grams ?? 0))) / 1000;
  const fetchedKg = fetched.length === 0 ? null : sumOf(fetched.map(({ kg }) => kg));
  const differenceKg = fetchedKg === null ? null : exact(weighedKg - fetchedKg);
  const tells =
    fetchedKg !== null &&
    weighedKg > 0 &&
    daysLacking(own) <= rules.mostDaysLacking &&
    ledgerCovers(month, own, fetches, rules);
  const bound = Math.max(rules.agreesWithinKg, rules.agreesWithin * (fetchedKg ?? 0));
  return {
    month,
    weighedKg,
    fetchedKg,
    fetches: fetched.length,
    differenceKg,
    differencePct: fetchedKg ? (differenceKg! / fetchedKg) * 100 : null,
    state: !tells ? 'cannot-tell' : Math.abs(differenceKg!) <= bound ? 'agrees' : 'differs',
    carbonKg: carbonKg(weighedKg),
  };
}

/** Part of the days with people on which something is not in the sum. */
function daysLacking(meals: readonly MealFigures[]): number {
  const served = meals.filter(({ personMeals }) => personMeals > 0);
  const days = new Set(served.map(({ date }) => date));
  const lacking = served.filter(({ reasons }) => reasons.includes('not-weighed') || reasons.includes('over-container'));
  return days.size === 0 ? 0 : new Set(lacking.map(({ date }) => date)).size / days.size;
}

/**
 * Whether the ledger was kept through all of the month in which something was weighed. Waste of the last days of a month
 * may be fetched in the next.
 */
function ledgerCovers(
  month: string,
  meals: readonly MealFigures[],
  fetches: readonly { readonly date: string }[],
  { mostDaysUncovered }: SortingRules,
): boolean {
  const weighed = meals.filter(({ streams }) => fetchedStreams.some((stream) => streams[stream] !== undefined));
  const [from, to] = [weighed[0]?.date, weighed.at(-1)?.date];
  if (from === undefined || to === undefined) return false;
  const near = [monthOf(addDays(`${month}-01`, -1)), month, monthOf(addDays(`${month}-01`, 31))];
  const dates = fetches.map(({ date }) => date).filter((date) => near.includes(monthOf(date)));
  return (
    dates.some((date) => date <= addDays(from, mostDaysUncovered)) &&
    dates.some((date) => date >= addDays(to, -mostDaysUncovered))
  );
}
const monthOf = (date: string) => date.slice(0, 7);

/** Thousandths, so that every order gives the same. */
const sumOf = (values: readonly number[]) =>
  exact(values.reduce((sum, value) => sum + Math.round(value * 1000), 0) / 1000);
const exact = (value: number) => Math.round(value * 1000) / 1000;
