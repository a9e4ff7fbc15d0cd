import { describe, expect, it } from 'vitest';
import { freshness } from './freshness.ts';

const minute = 60_000;
const quarter = 15 * minute;
const now = Date.parse('2026-11-23T08:00:00+08:00');

describe('freshness of a quarter-hour meter', () => {
  it.each([
    ['read just now', 0, 'live'],
    ['one reading late by half an interval', 22.5 * minute, 'live'],
    ['a moment more', 22.5 * minute + 1, 'late'],
    ['three intervals', 45 * minute, 'late'],
    ['longer', 45 * minute + 1, 'silent'],
  ])('%s', (_case, age, state) => {
    expect(freshness(now - age, now - age, quarter, now)).toBe(state);
  });

  it('a meter that never sent anything is not silent', () => {
    expect(freshness(null, null, quarter, now)).toBe('never');
  });

  it('a clock that runs two hours ahead does not keep a dead meter alive', () => {
    const received = now - 60 * minute;
    expect(freshness(received + 120 * minute, received, quarter, now)).toBe('silent');
  });

  it('history that is imported today is old, not live', () => {
    expect(freshness(now - 300 * 86_400_000, now, quarter, now)).toBe('silent');
  });
});
