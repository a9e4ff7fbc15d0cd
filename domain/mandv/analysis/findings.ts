import { reportingSufficiency } from '../data/sufficiency.ts';
import { hourlySuspicions } from '../data/suspicions.ts';
import { outsideBaseline } from '../data/temperature-range.ts';
import type { DailyObservations, MandvProblem, Sufficiency } from '../types.ts';
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
    record.kind === 'hours' ? hourlySuspicions(record.hours, calendar) : [],
  );
  const outside = outsideBaseline(temperatureRange(days.baseline), days.reporting.temperature).problem;
  const disqualifications = [...result.sufficiency.disqualifications, ...reported.disqualifications];
  if (result.model === null) disqualifications.push(noModel(input.method, records));
  const warnings = [...result.sufficiency.warnings, ...reported.warnings, ...hours, ...more];
  if (outside !== null && result.model !== null) warnings.push(outside);
  return {
    qualified: result.sufficiency.qualified && reported.qualified && result.model !== null,
    warnings: unique(warnings),
    disqualifications: unique(disqualifications),
  };
}

/** What two rules found alike is told once. */
function unique(problems: readonly MandvProblem[]): readonly MandvProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, numbers }) => {
    const key = `${code} ${JSON.stringify(numbers)}`;
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
