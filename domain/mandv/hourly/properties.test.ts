import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HourlyObservations } from '../types.ts';
import { baselineRows } from './baseline-rows.ts';
import { noDayTypes } from '../../time/day-types.ts';
import { fitHourly } from './fit.ts';
import { hoursOfWeek } from './hour-of-week.ts';
import { predictHours } from './predict.ts';
import { baseline, hoursOf, office } from './testing/office.ts';

/** A year of an office with noise that a seed decides, and a later quarter to predict. */
function year(seed: number): HourlyObservations {
  let state = seed;
  const noise = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  return hoursOf('2019-01-01', '2020-01-01', { use: (local) => office(local) * (1 + 0.4 * noise()) });
}

const later = hoursOf('2020-01-01', '2020-04-01');
const seeds = fc.integer({ min: 1, max: 2 ** 31 });
const runs = { numRuns: 5 };

function expectRatio(ours: Float64Array, theirs: Float64Array, factor: number): void {
  for (let i = 0; i < ours.length; i += 1) {
    expect(Math.abs(ours[i]! - factor * theirs[i]!)).toBeLessThan(1e-9 * Math.abs(factor) * 100);
  }
}

describe('whatever the data', () => {
  it('k times the use is k times the counterfactual', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(0.001, 3, 3600), (seed, k) => {
        const hours = year(seed);
        const scaled = { ...hours, energy: hours.energy.map((used) => k * used) };
        const model = fitHourly(baseline(hours));
        const other = fitHourly(baseline(scaled));
        expect(other.segments.map((s) => s.occupiedHours)).toEqual(model.segments.map((s) => s.occupiedHours));
        expectRatio(predictHours(other, later), predictHours(model, later), k);
      }),
      runs,
    );
  });

  it('a constant load more moves the levels, not the slopes', () => {
    const hours = year(7);
    const model = fitHourly(baseline(hours));
    const raised = fitHourly(baseline({ ...hours, energy: hours.energy.map((used) => used + 25) }));
    const before = predictHours(model, later);
    predictHours(raised, later).forEach((p, i) => expect(p - before[i]!).toBeCloseTo(25, 7));
    raised.segments.forEach((segment, at) =>
      segment.unoccupied.slopes.forEach((slope, i) =>
        expect(slope).toBeCloseTo(model.segments[at]!.unoccupied.slopes[i]!, 8),
      ),
    );
  });

  it('rows in any order, or in two uploads, give the same model to the last bit', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const hours = year(seed);
        const order = [...hours.startsAt.keys()].sort(
          (a, b) => ((a * 7919 + seed) % 8761) - ((b * 7919 + seed) % 8761),
        );
        const pick = (column: Float64Array): Float64Array => Float64Array.from(order, (i) => column[i]!);
        const shuffled = {
          startsAt: pick(hours.startsAt),
          energy: pick(hours.energy),
          temperature: pick(hours.temperature),
        };
        expect(fitHourly(baseline(shuffled))).toEqual(fitHourly(baseline(hours)));
      }),
      runs,
    );
  });

  it('a station that reports whole °F is the same as one converted to °C: also on the ends of bins', () => {
    const hours = year(11);
    const wholeF = hours.temperature.map((t) => Math.round(32 + 1.8 * t));
    const exact = { ...hours, temperature: wholeF.map((f) => (f - 32) / 1.8) };
    const otherway = { ...hours, temperature: wholeF.map((f) => ((f - 32) * 5) / 9) };
    const [a, b] = [fitHourly(baseline(exact)), fitHourly(baseline(otherway))];
    expect(b.segments).toEqual(a.segments.map((s) => ({ ...s, temperatureRangeC: expect.anything() })));
    const [model, rows] = [a.segments[3]!, baselineRows(baseline(exact), noDayTypes)];
    expect(rows.temperatureF).toEqual(wholeF);
    expect(model.unoccupied.binEndsF.length).toBeGreaterThan(1);
  });

  it('weighted residuals of a segment are orthogonal to its levels and its bins: it is the least squares', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 11 }), (seed, month) => {
        const data = baseline(year(seed));
        const rows = baselineRows(data, noDayTypes);
        const model = fitHourly(data);
        const segment = model.segments[month]!;
        // The one segment predicts its neighbours' rows too, when it is the only one.
        const predicted = predictHours(
          { ...model, segments: [segment], segmentation: 'single' },
          { startsAt: rows.startsAt, temperature: rows.temperatureF.map((t) => (t - 32) / 1.8) },
        );
        const levels = new Float64Array(hoursOfWeek);
        const bins = { occupied: new Float64Array(8), unoccupied: new Float64Array(8) };
        for (const [of, weight] of [
          [month, 1],
          [(month + 1) % 12, 0.5],
          [(month + 11) % 12, 0.5],
        ] as const) {
          // prettier-ignore
          for (const [first, end] of rows.months[of]!) {
            for (let row = first; row < end; row += 1) {
              const residual = weight * (predicted[row]! - rows.energy[row]!);
              const hour = rows.cell[row]! % hoursOfWeek;
              const side = segment.occupiedHours.includes(hour) ? 'occupied' : 'unoccupied';
              levels[hour]! += residual;
              segment[side].slopes.forEach((_, i) => {
                const lower = i === 0 ? 0 : segment[side].binEndsF[i - 1]!;
                const upper = segment[side].binEndsF[i] ?? Infinity;
                const t = Math.min(rows.temperatureF[row]!, upper);
                bins[side][i]! += residual * (i === 0 ? t : Math.max(t - lower, 0));
              });
            }
          }
        }
        for (const sum of levels) expect(Math.abs(sum)).toBeLessThan(1e-8);
        for (const sum of [...bins.occupied, ...bins.unoccupied]) expect(Math.abs(sum)).toBeLessThan(1e-5);
      }),
      runs,
    );
  });
});
