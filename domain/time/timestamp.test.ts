import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';
import { parseTimestamp } from './timestamp.ts';

const arrival = Date.UTC(2026, 10, 23, 0, 15);

test.each([
  ['2026-11-23T08:15:00+08:00', arrival],
  ['2026-11-23T00:15:00Z', arrival],
  ['2026-11-23T00:15Z', arrival],
  ['2026-11-23t00:15:00z', arrival],
  ['2026-11-23 00:15:00Z', arrival],
  ['2026-11-22T20:45:00-03:30', arrival],
  ['2026-11-23T08:15:00+0800', arrival],
  ['2026-11-23T08:15:00+08', arrival],
  ['20261123T081500+0800', arrival],
  ['20261123T0815+08', arrival],
  ['2026-11-23T00:15:00.5Z', arrival + 500],
  ['2026-11-23T00:15:00.007+00:00', arrival + 7],
  ['2026-11-23T00:15:00,1239999Z', arrival + 123],
  ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ['2000-01-01T00:00:00Z', Date.UTC(2000, 0, 1)],
  ['2026-11-25T00:15:00Z', arrival + 48 * 3_600_000],
  [arrival - 1000, arrival - 1000],
  [arrival + 0.4, arrival],
  [undefined, arrival],
])('%s is read', (input, expected) => {
  expect(parseTimestamp(input, arrival)).toBe(expected);
});

test.each([
  ['2026-02-30T00:00:00Z', 'ts-unreadable'],
  ['2025-02-29T00:00:00Z', 'ts-unreadable'],
  ['2026-11-23T24:00:00Z', 'ts-unreadable'],
  ['2026-11-23T08:60:00Z', 'ts-unreadable'],
  ['2026-11-23T08:15:60Z', 'ts-unreadable'],
  ['2026-11-23T08:15:00.Z', 'ts-unreadable'],
  ['2026-11-23T08:15:00+8:00', 'ts-unreadable'],
  ['2026-11-23T08:15:00+08:00 ', 'ts-unreadable'],
  ['2026-11-23T08:15:00+24:00', 'ts-unreadable'],
  ['2026-11-23X08:15:00Z', 'ts-unreadable'],
  ['23.11.2026 08:15', 'ts-unreadable'],
  [String(arrival), 'ts-unreadable'],
  ['', 'ts-unreadable'],
  ['now', 'ts-unreadable'],
  [NaN, 'ts-unreadable'],
  [-Infinity, 'ts-unreadable'],
  [null, 'ts-unreadable'],
  [true, 'ts-unreadable'],
  [{}, 'ts-unreadable'],
  ['2026-11-23T08:15:00', 'ts-without-offset'],
  ['2026-11-23T08:15', 'ts-without-offset'],
  ['2026-11-23T08:15:00.123', 'ts-without-offset'],
  ['2026-11-23', 'ts-without-offset'],
  ['20261123T081500', 'ts-without-offset'],
  ['20261123', 'ts-without-offset'],
  ['1999-12-31T23:59:59Z', 'ts-before-2000'],
  ['2000-01-01T00:00:00+08:00', 'ts-before-2000'],
  [0, 'ts-before-2000'],
  ['2026-11-25T00:15:00.001Z', 'ts-too-far-ahead'],
  [arrival * 1000, 'ts-too-far-ahead'],
])('%s is refused: %s', (input, reason) => {
  expect(parseTimestamp(input, arrival)).toMatchObject({ reason });
});

test('epoch seconds are named as what they probably are', () => {
  expect(parseTimestamp(arrival / 1000, arrival)).toEqual({
    reason: 'ts-before-2000',
    detail: `ts is ${arrival / 1000}: epoch seconds? It must be milliseconds`,
  });
});

test('a huge text is quoted in short', () => {
  const answer = parseTimestamp('9'.repeat(100_000), arrival);
  expect(answer).toMatchObject({ reason: 'ts-unreadable' });
  expect((answer as { detail: string }).detail.length).toBeLessThan(80);
});

test('every instant that a computer writes comes back', () => {
  const instants = fc.integer({ min: Date.UTC(2000, 0, 1), max: arrival });
  fc.assert(
    fc.property(instants, fc.integer({ min: -14 * 60, max: 14 * 60 }), (ts, offset) => {
      const local = new Date(ts + offset * 60_000).toISOString().slice(0, -1);
      const size = Math.abs(offset);
      const zone = `${offset < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
      expect(parseTimestamp(local + zone, arrival)).toBe(ts);
    }),
  );
});

test.each([
  ['1m', 60_000],
  ['15m', 900_000],
  ['1h', 3_600_000],
  ['1d', 86_400_000],
  ['30s', 30_000],
  ['0m', null],
  ['1mo', null],
  ['15', null],
  ['-1m', null],
  ['1.5h', null],
  ['', null],
])('duration %s', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});
