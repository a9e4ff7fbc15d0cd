import type { WireMandvAnalysis, WireMandvSaving } from '../../../domain/wire-mandv.ts';
import { accept } from './fake-acceptance.ts';
import { fakeToday } from './fake-today.ts';

/** An invented analysis for the stand-in server: a year of days before, 357 after, with what follows from them. */
const dayMs = 86_400_000;
const date = (at: number) => new Date(at).toISOString().slice(0, 10);
const start = Date.parse('2024-07-01');
const reportingFrom = Date.parse('2025-12-01');
const wave = (i: number, k: number) => Math.sin(i * 12.9898 * k + 78.233) * 0.6 + Math.sin(i * 0.73 * k) * 0.4;

const parameters = {
  interceptPerDay: 3362.4,
  heatingSlope: 81.2,
  coolingSlope: 243.6,
  heatingBalanceC: 11.7,
  coolingBalanceC: 21.1,
};
const model = (t: number) =>
  parameters.interceptPerDay +
  parameters.heatingSlope * Math.max(parameters.heatingBalanceC - t, 0) +
  parameters.coolingSlope * Math.max(t - parameters.coolingBalanceC, 0);
const temperature = (at: number) => {
  const day = (at - Date.UTC(2024, 0, 26)) / dayMs;
  return Math.min(31.5, 18.4 - 10.6 * Math.cos((day / 365) * 2 * Math.PI) + 2.4 * wave(day, 1));
};
const closedOn = (at: number) => [0, 6].includes(new Date(at).getUTCDay());

const bands = (half: number, total = 1) =>
  ([0.68, 0.8, 0.9, 0.95] as const).map((confidence, i) => ({
    confidence,
    halfWidth: half * total * [0.604, 0.779, 1, 1.192][i]!,
  }));
const saved = (actual: number, counterfactual: number, half: number): WireMandvSaving => ({
  actual,
  counterfactual,
  saving: counterfactual - actual,
  fraction: (counterfactual - actual) / counterfactual,
  band: { confidence: 0.9, halfWidth: half },
  bands: bands(half),
  distinguishable: Math.abs(counterfactual - actual) > half,
  fractionalUncertainty: half / Math.abs(counterfactual - actual),
  words: { zh: '', en: '' },
});

export type FakeKind = 'good' | 'disqualified' | 'no-saving' | 'empty';

export function fakeAnalysis(id: string, kind: FakeKind, now: number): WireMandvAnalysis {
  const share = kind === 'no-saving' ? 0.004 : 0.13;
  const points: WireMandvAnalysis['scatter']['points'][number][] = [];
  const residuals: WireMandvAnalysis['residuals'][number][] = [];
  const cumulative: WireMandvAnalysis['cumulative'][number][] = [];
  const months = new Map<string, { days: number; all: number; actual: number; expected: number }>();
  const day = (at: number, period: 'baseline' | 'reporting') => {
    const t = temperature(at);
    const noise = 380 * wave(at / dayMs, 3.1) - (closedOn(at) ? 420 : -120);
    const energy = model(t) * (period === 'reporting' ? 1 - share : 1) + noise;
    points.push({ date: date(at), temperatureC: t, energy, closed: closedOn(at), period });
    residuals.push({ date: date(at), residual: model(t) - energy, period });
    return [energy, model(t)] as const;
  };
  for (let i = 0; i < 365; i++) day(start + i * dayMs, 'baseline');
  const yesterday = Math.floor((now + 8 * 3_600_000) / dayMs) * dayMs - dayMs;
  let actual = 0;
  let expected = 0;
  const halfOf = (days: number) => 1_530 * Math.sqrt(days);
  for (let at = reportingFrom, i = 0; at <= yesterday && kind !== 'empty'; at += dayMs, i++) {
    const masked = i % 61 === 40 || (i > 150 && i < 156);
    const month = months.get(date(at).slice(0, 7)) ?? { days: 0, all: 0, actual: 0, expected: 0 };
    month.all++;
    if (!masked) {
      const [a, e] = day(at, 'reporting');
      actual += a;
      expected += e;
      month.days++;
      month.actual += a;
      month.expected += e;
    }
    months.set(date(at).slice(0, 7), month);
    cumulative.push({ date: date(at), saving: expected - actual, halfWidth: halfOf(i + 1), masked });
  }
  const total = cumulative.length ? saved(actual, expected, halfOf(cumulative.length)) : null;
  const g14 = {
    family: 'guideline14' as const,
    n: 365,
    parameters: 3,
    observedTotal: 1_395_000,
    observedMean: 3822,
    rSquared: 0.752,
    adjustedRSquared: 0.751,
    rmse: 408.3,
    cvrmse: 0.1068,
    nmbe: 0.00001,
    autocorrelation: 0.421,
    nPrime: 148.7,
  };
  const words = (zh: string, en: string) => ({ zh, en });
  const hash = (c: string) => c.repeat(8) + '1d84be72a05593cc7f1e4d2b80a6'.repeat(2);
  const problem = (code: string, zh: string, en: string) => ({ code, message: { zh, en }, numbers: {} });
  const bad = kind === 'disqualified';
  const totalSaving = total?.saving ?? 0;
  return {
    id,
    superseded: null,
    meter: 'E-0101',
    building: 'B-01',
    buildingName: '市图书馆',
    institution: 'I-1',
    institutionName: '市图书馆',
    weatherMeter: 'WX-58659',
    carrier: 'electricity',
    carrierRules: 'electricity',
    unit: 'kWh',
    demo: true,
    method: 'daily',
    baseline: { from: '2024-07-01', to: '2025-07-01' },
    reporting: { from: '2025-12-01' },
    confidence: 0.9,
    guarantee: kind === 'good' ? 180_000 : null,
    createdAt: '2025-11-20T09:12:00+08:00',
    createdBy: 'wangmin',
    state: kind === 'good' ? 'frozen' : 'draft',
    timezone: 'Asia/Shanghai',
    computedAt: '2026-11-23T02:10:07+08:00',
    frozen:
      kind === 'good'
        ? {
            at: '2025-11-20T10:02:11+08:00',
            by: 'wangmin',
            sha256: { inputs: hash('9'), model: hash('4') },
            baselineChanged: true,
            savingIfFittedNow: totalSaving * 0.985,
            words: null,
          }
        : null,
    inputs: {
      baseline: {
        ...{ from: '2024-07-01', to: '2025-07-01', hours: 8760, hoursWithEnergy: bad ? 7_702 : 8_704 },
        ...{ hoursEstimated: 96, hoursManual: 0, hoursWithTemperature: 8_760, days: 365, daysUsed: bad ? 318 : 363 },
        sha256: hash('9'),
      },
      reporting: {
        ...{ from: '2025-12-01', to: date(yesterday + dayMs), hours: cumulative.length * 24, hoursManual: 24 },
        ...{ hoursWithEnergy: Math.max(0, cumulative.length * 24 - 264), hoursEstimated: 51 },
        ...{ hoursWithTemperature: Math.max(0, cumulative.length * 24 - 2), days: cumulative.length },
        daysUsed: cumulative.filter((d) => !d.masked).length,
        sha256: hash('c'),
      },
    },
    sufficiency: {
      qualified: !bad,
      warnings: [
        problem(
          'mandv.extreme-values',
          '2 天的用量超过中位数加 3 倍四分位距，只提醒，未剔除',
          '2 days lie above the median plus 3 interquartile ranges: flagged, not removed',
        ),
        problem(
          'mandv.level-shift',
          '11-11 起夜间不停机，用量水平有变：请登记非常规调整或说明',
          'From 11-11 the nights are no longer switched off: enter an adjustment or explain',
        ),
      ],
      disqualifications: bad
        ? [
            problem(
              'caltrack.too-many-missing-days',
              '基准期缺测 47 天，超过 37 天',
              'The baseline lacks 47 days; at most 37 may be missing',
            ),
          ]
        : [],
    },
    override: null,
    model:
      kind === 'empty'
        ? null
        : {
            kind: 'degree-day',
            method: 'daily',
            name: 'cdd_hdd',
            parameters,
            balanceRangesC: { heating: [7.8, 13.9], cooling: [20.6, 22.2] },
            adjustedRSquared: 0.751,
            candidates: { qualified: 1204, disqualified: 610, notAttempted: 200 },
            statistics: {
              guideline14: g14,
              caltrack: { ...g14, family: 'caltrack', parameters: 2, rmse: 407.7, cvrmse: 0.1067, nmbe: -0.00001 },
            },
            temperatureRangeC: [1.2, 31.4],
          },
    acceptance:
      kind === 'empty'
        ? []
        : [
            accept('g14.cvrmse', 'CV(RMSE)，报告期不满一年', 'CV(RMSE), under a year', 0.2, 0.1068, 'met'),
            accept('g14.bias', '净偏差', 'Net determination bias', 0.00005, 0.00001, 'met'),
            {
              ...accept('g14.baseline-length', '基准期长度', 'Length of the baseline', 12, 12, 'met'),
              comparison: 'at-least',
              unit: 'months',
            },
            accept(
              'g14.uncertainty-68',
              '68% 时的不确定度占节能量',
              'Uncertainty of the saving at 68%',
              0.5,
              kind === 'no-saving' ? null : 0.09,
              kind === 'no-saving' ? 'cannot-tell' : 'met',
              kind === 'no-saving' ? words('区间含零，不以百分比表示', 'the band holds zero: no percentage') : null,
            ),
            accept('mandv.expected', '保留月检验 NMBE', 'Held-out months, NMBE', 0.005, 0.013, 'not-met'),
          ],
    scatter: {
      points: kind === 'empty' ? [] : points,
      line: Array.from({ length: 69 }, (_, i) => ({ temperatureC: i / 2 - 1, energy: model(i / 2 - 1) })),
    },
    residuals: kind === 'empty' ? [] : residuals,
    total,
    months: [...months].map(([month, m]) => ({
      month,
      days: m.days,
      daysInPeriod: m.all,
      actual: m.days > 3 ? m.actual : null,
      counterfactual: m.days > 3 ? m.expected : null,
      saving: m.days > 3 ? m.expected - m.actual : null,
      band: { confidence: 0.9, halfWidth: m.days > 3 ? halfOf(m.days) : null },
      partial: m.days < m.all,
    })),
    cumulative,
    spread: {
      methods: [
        { method: 'daily', saving: totalSaving, fraction: share, cvrmse: 0.107, because: null },
        { method: 'monthly', saving: totalSaving * 1.02, fraction: share + 0.003, cvrmse: 0.061, because: null },
        { method: 'hourly', saving: totalSaving * 0.97, fraction: share - 0.004, cvrmse: 0.142, because: null },
        {
          method: 'hourly-day-types',
          saving: null,
          fraction: null,
          cvrmse: null,
          because: words('2027 年假日未公布', 'the holidays of 2027 are not known'),
        },
      ],
      percentagePoints: 0.7,
      light: 'green',
    },
    adjustments:
      kind === 'good'
        ? [
            {
              ...{ id: 'A-1', kind: 'step', from: '2026-06-01', to: null, perDay: 96 },
              reason: '新增服务器机房，常开 4 kW',
              evidence: '分表 E-0107；验收单 2026-052',
              ...{ by: 'wangmin', at: '2026-06-03T15:20:00+08:00', effect: 16_800 },
            },
          ]
        : [],
    waterfall: total
      ? [
          {
            kind: 'counterfactual',
            label: words('反事实', 'Counterfactual'),
            adjustment: null,
            value: expected - 16_800,
          },
          ...(kind === 'good'
            ? [
                {
                  ...{ kind: 'adjustment' as const, adjustment: 'A-1', value: 16_800 },
                  label: words('新增机房', 'Server room'),
                },
              ]
            : [{ kind: 'adjustment' as const, label: words('停用', 'Closure'), adjustment: 'A-2', value: 16_800 }]),
          { kind: 'actual', label: words('实际', 'Actual'), adjustment: null, value: -actual },
          { kind: 'saving', label: words('节能量', 'Saving'), adjustment: null, value: totalSaving },
        ]
      : [],
    today: kind === 'empty' ? null : fakeToday(now),
    forecast:
      kind === 'good'
        ? {
            until: '2026-12-01',
            expected: totalSaving * 1.02,
            band: { confidence: 0.9, halfWidth: 29_900 },
            probability: 0.71,
            guarantee: 180_000,
            daysKnown: 346,
            daysTotal: 365,
          }
        : null,
    papers: {
      planNumber: 'MV-2026-0007-P',
      reportNumber: 'MV-2026-0007-R',
      engine: { name: 'Wattsteward M&V', version: '0.1.0', bandVariant: 'V3' },
      sha256: { baselineInputs: hash('9'), reportingInputs: hash('c'), model: hash('4'), result: hash('e') },
      dataState: 'provisional',
      dataAsOf: '2026-11-23T02:10:00+08:00',
    },
  };
}
