import type { MeterFigures } from '../../../domain/contract/figures.ts';
import type { KeptModel } from '../../../domain/mandv/kept/kept-model.ts';
import { bandsFrom } from '../../../domain/mandv/savings/uncertainty.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { MeterResult } from './job.ts';

const dayMs = 86_400_000;
const confidence = 0.9;

export interface FiguresOf {
  readonly meter: string;
  readonly unit: string;
  readonly result: MeterResult;
  readonly frozen: boolean;
  /** Both sides signed the baseline: what the data rules say of it, they took responsibility for. */
  readonly accepted: boolean;
}

/** Columns of a meter with the bands of their sums. */
export function figuresOf({ meter, unit, result, frozen, accepted }: FiguresOf, calendar: LocalCalendar): MeterFigures {
  const { edges, expected, actual, known, measured, model } = result;
  return {
    ...{ meter, unit, edges, expected, actual, known, measured },
    halfWidth: model === null ? () => null : bandOfDays(result, model.statistics, model.kept, calendar),
    model:
      model === null
        ? null
        : {
            sha256: model.sha256,
            baselineSha256: result.baseInputsSha256,
            frozen,
            disqualified: !model.qualified && !accepted,
            perDayOfMonth: model.perDayOfMonth,
          },
  };
}

/** Half of the band of the saving over days [from, to), those that have both sides (mandv.md §9.3). */
function bandOfDays(
  { edges, expected, actual, points }: MeterResult,
  statistics: KeptModel['statistics'],
  kept: string,
  calendar: LocalCalendar,
): MeterFigures['halfWidth'] {
  const { model } = JSON.parse(kept) as KeptModel;
  const bills = model.kind === 'degree-day' && model.method === 'monthly';
  const bandOf = bandsFrom(statistics, bills ? 'bills' : 'days');
  const n = expected.length;
  const month = new Int32Array(n);
  const pointsOf = new Float64Array(n);
  for (let first = 0, end = 0, at = 0; first < n; first = end, at += 1) {
    const start = calendar.startOfMonth(edges[first]!);
    const next = calendar.nextMonth(start);
    for (; end < n && edges[end]! < next; end += 1) {
      month[end] = at;
      pointsOf[end] = bills ? (edges[end + 1]! - edges[end]!) / (next - start) : points[end]!;
    }
  }
  return (from, to) => {
    const sum = { points: 0, months: 0, counterfactual: 0 };
    let [first, last, lastMonth] = [-1, -1, -1];
    for (let i = Math.max(0, from); i < Math.min(to, n); i += 1) {
      if (!Number.isFinite(expected[i]!) || !Number.isFinite(actual[i]!)) continue;
      if (first < 0) first = i;
      if (month[i] !== lastMonth) sum.months += 1;
      last = i;
      lastMonth = month[i]!;
      sum.points += pointsOf[i]!;
      sum.counterfactual += expected[i]!;
    }
    if (first < 0) return null;
    return bandOf({ ...sum, days: (edges[last + 1]! - edges[first]!) / dayMs }, confidence).halfWidth;
  };
}
