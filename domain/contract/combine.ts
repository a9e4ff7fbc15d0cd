import { quadrature } from '../mandv/savings/uncertainty.ts';
import type { MeterFigures } from './figures.ts';

/** A day's amount counts to 6 decimals, in whole millionths, as a settlement's lots count it: one sum, no dust. */
const millionths = (amount: number): number => Math.sign(amount) * Math.round(Math.abs(amount) * 1e6);

/** Several meters of one boundary, over days [from, to) of their common edges. */
export interface CombinedSaving {
  /** Sums over the days on which a meter has both sides, meter by meter; null when none has. */
  readonly expected: number | null;
  readonly actual: number | null;
  readonly saving: number | null;
  /** Half of the 90 % band, the meters in quadrature; null = undefined. */
  readonly halfWidth: number | null;
  /** Share of the quarter hours that are known, %, and of those measured: the worst meter's. 0 without meters or days. */
  readonly completenessPct: number;
  readonly measuredPct: number;
  /** Share of the days that have both sides, %, the worst meter's: below completeness where weather or a model lacks. */
  readonly comparedPct: number;
}

export function combined(meters: readonly MeterFigures[], from: number, to: number): CombinedSaving {
  let [expected, actual, any] = [0, 0, false];
  const halfWidths: (number | null)[] = [];
  const shares = meters.map((meter) => sharesOf(meter, from, to));
  for (const meter of ofOneUnit(meters)) {
    let own = false;
    for (let day = from; day < to; day += 1) {
      if (!knowsBoth(meter, day)) continue;
      own = true;
      expected += millionths(meter.expected[day]!);
      actual += millionths(meter.actual[day]!);
    }
    // A meter that knows nothing adds nothing, and its lack is told by completeness, not by the band.
    if (own) halfWidths.push(meter.halfWidth(Math.max(0, from), Math.min(to, meter.actual.length)));
    any ||= own;
  }
  return {
    ...(any
      ? { expected: expected / 1e6, actual: actual / 1e6, saving: (expected - actual) / 1e6 }
      : { expected: null, actual: null, saving: null }),
    halfWidth: any ? quadrature(halfWidths) : null,
    completenessPct: worst(shares.map(({ knownPct }) => knownPct)),
    measuredPct: worst(shares.map(({ measuredPct }) => measuredPct)),
    comparedPct: worst(shares.map(({ comparedPct }) => comparedPct)),
  };
}

/** kWh and m³ don't add up: what counts another unit than the boundary's first meter is in no sum. */
export function ofOneUnit<T extends { readonly unit: string }>(meters: readonly T[]): readonly T[] {
  return meters.filter(({ unit }) => unit === meters[0]!.unit);
}

/** Columns by day of [from, to). */
export interface CumulativeSaving {
  /** Of the day, summed over the meters that know both sides; NaN when none does. */
  readonly expected: Float64Array;
  readonly actual: Float64Array;
  readonly saving: Float64Array;
  /** From `from` up to and with the day; NaN before the first known day. */
  readonly running: Float64Array;
  readonly runningHalfWidth: Float64Array;
  /** Known quarter hours of the day, %, the worst meter's. */
  readonly completenessPct: Float64Array;
}

/** One pass over the days; the band of the running sum is asked for once a meter and day. */
export function cumulative(meters: readonly MeterFigures[], from: number, to: number): CumulativeSaving {
  const column = () => new Float64Array(Math.max(0, to - from)).fill(NaN);
  const days = {
    ...{ expected: column(), actual: column(), saving: column() },
    ...{ running: column(), runningHalfWidth: column(), completenessPct: column() },
  };
  let total = NaN;
  const own = ofOneUnit(meters);
  const begun = own.map(() => false);
  for (let day = from, i = 0; day < to; day += 1, i += 1) {
    let [expected, actual, any] = [0, 0, false];
    own.forEach((meter, m) => {
      if (!knowsBoth(meter, day)) return;
      any = begun[m] = true;
      expected += meter.expected[day]!;
      actual += meter.actual[day]!;
    });
    if (any) {
      days.expected[i] = expected;
      days.actual[i] = actual;
      days.saving[i] = expected - actual;
      total = (Number.isNaN(total) ? 0 : total) + expected - actual;
    }
    days.running[i] = total;
    days.completenessPct[i] = worst(meters.map((meter) => (meter.known[day] ?? 0) * 100));
    if (Number.isNaN(total)) continue;
    days.runningHalfWidth[i] =
      !any && i > 0
        ? days.runningHalfWidth[i - 1]!
        : (quadrature(own.flatMap((meter, m) => (begun[m] ? [meter.halfWidth(from, day + 1)] : []))) ?? NaN);
  }
  return days;
}

/**
 * Shares of days [from, to) of one meter, %, weighed by the days' quarter hours: a day of 23 hours has 92 of them. Days
 * outside of the figures are known to nobody.
 */
export function sharesOf(
  meter: MeterFigures,
  from: number,
  to: number,
): { readonly knownPct: number; readonly measuredPct: number; readonly comparedPct: number } {
  let [all, known, measured, compared] = [0, 0, 0, 0];
  for (let day = from; day < to; day += 1) {
    const inside = day >= 0 && day < meter.actual.length;
    const quarters = inside ? Math.round((meter.edges[day + 1]! - meter.edges[day]!) / quarterMs) : 96;
    all += quarters;
    if (!inside) continue;
    known += quarters * finite(meter.known[day]!);
    measured += quarters * finite(meter.measured[day]!);
    if (knowsBoth(meter, day)) compared += quarters;
  }
  const pct = (part: number) => (all === 0 ? 0 : snapped((part * 100) / all));
  return { knownPct: pct(known), measuredPct: pct(measured), comparedPct: pct(compared) };
}

const quarterMs = 900_000;

export function knowsBoth(meter: MeterFigures, day: number): boolean {
  return Number.isFinite(meter.expected[day]!) && Number.isFinite(meter.actual[day]!);
}

const finite = (share: number): number => (Number.isFinite(share) ? share : 0);
const worst = (pcts: readonly number[]): number => (pcts.length === 0 ? 0 : Math.min(...pcts));
/** Sums of shares carry dust: 90 % of a year's quarter hours is 90 %, not 89.99999999999999 %. */
const snapped = (pct: number): number => Math.round(pct * 1e9) / 1e9;
