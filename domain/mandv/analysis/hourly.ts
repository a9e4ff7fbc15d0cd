import { chinaDayTypes, type DayTypes } from '../../time/day-types.ts';
import type { LocalCalendar } from '../../time/calendar.ts';
import { baselineLength, negatives } from '../data/sufficiency.ts';
import { fitHourly } from '../hourly/fit.ts';
import type { HourlyModel } from '../hourly/model.ts';
import { predictHours } from '../hourly/predict.ts';
import { windowOf } from '../hourly/sufficiency.ts';
import { extrapolationProblems } from '../hourly/temperature-range.ts';
import { unpublishedHolidays } from '../hourly/unpublished-holidays.ts';
import { daysOfHours, type ComparedIntervals } from '../savings/compared.ts';
import { fitStatistics } from '../statistics/fit.ts';
import type { HourlyObservations } from '../types.ts';
import { bridgedTemperature } from './temperature-gaps.ts';
import type { MethodResult, MethodTask } from './types.ts';

/** Explanatory variables that daily residuals of an hourly model are charged with, as eemeter's metrics do. */
const slopes = 1;
const nothing: ComparedIntervals = {
  edges: new Float64Array(0),
  observed: new Float64Array(0),
  counterfactual: new Float64Array(0),
};

/** CalTRACK 2.0 hourly (spec §6), with or without day types; its statistics and bands are those of its days (§9.3). */
export function analyseHourly({ input, calendar, records, days }: MethodTask): MethodResult {
  const { baseline, reporting } = records;
  if (baseline.kind !== 'hours' || reporting.kind !== 'hours' || baseline.hours.startsAt.length === 0) {
    return {
      model: null,
      statistics: null,
      sufficiency: { qualified: true, warnings: [], disqualifications: [] },
      fit: nothing,
      compared: nothing,
    };
  }
  const dayTypes = input.method === 'hourly-day-types' ? (input.dayTypes ?? chinaDayTypes) : undefined;
  const options = dayTypes === undefined ? {} : { dayTypes };
  const { carrier, timeZone } = input;
  const bridged = input.bridgeTemperature === false ? (hours: HourlyObservations) => hours : bridgedTemperature;
  const [baselineHours, reportingHours] = [bridged(baseline.hours), bridged(reporting.hours)];
  const model =
    input.kept?.kind === 'hourly'
      ? input.kept
      : fitHourly({ purpose: 'baseline', carrier, timeZone, observations: baselineHours }, options);
  const before = compare(model, baselineHours, calendar, options);
  const after = compare(model, reportingHours, calendar, options);
  const negative = carrier === 'gas' ? negatives(baselineHours.energy, carrier) : null;
  const refused = [...baselineLength(days.baseline.energy.length), ...(negative === null ? [] : [negative])];
  return {
    model,
    statistics: fitStatistics(
      Float64Array.from(model.daily.observed),
      Float64Array.from(model.daily.predicted),
      slopes,
    ),
    sufficiency: {
      qualified: model.sufficiency.qualified && refused.length === 0,
      disqualifications: [...refused, ...model.sufficiency.disqualifications],
      warnings: [
        ...model.sufficiency.warnings,
        // The year that is reported may be one whose holidays nobody has published yet.
        ...(dayTypes === undefined ? [] : unpublishedHolidays(dayTypes, timeZone, windowOf(reportingHours))),
        // Each hour against the months that its segment was made from: the year's own range hides a warm winter.
        ...extrapolationProblems(model, reportingHours),
      ],
    },
    fit: before,
    compared: after,
  };
}

function compare(
  model: HourlyModel,
  hours: HourlyObservations,
  calendar: LocalCalendar,
  options: { readonly dayTypes?: DayTypes },
): ComparedIntervals {
  const counterfactual = predictHours(model, hours, options);
  return daysOfHours({ startsAt: hours.startsAt, observed: hours.energy, counterfactual }, calendar);
}
