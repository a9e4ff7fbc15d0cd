import { describe, expect, test } from 'vitest';
import { LocalCalendar } from './calendar.ts';

const hour = 3_600_000;

/** Local date and clock by the machine's own tables, slow and independent. */
function wallClock(timeZone: string): (ts: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (ts) => format.format(ts).replace(' ', 'T');
}

const zones = [
  'Asia/Shanghai',
  'Europe/London',
  'America/Sao_Paulo', // clocks skipped midnight until 2018
  'Australia/Lord_Howe', // half an hour of summer time
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'America/St_Johns', // clocks changed at 00:01 until 2011
  'Pacific/Apia', // 30 December 2011 did not exist
  'UTC',
];

describe.each(zones)('%s', (zone) => {
  const calendar = new LocalCalendar(zone);

  test.each([2010, 2011, 2018, 2026])('clock and days of %i agree with the zone tables', (year) => {
    const wall = wallClock(zone);
    const wrong: string[] = [];
    for (let ts = Date.UTC(year, 0, 1); ts < Date.UTC(year + 1, 0, 1); ts += 7 * hour + 13 * 60_000) {
      const local = wall(ts);
      const date = local.slice(0, 10);
      const start = calendar.startOfDay(ts);
      if (calendar.iso(ts).slice(0, 19) !== local) wrong.push(`${calendar.iso(ts)} is ${local}`);
      if (start > ts || calendar.nextDay(start) <= ts) wrong.push(`${local} is not within its day`);
      if (wall(start).slice(0, 10) !== date) wrong.push(`${local} begins on ${wall(start)}`);
      if (wall(start - 1).slice(0, 10) === date) wrong.push(`${local} begins before ${wall(start)}`);
    }
    expect(wrong).toEqual([]);
  });

  test('quarters, hours, days and months of a year follow each other without holes', () => {
    const from = calendar.localMidnight('2026-01-01');
    const to = calendar.localMidnight('2027-01-01');
    for (const every of ['15m', '1h', '1d', '1mo'] as const) {
      const edges = calendar.edges(every, from, to);
      expect(edges[0]).toBe(from);
      expect(edges.at(-1)).toBe(to);
      expect(edges.findIndex((edge, i) => i > 0 && edge <= edges[i - 1]!)).toBe(-1);
    }
    expect(calendar.edges('1d', from, to)).toHaveLength(366);
    expect(calendar.edges('1mo', from, to)).toHaveLength(13);
  });
});

describe('Europe/London', () => {
  const calendar = new LocalCalendar('Europe/London');

  test.each([
    ['2026-03-29', 92, 23],
    ['2026-10-25', 100, 25],
    ['2026-07-01', 96, 24],
  ])('%s has %i quarters and %i hours', (date, quarters, hours) => {
    const midnight = calendar.localMidnight(date);
    expect(calendar.quarterEdges(midnight)).toHaveLength(quarters + 1);
    expect(calendar.edges('1h', midnight, calendar.nextDay(midnight))).toHaveLength(hours + 1);
  });

  test('the month of the clock change has 31 days, one of them short', () => {
    const edges = calendar.dayEdges(calendar.localMidnight('2026-03-01'));
    expect(edges).toHaveLength(32);
    expect(edges[29]! - edges[28]!).toBe(23 * hour);
  });

  test('the repeated hour is told apart by its offset', () => {
    const first = Date.UTC(2026, 9, 25, 0, 30);
    expect(calendar.iso(first)).toBe('2026-10-25T01:30:00+01:00');
    expect(calendar.iso(first + hour)).toBe('2026-10-25T01:30:00+00:00');
  });
});

test('milliseconds are written only when there are some', () => {
  const calendar = new LocalCalendar('Asia/Shanghai');
  const ts = Date.UTC(2026, 10, 23, 0, 15);
  expect(calendar.iso(ts)).toBe('2026-11-23T08:15:00+08:00');
  expect(calendar.iso(ts + 7)).toBe('2026-11-23T08:15:00.007+08:00');
  expect(new LocalCalendar('America/St_Johns').iso(ts)).toBe('2026-11-22T20:45:00-03:30');
});

test('edges take the starts in [from, to) and the end of the last one', () => {
  const calendar = new LocalCalendar('Asia/Shanghai');
  const midnight = calendar.localMidnight('2026-11-23');
  expect([...calendar.edges('1h', midnight + 1, midnight + 2 * hour + 1)]).toEqual(
    [1, 2, 3].map((n) => midnight + n * hour),
  );
  expect(calendar.edges('1h', midnight + 1, midnight + hour)).toHaveLength(0);
  expect(calendar.edges('1d', midnight, midnight)).toHaveLength(0);
  expect(calendar.edges('15m', midnight, midnight - 1)).toHaveLength(0);
  expect([...calendar.edges('1d', midnight, midnight + 1)]).toEqual([midnight, midnight + 24 * hour]);
});

test('Lord Howe Island: the day of the change is half an hour short, its last hour a half', () => {
  const calendar = new LocalCalendar('Australia/Lord_Howe');
  const midnight = calendar.localMidnight('2026-10-04');
  expect(calendar.quarterEdges(midnight)).toHaveLength(95);
  const hours = calendar.edges('1h', midnight, calendar.nextDay(midnight));
  expect(hours.at(-1)! - hours.at(-2)!).toBe(hour / 2);
});

test('what is no zone or no date is refused', () => {
  expect(() => new LocalCalendar('Asia/Nowhere')).toThrow(RangeError);
  const calendar = new LocalCalendar('UTC');
  for (const date of ['2026-02-29', '2026-13-01', '2026-1-1', '', '2026-11-23T00:00']) {
    expect(() => calendar.localMidnight(date)).toThrow(RangeError);
  }
  expect(calendar.localMidnight('2028-02-29')).toBe(Date.UTC(2028, 1, 29));
});
