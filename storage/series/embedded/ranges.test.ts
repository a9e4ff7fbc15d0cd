import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ranges } from './ranges.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe('touched stretches of time', () => {
  it('grow with live readings', () => {
    const ranges = new Ranges();
    for (let i = 0; i < 100; i++) ranges.add(i * hour, i * hour);
    expect(ranges.toArray()).toEqual([{ from: 0, to: 99 * hour }]);
  });

  it('stay apart when a device brings readings of last month', () => {
    const ranges = new Ranges();
    ranges.add(40 * day, 40 * day);
    ranges.add(day, 2 * day);
    ranges.add(40 * day + hour, 40 * day + hour);
    expect(ranges.toArray()).toEqual([
      { from: day, to: 2 * day },
      { from: 40 * day, to: 40 * day + hour },
    ]);
  });

  it('become one when the time between them is filled', () => {
    const ranges = new Ranges();
    ranges.add(0, 0);
    ranges.add(3 * day, 3 * day);
    ranges.add(6 * day, 6 * day);
    ranges.add(hour, 4 * day);
    expect(ranges.toArray()).toEqual([
      { from: 0, to: 4 * day },
      { from: 6 * day, to: 6 * day },
    ]);
  });

  it('never leave out what was added, and stay few and in order', () => {
    const stretch = fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 50 }));
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 60 }), (added) => {
        const ranges = new Ranges();
        for (const [start, length] of added) ranges.add(start * 6 * hour, (start + length) * 6 * hour);
        const kept = ranges.toArray();
        expect(kept.length).toBeLessThanOrEqual(Ranges.most);
        kept.forEach(({ from, to }, i) => {
          expect(to).toBeGreaterThanOrEqual(from);
          if (i > 0) expect(from).toBeGreaterThan(kept[i - 1]!.to);
        });
        for (const [start, length] of added) {
          const [from, to] = [start * 6 * hour, (start + length) * 6 * hour];
          expect(kept.some((range) => range.from <= from && to <= range.to)).toBe(true);
        }
      }),
    );
  });
});
