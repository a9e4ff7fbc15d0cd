import { counts, type ComparedIntervals } from './compared.ts';

/** The level of what the model doesn't explain moved, and stayed for two weeks or more. */
export interface LevelShift {
  /** First day of the new level, ms UTC, to the week. */
  readonly at: number;
  /** Observed − counterfactual a day, after minus before: positive = more is used. */
  readonly perDay: number;
  /** The shift ÷ mean usage of a day. */
  readonly fraction: number;
}

const weekMs = 7 * 86_400_000;
const fewestWeeks = 2;

/**
 * Non-routine events (spec §11): the best division of the weekly mean residuals into levels of 14 days or more, at a
 * penalty of 3·ln n·σ̂² a level (σ̂ from differences, so that a shift doesn't hide itself); reported is a shift over 5 % of
 * the mean and over 2 σ_week. Works on the reporting period and inside the baseline alike.
 * @param usual the baseline with its model: what its weeks do too (a season that the model bends wrongly, a holiday) is
 * no event later on, so σ is at least that of its weeks.
 */
export function levelShifts(days: ComparedIntervals, usual?: ComparedIntervals): readonly LevelShift[] {
  const weeks = weeklyMeans(days);
  const n = weeks.length;
  if (n < 2 * fewestWeeks) return [];
  const variance = Math.max(
    varianceFromDifferences(weeks.map((week) => week.residual)),
    usual === undefined ? 0 : varianceOf(weeklyMeans(usual).map((week) => week.residual)),
  );
  const meanUsage = weeks.reduce((sum, week) => sum + Math.abs(week.usage), 0) / n;
  const least = Math.max(0.05 * meanUsage, 2 * Math.sqrt(variance));
  let breaks = division(
    weeks.map((week) => week.residual),
    3 * Math.log(n) * variance,
  );
  // The least shift goes first, so that a slow drift is not told as a stair of nothing.
  for (;;) {
    const steps = shiftsAt(weeks, breaks);
    const weakest = steps.reduce<number>(
      (least, step, i) => (least < 0 || Math.abs(step) < Math.abs(steps[least]!) ? i : least),
      -1,
    );
    if (weakest < 0) return [];
    if (Math.abs(steps[weakest]!) > least) {
      return breaks.map((at, i) => ({
        at: weeks[at]!.startsAt,
        perDay: steps[i]!,
        fraction: meanUsage === 0 ? 0 : steps[i]! / meanUsage,
      }));
    }
    breaks = breaks.filter((_, i) => i !== weakest);
  }
}

interface Week {
  readonly startsAt: number;
  /** Means of its days with both sides. */
  readonly residual: number;
  readonly usage: number;
}

/** Weeks from the first day on; one with fewer than four days with both sides says nothing. */
function weeklyMeans(days: ComparedIntervals): readonly Week[] {
  const weeks: Week[] = [];
  const n = days.edges.length - 1;
  for (let i = 0; i < n;) {
    const startsAt = days.edges[i]!;
    let [known, residual, usage] = [0, 0, 0];
    // Half a day of grace: a week with a clock change is an hour longer or shorter.
    for (; i < n && days.edges[i]! < startsAt + weekMs - 43_200_000; i += 1) {
      if (!counts(days, i)) continue;
      known += 1;
      residual += days.observed[i]! - days.counterfactual[i]!;
      usage += days.observed[i]!;
    }
    if (known >= 4) weeks.push({ startsAt, residual: residual / known, usage: usage / known });
  }
  return weeks;
}

/** σ̂² of a level from first differences, robust: (median |d| ÷ 0.6745)² ÷ 2. */
function varianceFromDifferences(values: readonly number[]): number {
  const differences = values.slice(1).map((value, i) => Math.abs(value - values[i]!));
  differences.sort((a, b) => a - b);
  const median = differences[differences.length >> 1] ?? 0;
  return (median / 0.6745) ** 2 / 2;
}

function varianceOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

/** Optimal partitioning into constant levels: what PELT finds, without its pruning (a year is 52 points). */
function division(values: readonly number[], penalty: number): number[] {
  const n = values.length;
  const sums = [0];
  const squares = [0];
  for (const value of values) {
    sums.push(sums.at(-1)! + value);
    squares.push(squares.at(-1)! + value * value);
  }
  const cost = (from: number, to: number): number =>
    Math.max(0, squares[to]! - squares[from]! - (sums[to]! - sums[from]!) ** 2 / (to - from));
  const best = [-penalty];
  const before = [0];
  for (let end = 1; end <= n; end += 1) {
    best[end] = Infinity;
    before[end] = 0;
    for (let start = 0; start <= end - fewestWeeks; start += 1) {
      const total = best[start]! + cost(start, end) + penalty;
      if (total < best[end]!) [best[end], before[end]] = [total, start];
    }
  }
  const breaks: number[] = [];
  for (let end = before[n]!; end > 0; end = before[end]!) breaks.unshift(end);
  return breaks;
}

function shiftsAt(weeks: readonly Week[], breaks: readonly number[]): readonly number[] {
  const edges = [0, ...breaks, weeks.length];
  const levels = edges.slice(1).map((end, i) => {
    const part = weeks.slice(edges[i], end);
    return part.reduce((sum, week) => sum + week.residual, 0) / part.length;
  });
  return levels.slice(1).map((level, i) => level - levels[i]!);
}
