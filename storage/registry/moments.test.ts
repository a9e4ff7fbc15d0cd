import { expect, it } from 'vitest';
import { LocalCalendar } from '../../domain/time/calendar.ts';
import { isDate, isMoment, momentMs } from './moments.ts';

it.each(['2026-02-29', '2026-13-01', '2026-00-10', '26-01-01', '2026-1-1', '2026-04-31', ''])(
  '%s is no date',
  (text) => {
    expect(isDate(text)).toBe(false);
  },
);

it.each([
  '2026-03-01T00:00:00',
  '2026-03-01T25:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-03-01T00:00:00+15:00',
  '1772294400000',
])('%s is no moment', (text) => {
  expect(isMoment(text)).toBe(false);
});

it.each([
  // A date is the local midnight.
  ['2026-03-01', 'Asia/Shanghai', '2026-02-28T16:00:00Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00Z'],
  ['2024-02-29T12:30:00.250+0800', 'Europe/Berlin', '2024-02-29T04:30:00.250Z'],
  ['2024-02-29 12:30+08:00', 'Asia/Shanghai', '2024-02-29T04:30:00Z'],
])('%s in %s is %s', (text, zone, expected) => {
  expect(isMoment(text)).toBe(true);
  expect(momentMs(text, new LocalCalendar(zone))).toBe(Date.parse(expected));
});
