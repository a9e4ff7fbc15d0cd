import { describe, expect, it } from 'vitest';
import { stateSaving } from '../savings/stated.ts';
import { band, type BandInputs } from './bands.ts';
import { effectivePoints, fitStatistics } from './fit.ts';
import { studentCdf, studentQuantile, twoSidedQuantile } from './student.ts';

describe('Student quantiles', () => {
  // Printed tables.
  it.each([
    [0.975, 1, 12.7062047],
    [0.9, 2, 1.8856181],
    [0.975, 5, 2.5705818],
    [0.95, 10, 1.8124611],
    [0.995, 30, 2.7499957],
    [0.975, 120, 1.9799304],
    [0.95, 1e7, 1.6448538],
  ])('p %s with %s degrees of freedom: %s', (p, df, t) => {
    expect(studentQuantile(p, df)).toBeCloseTo(t, 6);
    expect(studentQuantile(1 - p, df)).toBeCloseTo(-t, 6);
    expect(studentCdf(studentQuantile(p, df), df)).toBeCloseTo(p, 9);
  });

  it('two-sided 90 % is the 95 % quantile; nonsense is NaN', () => {
    expect(twoSidedQuantile(0.9, 10)).toBeCloseTo(1.8124611, 6);
    expect(studentQuantile(0.5, 3)).toBe(0);
    for (const p of [0, 1, NaN, -1]) expect(studentQuantile(p, 3)).toBeNaN();
    expect(studentQuantile(0.9, 0)).toBeNaN();
  });
});

describe('statistics in both families', () => {
  // Five points worked by hand: residuals −1, 1, 0, 1, −2 and Σ(y − ȳ)² = 254.
  const observed = Float64Array.from([10, 12, 20, 25, 28]);
  const predicted = Float64Array.from([9, 13, 20, 26, 26]);
  const { caltrack, guideline14 } = fitStatistics(observed, predicted, 1)!;

  it('differ in p, in the divisor and in the sign of NMBE', () => {
    expect(caltrack).toMatchObject({ n: 5, parameters: 1, observedTotal: 95, observedMean: 19 });
    expect(guideline14.parameters).toBe(2);
    expect(caltrack.rmse).toBeCloseTo(Math.sqrt(7 / 4), 12);
    expect(guideline14.rmse).toBeCloseTo(Math.sqrt(7 / 3), 12);
    expect(caltrack.cvrmse).toBeCloseTo(Math.sqrt(7 / 4) / 19, 12);
    expect(caltrack.nmbe).toBeCloseTo(-1 / 95, 12);
    expect(guideline14.nmbe).toBeCloseTo(1 / (3 * 19), 12);
    expect(guideline14.rSquared).toBeCloseTo(1 - 7 / 248, 12);
  });

  it('leave out what is missing on either side', () => {
    const more = fitStatistics(
      Float64Array.from([10, NaN, 12, 20, 99, 25, 28]),
      Float64Array.from([9, 5, 13, 20, NaN, 26, 26]),
      1,
    );
    expect(more).toEqual({ caltrack, guideline14 });
  });

  it('are none without a degree of freedom', () => {
    expect(fitStatistics(observed.slice(0, 2), predicted.slice(0, 2), 1)).toBeNull();
    expect(fitStatistics(new Float64Array(0), new Float64Array(0), 0)).toBeNull();
  });

  it('n′: fewer points when days follow each other, more when they alternate', () => {
    expect(effectivePoints(365, 0.5)).toBeCloseTo(365 / 3, 9);
    expect(effectivePoints(365, -0.5)).toBeCloseTo(365 * 3, 9);
    expect(effectivePoints(365, null)).toBe(365);
    expect(effectivePoints(365, 1)).toBeNull();
    expect(effectivePoints(365, -1)).toBeNull();
  });
});

describe('bands', () => {
  const noisy = (rho: number, n = 365): BandInputs['statistics'] => {
    const shared = {
      n,
      observedTotal: 1000 * n,
      observedMean: 1000,
      rSquared: 0.5,
      adjustedRSquared: 0.5,
      rmse: 100,
      cvrmse: 0.1,
      nmbe: 0,
      autocorrelation: rho,
      nPrime: effectivePoints(n, rho),
    };
    return {
      caltrack: { ...shared, family: 'caltrack', parameters: 2 },
      guideline14: { ...shared, family: 'guideline14', parameters: 3 },
    };
  };
  const reporting = { count: 90, months: 3, days: 90, counterfactual: 90_000 };
  const inputs: BandInputs = { statistics: noisy(0), points: 'days', reporting };

  it('V1 is Guideline 14 by hand', () => {
    const t = twoSidedQuantile(0.68, 362);
    const byHand = 90_000 * 1.26 * t * 0.1 * Math.sqrt((1 + 2 / 365) / 90);
    expect(band('V1', inputs, 0.68).halfWidth).toBeCloseTo(byHand, 6);
  });

  it('V2 takes the energy of the whole baseline year: a quarter has four times the band of V3', () => {
    const v2 = band('V2', inputs, 0.9).halfWidth!;
    const v3 = band('V3', inputs, 0.9).halfWidth!;
    expect(v2 / v3).toBeCloseTo(365 / 90, 2);
  });

  it('are wider at higher confidence and for days that follow each other', () => {
    const widths = [0.68, 0.8, 0.9, 0.95].map((confidence) => band('V3', inputs, confidence).halfWidth!);
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
    const following = { ...inputs, statistics: noisy(0.6) };
    expect(band('V3', following, 0.9).halfWidth! / widths[2]!).toBeGreaterThan(1.9);
  });

  it('28: a residual that only rises has no band, and nothing infinite gets into JSON', () => {
    const trend = Float64Array.from({ length: 365 }, (_, i) => 1000 + i);
    const statistics = fitStatistics(trend, new Float64Array(365).fill(1182), 0)!;
    expect(statistics.guideline14.nPrime).toBeNull();
    for (const variant of ['V1', 'V2', 'V3'] as const) {
      expect(band(variant, { ...inputs, statistics }, 0.9)).toEqual({
        confidence: 0.9,
        halfWidth: null,
        undefinedBecause: 'autocorrelation',
      });
    }
    expect(JSON.parse(JSON.stringify(statistics))).toEqual(statistics);
  });

  it('28: under one independent point there is no band', () => {
    expect(band('V3', { ...inputs, statistics: noisy(0.999) }, 0.9).undefinedBecause).toBe('autocorrelation');
  });

  it('have no number without reporting days or with a mean of nothing', () => {
    expect(band('V3', { ...inputs, reporting: { ...reporting, count: 0 } }, 0.9).undefinedBecause).toBe(
      'no-reporting-points',
    );
    const net = noisy(0);
    const zero = { ...net, guideline14: { ...net.guideline14, cvrmse: null } };
    expect(band('V3', { ...inputs, statistics: zero }, 0.9).undefinedBecause).toBe('mean-near-zero');
  });

  it('29: a saving of −0.1 % shows its band, not an FSU of 1,759 %', () => {
    const counterfactual = 100_000;
    const reported = { count: 365, months: 12, days: 365, counterfactual };
    const bands = [band('V3', { ...inputs, reporting: reported }, 0.9)];
    const stated = stateSaving(counterfactual + 100, counterfactual, bands, 0.9);
    expect(stated.distinguishable).toBe(false);
    expect(stated.fractionalUncertainty).toBeNull();
    expect(stated.band.halfWidth).toBeGreaterThan(0);
  });
});
