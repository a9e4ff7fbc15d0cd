import { amountPieces } from './amounts.ts';
import type { IntervalBlock } from './block.ts';
import type { Finding } from './finding.ts';
import { glitches, type Arrivals } from './glitches.ts';
import type { MeterRules } from './meter.ts';
import { Multipliers } from './multiplier.ts';
import { rulesOfPoint, type PointRules } from './point-rules.ts';
import { RegisterReadings } from './readings.ts';
import { spread } from './spread.ts';
import { RegisterSteps } from './steps.ts';

export { affectedRange, contextReadings, nearReadings, readingsFor, type ReadRegister } from './affected.ts';
export type { Arrivals } from './glitches.ts';
export { falls } from './sift.ts';

/**
 * What was used in each interval, from readings of a cumulative register and what people decided of them.
 * @param ts ms UTC, ascending, without doubles; as many on either side of the edges as `readingsFor` reads
 * @param value as the meter shows it, before the multiplier
 * @param edges n + 1 ascending instants
 */
export function deriveRegister(
  ts: Float64Array,
  value: Float64Array,
  rules: MeterRules,
  point: string,
  edges: Float64Array,
): IntervalBlock {
  const { readings, steps, multipliers, pointRules } = judged(ts, value, rules, point);
  const { decided } = pointRules;
  const pieces =
    decided === null || decided.amounts.length === 0 || edges.length === 0
      ? []
      : amountPieces(decided.amounts, steps, multipliers, edges[0]!, edges[edges.length - 1]!);
  const longestMeasuredMs = 1.5 * rules.intervalMs;
  return spread({ steps, readings, multipliers, longestMeasuredMs, decided, pieces }, edges);
}

/**
 * Everything in those readings that is not plainly normal, ascending by `from`: what was decided, by which rule, on
 * which numbers. The same judgement as `deriveRegister` rests on; what a person has settled is not among it.
 * @param arrivals when the readings arrived, of all or some: tells a clock that was wrong from other odd readings
 */
export function findingsOn(
  ts: Float64Array,
  value: Float64Array,
  rules: MeterRules,
  point: string,
  arrivals?: Arrivals,
): Finding[] {
  return judgementOn(ts, value, rules, point, arrivals).findings;
}

/** The same, with the instants of the readings that were left out as odd. */
export function judgementOn(
  ts: Float64Array,
  value: Float64Array,
  rules: MeterRules,
  point: string,
  arrivals?: Arrivals,
): { readonly findings: Finding[]; readonly leftOut: ReadonlySet<number> } {
  const { readings, steps, pointRules } = judged(ts, value, rules, point);
  const { ts: all } = readings.all;
  const leftOut = new Set(readings.dropped === null ? [] : all.filter((_, i) => readings.dropped![i] === 1));
  const findings = [...glitches(readings, rules.intervalMs, arrivals), ...steps.findings]
    .filter((finding) => !isSettled(finding, pointRules))
    .sort((a, b) => a.from - b.from || a.to - b.to || (a.rule < b.rule ? -1 : 1));
  return { findings, leftOut };
}

/** A person's amount stands in place of energy that was not known. */
function isSettled({ effect, from, to }: Finding, { decided }: PointRules): boolean {
  if (effect !== 'unknown' || decided === null) return false;
  return decided.amounts.some((amount) => amount.from <= from && amount.to >= to);
}

function judged(
  ts: Float64Array,
  value: Float64Array,
  rules: MeterRules,
  point: string,
): { readings: RegisterReadings; steps: RegisterSteps; multipliers: Multipliers; pointRules: PointRules } {
  const pointRules = rulesOfPoint(rules, point);
  const multipliers = new Multipliers(pointRules.multiplier);
  const counted = pointRules.decided?.counted(ts, value) ?? { ts, value };
  const readings = new RegisterReadings(counted.ts, counted.value, pointRules, multipliers);
  return { readings, steps: new RegisterSteps(readings, pointRules, multipliers), multipliers, pointRules };
}
