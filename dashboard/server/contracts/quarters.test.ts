import { describe, expect, it } from 'vitest';
import { LocalCalendar } from '../../../domain/time/calendar.ts';
import { qualities } from '../../../storage/series/port.ts';
import { daysOfQuarters, hoursOfQuarters, ownResolution, sharesOfDays } from './quarters.ts';

const [missing, measured, estimated] = qualities.map((_, code) => code) as [number, number, number];

describe('days of quarter hours', () => {
  it('have 92 and 100 of them when the clocks change', () => {
    const london = new LocalCalendar('Europe/London');
    const [from, to] = [Date.parse('2026-03-28T00:00:00Z'), Date.parse('2026-03-30T23:00:00Z')];
    const days = daysOfQuarters(london, from, to);
    expect([...days.first]).toEqual([0, 96, 188, 284]);
    const hours = hoursOfQuarters(new Float64Array(284).fill(0.25), days);
    expect([...hours.startsAt]).toEqual([...london.edges('1h', from, to).subarray(0, -1)]);
    expect(hours.energy.every((used) => used === 1)).toBe(true);
  });

  it('an hour with an unknown quarter is unknown, and so is its share of the day', () => {
    const shanghai = new LocalCalendar('Asia/Shanghai');
    const from = Date.parse('2026-03-28T00:00:00+08:00');
    const days = daysOfQuarters(shanghai, from, from + 86_400_000);
    const quarters = new Float64Array(96).fill(1);
    quarters[5] = NaN;
    const { energy } = hoursOfQuarters(quarters, days);
    expect([energy[0], energy[1], energy[2]]).toEqual([4, NaN, 4]);
    const quality = new Uint8Array(96).fill(measured);
    quality[5] = missing;
    quality[6] = quality[7] = estimated;
    const shares = sharesOfDays(quality, days, null);
    expect([shares.known[0], shares.measured[0]]).toEqual([95 / 96, 93 / 96]);
    // Read once an hour: its quarter hours are estimates, its hours are not, but for one.
    const own = { startsAt: hoursOfQuarters(quarters, days).startsAt, quality: new Uint8Array(24).fill(measured) };
    own.quality[23] = estimated;
    expect(sharesOfDays(new Uint8Array(96).fill(estimated), days, own).measured[0]).toBe(92 / 96);
  });
});

it.each([
  ['1m', '15m'],
  ['15m', '15m'],
  ['30m', '1h'],
  ['1h', '1h'],
  ['6h', '1d'],
  ['1d', '1d'],
  ['30d', '1mo'],
])('a meter read every %s is measured by %s', (interval, own) => expect(ownResolution(interval)).toBe(own));
