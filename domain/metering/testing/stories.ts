import type { Finding } from '../finding.ts';
import { fold } from '../fold.ts';
import type { MeterRules } from '../meter.ts';
import { deriveRegister, findingsOn, type Arrivals } from '../register.ts';
import { at, meterRules, minute } from '../testing.ts';

/** Helps the tests to tell whole stories: a day or a week of a register, and what is made of it. */

export const quarter = 15 * minute;
export const start = at('00:00');

export interface Reading {
  readonly ts: number;
  readonly value: number;
  readonly receivedAt?: number;
}

/** A register that climbs by `step` each quarter hour. */
export function climbing(from: number, n: number, opening: number, step = 1.5): Reading[] {
  return Array.from({ length: n }, (_, i) => ({
    ts: from + i * quarter,
    value: Number((opening + i * step).toFixed(2)),
  }));
}

export const shownAs = (
  readings: readonly Reading[],
  first: number,
  n: number,
  show: (value: number) => number,
): Reading[] =>
  readings.map((reading, i) => (i >= first && i < first + n ? { ...reading, value: show(reading.value) } : reading));

export function columnsOf(readings: readonly Reading[]): { ts: Float64Array; value: Float64Array } {
  const sorted = [...new Map(readings.map((reading) => [reading.ts, reading])).values()].sort((a, b) => a.ts - b.ts);
  return { ts: Float64Array.from(sorted, (r) => r.ts), value: Float64Array.from(sorted, (r) => r.value) };
}

export function arrivals(readings: readonly Reading[]): Arrivals {
  const known = readings.filter((r) => r.receivedAt !== undefined).sort((a, b) => a.ts - b.ts);
  return { ts: Float64Array.from(known, (r) => r.ts), receivedAt: Float64Array.from(known, (r) => r.receivedAt!) };
}

export const live = (readings: readonly Reading[], offMs = 0): Reading[] =>
  readings.map((reading) => ({ ...reading, receivedAt: reading.ts - offMs + 700 }));

export interface Told {
  /** Energy between the first and the last reading that is known. */
  readonly energy: number;
  readonly found: readonly Finding[];
}

export function told(readings: readonly Reading[], rules: MeterRules = meterRules(quarter), arrived?: Arrivals): Told {
  const { ts, value } = columnsOf(readings);
  const edges = Float64Array.from(
    { length: Math.ceil((ts.at(-1)! - ts[0]!) / quarter) + 1 },
    (_, i) => ts[0]! + i * quarter,
  );
  const block = deriveRegister(ts, value, rules, 'energy_kwh', edges);
  const whole = fold(block, Float64Array.of(edges[0]!, edges.at(-1)!));
  return { energy: whole.value[0]!, found: findingsOn(ts, value, rules, 'energy_kwh', arrived) };
}

export const named = ({ found }: Told): string[] => found.map(({ rule, effect }) => `${rule} ${effect}`);
/** Without the gaps that readings left out make. */
export const besideGaps = (answer: Told): string[] => named(answer).filter((name) => name !== 'gap judged');
