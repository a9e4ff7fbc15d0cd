const quarterMs = 900_000;

/** Hours of a point, columns; `measured` 1 where the hour's use is known by readings. */
export interface ProfileHours {
  readonly startsAt: Float64Array;
  readonly value: Float64Array;
  readonly measured: Uint8Array;
}

/** Which hours of a week are alike: local hour and kind of day. */
export interface Slot {
  readonly hour: number;
  readonly day: number;
}

/** Fewer measured hours than a week's say nothing of a week. */
const leastHours = 7 * 24;
/** Of one hour of one kind of day; below, the hour of all days stands for it. */
const leastOfSlot = 2;

/**
 * How a meter usually lays its use out over a stretch of time: one weight a quarter hour, from the quarter hour in which
 * `from` lies to the one before `to`; the mean use of that hour on that kind of day, shared by its quarters.
 * @param hours of the weeks around
 * @returns null when too little is known, or nothing was used
 */
export function profileWeights(
  hours: ProfileHours,
  slotOf: (ts: number) => Slot,
  from: number,
  to: number,
): number[] | null {
  const bySlot = new Map<string, { sum: number; count: number }>();
  const byHour = new Map<string, { sum: number; count: number }>();
  let known = 0;
  for (let i = 0; i < hours.startsAt.length; i += 1) {
    if (hours.measured[i] !== 1 || !(hours.value[i]! >= 0)) continue;
    known += 1;
    const { hour, day } = slotOf(hours.startsAt[i]!);
    add(bySlot, `${day}:${hour}`, hours.value[i]!);
    add(byHour, String(hour), hours.value[i]!);
  }
  if (known < leastHours) return null;
  const weights: number[] = [];
  for (let at = Math.floor(from / quarterMs) * quarterMs; at < to; at += quarterMs) {
    const { hour, day } = slotOf(at);
    const own = bySlot.get(`${day}:${hour}`);
    const like = own !== undefined && own.count >= leastOfSlot ? own : byHour.get(String(hour));
    weights.push(like === undefined ? 0 : like.sum / like.count / 4);
  }
  return weights.some((weight) => weight > 0) ? weights : null;
}

function add(map: Map<string, { sum: number; count: number }>, key: string, value: number): void {
  const entry = map.get(key);
  if (entry === undefined) map.set(key, { sum: value, count: 1 });
  else {
    entry.sum += value;
    entry.count += 1;
  }
}
