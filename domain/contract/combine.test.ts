import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { LocalCalendar } from '../time/calendar.ts';
import { combined, cumulative, sharesOf } from './combine.ts';
import { figuresOf } from './testing/figures.ts';

const week = { from: '2026-03-02', to: '2026-03-08' };

it('two meters: sums of what each knows of both sides, bands in quadrature, the worst one’s completeness', () => {
  const first = figuresOf({ ...week, dayHalfWidth: 3 });
  const second = figuresOf({
    ...{ ...week, meter: 'M2', dayHalfWidth: 4, actual: () => 120 },
    known: (date) => (date === '2026-03-04' ? 0.25 : 1),
  });
  const sum = combined([first, second], 0, 7);
  expect(sum).toMatchObject({ expected: 1300, actual: 7 * 90 + 6 * 120, saving: 70 - 120, comparedPct: 85.714285714 });
  expect(sum.halfWidth).toBeCloseTo(5 * Math.sqrt(7), 9);
  expect(sum.completenessPct).toBeCloseTo((6.25 / 7) * 100, 8);
});

it('nothing known is null and not 0; one undefined band leaves none', () => {
  const silent = figuresOf({ ...week, known: () => 0 });
  expect(combined([silent], 0, 7)).toMatchObject({ saving: null, expected: null, halfWidth: null, completenessPct: 0 });
  expect(combined([silent, figuresOf({ ...week, meter: 'M2' })], 0, 7)).toMatchObject({
    saving: 70,
    completenessPct: 0,
  });
  expect(combined([figuresOf({ ...week, dayHalfWidth: null })], 0, 7)).toMatchObject({ saving: 70, halfWidth: null });
  expect(combined([], 0, 7)).toMatchObject({ saving: null, completenessPct: 0 });
});

it('days before the first and after the last are not known', () => {
  const asked: number[][] = [];
  const meter = { ...figuresOf(week), halfWidth: (from: number, to: number) => (asked.push([from, to]), 1) };
  expect(combined([meter], -7, 14)).toMatchObject({ saving: 70, completenessPct: 33.333333333 });
  expect(asked).toEqual([[0, 7]]);
});

it('a day of 23 hours weighs 92 quarter hours', () => {
  const calendar = new LocalCalendar('Europe/Berlin');
  const given = { from: '2026-03-28', to: '2026-03-29', calendar };
  const meter = figuresOf({ ...given, known: (date) => (date === '2026-03-29' ? 0 : 1) });
  expect(sharesOf(meter, 0, 2).knownPct).toBeCloseTo((96 / 188) * 100, 9);
});

it('the running columns end where the sum does, and begin with the first known day', () => {
  const known = fc.array(fc.constantFrom(0, 1), { minLength: 7, maxLength: 7 });
  fc.assert(
    fc.property(known, known, fc.integer({ min: 0, max: 3 }), (one, two, from) => {
      const meters = [one, two].map((own, i) =>
        figuresOf({
          ...week,
          meter: `M${i}`,
          known: (date) => own[Number(date.slice(8)) - 2]!,
          actual: () => 80.125 + i,
        }),
      );
      const days = cumulative(meters, from, 7);
      for (let to = from + 1; to <= 7; to += 1) {
        const sum = combined(meters, from, to);
        const running = days.running[to - from - 1]!;
        if (sum.saving === null) expect(running).toBeNaN();
        else expect(running).toBeCloseTo(sum.saving, 6);
        const halfWidth = days.runningHalfWidth[to - from - 1]!;
        expect(Number.isNaN(halfWidth)).toBe(sum.halfWidth === null);
        expect(Number.isNaN(days.saving[to - from - 1]!)).toBe(one[to - 1] === 0 && two[to - 1] === 0);
      }
      expect(days.completenessPct.length).toBe(7 - from);
    }),
  );
});

it('the running band of a year is asked for once a meter and day', () => {
  let asked = 0;
  const meter = {
    ...figuresOf({ from: '2024-01-01', to: '2024-12-31' }),
    halfWidth: (_: number, to: number) => ((asked += 1), to),
  };
  const days = cumulative([meter], 0, 366);
  expect(asked).toBe(366);
  expect(days.runningHalfWidth[365]).toBe(366);
});

it('a water meter beside an electric one adds no cubic metres to the kilowatt-hours, and its gaps count', () => {
  const span = { from: '2026-01-01', to: '2026-01-10' };
  const water = { ...figuresOf({ ...span, meter: 'W', known: (date) => Number(date > '2026-01-05') }), unit: 'm³' };
  const both = [figuresOf({ ...span, meter: 'E' }), water];
  expect(combined(both, 0, 10)).toMatchObject({ expected: 1000, actual: 900, saving: 100, completenessPct: 50 });
  expect(cumulative(both, 0, 10).running.at(-1)).toBe(100);
});
