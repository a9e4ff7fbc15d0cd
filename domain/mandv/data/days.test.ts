import { describe, expect, it } from 'vitest';
import { LocalCalendar } from '../../time/calendar.ts';
import type { HourlyObservations } from '../types.ts';
import { dailyFromHours, dayLength } from './days.ts';
import { hourlyObservations } from './testing/hours.ts';
import { baselineSpan, daysBetween } from './period.ts';

const hourMs = 3_600_000;
const utc = new LocalCalendar('UTC');
const london = new LocalCalendar('Europe/London');

/** Hours of [from, to) by the zone's midnights; one kWh an hour at 10 °C unless said otherwise. */
function hours(
  calendar: LocalCalendar,
  [from, to]: readonly [string, string],
  energy: (at: number) => number = () => 1,
  temperature: (at: number) => number = () => 10,
): HourlyObservations {
  const start = calendar.localMidnight(from);
  const startsAt = Float64Array.from(
    { length: (calendar.localMidnight(to) - start) / hourMs },
    (_, i) => start + i * hourMs,
  );
  return { startsAt, energy: startsAt.map(energy), temperature: startsAt.map(temperature) };
}

describe('hours to local days, by case of the specification', () => {
  it('1: the 25 hours of the autumn change are one day', () => {
    const days = dailyFromHours(hours(london, ['2019-10-26', '2019-10-29']), london);
    expect([...days.energy]).toEqual([24, 25, 24]);
    expect(dayLength(days.edges, 1)).toBe(25 / 24);
    expect([...days.energyCoverage]).toEqual([1, 1, 1]);
  });

  it('2: the spring day has 23 hours, and its mean temperature is of 23', () => {
    const change = london.localMidnight('2019-03-31');
    const warming = (at: number): number => (at >= change ? (at - change) / hourMs : NaN);
    const days = dailyFromHours(hours(london, ['2019-03-31', '2019-04-01'], undefined, warming), london);
    expect([...days.energy]).toEqual([23]);
    expect(days.temperature[0]).toBe(11);
    expect(dayLength(days.edges, 0)).toBe(23 / 24);
  });

  it('3: the hour 01:00 that comes twice is two hours', () => {
    const firstOne = Date.parse('2019-10-27T01:00:00+01:00');
    const secondOne = Date.parse('2019-10-27T01:00:00Z');
    const read = hourlyObservations(
      { startsAt: [secondOne, firstOne], value: [3, 2] },
      { startsAt: [], value: [] },
      'electricity',
    );
    expect([...read.startsAt]).toEqual([firstOne, secondOne]);
    expect([...read.energy]).toEqual([2, 3]);
    expect(hours(london, ['2019-01-01', '2020-01-01']).startsAt.length).toBe(8760);
  });

  it('4: a day with 13 hours takes the mean of what is there, with 12 it is missing', () => {
    const gap = (missing: number) => (at: number) => ((at / hourMs) % 24 < missing ? NaN : 2);
    expect([...dailyFromHours(hours(utc, ['2019-06-01', '2019-06-02'], gap(11)), utc).energy]).toEqual([48]);
    const half = dailyFromHours(hours(utc, ['2019-06-01', '2019-06-02'], gap(12)), utc);
    expect([...half.energy]).toEqual([NaN]);
    expect([...half.energyCoverage]).toEqual([0.5]);
    expect([...half.temperature]).toEqual([10]);
  });

  it('4: the reading before a gap is not stretched over it', () => {
    const start = utc.localMidnight('2019-06-02');
    const spike = (at: number): number => (at < start ? 1 : at === start ? 100 : at < start + 30 * hourMs ? NaN : 1);
    const days = dailyFromHours(hours(utc, ['2019-06-01', '2019-06-05'], spike), utc);
    expect([...days.energy]).toEqual([24, NaN, 24, 24]);
  });

  it('4: temperature needs over half of its hours too', () => {
    const cold = (at: number): number => ((at / hourMs) % 24 < 12 ? NaN : 5);
    expect(dailyFromHours(hours(utc, ['2019-06-01', '2019-06-02'], undefined, cold), utc).temperature[0]).toBeNaN();
  });

  it('5: the leap year has 366 days', () => {
    const days = dailyFromHours(hours(utc, ['2020-01-01', '2021-01-01']), utc);
    expect(days.energy.length).toBe(366);
    expect(days.energy[59]).toBe(24);
  });

  it('6: Shanghai had summer time in 1990: two days of 23 and 25 hours', () => {
    const shanghai = new LocalCalendar('Asia/Shanghai');
    const days = dailyFromHours(hours(shanghai, ['1990-01-01', '1991-01-01']), shanghai);
    expect(days.energy.length).toBe(365);
    expect([...days.energy].filter((e) => e === 23).length).toBe(1);
    expect([...days.energy].filter((e) => e === 25).length).toBe(1);
  });

  it('7: a zero of electricity is a missing reading, a zero of gas is none', () => {
    const startsAt = Array.from({ length: 24 }, (_, i) => utc.localMidnight('2020-08-03') + i * hourMs);
    const outage = { startsAt, value: startsAt.map((_, i) => (i < 20 ? 0 : 6)) };
    const none = { startsAt: [], value: [] };
    expect(dailyFromHours(hourlyObservations(outage, none, 'electricity'), utc).energy[0]).toBeNaN();
    expect(dailyFromHours(hourlyObservations(outage, none, 'gas'), utc).energy[0]).toBe(24);
  });

  it('32: today is not a day before it is over, even with 20 of its hours', () => {
    const all = hours(utc, ['2026-11-22', '2026-11-24']);
    const now = utc.localMidnight('2026-11-23') + 20 * hourMs;
    const untilNow = { ...all, energy: all.energy.map((e, i) => (all.startsAt[i]! < now ? e : NaN)) };
    expect([...dailyFromHours(untilNow, utc, { completeUntil: now }).energy]).toEqual([24, NaN]);
    expect([...dailyFromHours(all, utc, { completeUntil: now + 4 * hourMs }).energy]).toEqual([24, 24]);
  });

  it('zones off by half an hour: an hour belongs to the day in which it starts', () => {
    const india = new LocalCalendar('Asia/Kolkata');
    const days = dailyFromHours(hours(india, ['2025-03-01', '2025-03-04']), india);
    expect([...days.energy]).toEqual([24, 24, 24]);
    expect(dailyFromHours(hours(utc, ['2025-03-01', '2025-03-04']), india).energy[1]).toBe(24);
  });

  it('no hours, no days', () => {
    const none = new Float64Array(0);
    expect(dailyFromHours({ startsAt: none, energy: none, temperature: none }, utc).energy.length).toBe(0);
  });
});

describe('periods of days', () => {
  it('days that the data do not reach are there, and missing', () => {
    const days = dailyFromHours(hours(utc, ['2025-03-01', '2025-03-04']), utc);
    const week = daysBetween(days, utc.localMidnight('2025-02-27'), utc.localMidnight('2025-03-06'), utc);
    expect([...week.energy]).toEqual([NaN, NaN, 24, 24, 24, NaN, NaN]);
    expect([...week.energyCoverage]).toEqual([0, 0, 1, 1, 1, 0, 0]);
  });

  it('31: the works are in neither period, and their days can be counted', () => {
    const illinois = new LocalCalendar('Etc/GMT+6');
    const works = [illinois.localMidnight('2016-12-26'), illinois.localMidnight('2017-01-04')] as const;
    const baseline = baselineSpan(works[0], illinois);
    expect(illinois.iso(baseline.from)).toBe('2015-12-27T00:00:00-06:00');
    const days = dailyFromHours(hours(illinois, ['2015-11-22', '2018-02-08']), illinois);
    const before = daysBetween(days, baseline.from, baseline.to, illinois);
    const after = daysBetween(days, works[1], illinois.localMidnight('2018-01-04'), illinois);
    expect(before.energy.length).toBe(365);
    expect(after.edges[0]! - before.edges.at(-1)!).toBe(9 * 24 * hourMs);
  });

  it('31: works that begin at noon end the baseline at the midnight before', () => {
    const { from, to } = baselineSpan(london.localMidnight('2019-11-05') + 12 * hourMs, london);
    expect([london.iso(from), london.iso(to)]).toEqual(['2018-11-05T00:00:00+00:00', '2019-11-05T00:00:00+00:00']);
  });
});
