import type { HourlyObservations } from '../types.ts';

const hourMs = 3_600_000;
/** CalTRACK §2.3: of the hourly method only; a longer gap stays missing. */
const longestGap = 6;

/** Temperatures with gaps of up to six hours filled on the straight line between the hours around them. Hours ascend. */
export function bridgedTemperature(hours: HourlyObservations): HourlyObservations {
  const { startsAt, temperature } = hours;
  let filled: Float64Array | null = null;
  let before = -1;
  for (let i = 0; i < startsAt.length; i += 1) {
    if (!Number.isFinite(temperature[i]!)) continue;
    // Hours that are not in the record at all lengthen the gap too.
    const missing = before < 0 ? 0 : Math.round((startsAt[i]! - startsAt[before]!) / hourMs) - 1;
    if (i - before > 1 && missing > 0 && missing <= longestGap) {
      filled ??= temperature.slice();
      const perMs = (temperature[i]! - temperature[before]!) / (startsAt[i]! - startsAt[before]!);
      for (let gap = before + 1; gap < i; gap += 1) {
        filled[gap] = temperature[before]! + perMs * (startsAt[gap]! - startsAt[before]!);
      }
    }
    before = i;
  }
  return filled === null ? hours : { ...hours, temperature: filled };
}
