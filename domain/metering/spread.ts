import type { AmountPiece } from './amounts.ts';
import { flag, type IntervalBlock } from './block.ts';
import { Consumption } from './consumption.ts';
import type { Decided } from './decided.ts';
import { quantaPerUnit } from './decimal.ts';
import type { Multipliers } from './multiplier.ts';
import type { RegisterReadings } from './readings.ts';
import type { RegisterSteps } from './steps.ts';

export interface Spread {
  readonly steps: RegisterSteps;
  readonly readings: RegisterReadings;
  readonly multipliers: Multipliers;
  readonly longestMeasuredMs: number;
  readonly decided: Decided | null;
  readonly pieces: readonly AmountPiece[];
}

/** Lays the steps over the intervals, each evenly over its time or by its shape, and people's amounts over them. */
export function spread(
  { steps, readings, multipliers, longestMeasuredMs, decided, pieces }: Spread,
  edges: Float64Array,
): IntervalBlock {
  const n = Math.max(0, edges.length - 1);
  const value = new Float64Array(n).fill(NaN);
  const knownMs = new Uint32Array(n);
  const flags = new Uint8Array(n);
  const { changes } = multipliers;
  const used = new Consumption(multipliers);
  let k = 0;
  let piece = 0;
  let m = n > 0 ? multipliers.indexAt(edges[0]!) : 0;
  const edge = new Edge(steps, readings, longestMeasuredMs, decided);
  let startFlags = n > 0 ? edge.flags(edges[0]!, 0) : 0;

  for (let i = 0; i < n; i += 1) {
    const start = edges[i]!;
    const end = edges[i + 1]!;
    while (k < steps.n && steps.to[k]! <= start) k += 1;
    while (piece < pieces.length && pieces[piece]!.to <= start) piece += 1;
    let known = 0;
    let inside = 0;
    used.start(m);
    let at = start;
    for (let p = piece; ;) {
      // Where another multiplier takes over, or an amount begins or ends, is an edge of its own.
      let until = end;
      if (m < changes.length && changes[m]! < until) until = changes[m]!;
      const next = pieces[p];
      const covered = next !== undefined && next.from <= at;
      if (next !== undefined) until = Math.min(until, covered ? next.to : Math.max(next.from, at));
      if (covered) {
        used.addEnergy(next.layer.position(until) - next.layer.position(at), next.layer.decimals);
        known += until - at;
        inside |= flag.manual;
        if (until === next.to) p += 1;
      } else {
        for (let j = k; j < steps.n && steps.from[j]! < until; j += 1) {
          const from = Math.max(at, steps.from[j]!);
          const to = Math.min(until, steps.to[j]!);
          if (to <= from) continue;
          if (steps.resolved[j] === 1) {
            known += to - from;
            addPart(used, steps, j, from, to);
          } else inside |= flag.unresolved;
        }
      }
      if (m < changes.length && changes[m] === until && until < end) used.change((m += 1));
      at = until;
      if (until === end) break;
    }
    if (m < changes.length && changes[m]! === end) m += 1;

    const endFlags = edge.flags(end, k);
    knownMs[i] = known;
    if (known > 0) value[i] = used.value();
    flags[i] =
      ((startFlags & measured) !== 0 ? flag.startEdgeMeasured : 0) |
      ((endFlags & measured) !== 0 ? flag.endEdgeMeasured : 0) |
      (known > 0 ? (startFlags | endFlags) & flag.manual : 0) |
      inside;
    startFlags = endFlags;
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
  } else addPosition(used, whole, quanta, shareOf(steps, j, to), 1);
  if (from !== startsAt) addPosition(used, whole, quanta, shareOf(steps, j, from), -1);
}

/** Share of step j's energy that lies before `at`. */
function shareOf(steps: RegisterSteps, j: number, at: number): number {
  const shape = steps.shapes.size === 0 ? undefined : steps.shapes.get(j);
  return shape === undefined ? (at - steps.from[j]!) / (steps.to[j]! - steps.from[j]!) : shape.shareAt(at);
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

const measured = flag.startEdgeMeasured;

/** What stands behind the register at an instant: `measured`, and whether a person's reading does. */
class Edge {
  readonly #steps: RegisterSteps;
  readonly #readings: RegisterReadings;
  readonly #longestMeasuredMs: number;
  readonly #decided: Decided | null;

  constructor(steps: RegisterSteps, readings: RegisterReadings, longestMeasuredMs: number, decided: Decided | null) {
    this.#steps = steps;
    this.#readings = readings;
    this.#longestMeasuredMs = longestMeasuredMs;
    this.#decided = decided !== null && decided.taken.length > 0 ? decided : null;
  }

  /**
   * Measured: a reading stands on the instant, or one on either side, near enough, with a known step between them.
   * @param from a step at or before the instant
   */
  flags(ts: number, from: number): number {
    const steps = this.#steps;
    if (steps.n === 0) return this.#readings.n === 1 && this.#readings.ts[0] === ts ? measured : 0;
    let k = from;
    while (k < steps.n && steps.to[k]! < ts) k += 1;
    if (k === steps.n || steps.from[k]! > ts) return 0;
    const start = steps.from[k]!;
    const end = steps.to[k]!;
    const onReading = start === ts || end === ts;
    const isMeasured = onReading || (steps.resolved[k] === 1 && end - start <= this.#longestMeasuredMs);
    return (isMeasured ? measured : 0) | (this.#decided === null ? 0 : this.#manual(ts, k, onReading));
  }

  /** A person's reading stands on the instant, or at an end of the step that it lies in. */
  #manual(ts: number, k: number, onReading: boolean): number {
    const decided = this.#decided!;
    const { from, to, resolved } = this.#steps;
    const taken = onReading ? decided.isTaken(ts) : decided.isTaken(from[k]!) || decided.isTaken(to[k]!);
    return taken && resolved[k] === 1 ? flag.manual : 0;
  }
}
