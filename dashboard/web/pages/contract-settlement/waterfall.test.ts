import { describe, expect, it } from 'vitest';
import type { SettlementLine } from '../../../../domain/contract/settlement.ts';
import { barsOf, boxesOf, spanOf, worthDrawing } from './waterfall.ts';

const line = (code: SettlementLine['code'], amount: string): SettlementLine => ({
  code,
  amount,
  quantity: null,
  unit: null,
  price: null,
  formula: '',
  trace: [],
});
const worked = [
  line('base-fee', '100000.00'),
  line('price-adjustment', '1600.00'),
  line('area-adjustment', '0.00'),
  line('comfort-deduction', '-600.00'),
  line('investment-deduction', '-1000.00'),
];
const frame = { width: 360, top: 20, bottom: 120 };

describe('the waterfall of a settlement', () => {
  it('hangs every line where the one before ended, and ends at what is payable', () => {
    const bars = barsOf(worked, '100000.00');
    expect(bars.map(({ from, to }) => [from, to])).toEqual([
      [0, 100000],
      [100000, 101600],
      [101600, 101600],
      [101600, 101000],
      [101000, 100000],
      [0, 100000],
    ]);
    expect(bars.map(({ total }) => total)).toEqual([true, false, false, false, false, true]);
    const boxes = boxesOf(bars, spanOf(bars), frame);
    for (const [at, box] of boxes.slice(1, -1).entries())
      expect([box.y, box.y + box.height].some((edge) => Math.abs(edge - boxes[at]!.end) < 1.6)).toBe(true);
    expect(boxes.at(-1)!.end).toBeCloseTo(boxes[4]!.end);
  });

  it('cuts totals that would hide changes, and says so; all stays in the frame', () => {
    const bars = barsOf(worked, '100000.00');
    const span = spanOf(bars);
    expect(span.cut).toBe(true);
    expect(span.floor).toBeGreaterThan(98_000);
    for (const box of boxesOf(bars, span, frame)) {
      expect(box.y).toBeGreaterThanOrEqual(frame.top - 1e-9);
      expect(box.y + box.height).toBeLessThanOrEqual(frame.bottom + 1.6);
    }
  });

  it('of a month of loss goes below zero with an axis that is not cut', () => {
    const bars = barsOf([line('shared-saving', '-300.00'), line('carried', '300.00')], '0.00');
    const span = spanOf(bars);
    expect(span).toEqual({ floor: -300, top: 1, cut: false });
    const boxes = boxesOf(bars, span, frame);
    expect(boxes[0]!.y + boxes[0]!.height).toBeCloseTo(frame.bottom);
    expect(boxes[2]!.height).toBe(1.5);
  });

  it('draws a line of 0.00 as a hairline, and no waterfall of a single line', () => {
    const bars = barsOf(worked, '100000.00');
    expect(boxesOf(bars, spanOf(bars), frame)[2]!.height).toBe(1.5);
    expect(worthDrawing([line('shortfall', '5000.00')])).toBe(false);
    expect(worthDrawing(worked)).toBe(true);
  });
});
