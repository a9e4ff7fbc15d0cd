import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import * as z from './zone.ts';

const zones = ['Asia/Shanghai', 'Asia/Kathmandu', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC'];

describe('local time', () => {
  it('agrees with Temporal through two years in zones with and without summer time', () => {
    for (const zone of zones)
      for (let at = Date.UTC(2025, 11, 31, 22, 47, 3); at < Date.UTC(2028, 0, 1); at += 37.3 * 3_600_000) {
        const want = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
        expect(z.partsAt(at, zone)).toMatchObject({ year: want.year, month: want.month, hour: want.hour });
        expect(z.offsetAt(at, zone)).toBe(want.offsetNanoseconds / 1e6);
        expect(z.dateAt(at, zone)).toBe(want.toPlainDate().toString());
      }
  });
  it('finds the start of every local day, also of those with 23 and 25 hours', () => {
    for (const zone of zones) {
      let day = '2026-01-01';
      for (let i = 0; i < 370; i++, day = z.addDays(day, 1)) {
        const want = Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;
        expect(z.startOf(day, zone), `${day} ${zone}`).toBe(want);
      }
    }
  });
  it('reads an hour that the clock skips as after the skip, and a repeated one as the first', () => {
    const iso = (at: number) => new Date(at).toISOString();
    expect(iso(z.instantOf('Europe/Berlin', 2026, 3, 29, 2))).toBe('2026-03-29T01:00:00.000Z');
    expect(iso(z.instantOf('Europe/Berlin', 2026, 10, 25, 2))).toBe('2026-10-25T00:00:00.000Z');
  });
});

describe('days as text', () => {
  it('steps over months and years', () => {
    expect(z.addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(z.addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(z.addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(z.addMonths('2026-01-15', -1)).toBe('2025-12-15');
    expect(z.addMonths('2028-02-29', -12)).toBe('2027-02-28');
  });
  it('weeks start on Monday', () => {
    expect(z.startOfWeek('2026-11-23')).toBe('2026-11-23');
    expect(z.startOfWeek('2026-11-29')).toBe('2026-11-23');
    expect(z.weekday('2026-11-29')).toBe(7);
  });
  it('takes no day that does not exist from an address', () => {
    expect(z.readDate('2026-02-29')).toBeNull();
    expect(z.readDate('2026-2-9')).toBeNull();
    expect(z.readDate('<script>')).toBeNull();
    expect(z.readDate(null)).toBeNull();
    expect(z.readDate('2028-02-29')).toBe('2028-02-29');
  });
});
