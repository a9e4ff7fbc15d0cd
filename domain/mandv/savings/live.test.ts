import { expect, it } from 'vitest';
import { LocalCalendar } from '../../time/calendar.ts';
import type { DegreeDayModel } from '../types.ts';
import { fitStatistics } from '../statistics/fit.ts';
import { LiveDay } from './live.ts';
import { HourShape, liveDaily } from './live-model.ts';
import { bandsFrom } from './uncertainty.ts';

const london = new LocalCalendar('Europe/London');
const hoursOf = (date: string): Float64Array => {
  const start = london.localMidnight(date);
  return london.edges('1h', start, london.nextDay(start));
};
const noise = Float64Array.from({ length: 365 }, (_, i) => 240 + 9 * Math.sin(i));
const statistics = fitStatistics(noise, new Float64Array(365).fill(240), 1)!;
/** 240 kWh a day, and 12 a degree below 15 °C. */
const model: DegreeDayModel = {
  kind: 'degree-day',
  method: 'daily',
  name: 'hdd_only',
  parameters: {
    interceptPerDay: 240,
    heatingSlope: 12,
    coolingSlope: null,
    heatingBalanceC: 15,
    coolingBalanceC: null,
  },
  adjustedRSquared: 0.9,
  balanceRangesC: { heating: [14, 16], cooling: null },
  candidates: { qualified: 1, disqualified: 0, notAttempted: 0 },
  statistics,
  baseline: { from: 0, to: 1, temperatureRangeC: [-5, 30] },
};
/** Twice as much from 8 to 18 as at night. */
const week = Float64Array.from({ length: 168 * 4 }, (_, i) => london.localMidnight('2018-02-05') + i * 3_600_000);
const shape = new HourShape(
  { startsAt: week, energy: week.map((_, i) => (i % 24 >= 8 && i % 24 < 18 ? 20 : 10)) },
  'Europe/London',
);
const live = (date: string, dayBefore?: Float64Array): LiveDay =>
  new LiveDay(hoursOf(date), liveDaily(model, shape, bandsFrom(statistics, 'days'), 0.9, dayBefore), 0.9);

it('a whole day adds up to the day of the model, in the shape of the baseline', () => {
  const day = live('2019-01-16');
  for (const startsAt of hoursOf('2019-01-16').subarray(0, 24)) day.append({ startsAt, energy: 9, temperature: 5 });
  const { counterfactual, actual, band, hours } = day.sum();
  expect([counterfactual, actual, hours]).toEqual([expect.closeTo(360, 9), 216, 24]);
  expect(band.halfWidth).toBeGreaterThan(0);
  const points = day.points();
  expect(points[12]!.counterfactual! / points[3]!.counterfactual!).toBeCloseTo(2, 9);
});

it('hours to come have no figures, and a corrected hour replaces what was known', () => {
  const day = live('2019-01-16');
  const [first] = hoursOf('2019-01-16');
  expect(day.append({ startsAt: first!, energy: 500, temperature: 5 })).toBe(true);
  day.append({ startsAt: first!, energy: 9, temperature: 5 });
  expect(day.sum()).toMatchObject({ hours: 1, actual: 9 });
  expect(day.points()[1]).toMatchObject({ actual: null, counterfactual: null, halfWidth: null, temperatureC: null });
});

it('a missing reading masks its hour', () => {
  const day = live('2019-01-16');
  const [first, second] = hoursOf('2019-01-16');
  day.append({ startsAt: first!, energy: NaN, temperature: 5 });
  expect(day.sum()).toMatchObject({ hours: 0, actual: null, counterfactual: null });
  day.append({ startsAt: second!, energy: 9, temperature: NaN });
  expect(day.sum().hours).toBe(0);
});

it('the long night in October has 25 hours, each of its own', () => {
  const day = live('2019-10-27');
  const hours = hoursOf('2019-10-27');
  for (const startsAt of hours.subarray(0, 25)) day.append({ startsAt, energy: 1, temperature: 15 });
  expect(day.sum()).toMatchObject({ hours: 25, actual: 25, counterfactual: expect.closeTo(250, 9) as number });
  expect(day.append({ startsAt: hours[25]!, energy: 1, temperature: 15 })).toBe(false);
});

it('at night the day is not taken for one as cold as the night: the hours to come follow the day before', () => {
  const dayBefore = Float64Array.from({ length: 24 }, (_, i) => (i < 8 ? 0 : 12));
  const [alone, told] = [live('2019-01-16'), live('2019-01-16', dayBefore)];
  for (const day of [alone, told]) {
    for (const startsAt of hoursOf('2019-01-16').subarray(0, 8)) day.append({ startsAt, energy: 9, temperature: 0 });
  }
  // Mean 8 °C instead of 0 °C: 324 kWh a day instead of 420.
  expect(told.sum().counterfactual! / alone.sum().counterfactual!).toBeCloseTo(324 / 420, 9);
});

it('an hour is appended in under a millisecond', () => {
  const day = live('2019-01-16');
  const startsAt = hoursOf('2019-01-16').subarray(0, 24);
  const times = Array.from({ length: 300 }, (_, i) => {
    const begun = performance.now();
    day.append({ startsAt: startsAt[i % 24]!, energy: 9, temperature: i % 20 });
    day.points();
    day.sum();
    return performance.now() - begun;
  });
  expect(times.sort((a, b) => a - b)[150]).toBeLessThan(1);
});
