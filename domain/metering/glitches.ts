import type { Evidence, Finding } from './finding.ts';
import { lowerBound } from './decided.ts';
import type { RegisterReadings } from './readings.ts';

/** When readings arrived, ms UTC; columns, ascending by `ts`. */
export interface Arrivals {
  readonly ts: Float64Array;
  readonly receivedAt: Float64Array;
}

/**
 * The readings that were left out. Those of two series in turn, with one reading between them, are one finding. When
 * their stamps are off from their arrival unlike their neighbours', the device's clock was wrong.
 */
export function glitches({ all, dropped }: RegisterReadings, intervalMs: number, arrivals?: () => Arrivals): Finding[] {
  const found: Finding[] = [];
  if (dropped === null) return found;
  const arrived = arrivals?.();
  for (let i = 0; i < dropped.length; i += 1) {
    if (dropped[i] === 0) continue;
    let last = i;
    let readings = 1;
    for (let j = i + 1; j < dropped.length && j <= last + 2; j += 1) {
      if (dropped[j] === 0) continue;
      last = j;
      readings += 1;
    }
    const clock = arrived === undefined ? null : clockJump(all.ts, dropped, i, last, intervalMs, arrived);
    found.push({
      rule: clock === null ? 'glitch' : 'clock-jump',
      effect: 'judged',
      from: all.ts[i]!,
      to: all.ts[last]!,
      before: all.value[i - 1] ?? null,
      after: all.value[last + 1] ?? null,
      evidence: { readings, value: all.value[i]!, ...extremes(all.value, dropped, i, last), ...clock },
    });
    i = last;
  }
  return found;
}

function extremes(value: Float64Array, dropped: Uint8Array, first: number, last: number): Evidence {
  let [least, most] = [Infinity, -Infinity];
  for (let i = first; i <= last; i += 1) {
    if (dropped[i] === 0) continue;
    least = Math.min(least, value[i]!);
    most = Math.max(most, value[i]!);
  }
  return least === most ? {} : { least, most };
}

/** Neighbours on either side whose clock is asked. */
const asked = 8;
// A clock that is right is off by what a message takes; a backlog's readings are all late together.
const leastOff = 2;
const timesSpread = 3;

function clockJump(
  ts: Float64Array,
  dropped: Uint8Array,
  first: number,
  last: number,
  intervalMs: number,
  arrivals: Arrivals,
): Evidence | null {
  const own: number[] = [];
  const others: number[] = [];
  for (let i = Math.max(0, first - asked); i <= Math.min(ts.length - 1, last + asked); i += 1) {
    const k = lowerBound(arrivals.ts, ts[i]!);
    if (arrivals.ts[k] !== ts[i]) continue;
    (dropped[i] === 1 ? own : others).push(ts[i]! - arrivals.receivedAt[k]!);
  }
  if (own.length === 0 || others.length < 2) return null;
  const offsetMs = middle(own);
  const neighboursOffsetMs = middle(others);
  const spread = middle(others.map((other) => Math.abs(other - neighboursOffsetMs)));
  const off = Math.abs(offsetMs - neighboursOffsetMs);
  return off > Math.max(leastOff * intervalMs, timesSpread * spread) ? { offsetMs, neighboursOffsetMs } : null;
}

function middle(list: number[]): number {
  return list.sort((a, b) => a - b)[list.length >> 1]!;
}
