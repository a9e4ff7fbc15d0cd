import { describe, expect, it } from 'vitest';
import type { WireWaterfallBar } from '../../../../domain/wire-mandv.ts';
import { floorOf, waterfallSteps } from './waterfall.ts';

const bar = (kind: WireWaterfallBar['kind'], value: number): WireWaterfallBar => ({
  kind,
  value,
  label: { zh: '', en: '' },
  adjustment: null,
});
const bars = [
  bar('counterfactual', 1400),
  bar('adjustment', 20),
  bar('adjustment', -5),
  bar('actual', -1250),
  bar('saving', 165),
];

describe('from counterfactual to saving', () => {
  it('each change starts where the one before ended, and the saving closes the gap exactly', () => {
    const steps = waterfallSteps(bars).map((s) => [s.from, s.to, s.total]);
    expect(steps).toEqual([
      [0, 1400, true],
      [1400, 1420, false],
      [1420, 1415, false],
      [0, 1250, true],
      [1250, 1415, false],
    ]);
  });
  it('takes the actual with either sign', () =>
    expect(waterfallSteps([bar('actual', 1250)])[0]!.to).toBe(waterfallSteps([bar('actual', -1250)])[0]!.to));
  it('cuts totals that would hide the changes, and no others', () => {
    expect(floorOf(waterfallSteps(bars))).toBeCloseTo(1250 - 0.6 * 170);
    expect(floorOf(waterfallSteps([bar('counterfactual', 100), bar('actual', -20), bar('saving', 80)]))).toBe(0);
    expect(floorOf([])).toBe(0);
  });
});
