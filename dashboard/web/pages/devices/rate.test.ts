import { describe, expect, it } from 'vitest';
import { lastDay, rateBars } from './rate.ts';

const now = Date.parse('2026-11-23T14:35:00+08:00');
const heights = (counts: readonly number[], since: number | null = null) =>
  rateBars(counts, now, since).map((bar) => bar.height);

describe('how often a device sends', () => {
  it('stands at half height when it is as usual, whatever the interval', () => {
    expect(heights([15, 15, 15])).toEqual([0.5, 0.5, 0.5]);
    expect(heights([1, 1, 0, 1])).toEqual([0.5, 0.5, 0, 0.5]);
  });
  it('shows the backlog after an outage above it, cut at the cell', () =>
    expect(heights([15, 0, 0, 45, 22.5, 15, 15])).toEqual([0.5, 0, 0, 1, 0.75, 0.5, 0.5]));
  it('of a device that was never heard of is empty, not a division by zero', () =>
    expect(heights([0, 0])).toEqual([0, 0]));
  it('is not known before the server started, and nothing else is guessed', () => {
    const bars = rateBars([0, 0, 3, 0], now, Date.parse('2026-11-23T14:12:00+08:00'));
    expect(bars.map((bar) => bar.unknown)).toEqual([true, false, false, false]);
  });
  it('adds up to the last day', () => expect(lastDay([1, 2, 3])).toBe(6));
});
