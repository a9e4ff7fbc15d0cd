import { describe, expect, it } from 'vitest';
import { canteenRules as rules } from '../../../domain/canteen/rules.ts';
import { chinaDayTypes } from '../../../domain/time/day-types.ts';
import { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { Meal, MealFigures } from '../../../domain/canteen/types.ts';
import { canteenClock } from './clock.ts';
import { weekOf } from './dates.ts';
import { servedOnLikeDays } from './like-days.ts';
import { begunMeals, instantOf, isRunning, servingHours } from './serving.ts';

const calendar = new LocalCalendar('Asia/Shanghai');
const clock = canteenClock(calendar);
const at = (text: string) => Date.parse(`${text}+08:00`);

describe('the clock on the wall', () => {
  it('tells date and minute of any instant, in whatever order it is asked', () => {
    const instants = ['2026-11-23T23:59:59', '2026-11-24T00:00:00', '2026-11-23T00:00:00', '2026-11-23T11:30:00'];
    expect(instants.map((text) => [clock.dateOf(at(text)), clock.minuteOf(at(text))])).toEqual([
      ['2026-11-23', 1439],
      ['2026-11-24', 0],
      ['2026-11-23', 0],
      ['2026-11-23', 690],
    ]);
  });

  it('tells noon on days when clocks are changed', () => {
    const berlin = canteenClock(new LocalCalendar('Europe/Berlin'));
    for (const date of ['2026-03-29', '2026-10-25', '2026-07-01']) {
      const noon = instantOf(date, 720, berlin);
      expect(new LocalCalendar('Europe/Berlin').iso(noon).slice(0, 16)).toBe(`${date}T12:00`);
      expect([berlin.dateOf(noon), berlin.minuteOf(noon)]).toEqual([date, 720]);
    }
  });

  it('begins weeks on Mondays, over the turn of the year too', () => {
    expect(['2026-11-22', '2026-11-23', '2027-01-01', '1969-12-31'].map(weekOf)).toEqual([
      ...['2026-11-16', '2026-11-23', '2026-12-28', '1969-12-29'],
    ]);
  });
});

describe('what is served', () => {
  const begun = (now: string, days: number) =>
    [...begunMeals(at(now), days, rules, clock)].map(({ date, meal }) => `${date.slice(8)} ${meal}`);
  const service = { clock, rules };

  it('is the meal that began last, then those before', () => {
    expect(begun('2026-11-23T12:00:00', 0)).toEqual(['23 LUNCH', '23 BREAKFAST']);
    expect(begun('2026-11-23T05:00:00', 1)).toEqual(['22 NIGHT', '22 DINNER', '22 LUNCH', '22 BREAKFAST']);
  });

  it('runs over midnight when it is the meal of the night', () => {
    const night = { date: '2026-11-22', meal: 'NIGHT' } as const;
    expect(isRunning(night, at('2026-11-22T23:50:00'), service)).toBe(true);
    expect(isRunning(night, at('2026-11-23T00:10:00'), service)).toBe(true);
    expect(isRunning(night, at('2026-11-23T00:40:00'), service)).toBe(false);
    expect(calendar.iso(servingHours(night, service).to)).toBe('2026-11-23T00:30:00+08:00');
  });
});

describe('days like this one', () => {
  const served = (...dates: string[]): MealFigures[] =>
    dates.map((date) => ({
      ...{ date, meal: 'LUNCH' satisfies Meal as Meal, personMeals: 100, streams: {}, state: 'ok', reasons: [] },
      ...{ manual: false, trimmingsUsed: null, wasteRate: null },
    }));
  const november = ['02', '03', '04', '05', '06', '09', '10', '11', '12', '13', '16', '17', '18', '19', '20'];
  const office = served(...november.map((day) => `2026-11-${day}`));
  const asked = (date: string, meals = office, meal: Meal = 'LUNCH') =>
    servedOnLikeDays(meals, { date, meal }, rules.normDays, chinaDayTypes);

  it('an office serves lunch on Mondays, not on Sundays, and no dinner', () => {
    expect(asked('2026-11-23')).toBe(true);
    expect(asked('2026-11-22')).toBe(false);
    expect(asked('2026-11-23', office, 'DINNER')).toBe(false);
  });

  it('nobody expects it to serve on a holiday that falls on a Thursday; a Saturday of work is a day of work', () => {
    const september = served(
      ...['07', '08', '09', '10', '11', '14', '15', '16', '17', '18'].map((d) => `2026-09-${d}`),
    );
    expect(chinaDayTypes.typeOf(Date.UTC(2026, 9, 1) / 86_400_000)).toBe('holiday');
    expect(asked('2026-10-01', september)).toBe(false);
    expect(chinaDayTypes.typeOf(Date.UTC(2026, 8, 20) / 86_400_000)).toBe('make-up-workday');
    expect(asked('2026-09-20', september)).toBe(true);
  });

  it('of a canteen that is new nothing is known, so what is lacking is told', () => {
    expect(asked('2026-11-23', [])).toBe(true);
    expect(asked('2026-11-23', served('2026-11-22'))).toBe(true);
  });
});
