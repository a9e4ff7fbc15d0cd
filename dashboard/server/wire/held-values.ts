import { qualities, type IntervalColumns } from '../../../storage/series/port.ts';

const missing = qualities.indexOf('missing');

/**
 * A sensor's newest value is held on for 1.5 of its intervals, which may reach past the present. Of an interval that
 * has not begun nothing is known, unless a device with a fast clock has read in it already.
 * @param present ms UTC; the columns are changed in place
 * @param newestReading ms UTC of the point's newest reading
 */
export function forgetHeldPast(present: number, newestReading: number | undefined, columns: IntervalColumns): void {
  const { startsAt, value, coverage, quality, min, max } = columns;
  if (min === undefined || max === undefined) return;
  const known = Math.max(present, newestReading ?? -Infinity);
  for (let i = startsAt.length - 1; i >= 0 && startsAt[i]! > known; i--) {
    value[i] = min[i] = max[i] = NaN;
    coverage[i] = 0;
    quality[i] = missing;
  }
}
