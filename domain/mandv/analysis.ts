import { LocalCalendar } from '../time/calendar.ts';
import { cleaned, daysOf } from './analysis/records.ts';
import type { Analysis, AnalysisInput, MethodResult } from './analysis/types.ts';
import { analyseDaily } from './analysis/daily.ts';
import { analyseHourly } from './analysis/hourly.ts';
import { analyseMonthly } from './analysis/monthly.ts';
import { findings } from './analysis/findings.ts';
import { adjusted } from './savings/adjustments.ts';
import { avoidedEnergy } from './savings/avoided.ts';
import { withoutBareMonths } from './savings/bare-months.ts';
import { intervalsOf, type ComparedIntervals } from './savings/compared.ts';
import { bandsFrom } from './savings/uncertainty.ts';

export type { Analysis, AnalysisInput, MeterRecord } from './analysis/types.ts';

const methods = {
  daily: analyseDaily,
  monthly: analyseMonthly,
  hourly: analyseHourly,
  'hourly-day-types': analyseHourly,
} as const;

/**
 * Measurement and verification of one meter, from its data to its saving: what `cli mandv` and the server both ask.
 * Pure. A disqualified baseline still gives its model and saving, marked by `sufficiency.qualified`.
 * Throws a RangeError when the zone is unknown.
 */
export function analyse(input: AnalysisInput): Analysis {
  const { method, carrier, timeZone, confidence = 0.9, variant = 'V3', adjustments = [] } = input;
  const calendar = new LocalCalendar(timeZone);
  const records = { baseline: cleaned(input.baseline, carrier), reporting: cleaned(input.reporting, carrier) };
  const days = {
    baseline: daysOf(records.baseline, calendar, input.completeUntil),
    reporting: daysOf(records.reporting, calendar, input.completeUntil),
  };
  const result: MethodResult = methods[method]({ input, calendar, records, days });
  const compared = withoutBareMonths(alive(result.compared), calendar);
  const change = adjusted(compared, adjustments);
  const points = method === 'monthly' ? 'bills' : 'days';
  return {
    method,
    carrier,
    timeZone,
    confidence,
    variant,
    model: result.model,
    statistics: result.statistics,
    sufficiency: findings({ input, calendar, records, days }, result, change.problems),
    baseline: { days: days.baseline, fit: result.fit },
    reporting: { days: days.reporting, compared: change.compared, n: intervalsOf(compared) },
    adjustments: { effects: change.effects, waterfall: change.waterfall },
    savings:
      result.statistics === null
        ? null
        : avoidedEnergy(change.compared, calendar, bandsFrom(result.statistics, points, variant), confidence),
  };
}

/** Nothing but zeros is a feed that died, for gas too: no result, and not 100 % saved (spec §15 case 8). */
function alive(compared: ComparedIntervals): ComparedIntervals {
  if (compared.observed.some((used) => !Number.isNaN(used) && used !== 0)) return compared;
  return { ...compared, observed: compared.observed.map(() => NaN) };
}
