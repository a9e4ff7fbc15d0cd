import { describe, expect, it } from 'vitest';
import type { Mark } from '../../charts/mark.ts';
import { formatter } from '../../format/index.ts';
import { dateAt, startOf } from '../../format/zone.ts';
import { aligned, periodName, periodOf, stepped } from './period.ts';

const zone = 'Asia/Shanghai';
const span = (view: 'day' | 'week' | 'month' | 'year', date: string) => {
  const p = periodOf(view, date, zone);
  return [p.first, p.end, p.every, dateAt(p.previousFrom, zone)];
};

describe('a period', () => {
  it('is a local day, a week from Monday, a month or a year', () => {
    expect(span('day', '2026-11-23')).toEqual(['2026-11-23', '2026-11-24', '15m', '2026-11-22']);
    expect(span('week', '2026-11-29')).toEqual(['2026-11-23', '2026-11-30', '1h', '2026-11-16']);
    expect(span('month', '2026-03-31')).toEqual(['2026-03-01', '2026-04-01', '1d', '2026-02-01']);
    expect(span('year', '2028-02-29')).toEqual(['2028-01-01', '2029-01-01', '1mo', '2027-01-01']);
  });
  it('of a day with summer time has its 25 hours', () => {
    const p = periodOf('day', '2026-10-25', 'Europe/Berlin');
    expect(p.to - p.from).toBe(25 * 3_600_000);
  });
  it('steps, and needs no date in the address when it is the present one', () => {
    const day = periodOf('day', '2026-11-22', zone);
    expect(stepped(day, 1, '2026-11-23')).toBeNull();
    expect(stepped(day, -1, '2026-11-23')).toBe('2026-11-21');
    expect(stepped(periodOf('month', '2026-01-31', zone), -1, '2026-11-23')).toBe('2025-12-01');
    expect(stepped(periodOf('week', '2026-11-16', zone), 1, '2026-11-29')).toBeNull();
  });
  it('has a name', () => {
    const f = formatter('zh', zone);
    const name = (view: 'day' | 'week' | 'month' | 'year') => periodName(periodOf(view, '2026-11-23', zone), f);
    expect((['day', 'week', 'month', 'year'] as const).map(name)).toEqual([
      '2026-11-23 周一',
      '2026-11-23 – 11-29',
      '2026-11',
      '2026',
    ]);
  });
});

describe('the month before', () => {
  const mark = (date: string): Mark => {
    const at = startOf(date, zone);
    return { at, until: at + 86_400_000, value: 1, quality: 'measured', coverage: 1 };
  };
  it('lies under this one by the number of the day; a 31st without a place is left out', () => {
    const found = aligned(
      [mark('2026-10-01'), mark('2026-10-30'), mark('2026-10-31')],
      periodOf('month', '2026-11-23', zone),
      zone,
    );
    expect(found.map((m) => dateAt(m.at, zone))).toEqual(['2026-11-01', '2026-11-30']);
  });
  it('of which only a part is known is not compared with', () => {
    const part: Mark = { ...mark('2026-10-02'), quality: 'missing', coverage: 0.3 };
    const found = aligned([mark('2026-10-01'), part], periodOf('month', '2026-11-23', zone), zone);
    expect(found.map((m) => m.value)).toEqual([1, null]);
  });
  it('as a leap year’s February under a shorter one keeps its month', () => {
    const found = aligned([mark('2028-02-01')], periodOf('year', '2029-01-01', zone), zone);
    expect(found.map((m) => [dateAt(m.at, zone), dateAt(m.until, zone)])).toEqual([['2029-02-01', '2029-03-01']]);
  });
});
