import { describe, expect, it } from 'vitest';
import type { WireSavingDay } from '../../../../domain/wire-contracts.ts';
import { savingPath, type Frame } from './saving-path.ts';

const frame: Frame = { width: 400, height: 200, left: 30, right: 60, top: 10, bottom: 20 };
const day = (date: string, cumulative: number | null, half: number | null = 10): WireSavingDay => ({
  date,
  expected: null,
  actual: null,
  saving: null,
  halfWidth: null,
  cumulative,
  cumulativeHalfWidth: cumulative === null ? null : half,
  path: null,
  completenessPct: 100,
  estimated: false,
});
const numbers = (path: string) => path.match(/-?\d+\.\d/g)!.map(Number);

describe('saving and guarantee on the statement', () => {
  const guaranteed = {
    guarantee: 400,
    path: [
      { date: '2026-06-30', amount: 150 },
      { date: '2026-12-31', amount: 400 },
    ],
  };

  it('stays in its frame, whatever is saved', () => {
    const drawn = savingPath(2026, [day('2026-01-01', -20), day('2026-10-31', 520)], guaranteed, 1, frame)!;
    for (const path of [drawn.line, drawn.band, drawn.path]) {
      const all = numbers(path);
      const xs = all.filter((_, i) => i % 2 === 0);
      const ys = all.filter((_, i) => i % 2 === 1);
      expect(Math.min(...xs)).toBeGreaterThanOrEqual(frame.left);
      expect(Math.max(...xs)).toBeLessThanOrEqual(frame.width - frame.right);
      expect(Math.min(...ys)).toBeGreaterThanOrEqual(frame.top);
      expect(Math.max(...ys)).toBeLessThanOrEqual(frame.height - frame.bottom);
    }
    expect(drawn.ticks[0]!.value).toBeLessThan(0);
    expect(drawn.goal).toMatchObject({ value: 400, x: frame.width - frame.right });
  });

  it('leaves a gap where days are unknown: nothing is drawn over them', () => {
    const days = [day('2026-01-01', 1), day('2026-01-02', null), day('2026-01-03', 3)];
    expect(savingPath(2026, days, null, 1, frame)!.line.match(/M/g)).toHaveLength(2);
  });

  it('draws neither a path without a guarantee nor a chart without a day', () => {
    expect(savingPath(2026, [day('2026-03-01', 5)], null, 1, frame)).toMatchObject({ path: '', goal: null });
    expect(savingPath(2026, [day('2026-03-01', null)], guaranteed, 1, frame)).toBeNull();
    expect(savingPath(2026, [day('2025-12-31', 5)], guaranteed, 1, frame)).toBeNull();
  });

  it('has few ticks on round figures', () => {
    const { ticks } = savingPath(2026, [day('2026-12-31', 173_000)], null, 1000, frame)!;
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(ticks.every(({ value }) => Number.isInteger(value))).toBe(true);
  });
});
