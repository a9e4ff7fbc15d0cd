import type { WireEvery } from '../../../../domain/wire.ts';

/** What the pictures of a verdict show: some time before it and after it, in intervals that stay readable. */
export interface VerdictWindow {
  readonly from: number;
  readonly to: number;
  readonly every: Exclude<WireEvery, 'raw'>;
}

const hour = 3_600_000;
const day = 24 * hour;

export function windowOf(from: number, to: number, now: number): VerdictWindow {
  const around = Math.min(21 * day, Math.max(6 * hour, 0.6 * (to - from)));
  const [start, end] = [from - around, Math.min(to + around, Math.max(now, to + hour))];
  const length = end - start;
  const [every, step]: [VerdictWindow['every'], number] =
    length <= 2.5 * day ? ['15m', hour / 4] : length <= 10 * day ? ['1h', hour] : ['1d', day];
  // Whole hours at least, so that the axis begins at one.
  const unit = Math.max(step === day ? hour : step, hour);
  return { from: Math.floor(start / unit) * unit, to: Math.ceil(end / unit) * unit, every };
}
