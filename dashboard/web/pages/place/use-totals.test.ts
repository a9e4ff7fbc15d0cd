import { describe, expect, it } from 'vitest';
import type { Mark } from '../../charts/mark.ts';
import { totalsOf } from './use-totals.ts';

const dayMs = 86_400_000;
const mark = (i: number, value: number | null, change: Partial<Mark> = {}): Mark => ({
  at: i * dayMs,
  until: (i + 1) * dayMs,
  value,
  quality: value === null ? 'missing' : 'measured',
  coverage: value === null ? 0 : 1,
  ...change,
});

describe('what a period comes to', () => {
  it('is compared over whole days that both years know', () => {
    const marks = [mark(0, 100), mark(1, 120), mark(2, 50, { partial: true, coverage: 0.5 })];
    const found = totalsOf(marks, [mark(0, 80), mark(1, null), mark(2, 90)], 2.5 * dayMs);
    expect(found).toMatchObject({ value: 270, change: 0.25, mean: 110, coverage: 1 });
    expect(found.highest?.at).toBe(dayMs);
  });

  it('says how much of it is known and estimated', () => {
    const marks = [mark(0, 100, { quality: 'estimated' }), mark(1, null)];
    expect(totalsOf(marks, [], 2 * dayMs)).toMatchObject({ value: 100, estimated: 100, coverage: 0.5, change: null });
  });

  it('is unknown, not zero, when nothing is known', () =>
    expect(totalsOf([mark(0, null)], [], dayMs)).toMatchObject({ value: null, mean: null, highest: null }));
});
