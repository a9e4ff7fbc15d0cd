import { decimalsOf, pow10 } from './decimal.ts';
import { neighbours, standing } from './reach.ts';
import type { RegisterReadings } from './readings.ts';

// So many times the largest rate around is far more than usual; over the whole time it is about as large. A boiler that
// starts in the morning gives less: it was off.
const timesAtOnce = 3;
const timesSpread = { least: 0.5, most: 1.5 } as const;
/** A register of whole last digits stands still between any two of them. */
const leastTicks = 20;
const leastStillMs = 30 * 60_000;

export interface CatchUp {
  /** ms UTC of the reading after which the register stood still; `further`: and perhaps before it. */
  readonly stillFrom: number;
  readonly further: boolean;
  readonly steps: number;
  /** Of the register, per ms. */
  readonly rate: number;
  readonly largest: number;
}

/** The register stood still and then shows at once what was used meanwhile; `null`: it does not look so. */
export function catchUp(r: RegisterReadings, i: number): CatchUp | null {
  let first = i;
  while (first > 0 && r.value[first - 1] === r.value[i] && r.apart(first - 1, i) <= standing.readings) {
    if (r.changedAt(first - 1, first)) break;
    first -= 1;
  }
  const steps = i - first;
  if (steps < standing.least || r.changedAt(i, i + 1)) return null;
  const further = first > 0 && r.value[first - 1] === r.value[i];
  const [before, after] = [
    largestRate(r, first - neighbours.before, first, first),
    largestRate(r, i + 1, i + 1 + neighbours.after, i + 1),
  ];
  if (after.steps < 2 || before.positive + after.positive < 2) return null;
  const largest = Math.max(before.largest, after.largest);
  const rise = r.value[i + 1]! - r.value[i]!;
  const stillFrom = r.ts[first]!;
  const rate = rise / (r.ts[i + 1]! - stillFrom);
  const ticks = pow10(Math.max(decimalsOf(r.value[i]!), decimalsOf(r.value[i + 1]!)));
  if (rise * ticks < leastTicks || r.ts[i]! - stillFrom < leastStillMs) return null;
  if (rise <= timesAtOnce * largest * (r.ts[i + 1]! - r.ts[i]!)) return null;
  if (rate < timesSpread.least * largest || (!further && rate > timesSpread.most * largest)) return null;
  return { stillFrom, further, steps, rate, largest };
}

/** Of the steps from readings `first` … `end` − 1 that lie near `from`; falls are no rates. */
function largestRate(
  r: RegisterReadings,
  first: number,
  end: number,
  from: number,
): { readonly steps: number; readonly positive: number; readonly largest: number } {
  let [steps, positive, largest] = [0, 0, 0];
  for (let m = Math.max(0, first); m < Math.min(end, r.n - 1); m += 1) {
    const far =
      m < from ? r.apart(m, from) > neighbours.readingsBefore : r.apart(from, m + 1) > neighbours.readingsAfter;
    const rise = r.value[m + 1]! - r.value[m]!;
    if (far || rise < 0 || r.changedAt(m, m + 1)) continue;
    steps += 1;
    if (rise > 0) positive += 1;
    largest = Math.max(largest, rise / (r.ts[m + 1]! - r.ts[m]!));
  }
  return { steps, positive, largest };
}
