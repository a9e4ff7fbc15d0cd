import type { Quality } from '../../../../domain/metering/interval.ts';
import type { WireCompleteness } from '../../../../domain/wire-quality.ts';

/** Rows of the picture of meters by days. */
export type DayItem = WireCompleteness['items'][number];

const letters: Readonly<Record<string, Quality>> = { m: 'measured', e: 'estimated', x: 'missing', h: 'manual' };
export const qualityOf = (item: DayItem, day: number): Quality => letters[item.quality[day] ?? 'x'] ?? 'missing';

/** Share of the days shown for which the energy is known by readings; days that have not ended count for their part. */
export function shareOf(item: DayItem, skipped = 0): number {
  const shown = item.coverage.slice(skipped);
  return shown.length === 0 ? 0 : shown.reduce((sum, share) => sum + share, 0) / shown.length;
}

/** Below it a meter's row stands out. */
export const wanting = 0.98;

/** A day that runs is whole as far as it has come; the newest reading may be an interval old. */
export const runningWhole = 0.9;
