import { dailyFromHours } from '../domain/mandv/data/days.ts';
import { monthsFromDays } from '../domain/mandv/data/bills.ts';
import { daysBetween } from '../domain/mandv/data/period.ts';
import { fitDaily } from '../domain/mandv/degree-day/daily.ts';
import { fitMonthly } from '../domain/mandv/degree-day/monthly.ts';
import { predictDays, predictPeriods } from '../domain/mandv/degree-day/predict.ts';
import type { BaselineData, DailyObservations, HourlyObservations } from '../domain/mandv/types.ts';
import { LocalCalendar } from '../domain/time/calendar.ts';
import { median, type Figure } from './support/result.ts';

const timeZone = 'Asia/Shanghai';
const hourMs = 3_600_000;

/** One core, a made-up office of two years: from hours to days, then fit the first year and predict the second. */
export function mandv({ rounds }: { rounds: number }): Promise<Figure[]> {
  const calendar = new LocalCalendar(timeZone);
  const [from, change, to] = ['2024-01-01', '2025-01-01', '2026-01-01'].map((date) => calendar.localMidnight(date)) as [
    number,
    number,
    number,
  ];
  const hours = office(from, to);
  const days = dailyFromHours(hours, calendar);
  const before = daysBetween(days, from, change, calendar);
  const after = daysBetween(days, change, to, calendar);
  const baseline: BaselineData<DailyObservations> = {
    purpose: 'baseline',
    carrier: 'electricity',
    timeZone,
    observations: before,
  };
  const bills = { ...baseline, observations: monthsFromDays(days, from, change, calendar) };
  const months = calendar.edges('1mo', change, to);

  const figure = (what: string, work: () => void, bound?: number): Figure => {
    for (let i = 0; i < 20; i++) work(); // warm
    const times = Array.from({ length: rounds }, () => {
      const start = performance.now();
      work();
      return performance.now() - start;
    });
    const value = median(times);
    return { benchmark: 'mandv', what, value, unit: 'ms', ...(bound === undefined ? {} : { bound: ['<', bound] }) };
  };
  return Promise.resolve([
    figure('two years of hours to local days', () => dailyFromHours(hours, calendar)),
    figure('daily: fit of 2,014 candidates, a year predicted', () => predictDays(fitDaily(baseline)!, after), 5),
    figure('billing: fit, twelve months predicted', () => predictPeriods(fitMonthly(bills, days)!, months, days), 2),
  ]);
}

function office(from: number, to: number): HourlyObservations {
  const startsAt = Float64Array.from({ length: (to - from) / hourMs }, (_, i) => from + i * hourMs);
  let state = 7;
  const random = (): number => (state = (Math.imul(state, 48_271) >>> 0) % 2_147_483_647) / 2_147_483_647;
  const temperature = startsAt.map((_, i) => {
    const season = -12 * Math.cos((2 * Math.PI * i) / 8766);
    return 17 + season - 3 * Math.cos((2 * Math.PI * i) / 24) + 8 * (random() - 0.5);
  });
  const energy = temperature.map((t, i) => {
    const open = i % 24 >= 8 && i % 24 < 18 ? 3 : 1;
    return open * (40 + 2 * Math.max(12 - t, 0) + 3 * Math.max(t - 22, 0)) + 20 * random();
  });
  return { startsAt, energy, temperature };
}
