import { addDays } from './clock.ts';
import { compare, meanOf, type Mean } from './mean.ts';
import { knownDays } from './norm.ts';
import { meals, streams, type CanteenRules, type Meal, type MealFigures, type Stream } from './types.ts';

/** Grams a meal of the last weeks against those of the weeks before, beyond chance. */
export interface CanteenChange {
  readonly meal: Meal;
  readonly stream: Stream;
  /** First day of the last weeks. */
  readonly from: string;
  readonly before: Mean;
  readonly after: Mean;
  readonly comparison: 'less' | 'more';
}

/** Days of the last weeks, and of those before: a new cook shows in two weeks, a habit in months. */
const spans = [
  { after: 14, before: 28 },
  { after: 28, before: 56 },
] as const;
/** How far back changes are looked for; figures of so many days before `date` should be given. */
export const changeDays = 84;
/** Less than this part of what was is not worth a word. */
const leastShare = 0.1;
/** Known days of the last weeks. */
const leastDays = 5;

/**
 * What changed in the weeks before `date` (that day left out), the largest first, each meal and stream once: by the
 * last two weeks, or else by the last four. Many are asked at once, so each is held to (1 − confidence) / their number
 * (Bonferroni): of canteens in which nothing changes, 1 − confidence say anything at all.
 */
export function changesOf(meals: readonly MealFigures[], date: string, rules: CanteenRules): readonly CanteenChange[] {
  const asked = pairs.flatMap((pair) =>
    spans.flatMap(({ after, before }) => {
      const from = addDays(date, -after);
      const now = knownDays(meals, { ...pair, from, to: date });
      const then = knownDays(meals, { ...pair, from: addDays(from, -before), to: from });
      return now.length >= leastDays && then.length >= rules.leastNormDays ? [{ ...pair, from, now, then }] : [];
    }),
  );
  const strict = 1 - (1 - rules.confidence) / Math.max(1, asked.length);
  const found = new Map<string, CanteenChange>();
  for (const { meal, stream, from, now, then } of asked) {
    if (found.has(`${meal} ${stream}`)) continue;
    const after = meanOf(now, rules.confidence);
    const before = meanOf(then, rules.confidence);
    if (after === null || before === null || Math.abs(shareOf(before, after)) < leastShare) continue;
    const comparison = compare(after, before, strict);
    if (comparison !== 'less' && comparison !== 'more') continue;
    found.set(`${meal} ${stream}`, { meal, stream, from, before, after, comparison });
  }
  return [...found.values()].sort(
    (a, b) => Math.abs(shareOf(b.before, b.after)) - Math.abs(shareOf(a.before, a.after)),
  );
}

const pairs = meals.flatMap((meal) => streams.map((stream) => ({ meal, stream })));

const shareOf = (before: Mean, after: Mean) => after.gramsPerMeal / before.gramsPerMeal - 1;
