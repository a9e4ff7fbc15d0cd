import { expect, it } from 'vitest';
import type { FitStatistics } from '../types.ts';
import { LocalCalendar } from '../../time/calendar.ts';
import { closedDays } from './closed-days.ts';
import { keptModel, parseKept, type KeptModel } from './kept-model.ts';
import { liveModel } from './live-model.ts';

const hour = 3_600_000;
const calendar = new LocalCalendar('Asia/Shanghai');
const at = (text: string): number => Date.parse(`${text}T00:00:00+08:00`);
const hoursOf = (from: number, n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => from + i * hour);

const fit: FitStatistics = {
  family: 'guideline14',
  n: 365,
  parameters: 2,
  observedTotal: 365_000,
  observedMean: 1000,
  rSquared: 0.9,
  adjustedRSquared: 0.9,
  rmse: 100,
  cvrmse: 0.1,
  nmbe: 0,
  autocorrelation: 0,
  nPrime: 365,
};
/** 1,000 a day, and 50 more for each degree under 18. */
const model = {
  kind: 'degree-day',
  method: 'daily',
  name: 'hdd_only',
  parameters: {
    interceptPerDay: 1000,
    heatingSlope: 50,
    coolingSlope: null,
    heatingBalanceC: 18,
    coolingBalanceC: null,
  },
} as unknown as KeptModel['model'];
const nothingFound = { qualified: true, warnings: [], disqualifications: [] };
const statistics = { caltrack: fit, guideline14: fit };

/** Two weeks: 3 of 4 kWh by day on working days, evenly at weekends; nights 5 K under the day's mean, days above. */
function kept(): KeptModel {
  const startsAt = hoursOf(at('2026-03-02'), 14 * 24);
  const clock = (ts: number): number => Number(calendar.iso(ts).slice(11, 13));
  const day = (ts: number): boolean => clock(ts) >= 8 && clock(ts) < 20;
  const closed = closedDays('Asia/Shanghai');
  const energy = startsAt.map((ts) => (closed(calendar.iso(ts).slice(0, 10)) ? 1 : day(ts) ? 3 : 1));
  const temperature = startsAt.map((ts) => 10 + (day(ts) ? 5 : -5));
  const analysis = { model, statistics } as unknown as Parameters<typeof keptModel>[0];
  return keptModel(analysis, nothingFound, { startsAt, energy, temperature }, calendar)!;
}

it('a daily model’s day is spread over its hours as the baseline’s days went, working days and others apart', () => {
  const live = liveModel(kept(), 0.9, calendar);
  const warm = new Float64Array(24).fill(20);
  const working = live.hours(hoursOf(at('2026-03-18'), 24), warm);
  expect(working.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1000, 9);
  expect(working[12]! / working[2]!).toBeCloseTo(3, 3);
  const saturday = live.hours(hoursOf(at('2026-03-21'), 24), warm);
  expect(saturday[12]).toBeCloseTo(saturday[2]!, 9);
  expect(live.spread).toBe(true);
});

it('a cold morning is not taken for a cold day', () => {
  const live = liveModel(kept(), 0.9, calendar);
  const startsAt = hoursOf(at('2026-03-18'), 24);
  const whole = startsAt.map((_, i) => (i >= 8 && i < 20 ? 15 : 5));
  const morning = whole.map((t, i) => (i < 6 ? t : NaN));
  const [known, sofar] = [live.hours(startsAt, whole), live.hours(startsAt, morning)];
  expect(sofar[3]).toBeCloseTo(known[3]!, 9);
  expect(sofar[12]).toBeNaN();
});

it('a day of 23 hours has 23 parts of 24 of a day’s use', () => {
  const london = new LocalCalendar('Europe/London');
  const startsAt = hoursOf(Date.parse('2026-03-29T00:00:00Z'), 23);
  const hours = liveModel(kept(), 0.9, london).hours(startsAt, new Float64Array(23).fill(20));
  expect(hours.reduce((sum, one) => sum + one, 0)).toBeCloseTo((1000 * 23) / 24, 9);
});

it('the band is wider, relative to the use, the fewer hours it is over', () => {
  const live = liveModel(kept(), 0.9, calendar);
  expect(live.halfWidth(40, 1)! / 40).toBeGreaterThan(live.halfWidth(960, 24)! / 960);
});

it('what was kept reads back the same; another format is not guessed at', () => {
  const one = kept();
  expect(parseKept(JSON.stringify(one))).toEqual(one);
  expect(() => parseKept('{"format":"wattsteward-mandv-9"}')).toThrow('wattsteward-mandv-9');
});

it('what was kept before months were told apart spreads its days as it did then', () => {
  const { months: _, ...course } = kept().course;
  const text = JSON.stringify({ ...kept(), course });
  const before = parseKept(text);
  expect(JSON.stringify(before)).toBe(text);
  const hours = liveModel(before, 0.9, calendar).hours(hoursOf(at('2026-01-14'), 24), new Float64Array(24).fill(20));
  // 12 × 3 + 12 × 1 shares of 1,000.
  expect([hours[12], hours[2]].map((one) => Number(one!.toFixed(9)))).toEqual([62.5, 20.833333333]);
});

it('a building heated by night in winter and cooled by day in summer has a course in each', () => {
  const startsAt = hoursOf(at('2025-01-01'), 365 * 24);
  const energy = startsAt.map((ts) => {
    const [month, clock] = [Number(calendar.iso(ts).slice(5, 7)), Number(calendar.iso(ts).slice(11, 13))];
    const byNight = clock < 7 || clock >= 23;
    return (month < 4 || month > 10) === byNight ? 5 : 1;
  });
  const analysis = { model, statistics } as unknown as Parameters<typeof keptModel>[0];
  const temperature = new Float64Array(startsAt.length).fill(20);
  const one = keptModel(analysis, nothingFound, { startsAt, energy, temperature }, calendar)!;
  const live = liveModel(one, 0.9, calendar);
  const ratio = (day: string): number => {
    const hours = live.hours(hoursOf(at(day), 24), new Float64Array(24).fill(20));
    return hours[3]! / hours[15]!;
  };
  expect(ratio('2026-01-14')).toBeCloseTo(5, 2);
  expect(ratio('2026-07-18')).toBeCloseTo(1 / 5, 3);
});

it('Chinese holidays are closed and make-up Saturdays are not; elsewhere only weekends', () => {
  const china = closedDays('Asia/Shanghai');
  // National Day, a working Saturday after it, a plain Sunday and a plain Monday.
  expect(['2025-10-01', '2025-10-11', '2026-03-15', '2026-03-16'].map(china)).toEqual([true, false, true, false]);
  const london = closedDays('Europe/London');
  expect(['2025-10-01', '2025-10-11'].map(london)).toEqual([false, true]);
});
