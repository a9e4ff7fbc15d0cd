import type { IntervalBlock } from './block.ts';

/** Coarse intervals from fine ones; every coarse edge that lies within the fine block is one of its edges. */
export function fold(_fine: IntervalBlock, _edges: Float64Array): IntervalBlock {
  throw new Error('not yet');
}
