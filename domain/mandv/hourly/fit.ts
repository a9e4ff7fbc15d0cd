import { noDayTypes, type DayTypes } from '../../time/day-types.ts';
import type { BaselineData, HourlyObservations } from '../types.ts';
import { baselineRows, temperatureRangeC } from './baseline-rows.ts';
import { dailyResiduals } from './daily-residuals.ts';
import type { HourlyModel, HourlySegment } from './model.ts';
import { OccupancyEstimator } from './occupancy.ts';
import { HourlyPredictor } from './predict.ts';
import { SegmentFitter } from './segment-fit.ts';
import { everyMonth, segmentPlans } from './segments.ts';
import { coverageProblems, isEnough, monthCoverage, unseenHours, windowOf } from './sufficiency.ts';
import { unpublishedHolidays } from './unpublished-holidays.ts';

export interface HourlyFitOptions {
  /** Given and not `none`: the method is `hourly-day-types`. */
  readonly dayTypes?: DayTypes;
  /** `single`: one model for the year (spec §6.7). */
  readonly segmentation?: HourlyModel['segmentation'];
}

/**
 * CalTRACK 2.0 hourly model of a baseline (spec §6), with what §3 says of its data: an insufficient baseline still
 * gets a model, marked by `sufficiency`. RangeError when the zone is unknown.
 */
export function fitHourly(data: BaselineData<HourlyObservations>, options: HourlyFitOptions = {}): HourlyModel {
  const { dayTypes = noDayTypes, segmentation = 'three-month-weighted' } = options;
  const rows = baselineRows(data, dayTypes);
  const window = windowOf(data.observations);
  const coverage = monthCoverage(rows, data.timeZone, window);
  const occupancy = new OccupancyEstimator(rows);
  const fitter = new SegmentFitter(rows);
  const segments = segmentPlans(segmentation).map((plan) => {
    const sufficient = plan.months.every((month) => isEnough(coverage[month]!));
    const fitted = fitter.fit(plan, occupancy.occupied(plan));
    return { ...fitted, sufficient, temperatureRangeC: temperatureRangeC(rows, plan.months) };
  });
  const disqualifications = coverageProblems(coverage);
  const model: HourlyModel = {
    kind: 'hourly',
    method: dayTypes.name === noDayTypes.name ? 'hourly' : 'hourly-day-types',
    carrier: data.carrier,
    timeZone: data.timeZone,
    dayTypes: dayTypes.name,
    segmentation,
    segments,
    parameters: segments.reduce((sum, segment) => sum + parametersOf(segment), 0),
    sufficiency: {
      qualified: disqualifications.length === 0,
      warnings: [...unpublishedHolidays(dayTypes, data.timeZone, window), ...unseenHours(segments)],
      disqualifications,
    },
    baseline: { ...window, hours: rows.energy.length, temperatureRangeC: temperatureRangeC(rows, everyMonth) },
    daily: { startsAt: [], observed: [], predicted: [] },
  };
  const predictor = new HourlyPredictor(model, dayTypes);
  const predicted = rows.startsAt.map((startsAt, i) => predictor.predictF(startsAt, rows.temperatureF[i]!));
  return { ...model, daily: dailyResiduals(rows, predicted, data.timeZone) };
}

function parametersOf({ hourOfWeek, occupied, unoccupied }: HourlySegment): number {
  return hourOfWeek.filter((level) => level !== null).length + occupied.slopes.length + unoccupied.slopes.length;
}
