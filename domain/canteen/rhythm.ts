import type { CanteenClock } from './clock.ts';
import { countedMeals, countedWeighings } from './counted.ts';
import type { FigureInputs } from './figures.ts';
import { grouped } from './grouped.ts';
import type { CanteenRules, Meal, Stream } from './types.ts';

export const binMinutes = 5;
const binMs = binMinutes * 60_000;

/** How a meal stood at the end of five minutes, all since its first event. */
export interface RhythmPoint {
  readonly at: number;
  /** Of the local day; 1,440 at its end. */
  readonly minute: number;
  readonly grams: number;
  readonly personMeals: number;
  /** null: too few people so far. */
  readonly gramsPerMeal: number | null;
}

/**
 * How a meal grew, by local date: one point for every five minutes from its first event to its last. What is entered by
 * hand has no instant and is not in it. The last point is what `mealFigures` says of the events.
 */
export function rhythms(
  inputs: Omit<FigureInputs, 'entries'>,
  { meal, stream }: { readonly meal: Meal; readonly stream: Stream },
): ReadonlyMap<string, readonly RhythmPoint[]> {
  const { clock, rules } = inputs;
  const events = [
    ...countedWeighings(
      inputs.weighings.filter((weighing) => weighing.meal === meal && weighing.stream === stream),
      inputs.corrections,
      inputs.findings,
    ).map(({ event, amount }) => ({ ts: event.ts, mg: Math.round((amount ?? 0) * 1000), people: 0 })),
    ...countedMeals(
      inputs.counts.filter((count) => count.meal === meal),
      inputs.corrections,
    ).map(({ event, amount }) => ({ ts: event.ts, mg: 0, people: amount ?? 0 })),
  ].sort((a, b) => a.ts - b.ts);
  const days = grouped(events, ({ ts }) => clock.dateOf(ts));
  return new Map([...days].map(([date, own]) => [date, pointsOf(own, rules, clock)]));
}

function pointsOf(
  events: readonly { readonly ts: number; readonly mg: number; readonly people: number }[],
  rules: CanteenRules,
  clock: CanteenClock,
): readonly RhythmPoint[] {
  const points: RhythmPoint[] = [];
  let mg = 0;
  let personMeals = 0;
  let next = 0;
  const last = events.at(-1)!.ts;
  for (let start = Math.floor(events[0]!.ts / binMs) * binMs; start <= last; start += binMs) {
    for (; next < events.length && events[next]!.ts < start + binMs; next++) {
      mg += events[next]!.mg;
      personMeals += events[next]!.people;
    }
    const grams = mg / 1000;
    const enough = personMeals > 0 && personMeals >= rules.leastPersonMeals;
    points.push({
      at: start + binMs,
      minute: clock.minuteOf(start) + binMinutes,
      grams,
      personMeals,
      gramsPerMeal: enough ? grams / personMeals : null,
    });
  }
  return points;
}

/** What is usual by that minute of the local day: the middle half of the days. */
export interface UsualPoint {
  readonly minute: number;
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

/**
 * The usual band of grams a meal through a meal. A day counts from when enough people have come, and after its last
 * event with what it came to.
 * @param days rhythms of the like days before (state `ok`, the last `normDays` days)
 * @returns empty with fewer than `leastNormDays` days; a minute that fewer than half of the days tell of is left out
 */
export function usualRhythm(
  days: readonly (readonly RhythmPoint[])[],
  { leastNormDays }: Pick<CanteenRules, 'leastNormDays'>,
): readonly UsualPoint[] {
  const known = days.filter((points) => points.some(({ gramsPerMeal }) => gramsPerMeal !== null));
  if (known.length === 0 || known.length < leastNormDays) return [];
  const first = Math.min(...known.map((points) => points[0]!.minute));
  const last = Math.max(...known.map((points) => points.at(-1)!.minute));
  const usual: UsualPoint[] = [];
  for (let minute = first; minute <= last; minute += binMinutes) {
    const values = known.map((points) => standingAt(points, minute)).filter((value) => value !== null);
    if (values.length * 2 < known.length) continue;
    values.sort((a, b) => a - b);
    usual.push({ minute, low: quantile(values, 0.25), mid: quantile(values, 0.5), high: quantile(values, 0.75) });
  }
  return usual;
}

function standingAt(points: readonly RhythmPoint[], minute: number): number | null {
  const at = Math.min(points.length - 1, Math.floor((minute - points[0]!.minute) / binMinutes));
  return at < 0 ? null : points[at]!.gramsPerMeal;
}

/**
 * The minute of the local day by which something was weighed on nine of ten days: a canteen that weighs when all have
 * gone is not silent before. @returns null with fewer than `leastNormDays` days
 */
export function usuallyWeighedBy(
  days: readonly (readonly RhythmPoint[])[],
  { leastNormDays }: Pick<CanteenRules, 'leastNormDays'>,
): number | null {
  const minutes = days
    .map((points) => points.find(({ grams }) => grams > 0)?.minute)
    .filter((minute) => minute !== undefined)
    .sort((a, b) => a - b);
  return minutes.length === 0 || minutes.length < leastNormDays ? null : quantile(minutes, 0.9);
}

/** Linear between the values (Hyndman & Fan's seventh). @param sorted not empty */
function quantile(sorted: readonly number[], p: number): number {
  const at = (sorted.length - 1) * p;
  const below = sorted[Math.floor(at)]!;
  return below + (at - Math.floor(at)) * (sorted[Math.ceil(at)]! - below);
}
