import { negatives, reportingSufficiency } from '../data/sufficiency.ts';
import { hourlySuspicions } from '../data/suspicions.ts';
import { outsideBaseline } from '../data/temperature-range.ts';
import type { DailyObservations, HourlyObservations, MandvCarrier, MandvProblem, Sufficiency } from '../types.ts';
import { noModel } from './problems.ts';
import type { MethodResult, MethodTask } from './types.ts';

/** All that the data rules say of both periods, each finding told once. */
export function findings(task: MethodTask, result: MethodResult, more: readonly MandvProblem[]): Sufficiency {
  const { input, calendar, records, days } = task;
  const { carrier, timeZone } = input;
  const reported = reportingSufficiency(
    { purpose: 'reporting', carrier, timeZone, observations: days.reporting },
    { purpose: 'baseline', carrier, timeZone, observations: days.baseline },
  );
  const hours = [records.baseline, records.reporting].flatMap((record) =>
    record.kind === 'hours'
      ? [...negativeHours(record.hours, carrier), ...hourlySuspicions(record.hours, calendar)]
      : [],
  );
  const outside = outsideBaseline(temperatureRange(days.baseline), days.reporting.temperature).problem;
  const disqualifications = [...result.sufficiency.disqualifications, ...reported.disqualifications];
  if (result.model === null) disqualifications.push(noModel(input.method, records));
  const shared = sharedDays(days.baseline, days.reporting);
  const warnings = [...result.sufficiency.warnings, ...reported.warnings, ...hours, ...more];
  if (shared > 0) warnings.push(overlap(shared));
  if (outside !== null && result.model !== null) warnings.push(outside);
  return {
    qualified: result.sufficiency.qualified && reported.qualified && result.model !== null,
    warnings: unique(warnings, disqualifications),
    disqualifications: unique(disqualifications),
  };
}

/** Those that a day's total hides are told too; the total itself may still be a model's day. */
function negativeHours({ energy }: HourlyObservations, carrier: MandvCarrier): readonly MandvProblem[] {
  const negative = negatives(energy, carrier);
  return negative === null ? [] : [negative];
}

/** What two rules found alike is told once. */
function unique(problems: readonly MandvProblem[], told: readonly MandvProblem[] = []): readonly MandvProblem[] {
  const keyOf = ({ code, numbers }: MandvProblem): string => `${code} ${JSON.stringify(numbers)}`;
  const seen = new Set(told.map(keyOf));
  return problems.filter((one) => {
    const key = keyOf(one);
    return !seen.has(key) && seen.add(key);
  });
}

/** Of the days that a model could be made from. */
function temperatureRange({ temperature, energy }: DailyObservations): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < temperature.length; i += 1) {
    if (Number.isNaN(temperature[i]! + energy[i]!)) continue;
    low = Math.min(low, temperature[i]!);
    high = Math.max(high, temperature[i]!);
  }
  return [low, high];
}

function sharedDays(baseline: DailyObservations, reporting: DailyObservations): number {
  const [from, to] = [reporting.edges[0] ?? Infinity, reporting.edges.at(-1) ?? -Infinity];
  let days = 0;
  for (let i = 0; i < baseline.energy.length; i += 1) {
    if (baseline.edges[i]! >= from && baseline.edges[i]! < to) days += 1;
  }
  return days;
}

function overlap(days: number): MandvProblem {
  return {
    code: 'mandv.periods-overlap',
    message: {
      zh: `基期与报告期有 ${days} 天重叠：这些天的节能量没有意义`,
      en: `baseline and reporting period share ${days} days: no saving can be told from them`,
    },
    numbers: { days },
  };
}
