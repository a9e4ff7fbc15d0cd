import type { WireEvery } from '../../../../domain/wire.ts';
import { addDays, dateAt, startOf } from '../../format/zone.ts';

/** What the pictures of a verdict show: some time before it and after it, in intervals that stay readable. */
export interface VerdictWindow {
  readonly from: number;
  readonly to: number;
  readonly every: Exclude<WireEvery, 'raw'>;
}

const hour = 3_600_000;
const day = 24 * hour;

export function windowOf(from: number, to: number, now: number, zone: string): VerdictWindow {
  const around = Math.min(21 * day, Math.max(6 * hour, 0.6 * (to - from)));
  const [start, end] = [from - around, Math.min(to + around, Math.max(now, to + hour))];
  const length = end - start;
  if (length > 10 * day) {
    const midnight = (at: number, days: number) => startOf(addDays(dateAt(at, zone), days), zone);
    return { from: midnight(start, 0), to: midnight(end - 1, 1), every: '1d' };
  }
  // Whole hours, so that the axis begins at one.
  const whole = { from: Math.floor(start / hour) * hour, to: Math.ceil(end / hour) * hour };
  return { ...whole, every: length <= 2.5 * day ? '15m' : '1h' };
}
