import type { WireCanteenChange, WireCanteenDay, WireTrend } from '../../../../domain/wire-canteens.ts';
import { addDays, addMonths, dayMs, startOf } from '../../format/index.ts';

/** A step of the trend as it is drawn: in the middle of its day, week or month; `null` is a gap. */
export interface TrendMark {
  readonly date: string;
  readonly at: number;
  readonly value: number | null;
  readonly state: WireTrend['points'][number]['state'];
  readonly grams: number | null;
  readonly personMeals: number;
  readonly days: number;
  readonly knownDays: number;
  readonly note: string | null;
}

export const stepEnd = (date: string, every: WireTrend['every']): string =>
  every === 'day' ? addDays(date, 1) : every === 'week' ? addDays(date, 7) : addMonths(date, 1);

export function trendMarks({ points, every }: WireTrend, zone: string): readonly TrendMark[] {
  return points.map(({ date, gramsPerMeal, ...rest }) => {
    const at = (startOf(date, zone) + startOf(stepEnd(date, every), zone)) / 2;
    // A figure of too little data is none, whatever the server computed.
    return { date, at, value: rest.state === 'insufficient-data' ? null : gramsPerMeal, ...rest };
  });
}

/** Changes of the meal and stream on screen whose turning point lies in the trend. */
export function changesIn(day: Pick<WireCanteenDay, 'changes' | 'meal' | 'stream'>, from: string): WireCanteenChange[] {
  return day.changes.filter((change) => change.meal === day.meal && change.stream === day.stream && change.from > from);
}

/** The weeks before are twice as long as the last ones that they are held against (domain/canteen/change.ts). */
export function beforeFrom(from: string, date: string): string {
  const days = Math.round((Date.parse(date) - Date.parse(from)) / dayMs);
  return addDays(from, -2 * days);
}
