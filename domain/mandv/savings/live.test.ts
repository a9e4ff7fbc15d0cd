import { expect, it } from 'vitest';
import { LocalCalendar } from '../../time/calendar.ts';
import { LiveDay, type LiveModel } from './live.ts';

const london = new LocalCalendar('Europe/London');
const hoursOf = (date: string): Float64Array => {
  const start = london.localMidnight(date);
  return london.edges('1h', start, london.nextDay(start));
};
/** 10 kWh an hour from 8 to 18 and 5 at night, more by the square of the cold; hours by themselves. */
const model: LiveModel = {
  spread: false,
  hours: (startsAt, temperature) =>
    startsAt.map((ts, i) => {
      const hour = Number(london.iso(ts).slice(11, 13));
      return (hour >= 8 && hour < 18 ? 10 : 5) + 0.1 * Math.max(15 - temperature[i]!, 0) ** 2 + 0 * temperature[i]!;
    }),
  halfWidth: (counterfactual, hours) => (0.2 * counterfactual) / Math.sqrt(hours / 24),
};
const live = (date: string): LiveDay => new LiveDay(hoursOf(date), model, 0.9);

it('a whole day adds up to its hours, with the band of a day', () => {
  const day = live('2019-01-16');
  for (const startsAt of hoursOf('2019-01-16').subarray(0, 24)) day.append({ startsAt, energy: 9, temperature: 15 });
  const { counterfactual, actual, band, hours } = day.sum();
  expect([counterfactual, actual, hours]).toEqual([170, 216, 24]);
  expect(band).toEqual({ confidence: 0.9, halfWidth: expect.closeTo(34, 9) as number });
  const points = day.points();
  expect([points[3]!.counterfactual, points[12]!.counterfactual]).toEqual([5, 10]);
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
  expect(day.sum()).toMatchObject({ hours: 25, actual: 25, counterfactual: 175 });
  expect(day.append({ startsAt: hours[25]!, energy: 1, temperature: 15 })).toBe(false);
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
