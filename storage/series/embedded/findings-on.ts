import type { Finding } from '../../../domain/metering/finding.ts';
import type { MeterRules } from '../../../domain/metering/meter.ts';
import { verdictsOn } from '../../../domain/metering/register.ts';
import { isResolved, type GlitchVerdict, type StepVerdict } from '../../../domain/metering/verdict.ts';

/** What the rules found in a register's readings. */
export function findingsOn(
  ts: Float64Array,
  value: Float64Array,
  rules: MeterRules,
  point: string,
  _arrivals: Float64Array,
): Finding[] {
  return verdictsOn(ts, value, rules, point).flatMap((verdict) => findingOf(verdict));
}

function findingOf(verdict: StepVerdict | GlitchVerdict): Finding[] {
  if (verdict.rule === 'normal') return [];
  if (verdict.rule === 'glitch') {
    const { rule, ts, value, before, after } = verdict;
    return [{ rule, effect: 'judged', from: ts, to: ts, before, after, evidence: { value } }];
  }
  const { rule, from, to, before, after, ...rest } = verdict;
  const evidence = Object.fromEntries(
    Object.entries(rest).flatMap(([name, value]: [string, unknown]) => {
      if (typeof value === 'object' && value !== null) return Object.entries(value);
      return [[name === 'at' ? 'swappedAt' : name, value]];
    }),
  ) as Finding['evidence'];
  return [{ rule, effect: isResolved(verdict) ? 'judged' : 'unknown', from, to, before, after, evidence }];
}
