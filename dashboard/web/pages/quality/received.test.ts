import { describe, expect, it } from 'vitest';
import type { Mark } from '../../charts/mark.ts';
import { continued, stepsOf, thinned, usualRange } from './received.ts';
import { windowOf } from './window.ts';

const quarter = 900_000;
const readings = (...values: number[]): Mark[] =>
  values.map((value, i) => ({ at: i * quarter, until: i * quarter, value, quality: 'measured', coverage: 1 }));

describe('what a verdict is seen in', () => {
  it('a swap stands beyond the axis, and the use around it stays readable', () => {
    const steps = stepsOf(readings(48_190, 48_200.2, 48_211.6, 3.2, 12.4, 21.9, 31, 40.6, 50, 59, 68));
    expect(steps[2]!.value).toBeCloseTo(-48_208.4);
    const [low, high] = usualRange(steps)!;
    expect(high).toBeLessThan(30);
    expect(low).toBe(-high);
  });

  it('an axis without anything odd reaches its largest step and begins at 0', () => {
    expect(usualRange(stepsOf(readings(0, 8, 17, 28)))).toEqual([0, 11]);
    expect(usualRange(stepsOf(readings(5, 5, 5)))).toEqual([0, 1]);
    expect(usualRange([])).toBeNull();
  });

  it('a day of readings every five seconds is added up, not left out', () => {
    const steps = stepsOf(readings(...Array.from({ length: 17_281 }, (_, i) => i)));
    const drawn = thinned(steps);
    expect(drawn.length).toBeLessThanOrEqual(240);
    expect(drawn.reduce((sum, step) => sum + step.value, 0)).toBe(17_280);
  });

  it('the continued register is broken where nothing is known and goes on from there', () => {
    const mark = (i: number, value: number | null): Mark => ({
      ...{ at: i * quarter, until: (i + 1) * quarter, value, coverage: 1 },
      quality: value === null ? 'missing' : 'measured',
    });
    expect(continued([mark(0, 10), mark(1, null), mark(2, 5)], 100).map(({ value }) => value)).toEqual([
      110,
      null,
      115,
    ]);
  });
});

describe('the time around a verdict', () => {
  const zone = 'Asia/Shanghai';
  const at = Date.parse('2026-11-20T09:15:00+08:00');
  it.each([
    [22 * 60_000, '15m'],
    [7 * 86_400_000, '1d'],
    [3 * 86_400_000, '1h'],
  ] as const)('%i ms long is shown in %s', (length, every) => {
    const window = windowOf(at, at + length, at + 90 * 86_400_000, zone);
    expect(window.every).toBe(every);
    expect(window.from).toBeLessThanOrEqual(at - 6 * 3_600_000);
    expect(window.to).toBeGreaterThanOrEqual(at + length + 6 * 3_600_000);
  });
  it('is whole local days where days are shown', () => {
    const { from, to } = windowOf(at, at + 7 * 86_400_000, at + 90 * 86_400_000, zone);
    for (const edge of [from, to]) expect(new Date(edge).toISOString()).toMatch(/T16:00:00/);
  });
  it('does not show hours that have not come', () => {
    const now = at + 30 * 60_000;
    expect(windowOf(at, at + quarter, now, zone).to).toBeLessThanOrEqual(now + 2 * 3_600_000);
  });
});
