import type { LocalCalendar } from '../../time/calendar.ts';
import { confidenceLevels, type Band } from '../types.ts';
import { counts, type ComparedIntervals } from './compared.ts';
import { stateSaving, type StatedSaving } from './stated.ts';
import type { BandOf, ReportedExtent } from './uncertainty.ts';

const dayMs = 86_400_000;

/** Avoided energy of a local month: over its intervals with both sides, never scaled up to the whole month. */
export interface MonthSaving {
  /** `2019-01` */
  readonly month: string;
  /** Intervals with both sides, and all of the reporting period in the month. */
  readonly counted: number;
  readonly intervals: number;
  /** null: no interval of the month has both sides. */
  readonly actual: number | null;
  readonly counterfactual: number | null;
  readonly saving: number | null;
  readonly band: Band;
}

/** Sum from the start of the reporting period up to and with this interval; a masked one repeats the one before. */
export interface CumulativeSaving {
  readonly startsAt: number;
  /** Local day, `2019-01-01`. */
  readonly date: string;
  /** Of the interval alone; null = masked. */
  readonly saving: number | null;
  readonly cumulative: number;
  /** Of `cumulative`, one a confidence level, ascending (68, 80, 90, 95 %). */
  readonly halfWidths: readonly (number | null)[];
}

export interface AvoidedEnergy {
  /** Intervals with both sides. */
  readonly n: number;
  /** Intervals of the reporting period that lack a side: counted on neither. */
  readonly masked: number;
  /** null: no interval has both sides; there is no result, not a saving of everything (spec §15 case 8). */
  readonly total: StatedSaving | null;
  readonly months: readonly MonthSaving[];
  readonly cumulative: readonly CumulativeSaving[];
}

/**
 * Avoided energy use (IPMVP; spec §10): Σ (counterfactual − observed) over intervals where both exist, not annualised.
 * @param confidence one of the levels, or another one; its band is beside those of the levels.
 */
export function avoidedEnergy(
  compared: ComparedIntervals,
  calendar: LocalCalendar,
  bandOf: BandOf,
  confidence = 0.9,
): AvoidedEnergy {
  const { edges, observed, counterfactual, weight } = compared;
  const sum = { actual: 0, counterfactual: 0, points: 0, days: 0, months: 0 };
  let begun = NaN;
  const months: MonthSaving[] = [];
  const cumulative: CumulativeSaving[] = [];
  let month = new MonthSum('', 0);
  let n = 0;
  let lastBands: readonly (number | null)[] = confidenceLevels.map(() => 0);
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const date = calendar.iso(edges[i]!).slice(0, 10);
    if (date.slice(0, 7) !== month.month) {
      if (month.intervals > 0) months.push(month.closed(bandOf, confidence));
      month = new MonthSum(date.slice(0, 7), i);
    }
    month.intervals += 1;
    const both = counts(compared, i);
    if (both) {
      const points = weight?.[i] ?? 1;
      n += 1;
      if (month.counted === 0) sum.months += 1;
      month.add(observed[i]!, counterfactual[i]!, points);
      month.days = (edges[i + 1]! - edges[month.first]!) / dayMs;
      sum.actual += observed[i]!;
      sum.counterfactual += counterfactual[i]!;
      sum.points += points;
      if (sum.days === 0) begun = edges[i]!;
      sum.days = (edges[i + 1]! - begun) / dayMs;
      lastBands = confidenceLevels.map((level) => bandOf(sum, level).halfWidth);
    }
    cumulative.push({
      startsAt: edges[i]!,
      date,
      saving: both ? counterfactual[i]! - observed[i]! : null,
      cumulative: sum.counterfactual - sum.actual,
      halfWidths: lastBands,
    });
  }
  if (month.intervals > 0) months.push(month.closed(bandOf, confidence));
  const total =
    n === 0
      ? null
      : stateSaving(
          sum.actual,
          sum.counterfactual,
          levelsWith(confidence).map((level) => bandOf(sum, level)),
          confidence,
        );
  return { n, masked: cumulative.length - n, total, months, cumulative };
}

/** The product's levels, and the one that was asked for, ascending. */
export function levelsWith(confidence: number): readonly number[] {
  const levels: number[] = [...confidenceLevels];
  if (!levels.includes(confidence)) levels.push(confidence);
  return levels.sort((a, b) => a - b);
}

class MonthSum implements ReportedExtent {
  readonly month: string;
  /** Its first interval. */
  readonly first: number;
  readonly months = 1;
  intervals = 0;
  counted = 0;
  actual = 0;
  counterfactual = 0;
  points = 0;
  days = 0;

  constructor(month: string, first: number) {
    this.month = month;
    this.first = first;
  }

  add(actual: number, counterfactual: number, points: number): void {
    this.counted += 1;
    this.actual += actual;
    this.counterfactual += counterfactual;
    this.points += points;
  }

  closed(bandOf: BandOf, confidence: number): MonthSaving {
    const known = this.counted > 0;
    return {
      month: this.month,
      counted: this.counted,
      intervals: this.intervals,
      actual: known ? this.actual : null,
      counterfactual: known ? this.counterfactual : null,
      saving: known ? this.counterfactual - this.actual : null,
      band: known ? bandOf(this, confidence) : { confidence, halfWidth: null },
    };
  }
}
