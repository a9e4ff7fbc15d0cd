import { expect, it } from 'vitest';
import { LocalClock } from './local-clock.ts';

const iso = (clock: LocalClock, text: string): string => {
  const read = clock.read(text);
  return read.ok ? new Date(read.ms).toISOString() : read.message;
};

it('a bare date is the midnight of the zone, a time without an offset stands on its clock', () => {
  const shanghai = new LocalClock('Asia/Shanghai');
  expect(iso(shanghai, '2024-03-01')).toBe('2024-02-29T16:00:00.000Z');
  expect(iso(shanghai, '2024-03-01T09:30:00')).toBe('2024-03-01T01:30:00.000Z');
  expect(iso(shanghai, '2024-03-01 09:30')).toBe('2024-03-01T01:30:00.000Z');
});

it('an offset in the text counts, whatever the zone is', () => {
  expect(iso(new LocalClock('Asia/Shanghai'), '2024-03-01T00:00:00-06:00')).toBe('2024-03-01T06:00:00.000Z');
});

it('the autumn hour that comes twice is two hours', () => {
  const london = new LocalClock('Europe/London');
  expect(iso(london, '2019-10-27T01:00')).toBe('2019-10-27T00:00:00.000Z');
  expect(iso(london, '2019-10-27T01:00')).toBe('2019-10-27T01:00:00.000Z');
});

it('an hour that the clocks skip is a fault, with what to do about labels without summer time', () => {
  expect(iso(new LocalClock('Europe/London'), '2019-03-31T01:00')).toMatch(
    /is skipped by the clocks of Europe\/London/,
  );
});

it.each(['2024-02-30', '2024-02-30T10:00', '2024-13-01', '24-01-01', '', 'noon'])('%j is no time', (text) => {
  expect(new LocalClock('UTC').read(text).ok).toBe(false);
});
