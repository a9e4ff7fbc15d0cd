import { usePerDay } from '../degree-day/predict.ts';
import { predictHours } from '../hourly/predict.ts';
import type { LiveModel } from '../savings/live.ts';
import { bandsFrom } from '../savings/uncertainty.ts';
import type { LocalCalendar } from '../../time/calendar.ts';
import { closedDays } from './closed-days.ts';
import type { KeptModel } from './kept-model.ts';

const daysOfMonth = 30.4375;

/** A kept model for the hours of one day: an hourly one says them itself, a daily one spreads its day over them. */
export function liveModel(kept: KeptModel, confidence: number, calendar: LocalCalendar): LiveModel {
  const { model, statistics, course } = kept;
  const bills = model.kind === 'degree-day' && model.method === 'monthly';
  const bandOf = bandsFrom(statistics, bills ? 'bills' : 'days');
  const halfWidth: LiveModel['halfWidth'] = (counterfactual, hours) => {
    const days = hours / 24;
    return bandOf({ points: bills ? days / daysOfMonth : days, days, months: 1, counterfactual }, confidence).halfWidth;
  };
  if (model.kind === 'hourly') {
    const hours: LiveModel['hours'] = (startsAt, temperature) => predictHours(model, { startsAt, temperature });
    return { hours, halfWidth, spread: false };
  }
  const closed = closedDays(calendar.timeZone);
  return {
    spread: true,
    halfWidth,
    hours(startsAt, temperature) {
      const clock = startsAt.map((ts) => Number(calendar.iso(ts).slice(11, 13)));
      const date = calendar.iso(startsAt[0]!).slice(0, 10);
      const kind = closed(date) ? 'closed' : 'open';
      const shape = course.months?.[Number(date.slice(5, 7)) - 1]?.[kind] ?? course[kind];
      const weights = clock.map((hour) => shape[hour]!);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const perDay = usePerDay(model.parameters, dayMean(temperature, clock, course.air));
      const day = (perDay * startsAt.length) / 24;
      return weights.map((weight, i) => (Number.isNaN(temperature[i]!) ? NaN : (day * weight) / total));
    },
  };
}

/** Mean of the whole day as its known hours let expect it: each tells it by its usual distance from the mean. */
function dayMean(temperature: Float64Array, clock: Float64Array, air: readonly number[]): number {
  let [sum, known] = [0, 0];
  for (let i = 0; i < temperature.length; i += 1) {
    if (Number.isNaN(temperature[i]!)) continue;
    sum += temperature[i]! - air[clock[i]!]!;
    known += 1;
  }
  return known === 0 ? NaN : sum / known;
}
