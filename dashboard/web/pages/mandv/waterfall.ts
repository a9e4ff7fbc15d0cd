import type { WireWaterfallBar } from '../../../../domain/wire-mandv.ts';

/** One bar of the waterfall: totals stand on the floor, changes hang between running totals. */
export interface Step {
  readonly bar: WireWaterfallBar;
  readonly from: number;
  readonly to: number;
  readonly total: boolean;
}

/**
 * Counterfactual (a total), its adjustments, what was used (a total), and the saving as the gap between them. The
 * actual comes as what is taken off, so its sign is left aside.
 */
export function waterfallSteps(bars: readonly WireWaterfallBar[]): readonly Step[] {
  const steps: Step[] = [];
  let running = 0;
  let actual = 0;
  for (const bar of bars) {
    if (bar.kind === 'counterfactual') steps.push({ bar, from: 0, to: (running = bar.value), total: true });
    else if (bar.kind === 'adjustment') {
      steps.push({ bar, from: running, to: running + bar.value, total: false });
      running += bar.value;
    } else if (bar.kind === 'actual') steps.push({ bar, from: 0, to: (actual = Math.abs(bar.value)), total: true });
    else steps.push({ bar, from: actual, to: actual + bar.value, total: false });
  }
  return steps;
}

/** Where totals are cut so that changes can be seen: 0 when they can be seen anyway. */
export function floorOf(steps: readonly Step[]): number {
  const ends = steps.flatMap((s) => (s.total ? [s.to] : [s.from, s.to]));
  const low = Math.min(...ends);
  const spread = Math.max(...ends) - low;
  return low > 0 && spread > 0 && spread < low * 0.6 ? Math.max(0, low - spread * 0.6) : 0;
}
