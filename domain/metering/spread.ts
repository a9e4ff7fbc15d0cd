import { flag, type IntervalBlock } from './block.ts';
import { Consumption } from './consumption.ts';
import { quantaPerUnit } from './decimal.ts';
import type { Multipliers } from './multiplier.ts';
import type { RegisterReadings } from './readings.ts';
import type { RegisterSteps } from './steps.ts';

/** Lays the steps over the intervals, each step evenly over its time. */
export function spread(
  steps: RegisterSteps,
  readings: RegisterReadings,
  multipliers: Multipliers,
  longestMeasuredMs: number,
  edges: Float64Array,
): IntervalBlock {
  const n = Math.max(0, edges.length - 1);
  const value = new Float64Array(n).fill(NaN);
  const knownMs = new Uint32Array(n);
  const flags = new Uint8Array(n);
  const { changes } = multipliers;
  const used = new Consumption(multipliers);
  let k = 0;
  let m = n > 0 ? multipliers.indexAt(edges[0]!) : 0;
  let startMeasured = n > 0 && isMeasured(edges[0]!, steps, 0, readings, longestMeasuredMs);

  for (let i = 0; i < n; i += 1) {
    const start = edges[i]!;
    const end = edges[i + 1]!;
    while (k < steps.n && steps.to[k]! <= start) k += 1;
    let known = 0;
    let unresolved = false;
    used.start(m);
    let at = start;
    for (;;) {
      // The instant at which another multiplier takes over is an edge of its own.
      const until = m < changes.length && changes[m]! < end ? changes[m]! : end;
      for (let j = k; j < steps.n && steps.from[j]! < until; j += 1) {
        const from = Math.max(at, steps.from[j]!);
        const to = Math.min(until, steps.to[j]!);
        if (to <= from) continue;
        if (steps.resolved[j] === 1) {
          known += to - from;
          addPart(used, steps, j, from, to);
        } else unresolved = true;
      }
      if (until === end) break;
      m += 1;
      used.change(m);
      at = until;
    }
    if (m < changes.length && changes[m]! === end) m += 1;

    const endMeasured = isMeasured(end, steps, k, readings, longestMeasuredMs);
    knownMs[i] = known;
    if (known > 0) value[i] = used.value();
    flags[i] =
      (startMeasured ? flag.startEdgeMeasured : 0) |
      (endMeasured ? flag.endEdgeMeasured : 0) |
      (unresolved ? flag.unresolved : 0);
    startMeasured = endMeasured;
  }
  return { edges, value, knownMs, flags };
}

/** Adds what step j used in [from, to): the difference of two positions, so that neighbours add up exactly. */
function addPart(used: Consumption, steps: RegisterSteps, j: number, from: number, to: number): void {
  const startsAt = steps.from[j]!;
  const endsAt = steps.to[j]!;
  const whole = steps.whole[j]!;
  const quanta = steps.quanta[j]!;
  if (to === endsAt) {
    used.whole += whole;
    used.quanta += quanta;
  } else addPosition(used, whole, quanta, (to - startsAt) / (endsAt - startsAt), 1);
  if (from !== startsAt) addPosition(used, whole, quanta, (from - startsAt) / (endsAt - startsAt), -1);
}

// Up to here a step fits an exact count of quanta; a larger one is interpolated in 10^-4 units.
const mostQuanta = Number.MAX_SAFE_INTEGER;
const coarse = 10_000;

function addPosition(used: Consumption, whole: number, quanta: number, share: number, sign: 1 | -1): void {
  const total = whole * quantaPerUnit + quanta;
  if (Math.abs(total) <= mostQuanta) {
    const position = Math.round(total * share);
    const units = Math.floor(position / quantaPerUnit);
    used.whole += sign * units;
    used.quanta += sign * (position - units * quantaPerUnit);
  } else {
    const position = Math.round((whole * coarse + (quanta / quantaPerUnit) * coarse) * share);
    const units = Math.floor(position / coarse);
    used.whole += sign * units;
    used.quanta += sign * (position - units * coarse) * (quantaPerUnit / coarse);
  }
}

/** A reading stands on the instant, or one on either side, near enough, with a known step between them. */
function isMeasured(
  ts: number,
  steps: RegisterSteps,
  from: number,
  readings: RegisterReadings,
  longestMeasuredMs: number,
): boolean {
  if (steps.n === 0) return readings.n === 1 && readings.ts[0] === ts;
  let k = from;
  while (k < steps.n && steps.to[k]! < ts) k += 1;
  if (k === steps.n || steps.from[k]! > ts) return false;
  if (steps.from[k] === ts || steps.to[k] === ts) return true;
  return steps.resolved[k] === 1 && steps.to[k]! - steps.from[k]! <= longestMeasuredMs;
}
