import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dailyFromHours } from '../data/days.ts';
import { hourlyObservations } from '../data/testing/hours.ts';
import { band } from '../statistics/bands.ts';
import { totals } from '../totals.ts';
import type { DailyObservations } from '../types.ts';
import { fitDaily } from './daily.ts';
import { celsius, fahrenheit } from './grid.ts';
import { fromJson, toJson } from './json.ts';
import { predictDays } from './predict.ts';
import { baseline, office, randomFrom, utc } from './testing.ts';

const seeds = fc.integer({ min: 1, max: 100_000 });
const runs = { numRuns: 25 };
const total = (days: DailyObservations, by: DailyObservations): number =>
  predictDays(fitDaily(baseline(days))!, by).reduce((a, b) => a + b, 0);

describe('what must not change the answer', () => {
  it('use × k: the same model, coefficients and bands × k', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (seed, k) => {
        const days = office(seed);
        const model = fitDaily(baseline(days))!;
        const scaled = fitDaily(baseline({ ...days, energy: days.energy.map((e) => e * k) }))!;
        expect(scaled.name).toBe(model.name);
        expect(scaled.parameters.heatingBalanceC).toBe(model.parameters.heatingBalanceC);
        near(scaled.parameters.interceptPerDay, model.parameters.interceptPerDay * k);
        near(scaled.parameters.coolingSlope!, model.parameters.coolingSlope! * k);
        const width = (of: typeof model, counterfactual: number): number => {
          const reporting = { count: 365, months: 12, days: 365, counterfactual };
          return band('V3', { statistics: of.statistics, points: 'days', reporting }, 0.9).halfWidth!;
        };
        near(width(scaled, 1000 * k), width(model, 1000) * k);
      }),
      runs,
    );
  });

  it('a constant added to every day moves the intercept only', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0, max: 1e5, noNaN: true }), (seed, constant) => {
        const days = office(seed);
        const model = fitDaily(baseline(days))!;
        const raised = fitDaily(baseline({ ...days, energy: days.energy.map((e) => e + constant) }))!;
        expect(raised.parameters.heatingBalanceC).toBe(model.parameters.heatingBalanceC);
        expect(raised.parameters.coolingBalanceC).toBe(model.parameters.coolingBalanceC);
        near(raised.parameters.heatingSlope!, model.parameters.heatingSlope!, 1e-7);
        near(raised.parameters.coolingSlope!, model.parameters.coolingSlope!, 1e-7);
        near(raised.parameters.interceptPerDay, model.parameters.interceptPerDay + constant);
      }),
      runs,
    );
  });

  it('temperatures that came in °F: the same totals', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const days = office(seed);
        const fromFahrenheit = { ...days, temperature: days.temperature.map((t) => celsius(fahrenheit(t))) };
        near(total(fromFahrenheit, fromFahrenheit), total(days, days));
      }),
      runs,
    );
  });

  it('rows in any order, and a day that comes in two uploads that overlap', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 24 * 39 }), (seed, cut) => {
        const random = randomFrom(seed);
        const rows = Array.from({ length: 24 * 40 }, (_, hour) => ({
          at: Date.UTC(2025, 0, 1, hour),
          energy: Math.round(random() * 1000) / 10,
          temperature: Math.round(random() * 300) / 10,
        }));
        const read = (some: typeof rows): DailyObservations => {
          const startsAt = some.map((row) => row.at);
          const energy = { startsAt, value: some.map((row) => row.energy) };
          const temperature = { startsAt, value: some.map((row) => row.temperature) };
          return dailyFromHours(hourlyObservations(energy, temperature, 'electricity'), utc);
        };
        const shuffled = rows.map((row) => ({ row, key: random() })).sort((a, b) => a.key - b.key);
        const whole = read(rows);
        expect(read(shuffled.map(({ row }) => row))).toEqual(whole);
        expect(read([...rows.slice(Math.max(0, cut - 5)), ...rows.slice(0, cut)])).toEqual(whole);
      }),
      runs,
    );
  });

  it('shuffled days: fits do not hang on the order of the year', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const days = office(seed);
        const random = randomFrom(seed);
        const order = [...days.energy.keys()].map((i) => [random(), i] as const).sort(([a], [b]) => a - b);
        const shuffled = {
          ...days,
          energy: Float64Array.from(order, ([, i]) => days.energy[i]!),
          temperature: Float64Array.from(order, ([, i]) => days.temperature[i]!),
        };
        near(total(shuffled, days), total(days, days));
      }),
      runs,
    );
  });

  it('kept as JSON and read back: the same predictions to the last bit', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const model = fitDaily(baseline(office(seed)))!;
        const back = fromJson(toJson(model));
        expect(back).toEqual(model);
        expect(predictDays(back, office(seed + 1))).toEqual(predictDays(model, office(seed + 1)));
      }),
      runs,
    );
  });

  it('in-sample totals balance: what a fit gives on its own year is what was used', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const days = office(seed);
        const sums = totals(days.edges, days.energy, predictDays(fitDaily(baseline(days))!, days), utc);
        expect(Math.abs(sums.saving!)).toBeLessThan(1e-9 * sums.observed!);
      }),
      runs,
    );
  });
});

function near(a: number, b: number, relative = 1e-9): void {
  expect(Math.abs(a - b)).toBeLessThanOrEqual(relative * Math.abs(b));
}
