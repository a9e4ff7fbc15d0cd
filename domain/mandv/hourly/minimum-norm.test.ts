import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimumNormSlopes } from './minimum-norm.ts';

interface Row {
  readonly level: number;
  readonly x: readonly number[];
  readonly y: number;
}

/** The reduced system of rows, from its definition. */
function reduced(rows: readonly Row[], columns: number) {
  const system = {
    columns,
    cross: new Float64Array(columns * columns),
    right: new Float64Array(columns),
    levelCross: new Float64Array(columns * columns),
    levelRight: new Float64Array(columns),
  };
  const means: { x: number[]; y: number }[] = [];
  for (const level of new Set(rows.map((row) => row.level))) {
    const own = rows.filter((row) => row.level === level);
    const mean = (of: (row: Row) => number): number => own.reduce((sum, row) => sum + of(row), 0) / own.length;
    const [x, y] = [Array.from({ length: columns }, (_, i) => mean((row) => row.x[i]!)), mean((row) => row.y)];
    means.push({ x, y });
    for (let i = 0; i < columns; i += 1) {
      system.levelRight[i]! += x[i]! * y;
      for (const row of own) system.right[i]! += (row.x[i]! - x[i]!) * (row.y - y);
      for (let j = 0; j < columns; j += 1) {
        system.levelCross[i * columns + j]! += x[i]! * x[j]!;
        for (const row of own) system.cross[i * columns + j]! += (row.x[i]! - x[i]!) * (row.x[j]! - x[j]!);
      }
    }
  }
  const norm = (slopes: ArrayLike<number>): number =>
    Array.from(slopes).reduce((sum, b) => sum + b * b, 0) +
    means.reduce((sum, { x, y }) => sum + (y - x.reduce((s, v, i) => s + v * slopes[i]!, 0)) ** 2, 0);
  return { system, norm };
}

const value = fc.integer({ min: -20, max: 20 });

describe('slopes beside levels', () => {
  it('finds the slopes from which the rows were made', () => {
    const rowOf = fc.record({ level: fc.integer({ min: 0, max: 3 }), x: fc.tuple(value, value, value) });
    fc.assert(
      fc.property(fc.array(rowOf, { minLength: 30, maxLength: 60 }), (points) => {
        const rows = points.map((p) => ({ ...p, y: 100 * p.level + 2 * p.x[0] - 3 * p.x[1] + 0.5 * p.x[2] }));
        const { slopes, rank } = minimumNormSlopes(reduced(rows, 3).system);
        fc.pre(rank === 3);
        [2, -3, 0.5].forEach((slope, i) => expect(slopes[i]).toBeCloseTo(slope, 8));
      }),
      { numRuns: 50 },
    );
  });

  it('shares a slope between two columns that are the same', () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({ level: i % 2, x: [i, i], y: 6 * i }));
    const { slopes, rank } = minimumNormSlopes(reduced(rows, 2).system);
    expect(rank).toBe(1);
    expect([...slopes].map((s) => Math.round(s * 1e9) / 1e9)).toEqual([3, 3]);
  });

  it('of all solutions that fit as well, takes the one with the least norm of slopes and levels together', () => {
    // Column 1 is 2 · column 0 + 5: the difference is a constant, which the levels can hold as well.
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 8, maxLength: 20 }), value, (points, step) => {
        const rows = points.map(([x, y], i) => ({ level: i % 3, x: [x, 2 * x + 5], y }));
        const { system, norm } = reduced(rows, 2);
        const { slopes, rank } = minimumNormSlopes(system);
        fc.pre(rank === 1);
        const along = (t: number): number => norm([slopes[0]! + 2 * t, slopes[1]! - t]);
        const least = along(0);
        expect(least).toBeLessThanOrEqual(along(step / 100) + 1e-9 * least);
        expect(least).toBeLessThanOrEqual(along(-step / 1000) + 1e-9 * least);
      }),
      { numRuns: 50 },
    );
  });

  it('a column that never changes within a level gets what lowers the norm', () => {
    // One level at y = 10 with x = 3: min s² + (10 − 3s)² is s = 3.
    const rows = Array.from({ length: 5 }, () => ({ level: 0, x: [3], y: 10 }));
    const { slopes, rank } = minimumNormSlopes(reduced(rows, 1).system);
    expect(rank).toBe(0);
    expect(slopes[0]).toBeCloseTo(3, 12);
  });

  it('a column of zeros gets zero', () => {
    const rows = Array.from({ length: 9 }, (_, i) => ({ level: i % 3, x: [i, 0], y: 4 * i }));
    const { slopes } = minimumNormSlopes(reduced(rows, 2).system);
    expect(slopes[0]).toBeCloseTo(4, 12);
    expect(slopes[1]).toBe(0);
  });
});
