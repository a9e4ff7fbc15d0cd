import { describe, expect, it } from 'vitest';
import type { Mark } from '../../charts/mark.ts';
import { due, toFetch } from './derived.ts';
import { newestRows } from './newest.ts';

const shown = { point: 'energy_kwh', from: 1_000, to: 2_000 };
const derived = (from: number, to: number, point = 'energy_kwh') => ({ point, from, to });
const mark = (at: number, until: number): Mark => ({ at, until, value: 1, quality: 'measured', coverage: 1 });

describe('intervals derived again', () => {
  it('of another point or another time leave the chart alone', () => {
    expect(due(shown, [derived(1_200, 1_300, 'power_kw'), derived(0, 1_000), derived(2_000, 3_000)], null)).toBeNull();
  });
  it('of the range on screen are read again together', () => {
    const first = due(shown, [derived(1_500, 1_600)], null);
    expect(due(shown, [derived(1_200, 1_300), derived(1_900, 2_100)], first)).toEqual({ from: 1_200, to: 2_100 });
  });
  it('in the middle of a month read that whole month’s interval again, and nothing before it', () => {
    const months = [mark(1_000, 1_400), mark(1_400, 1_800)];
    expect(toFetch(shown, months, { from: 1_600, to: 1_650 })).toEqual({ from: 1_400, to: 1_650 });
  });
  it('that reach over the range are read within it', () => {
    expect(toFetch(shown, [], { from: 500, to: 9_000 })).toEqual({ from: 1_000, to: 2_000 });
  });
});

describe('the newest readings', () => {
  const sample = (at: number, value: number | null): Mark => ({ ...mark(at, at), value });
  it('stand newest first, one row an instant, without inventing what was not said', () => {
    const samples = { energy_kwh: [sample(1, 10), sample(2, 11)], power_kw: [sample(2, 5), sample(3, null)] };
    expect(newestRows(samples, ['energy_kwh', 'power_kw'], 5)).toEqual([
      [2, { energy_kwh: 11, power_kw: 5 }],
      [1, { energy_kwh: 10 }],
    ]);
    expect(newestRows(samples, ['energy_kwh'], 1)).toEqual([[2, { energy_kwh: 11 }]]);
  });
});
