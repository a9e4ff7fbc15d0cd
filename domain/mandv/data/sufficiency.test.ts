import { describe, expect, it } from 'vitest';
import { referenceHours, referenceMeters, referenceResults } from '../../../tests/support/mandv-reference.ts';
import { LocalCalendar } from '../../time/calendar.ts';
import { fitDaily } from '../degree-day/daily.ts';
import { baseline, daysOf, office, utc, yearOfTemperatures } from '../degree-day/testing.ts';
import type { BaselineData, DailyObservations, MandvProblem, ReportingData } from '../types.ts';
import { dailyFromHours } from './days.ts';
import { daysBetween } from './period.ts';
import { baselineSufficiency, reportingSufficiency } from './sufficiency.ts';
import { extremeLimit, hourlySuspicions } from './suspicions.ts';
import { outsideBaseline } from './temperature-range.ts';

const codes = (problems: readonly MandvProblem[]): string[] => problems.map((problem) => problem.code);
const reporting = (data: BaselineData<DailyObservations>): ReportingData<DailyObservations> => ({
  ...data,
  purpose: 'reporting',
});
const changed = (days: DailyObservations, energy: (e: number, i: number) => number): DailyObservations => ({
  ...days,
  energy: days.energy.map(energy),
});

describe('what forbids a baseline', () => {
  it('an ordinary year has nothing against it', () => {
    expect(baselineSufficiency(baseline(office(1)))).toEqual({ qualified: true, warnings: [], disqualifications: [] });
  });

  it('37 missing days of 365 are allowed, 38 are not; with the numbers and in both languages', () => {
    const missing = (n: number) =>
      baselineSufficiency(baseline(changed(office(1), (e, i) => (i % 9 === 0 && i / 9 < n ? NaN : e))));
    expect(missing(37).qualified).toBe(true);
    const { qualified, disqualifications } = missing(38);
    expect(qualified).toBe(false);
    expect(codes(disqualifications)).toEqual([
      'caltrack.too-many-missing-days',
      'caltrack.too-many-missing-energy-days',
    ]);
    expect(disqualifications[0]).toMatchObject({
      numbers: { days: 365, missing: 38, allowed: 37 },
      message: {
        en: '38 of 365 baseline days lack energy or temperature; 37 are allowed',
        zh: '基期 365 天中有 38 天缺少能耗或气温，最多允许 37 天',
      },
    });
  });

  it('a month with holes is named', () => {
    const holes = changed(office(1), (e, i) => (i < 10 ? NaN : e));
    expect(baselineSufficiency(baseline(holes)).warnings[0]).toMatchObject({
      code: 'caltrack.month-with-few-days',
      numbers: { month: '2025-01', days: 31, valid: 21 },
    });
  });

  it('half a year, and a year and a day too many', () => {
    const of = (from: string, to: string) =>
      codes(
        baselineSufficiency(baseline(daysOf(from, to, yearOfTemperatures(1), (t, i) => 100 + t + i))).disqualifications,
      );
    expect(of('2025-01-01', '2025-07-01')).toEqual(['caltrack.baseline-length']);
    expect(of('2024-01-01', '2025-01-01')).toEqual([]);
    expect(of('2024-01-01', '2025-01-02')).toEqual(['caltrack.baseline-length']);
  });

  it('a meter that hardly moves', () => {
    const steps = changed(office(1), (_, i) => 100 + (i % 20));
    expect(codes(baselineSufficiency(baseline(steps)).disqualifications)).toEqual(['caltrack.near-constant']);
  });

  it('negative gas forbids, negative electricity is a question', () => {
    const negative = changed(office(1), (e, i) => (i === 5 ? -3 : e));
    expect(codes(baselineSufficiency(baseline(negative, 'gas')).disqualifications)).toEqual(['caltrack.negative-gas']);
    const electricity = baselineSufficiency(baseline(negative));
    expect(electricity.qualified).toBe(true);
    expect(codes(electricity.warnings)).toEqual(['caltrack.negative-values']);
  });

  it('no data at all', () => {
    const nothing = changed(office(1), () => NaN);
    expect(codes(baselineSufficiency(baseline(nothing)).disqualifications)).toEqual(['caltrack.no-data']);
  });

  it.skipIf(!referenceMeters().includes('cam_b0_gas'))('extreme values are flagged as the oracle counts them', () => {
    const london = new LocalCalendar('Europe/London');
    const [from, to] = [london.localMidnight('2018-01-01'), london.localMidnight('2019-01-01')];
    for (const meter of ['cam_b0_gas', 'cam_b24_electricity', 'cam_b105_electricity']) {
      const year = daysBetween(dailyFromHours(referenceHours(meter), london), from, to, london);
      const found = baselineSufficiency(baseline(year)).warnings.find((w) => w.code === 'caltrack.extreme-values');
      const quality = referenceResults(meter)['data_quality_baseline_daily'] as Record<string, number>;
      expect(extremeLimit(year.energy) / quality['extreme_limit_median_plus_3iqr']!).toBeCloseTo(1, 8);
      expect(found?.numbers['count'] ?? 0).toBe(quality['n_extreme']);
      expect(year.energy.filter((e) => !Number.isNaN(e)).length).toBe(quality['days_valid']);
    }
  });
});

describe('what a person should look at, by case of the specification', () => {
  it('8: a feed that is dead through the reporting period gives no result, not 100 % saved', () => {
    for (const [carrier, dead] of [
      ['electricity', NaN],
      ['gas', 0],
    ] as const) {
      const silent = changed(office(2), () => dead);
      const { qualified, disqualifications } = reportingSufficiency(reporting(baseline(silent, carrier)));
      expect(qualified).toBe(false);
      expect(codes(disqualifications)).toEqual(['mandv.no-reporting-energy']);
    }
  });

  it('8: a boiler that is off in July is not dead when it was off in July before', () => {
    const heating = (from: string, to: string) =>
      daysOf(
        from,
        to,
        () => 25,
        (_, i) => (i < 120 || i > 300 ? 100 + i : 0),
      );
    const july = daysOf(
      '2026-07-01',
      '2026-08-01',
      () => 25,
      () => 0,
    );
    const year = baseline(heating('2025-01-01', '2026-01-01'), 'gas');
    expect(reportingSufficiency(reporting(baseline(july, 'gas')), year).qualified).toBe(true);
    const january = daysOf(
      '2026-01-01',
      '2026-02-01',
      () => 2,
      () => 0,
    );
    expect(reportingSufficiency(reporting(baseline(january, 'gas')), year).qualified).toBe(false);
  });

  it('8: gaps of the reporting period are counted, and forbid nothing', () => {
    const gaps = changed(office(2), (e, i) => (i < 200 ? NaN : e));
    const { qualified, warnings } = reportingSufficiency(reporting(baseline(gaps)));
    expect(qualified).toBe(true);
    expect(warnings[0]).toMatchObject({ code: 'mandv.reporting-gaps', numbers: { days: 365, missing: 200 } });
  });

  const hours = (energy: readonly number[]) => ({
    startsAt: Float64Array.from(energy, (_, i) => Date.UTC(2025, 0, 1, i)),
    energy: Float64Array.from(energy),
    temperature: new Float64Array(energy.length).fill(NaN),
  });

  it('10: 1.9 million after 4,385 zeros is warned of', () => {
    const outage = [...new Array<number>(4385).fill(0), 1_900_000];
    const alive = Array.from({ length: 3000 }, (_, i) => 400 + (i % 50));
    const [found] = hourlySuspicions(hours([...alive, ...outage, ...alive]), utc);
    expect(found).toMatchObject({ code: 'mandv.catch-up', numbers: { value: 1_900_000, gap: 4385, count: 1 } });
    expect(found!.message.zh).toContain('4385');
    // The same where zeros were read as missing.
    const missing = outage.map((value) => (value === 0 ? NaN : value));
    expect(codes(hourlySuspicions(hours([...alive, ...missing, ...alive]), utc))).toEqual(['mandv.catch-up']);
  });

  it('10: a boiler that starts after a night off is no catch-up', () => {
    const boiler = Array.from({ length: 2000 }, (_, i) => (i % 24 < 8 ? 0 : 30 + (i % 7)));
    expect(hourlySuspicions(hours(boiler), utc)).toEqual([]);
  });

  it('10: the models get the spike unchanged', () => {
    const spike = changed(office(3), (e, i) => (i === 100 ? 1_900_000 : e));
    expect(fitDaily(baseline(spike))!.statistics.caltrack.observedTotal).toBeGreaterThan(1_900_000);
    expect(codes(baselineSufficiency(baseline(spike)).warnings)).toEqual(['caltrack.extreme-values']);
  });

  it('11: 3,094 identical hours are a flat line; a gap and a summer without gas are none', () => {
    const alive = Array.from({ length: 500 }, (_, i) => 400 + (i % 50));
    const [found] = hourlySuspicions(hours([...alive, ...new Array<number>(3094).fill(87.5), ...alive]), utc);
    expect(found).toMatchObject({ code: 'mandv.flat-line', numbers: { hours: 3094, value: 87.5, count: 1 } });
    for (const still of [NaN, 0]) {
      expect(hourlySuspicions(hours([...alive, ...new Array<number>(3000).fill(still), ...alive]), utc)).toEqual([]);
    }
  });

  it('12: a baseline 17 times the reporting year is told as a level error', () => {
    const before = baseline(changed(office(4), (e) => 17 * e));
    const { warnings } = reportingSufficiency(reporting(baseline(office(4))), before);
    expect(warnings[0]).toMatchObject({ code: 'mandv.level-change', numbers: { count: 12 } });
    expect(Number(warnings[0]!.numbers['ratio'])).toBeCloseTo(1 / 17, 6);
    expect(reportingSufficiency(reporting(baseline(office(5))), baseline(office(4))).warnings).toEqual([]);
  });

  it('12: kWh that are Wh show against the floor area', () => {
    const inWh = baseline(changed(office(4), (e) => 1000 * e));
    const area = { areaM2: 5000 };
    expect(codes(baselineSufficiency(inWh, area).warnings)).toContain('mandv.implausible-intensity');
    expect(baselineSufficiency(baseline(office(4)), area).warnings).toEqual([]);
  });

  it('22: days beyond the temperatures of the baseline are counted; with July gone, July is outside', () => {
    const year = office(6);
    const july = changed(year, (e, i) => (i >= 181 && i < 212 ? NaN : e));
    const whole = outsideBaseline(fitDaily(baseline(year))!.baseline.temperatureRangeC, year.temperature);
    expect(whole).toMatchObject({ days: 365, outside: 0, beyond: 0, problem: null });
    const hot = Float64Array.from([10, 20, 30, 45]);
    const range = fitDaily(baseline(july))!.baseline.temperatureRangeC;
    const outside = outsideBaseline([range[0], 29], hot);
    expect(outside).toMatchObject({ outside: 0.5, beyond: 0.25 });
    expect(outside.problem!.code).toBe('mandv.temperature-outside-baseline');
  });
});
