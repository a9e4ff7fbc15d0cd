import type { RegisterReadings } from './readings.ts';

// A history of quarter hours of a meter that now reads each minute has no outage at every reading.
const timesUsual = 1.5;

/** Between readings i and i + 1 something is missing: it took longer than the step before or the one after. */
export function isOutage(r: RegisterReadings, i: number): boolean {
  const { ts, n } = r;
  const before = i > 0 ? ts[i]! - ts[i - 1]! : Infinity;
  const after = i + 2 < n ? ts[i + 2]! - ts[i + 1]! : Infinity;
  const usual = Math.min(before, after);
  return usual === Infinity || ts[i + 1]! - ts[i]! > timesUsual * usual;
}
