import { describe, expect, it } from 'vitest';
import { LocalCalendar } from '../../../../domain/time/calendar.ts';
import { wallMonth, wallTime } from './wall-time.ts';

const shanghai = new LocalCalendar('Asia/Shanghai');
const london = new LocalCalendar('Europe/London');
const iso = (text: string, calendar = shanghai): string | null => {
  const at = wallTime(text, calendar);
  return at === null ? null : calendar.iso(at);
};

describe('a time as people write it', () => {
  it.each([
    ['2026-11-01', '2026-11-01T00:00:00+08:00'],
    ['2026/11/1 8:05', '2026-11-01T08:05:00+08:00'],
    ['2026.11.01 08:05:30', '2026-11-01T08:05:30+08:00'],
    ['2026年11月1日 8：05', '2026-11-01T08:05:00+08:00'],
    ['2026-11-01T00:00:00Z', '2026-11-01T08:00:00+08:00'],
  ])('%s', (text, expected) => expect(iso(text)).toBe(expected));

  it.each(['', '2026-02-30', '2026-13-01', '2026-11-01 24:00', '2026-11-01 08:60', '1/11/2026', '46327', '8:00'])(
    'is not %j',
    (text) => expect(iso(text)).toBeNull(),
  );

  it('on a day on which the clocks change is what the clock on the wall said; an hour that was skipped is none', () => {
    expect(iso('2026-03-29 00:30', london)).toBe('2026-03-29T00:30:00+00:00');
    expect(iso('2026-03-29 01:30', london)).toBeNull();
    expect(iso('2026-03-29 12:00', london)).toBe('2026-03-29T12:00:00+01:00');
    expect(iso('2026-10-25 12:00', london)).toBe('2026-10-25T12:00:00+00:00');
    // Twice on that night: the first is taken.
    expect(iso('2026-10-25 01:30', london)).toBe('2026-10-25T01:30:00+01:00');
  });
});

describe('a month as people write it', () => {
  it.each(['2026-02', '2026/2', '2026.02', '2026年2月', '2026-02-01', '2026-02-01 00:00:00'])('%s', (text) => {
    const month = wallMonth(text, shanghai)!;
    expect([shanghai.iso(month.from), shanghai.iso(month.to)]).toEqual([
      '2026-02-01T00:00:00+08:00',
      '2026-03-01T00:00:00+08:00',
    ]);
  });

  it.each(['', '2026', '2026-13', '2026-00', '2026-02-02', '二月'])('is not %j', (text) => {
    expect(wallMonth(text, shanghai)).toBeNull();
  });
});
