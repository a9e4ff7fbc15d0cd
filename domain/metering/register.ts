import type { IntervalBlock } from './block.ts';
import type { MeterRules } from './meter.ts';
import { Multipliers } from './multiplier.ts';
import { rulesOfPoint } from './point-rules.ts';
import { RegisterReadings } from './readings.ts';
import { spread } from './spread.ts';
import { RegisterSteps } from './steps.ts';
import type { GlitchVerdict, StepVerdict } from './verdict.ts';

export { affectedRange, contextReadings } from './affected.ts';

/**
 * What was used in each interval, from readings of a cumulative register.
 * @param ts ms UTC, ascending, without doubles; `contextReadings` on either side of the edges where there are more
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
  const { readings, steps, multipliers } = judged(ts, value, rules, point);
  return spread(steps, readings, multipliers, 1.5 * rules.intervalMs, edges);
}

/**
 * Everything in those readings that is not plainly normal, ascending: what was decided, by which rule, on which numbers.
 * The same judgement as `deriveRegister` rests on.
 */
export function verdictsOn(
  ts: Float64Array,
  value: Float64Array,
  rules: MeterRules,
  point: string,
): readonly (StepVerdict | GlitchVerdict)[] {
  const { readings, steps } = judged(ts, value, rules, point);
  const since = (verdict: StepVerdict | GlitchVerdict): number =>
    verdict.rule === 'glitch' ? verdict.ts : verdict.from;
  return [...readings.glitches, ...steps.verdicts].sort((a, b) => since(a) - since(b));
}

function judged(
  ts: Float64Array,
  value: Float64Array,
  rules: MeterRules,
  point: string,
): { readings: RegisterReadings; steps: RegisterSteps; multipliers: Multipliers } {
  const pointRules = rulesOfPoint(rules, point);
  const multipliers = new Multipliers(pointRules.multiplier);
  const readings = new RegisterReadings(ts, value, pointRules, multipliers);
  return { readings, steps: new RegisterSteps(readings, pointRules, multipliers), multipliers };
}
