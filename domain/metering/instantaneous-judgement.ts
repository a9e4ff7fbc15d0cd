import type { Decision } from './decision.ts';
import type { Finding } from './finding.ts';
import { holdMs } from './instantaneous.ts';
import type { MeterRules } from './meter.ts';

/** What an instantaneous point can physically show, in its own unit; a value beyond is the sensor's own sign of a fault. */
interface Plausible {
  readonly least: number;
  readonly most: number;
  /** Slow quantities only: one reading that leaves both of its neighbours by more than this, and comes back. */
  readonly spike?: number;
}

const voltage: Plausible = { least: 0, most: 250_000 };
const current: Plausible = { least: -100_000, most: 100_000 };

const plausible: Readonly<Record<string, Plausible>> = {
  power_kw: { least: -1e6, most: 1e6 },
  voltage_l1_v: voltage,
  voltage_l2_v: voltage,
  voltage_l3_v: voltage,
  current_l1_a: current,
  current_l2_a: current,
  current_l3_a: current,
  power_factor: { least: -1, most: 1 },
  frequency_hz: { least: 0, most: 400, spike: 5 },
  flow_m3h: { least: -100_000, most: 100_000 },
  // Flue gas is hotter, and no building's heat meter: −127 and 850 are what a broken probe says.
  temperature_c: { least: -60, most: 200, spike: 12 },
  humidity_pct: { least: 0, most: 100, spike: 40 },
  co2_ppm: { least: 0, most: 40_000, spike: 4_000 },
};

/** Neighbours of a spike agree within this share of its height. */
const agreeWithin = 0.25;

export interface CountedValues {
  readonly ts: Float64Array;
  readonly value: Float64Array;
}

/**
 * Readings of an instantaneous point that count, and what was found in the others: beyond what the quantity can be, or
 * one odd value between two that agree (known when the one after it has come). People's decisions go before rules.
 * @param ts ms UTC, ascending; readings within `holdMs` of those asked for must be among them
 */
export function judgeInstantaneous(
  ts: Float64Array,
  value: Float64Array,
  rules: MeterRules,
  point: string,
): CountedValues & { readonly findings: readonly Finding[] } {
  const limits = plausible[point];
  const decisions = (rules.decisions ?? []).filter(
    (decision) => decision.kind === 'readings' && decision.point === point,
  );
  if (limits === undefined && decisions.length === 0) return { ts, value, findings: [] };
  const decided = Int8Array.from(ts, (at) => decisionOn(at, decisions));
  const inRange = Uint8Array.from(value, (v, i) =>
    decided[i] === kept || (decided[i] !== ignored && (limits === undefined || isWithin(v, limits))) ? 1 : 0,
  );
  const findings: Finding[] = [];
  const counts = new Uint8Array(inRange);
  for (let i = 0; i < ts.length; i += 1) {
    if (decided[i] !== undecided || limits === undefined) continue;
    const shown = { from: ts[i]!, to: ts[i]! };
    if (inRange[i] === 0) {
      const { least, most } = limits;
      const evidence = { value: value[i]!, least, most };
      findings.push({ rule: 'out-of-range', effect: 'judged', ...shown, before: null, after: value[i]!, evidence });
      continue;
    }
    const spike = spikeAt(ts, value, inRange, i, limits, holdMs(rules.intervalMs));
    if (spike === null) continue;
    counts[i] = 0;
    const evidence = { value: value[i]!, limit: limits.spike! };
    findings.push({ rule: 'spike', effect: 'judged', ...shown, ...spike, evidence });
  }
  if (!counts.includes(0)) return { ts, value, findings };
  const keep = (_: number, i: number): boolean => counts[i] === 1;
  return { ts: ts.filter(keep), value: value.filter(keep), findings };
}

const [ignored, undecided, kept] = [-1, 0, 1];

function decisionOn(at: number, decisions: readonly Decision[]): number {
  const last = decisions.findLast((one) => one.kind === 'readings' && one.from <= at && at <= one.to);
  if (last?.kind !== 'readings') return undecided!;
  return last.as === 'kept' ? kept! : ignored!;
}

function isWithin(value: number, { least, most }: Plausible): boolean {
  return value >= least && value <= most;
}

/** The values around a spike, null when it is none. Judged by the readings next to it, so that it reaches no further. */
function spikeAt(
  ts: Float64Array,
  value: Float64Array,
  inRange: Uint8Array,
  i: number,
  { spike }: Plausible,
  hold: number,
): { readonly before: number; readonly after: number } | null {
  if (spike === undefined || i < 1 || i + 1 >= ts.length) return null;
  if (ts[i]! - ts[i - 1]! > hold || ts[i + 1]! - ts[i]! > hold) return null;
  if (inRange[i - 1] === 0 || inRange[i + 1] === 0) return null;
  const [before, odd, after] = [value[i - 1]!, value[i]!, value[i + 1]!];
  const height = Math.min(Math.abs(odd - before), Math.abs(odd - after));
  const sameSide = odd - before > 0 === odd - after > 0;
  return sameSide && height > spike && Math.abs(after - before) <= agreeWithin * height ? { before, after } : null;
}
