import type { LocalCalendar } from '../time/calendar.ts';

/** Sums over intervals where both sides are there; null: none of them. Saving = counterfactual − observed. */
export interface BothSides {
  readonly intervals: number;
  readonly observed: number | null;
  readonly counterfactual: number | null;
  readonly saving: number | null;
}
export interface MonthTotal extends BothSides {
  /** First instant of the local month. */
  readonly month: number;
  /** Intervals of the month in the period, with or without both sides. */
  readonly of: number;
}

/**
 * A month of which hardly anything is known is no month: under a tenth of its intervals it is null, and the total
 * leaves it out on both sides (spec §15 case 9).
 */
const leastShare = 0.1;

/** Totals by local month and in all, never scaled up to the gaps. Interval i is [edges[i], edges[i + 1]). */
export function totals(
  edges: Float64Array,
  observed: Float64Array,
  counterfactual: Float64Array,
  calendar: LocalCalendar,
): BothSides & { readonly months: readonly MonthTotal[] } {
  const months: MonthTotal[] = [];
  const all = { intervals: 0, observed: 0, counterfactual: 0 };
  for (let i = 0; i < observed.length;) {
    const month = calendar.startOfMonth(edges[i]!);
    const end = calendar.nextMonth(month);
    const sum = { intervals: 0, observed: 0, counterfactual: 0 };
    let of = 0;
    for (; i < observed.length && edges[i]! < end; i++) {
      of++;
      if (Number.isNaN(observed[i]! + counterfactual[i]!)) continue;
      sum.intervals++;
      sum.observed += observed[i]!;
      sum.counterfactual += counterfactual[i]!;
    }
    const known = sum.intervals > 0 && sum.intervals >= leastShare * of;
    months.push({ month, of, ...bothSides(known ? sum : { ...sum, intervals: 0 }) });
    if (!known) continue;
    all.intervals += sum.intervals;
    all.observed += sum.observed;
    all.counterfactual += sum.counterfactual;
  }
  return { ...bothSides(all), months };
}

function bothSides(sum: { intervals: number; observed: number; counterfactual: number }): BothSides {
  if (sum.intervals === 0) return { intervals: 0, observed: null, counterfactual: null, saving: null };
  return { ...sum, saving: sum.counterfactual - sum.observed };
}
