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

/** What is said of one register's readings: judged once, for all that is asked of it. */
export class RegisterJudgement {
  readonly #readings: RegisterReadings;
  readonly #steps: RegisterSteps;
  readonly #multipliers: Multipliers;
  readonly #rules: PointRules;

  /**
   * @param ts ms UTC, ascending, without doubles; as many on either side of what is asked as `readingsFor` reads
   * @param value as the meter shows it, before the multiplier
   */
  constructor(ts: Float64Array, value: Float64Array, rules: MeterRules, point: string) {
    const pointRules = rulesOfPoint(rules, point);
    const multipliers = new Multipliers(pointRules.multiplier);
    const counted = pointRules.decided?.counted(ts, value) ?? { ts, value };
    const readings = new RegisterReadings(counted.ts, counted.value, pointRules, multipliers);
    this.#readings = readings;
    this.#steps = new RegisterSteps(readings, pointRules, multipliers);
    this.#multipliers = multipliers;
    this.#rules = pointRules;
  }

  /**
   * What was used in each interval, from the readings and what people decided of them.
   * @param edges n + 1 ascending instants
   */
  block(edges: Float64Array): IntervalBlock {
    const [steps, multipliers] = [this.#steps, this.#multipliers];
    const { decided, intervalMs } = this.#rules;
    const pieces =
      decided === null || decided.amounts.length === 0 || edges.length === 0
        ? []
        : amountPieces(decided.amounts, steps, multipliers, edges[0]!, edges[edges.length - 1]!);
    const longestMeasuredMs = 1.5 * intervalMs;
    return spread({ steps, readings: this.#readings, multipliers, longestMeasuredMs, decided, pieces }, edges);
  }

  /**
   * Everything in the readings that is not plainly normal, ascending by `from`: what was decided, by which rule, on
   * which numbers. What a person has settled is not among it.
   * @param arrivals when the readings arrived, of all or some: tells a clock that was wrong from other odd readings;
   * asked for only when there are such
   */
  findings(arrivals?: () => Arrivals): Finding[] {
    return [...glitches(this.#readings, this.#rules.intervalMs, arrivals), ...this.#steps.findings]
      .filter((finding) => !isSettled(finding, this.#rules))
      .sort((a, b) => a.from - b.from || a.to - b.to || (a.rule < b.rule ? -1 : 1));
  }

  /** The instants of the readings that were left out as odd. */
  leftOut(): ReadonlySet<number> {
    const { all, dropped } = this.#readings;
    return new Set(dropped === null ? [] : all.ts.filter((_, i) => dropped[i] === 1));
  }
}

/** The intervals alone. */
export function deriveRegister(
  ts: Float64Array,
  value: Float64Array,
  rules: MeterRules,
  point: string,
  edges: Float64Array,
): IntervalBlock {
  return new RegisterJudgement(ts, value, rules, point).block(edges);
}

/** The findings alone. */
export function findingsOn(
  ts: Float64Array,
  value: Float64Array,
  rules: MeterRules,
  point: string,
  arrivals?: Arrivals,
): Finding[] {
  return new RegisterJudgement(ts, value, rules, point).findings(arrivals && (() => arrivals));
}

/** The findings, with the instants of the readings that were left out as odd. */
export function judgementOn(
  ts: Float64Array,
  value: Float64Array,
  rules: MeterRules,
  point: string,
  arrivals?: Arrivals,
): { readonly findings: Finding[]; readonly leftOut: ReadonlySet<number> } {
  const judgement = new RegisterJudgement(ts, value, rules, point);
  return { findings: judgement.findings(arrivals && (() => arrivals)), leftOut: judgement.leftOut() };
}

/** A person's amount stands in place of energy that was not known. */
function isSettled({ effect, from, to }: Finding, { decided }: PointRules): boolean {
  if (effect !== 'unknown' || decided === null) return false;
  return decided.amounts.some((amount) => amount.from <= from && amount.to >= to);
}
