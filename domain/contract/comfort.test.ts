import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LocalCalendar } from '../time/calendar.ts';
import { zoneDays, type ComfortInputs } from './comfort.ts';
import type { ComfortDuty } from './contract.ts';
import { shanghai } from './testing/figures.ts';

const office: ComfortDuty = {
  ...{ minC: 20, maxC: 26, hours: [{ fromMinute: 510, toMinute: 1050 }], days: 'all', meters: [] },
  ...{ tolerancePct: 0, perZoneDay: '200', allowedZoneDays: 0 },
};
const warm = new Float64Array(96).fill(23);
/** 08:30 to 17:30: quarter hours 34 to 69, 36 of them. */
const withQuarters = (from: number, to: number, value: number) => warm.map((c, i) => (i >= from && i < to ? value : c));

function judged(days: readonly Float64Array[], given: Partial<ComfortInputs> = {}, from = '2026-01-14') {
  const calendar = given.calendar ?? shanghai;
  const edges: Float64Array[] = [];
  let start = calendar.localMidnight(from);
  const dates = days.map(() => {
    const date = calendar.iso(start).slice(0, 10);
    edges.push(calendar.quarterEdges(start));
    start = calendar.nextDay(start);
    return date;
  });
  const zone = { meter: 'R301', dates, edgesOfDay: (i: number) => edges[i]!, meansOfDay: (i: number) => days[i]! };
  const inputs = { comfort: office, minCompletenessPct: 90, calendar, zones: [zone], isWorkday: () => true, ...given };
  return zoneDays(inputs);
}

it('one quarter hour at 19.99 °C in office time is a zone-day not kept; at night, or at the bound, it is none', () => {
  const days = [warm, withQuarters(40, 41, 19.99), withQuarters(40, 41, 20), withQuarters(70, 96, 12)];
  expect(judged(days).map(({ date, state, outsidePct }) => `${date} ${state} ${outsidePct}`)).toEqual([
    '2026-01-14 kept 0',
    `2026-01-15 not-kept ${100 / 36}`,
    '2026-01-16 kept 0',
    '2026-01-17 kept 0',
  ]);
});

it('a tolerance lets so many pass, and one more not', () => {
  const comfort = { ...office, tolerancePct: 25 };
  const states = judged([withQuarters(34, 43, 30), withQuarters(34, 44, 30)], { comfort }).map(({ state }) => state);
  expect(states).toEqual(['kept', 'not-kept']);
});

describe('a sensor that is silent', () => {
  it('for all of office time says nothing of it', () => {
    expect(judged([withQuarters(34, 70, NaN), new Float64Array(96).fill(NaN)])).toMatchObject([
      { state: 'unknown', outsidePct: null },
      { state: 'unknown', outsidePct: null },
    ]);
  });

  it('for a tenth of it is enough to judge by, for more is not', () => {
    // 33 of 36 known: 91.7 %; 32: 88.9 %.
    const states = judged([withQuarters(34, 37, NaN), withQuarters(34, 38, NaN)]).map(({ state }) => state);
    expect(states).toEqual(['kept', 'unknown']);
  });

  it('does not undo what was seen: already too cold whatever came later', () => {
    const day = withQuarters(50, 70, NaN);
    day[40] = 15;
    expect(judged([day])[0]).toMatchObject({ state: 'not-kept', outsidePct: 100 / 16 });
    // With 10 % let pass, one of 36 proves nothing, although it is more than 10 % of the two known ones.
    const few = withQuarters(36, 70, NaN);
    few[34] = 15;
    const comfort = { ...office, tolerancePct: 10 };
    expect(judged([few], { comfort })[0]).toMatchObject({ state: 'unknown', outsidePct: 50 });
  });
});

it('weekends and holidays are nobody’s zone-days where workdays count; a zone without hours is always occupied', () => {
  const comfort = { ...office, days: 'workdays' as const };
  const isWorkday = (date: string) => date !== '2026-01-15';
  expect(judged([warm, warm, warm], { comfort, isWorkday }).map(({ date }) => date)).toEqual([
    '2026-01-14',
    '2026-01-16',
  ]);
  const always = { ...office, hours: [] };
  expect(judged([withQuarters(0, 1, 10)], { comfort: always })[0]!.outsidePct).toBe(100 / 96);
});

it('a night ward from 22:00 to 06:00', () => {
  const comfort = { ...office, hours: [{ fromMinute: 1320, toMinute: 360 }] };
  expect(judged([withQuarters(0, 24, 18)], { comfort })[0]!.outsidePct).toBe(75);
});

it('on the days of 92 and 100 quarter hours the office still opens at 08:30', () => {
  const calendar = new LocalCalendar('Europe/Berlin');
  const day = (quarters: number, first: number) => new Float64Array(quarters).fill(10).fill(23, first, first + 36);
  // An hour less has passed by then in spring, one more in autumn.
  expect(judged([day(92, 30)], { calendar }, '2026-03-29')[0]).toMatchObject({ state: 'kept', outsidePct: 0 });
  expect(judged([day(100, 38)], { calendar }, '2026-10-25')[0]).toMatchObject({ state: 'kept', outsidePct: 0 });
  expect(judged([day(100, 34)], { calendar }, '2026-10-25')[0]).toMatchObject({ state: 'not-kept' });
});

it('only a low bound, only a high one', () => {
  const hot = [withQuarters(34, 70, 35)];
  expect(judged(hot, { comfort: { ...office, maxC: null } })[0]!.state).toBe('kept');
  expect(judged(hot, { comfort: { ...office, minC: null } })[0]!.state).toBe('not-kept');
});

it('one temperature changes the day of its zone and no other', () => {
  const quarter = fc.integer({ min: 34, max: 69 });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4 }),
      quarter,
      fc.double({ min: 26.001, max: 60, noNaN: true }),
      (day, at, c) => {
        const days = Array.from({ length: 5 }, () => warm.slice());
        const before = judged(days);
        days[day]![at] = c;
        const after = judged(days);
        after.forEach((one, i) => expect(one.state).toBe(i === day ? 'not-kept' : before[i]!.state));
      },
    ),
  );
});
