import type { SettlementLine } from '../../../../domain/contract/settlement.ts';

/** One bar: totals stand on the floor, lines hang between running totals. Yuan as numbers: for drawing only. */
export interface Bar {
  readonly code: SettlementLine['code'] | 'payable';
  readonly from: number;
  readonly to: number;
  readonly total: boolean;
  /** Exact, as it is written at the bar. */
  readonly amount: string;
}

/** Begins with the base where there is one; the last one is what is payable. */
export function barsOf(lines: readonly SettlementLine[], payable: string): readonly Bar[] {
  const bars: Bar[] = [];
  let running = 0;
  for (const [at, { code, amount }] of lines.entries()) {
    const next = running + Number(amount);
    const base = at === 0 && (code === 'base-fee' || code === 'shared-saving' || code === 'shortfall');
    bars.push({ code, from: running, to: next, total: base, amount });
    running = next;
  }
  bars.push({ code: 'payable', from: 0, to: Number(payable), total: true, amount: payable });
  return bars;
}

/** From which base to which sum there is nothing to draw: a single line says it already. */
export const worthDrawing = (lines: readonly SettlementLine[]): boolean => lines.length > 1;

export interface Span {
  readonly floor: number;
  readonly top: number;
  /** Totals are cut so that changes can be seen. */
  readonly cut: boolean;
}

/** The axis starts at zero unless all of it lies so high that changes would vanish; then totals carry a break mark. */
export function spanOf(bars: readonly Bar[]): Span {
  const ends = bars.flatMap((bar) => (bar.total ? [bar.to] : [bar.from, bar.to]));
  const low = Math.min(...ends);
  const high = Math.max(...ends);
  const spread = high - low;
  if (low > 0 && spread < low * 0.6)
    return spread === 0
      ? { floor: 0, top: high, cut: false }
      : { floor: Math.max(0, low - spread * 0.7), top: high, cut: true };
  return { floor: Math.min(0, low), top: Math.max(high, 0) || 1, cut: false };
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly centre: number;
  /** Where the running total goes on to the next bar. */
  readonly end: number;
}

/** Pixels of the bars. A line of 0.00 is a hairline where it stands. */
export function boxesOf(
  bars: readonly Bar[],
  { floor, top }: Span,
  frame: { readonly width: number; readonly top: number; readonly bottom: number },
): readonly Box[] {
  const slot = frame.width / Math.max(1, bars.length);
  const width = Math.max(2, Math.min(56, slot * 0.7));
  const y = (value: number) => frame.bottom - ((value - floor) / (top - floor)) * (frame.bottom - frame.top);
  return bars.map((bar, at) => {
    const base = bar.total ? y(Math.max(0, floor)) : y(bar.from);
    const end = y(bar.to);
    const centre = (at + 0.5) * slot;
    return {
      x: centre - width / 2,
      y: Math.min(base, end),
      width,
      height: Math.max(1.5, Math.abs(base - end)),
      centre,
      end,
    };
  });
}
