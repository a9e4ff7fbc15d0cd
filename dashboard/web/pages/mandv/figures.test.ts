import { describe, expect, it } from 'vitest';
import type { WireMandvAnalysis, WireMandvSaving } from '../../../../domain/wire-mandv.ts';
import { formatter } from '../../format/index.ts';
import { bandRatio, finding, halfAt, lastDay, reportingDays, shortHash, withBand } from './figures.ts';

const saving: WireMandvSaving = {
  actual: 900,
  counterfactual: 1000,
  saving: 100,
  fraction: 0.1,
  band: { confidence: 0.9, halfWidth: 90 },
  bands: [
    { confidence: 0.68, halfWidth: 54 },
    { confidence: 0.9, halfWidth: 90 },
    { confidence: 0.95, halfWidth: 108 },
  ],
  distinguishable: true,
  fractionalUncertainty: 0.9,
  words: { zh: '', en: '' },
};

describe('what may be said of a saving', () => {
  it('is nothing where the band holds zero, exactly to its edge', () => {
    expect(finding(100, 90)).toBe('saved');
    expect(finding(-100, 90)).toBe('increased');
    expect(finding(90, 90)).toBe('not-distinguishable');
    expect(finding(100, 108)).toBe('not-distinguishable');
  });
  it('is nothing without a band', () => expect(finding(100, null)).toBe('undefined'));
  it('changes with the level that was chosen', () => {
    expect(halfAt(saving, 0.95)).toBe(108);
    expect(halfAt(saving, 0.8)).toBeNull();
    expect(bandRatio({ total: saving }, 0.95)).toBeCloseTo(1.2);
    expect(bandRatio({ total: null }, 0.95)).toBeNull();
  });
});

describe('a saving in figures', () => {
  const zh = formatter('zh', 'Asia/Shanghai');
  const en = formatter('en', 'Asia/Shanghai');
  it('has no more digits than its uncertainty leaves', () => {
    expect(withBand(185_512, 28_931, 'kWh', en)).toEqual({ value: '185.5', half: '28.9', unit: 'MWh' });
    expect(withBand(3360.2, 79.6, 'kWh', en)).toEqual({ value: '3,360', half: '80', unit: 'kWh' });
    expect(withBand(-3.2, 0.4, 'm³', zh)).toEqual({ value: '−3.20', half: '0.40', unit: 'm³' });
  });
  it('shares the unit with its band, whichever is greater', () =>
    expect(withBand(50, 12_000, 'kWh', zh)).toEqual({ value: '0.01', half: '1.20', unit: '万kWh' }));
});

describe('days of the reporting period', () => {
  const a = {
    timezone: 'Asia/Shanghai',
    scatter: {
      points: [
        { date: '2026-01-01', energy: 10, temperatureC: 1, closed: true, period: 'baseline' },
        { date: '2026-01-01', energy: 80, temperatureC: 1, closed: true, period: 'reporting' },
      ],
      line: [],
    },
    residuals: [{ date: '2026-01-01', residual: 20, period: 'reporting' }],
    months: [{ month: '2026-01', days: 10, actual: 500, counterfactual: 700 }],
    cumulative: [
      { date: '2026-01-01', saving: 20, halfWidth: 5, masked: false },
      { date: '2026-01-02', saving: 20, halfWidth: 5, masked: true },
    ],
  } as unknown as WireMandvAnalysis;
  it('of bills are the means of their month', () =>
    expect(
      reportingDays({ ...a, method: 'monthly', reporting: { from: '2026-01-20T00:00:00+08:00' } })[0],
    ).toMatchObject({
      actual: 50,
      counterfactual: 70,
      at: Date.parse('2026-01-20T00:00:00+08:00'),
      until: Date.parse('2026-02-01T00:00:00+08:00'),
    }));
  it('a missing day is a gap on both sides and keeps what has added up', () => {
    const [first, second] = reportingDays(a);
    expect(first).toMatchObject({ actual: 80, counterfactual: 100, saving: 20 });
    expect(second).toMatchObject({ actual: null, counterfactual: null, saving: null, cumulative: 20 });
  });
});

it('an exclusive end is said as the last day', () => expect(lastDay('2026-01-01T00:00:00+08:00')).toBe('2025-12-31'));
it('a hash is cut in the middle', () => expect(shortHash('a'.repeat(64))).toBe('aaaaaaaa…aaaaaa'));
