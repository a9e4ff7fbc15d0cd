/**
 * Figures of a night from its hours, one number an hour; NaN = cannot tell. A night with an hour that is
 * not known says nothing.
 */

/** Mean rate over [from, to). */
export function meanOf(hours: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let hour = from; hour < to; hour++) sum += hours[hour] ?? NaN;
  return sum / (to - from);
}

/** The least hour of [from, to). */
export function leastOf(hours: Float64Array, from: number, to: number): number {
  let least = Infinity;
  for (let hour = from; hour < to; hour++) {
    const value = hours[hour] ?? NaN;
    if (Number.isNaN(value)) return NaN;
    if (value < least) least = value;
  }
  return from < to ? least : NaN;
}
