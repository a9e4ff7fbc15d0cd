import { expect, it } from 'vitest';
import { yearForecast } from './forecast.ts';
import { dayOf } from './local-days.ts';
import { figuresOf, type Given } from './testing/figures.ts';

/** A contract since 2025, on 1 September 2026: 243 days of the year are over, 122 to come. */
function forecast(given: Partial<Given> & { guarantee?: number; rule?: 'point' | 'lower90'; year?: string } = {}) {
  const { guarantee = 3650, rule = 'point', year = '2026-01-01', ...rest } = given;
  const meter = figuresOf({ from: '2025-01-01', to: '2026-08-31', ...rest });
  const from = dayOf(year) - dayOf(rest.from ?? '2025-01-01');
  const to = meter.actual.length;
  return yearForecast({
    ...{ meters: [meter], from, to, guarantee, confidenceRule: rule },
    rest: { from: dayOf(rest.to ?? '2026-08-31') + 1, to: dayOf('2027-01-01') },
  });
}

it('the days to come save at this year’s rate of what their months are expected to use', () => {
  const even = forecast()!;
  expect(even.expected).toBeCloseTo(2430 + 1220, 6);
  expect(even.probability).toBeCloseTo(0.5, 6);
  expect(even.confidence).toBe(0.9);
  const winter = [...new Array<number>(8).fill(100), 100, 100, 100, 300];
  expect(forecast({ model: { perDayOfMonth: winter } })!.expected).toBeCloseTo(2430 + 910 + 930, 6);
});

it('a guarantee far below is as good as met, one far above as good as missed', () => {
  expect(forecast({ guarantee: 3000 })!.probability).toBeGreaterThan(0.99);
  expect(forecast({ guarantee: 4500 })!.probability).toBeLessThan(0.01);
});

it('where only the lower end counts, as much as expected is rarely enough', () => {
  expect(forecast({ rule: 'lower90' })!.probability).toBeLessThan(0.2);
});

it('in January the rate is that of the term so far, which counts for this year’s days only', () => {
  const january = forecast({ to: '2026-01-10', actual: (date) => (date < '2026' ? 80 : 95) })!;
  const rate = (365 * 20 + 10 * 5) / 37_500;
  expect(january.expected).toBeCloseTo(50 + rate * 35_500, 6);
  // 375 days tell it well; ten alone would not.
  expect(january.halfWidth).toBeLessThan(250);
});

it('a contract in its second week says something, with a band that fits two weeks', () => {
  const young = forecast({ from: '2026-07-01', to: '2026-07-10', year: '2026-07-01' })!;
  expect(young.expected).toBeCloseTo(1840, 6);
  expect(young.halfWidth).toBeGreaterThan(250);
});

it('nothing known, no model: nothing is said', () => {
  expect(forecast({ known: () => 0 })).toBeNull();
  expect(forecast({ model: null })).toBeNull();
  expect(forecast({ dayHalfWidth: null })).toMatchObject({ halfWidth: null, probability: null });
});

it('failed days are not counted as saving nothing, nor made up for', () => {
  // 31 days of July are not known: in neither part.
  const gap = forecast({ known: (date) => (date.startsWith('2026-07') ? 0 : 1) })!;
  expect(gap.expected).toBeCloseTo(2120 + 1220, 6);
});
