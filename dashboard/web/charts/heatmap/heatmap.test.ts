import { describe, expect, it } from 'vitest';
import { gridOf, hoursADay, levelOf, type HourGrid } from './grid.ts';
import { cellAt, cellsPath, cellStep, edgeOf, layoutOf, monthTicks, widthOf } from './layout.ts';
import { nightStep } from './night-step.ts';

const hourMs = 3_600_000;
const first = Date.parse('2026-01-01T00:00:00+08:00');
const iso = (at: number) => `${new Date(at + 8 * hourMs).toISOString().slice(0, 19)}+08:00`;

/** @param rate what an hour of a day used; null = missing */
function year(days: number, rate: (day: number, hour: number) => number | null) {
  const cells = Array.from({ length: days * hoursADay }, (_, i) => rate(Math.floor(i / hoursADay), i % hoursADay));
  return {
    ts: cells.map((_, i) => iso(first + i * hourMs)),
    value: cells,
    quality: cells.map((value) => (value === null ? 'x' : 'm')).join(''),
    dayTypes: 'w'.repeat(cells.length),
    unit: 'kWh',
  };
}
const office = (hour: number) => (hour >= 8 && hour < 18 ? 100 : 20);

describe('a year of hours as a grid', () => {
  it('has a column a local day and a row an hour', () => {
    const grid = gridOf(year(3, (day, hour) => day * 100 + hour));
    expect(grid.dates).toEqual(['2026-01-01', '2026-01-02', '2026-01-03']);
    expect(grid.value[1 * hoursADay + 5]).toBe(105);
  });

  it('a missing hour is no zero: it has no value and no part in the scale', () => {
    const grid = gridOf(year(4, (day, hour) => (day === 1 ? null : 50 + hour)));
    expect(grid.value[hoursADay]).toBeNaN();
    expect([grid.low, grid.high]).toEqual([50, 73]);
  });

  it('what has not happened is blank, and the hour that runs is not called missing', () => {
    const use = year(1, () => 10);
    const now = first + 9.4 * hourMs;
    const quality = `${'m'.repeat(9)}x${'-'.repeat(14)}`;
    const grid = gridOf({ ...use, quality }, now);
    expect(grid.quality).toBe(`${'m'.repeat(9)}${' '.repeat(15)}`);
    // A day later it is.
    expect(gridOf({ ...use, quality }, now + 24 * hourMs).quality[9]).toBe('x');
  });

  it('an hour that the clock repeats is the mean of both, one that it skips is blank', () => {
    const ts = ['2026-10-25T00:00:00+01:00', '2026-10-25T01:00:00+01:00', '2026-10-25T01:00:00+00:00'];
    const grid = gridOf({ ts, value: [1, 10, 20], quality: 'mmm', dayTypes: 'eee', unit: 'kWh' });
    expect([grid.value[1], grid.quality.slice(0, 3)]).toEqual([15, 'mm ']);
  });

  it('one leap of a register does not make the rest of the year pale', () => {
    const grid = gridOf(year(200, (day, hour) => (day === 7 && hour === 3 ? 1e6 : office(hour))));
    expect(grid.high).toBe(100);
    expect([20, 100, 1e6, 0].map((value) => levelOf(grid, value))).toEqual([0, 6, 6, 0]);
  });
});

describe('cells under the pointer and the keys', () => {
  const grid = gridOf(year(365, (_, hour) => office(hour)));
  it('a year fits a desk and a phone whole, each day on whole pixels of the device', () => {
    for (const [days, room, ratio] of [
      [365, 742, 1],
      [366, 742, 1.25],
      [365, 358, 2],
      [366, 358, 3],
    ] as const) {
      const layout = layoutOf(days, room, { ratio });
      expect([layout.skipped, Math.round(layout.left + layout.width)]).toEqual([0, room]);
      for (let day = 0; day < days; day++) {
        const pixels = (edgeOf(layout, day) - layout.left) * ratio;
        expect(pixels).toBeCloseTo(Math.round(pixels), 6);
        expect(widthOf(layout, day) * ratio).toBeGreaterThanOrEqual(1 - 1e-9);
      }
    }
  });
  it('the day that is told is the one that is drawn under the pointer', () => {
    const layout = layoutOf(365, 742);
    for (let day = 0; day < 365; day++) {
      const [from, to] = [edgeOf(layout, day), edgeOf(layout, day + 1)];
      expect(cellAt(layout, from, layout.top)?.day).toBe(day);
      expect(cellAt(layout, to - 0.01, layout.top)?.day).toBe(day);
    }
  });
  it('a day is never thinner than a pixel: where there are too few, the oldest are left out', () => {
    const narrow = layoutOf(365, 238, { ratio: 1 });
    expect([narrow.column, narrow.skipped]).toEqual([1, 165]);
    expect(cellAt(narrow, narrow.left, narrow.top)).toEqual({ day: 165, hour: 0 });
  });
  it('beside the grid there is no cell', () => {
    const layout = layoutOf(365, 772);
    expect(cellAt(layout, 10, 50)).toBeNull();
    expect(cellAt(layout, layout.left + layout.width, 50)).toBeNull();
    expect(cellAt(layout, layout.left, layout.top + layout.height)).toBeNull();
  });
  it('keys move by hours, days and weeks and hold at the ends', () => {
    const at = { day: 364, hour: 23 };
    expect(cellStep('ArrowRight', at, grid)).toEqual(at);
    expect(cellStep('PageUp', at, grid)).toEqual({ day: 357, hour: 23 });
    expect(cellStep('ArrowDown', { day: 0, hour: 4 }, grid)).toEqual({ day: 0, hour: 5 });
    expect(cellStep('a', at, grid)).toBeNull();
  });
  it('as lines, neighbours below one another are one piece', () => {
    const layout = layoutOf(1, 60, { row: 10, left: 0, top: 0 });
    const path = cellsPath({ ...layout, gap: 0 }, gridOf(year(1, () => 1)), (cell) => cell < 3 || cell === 10);
    expect(path.match(/M/g)).toHaveLength(2);
  });
  it('months stand at their first day', () => {
    const ticks = monthTicks(layoutOf(365, 772), grid.dates);
    expect(ticks.map(({ month }) => month)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });
});

describe('the night when it changed', () => {
  const grid = (night: (day: number) => number | null): HourGrid =>
    gridOf(year(120, (day, hour) => (hour < 6 ? night(day) : office(hour))));
  // Meters are not quite the same each night.
  const noise = (day: number) => 1 + 0.04 * Math.sin(day * 2.3);

  it('a chiller that is left on since some days is told by its first night', () => {
    const step = nightStep(grid((day) => (day >= 107 ? 60 : 25) * noise(day)))!;
    expect(step).toMatchObject({ from: 107, to: 120 });
    expect(step.before).toBeCloseTo(25, 0);
    expect(step.since).toBeCloseTo(60, -1);
  });
  it('so is a night load that was brought down', () =>
    expect(nightStep(grid((day) => (day >= 100 ? 12 : 30) * noise(day)))).toMatchObject({ from: 100 }));
  it('ordinary nights tell nothing', () => expect(nightStep(grid((day) => 25 * noise(day)))).toBeNull());
  it('the seasons come slowly and are no step', () => expect(nightStep(grid((day) => 20 + day * 0.4))).toBeNull());
  it('one odd night is no step, nor are two', () =>
    expect(nightStep(grid((day) => (day >= 118 ? 60 : 25) * noise(day)))).toBeNull());
  it('a step that ended is not told', () =>
    expect(nightStep(grid((day) => (day >= 90 && day < 104 ? 60 : 25) * noise(day)))).toBeNull());
  it('missing nights are neither high nor low', () =>
    expect(
      nightStep(grid((day) => (day >= 105 && day % 2 ? null : (day >= 107 ? 60 : 25) * noise(day)))),
    ).toMatchObject({
      from: expect.closeTo(107, -1) as number,
    }));
});
