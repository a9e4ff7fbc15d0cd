import { flag, type IntervalBlock } from './block.ts';
import type { Quality } from './interval.ts';

/** Share of interval i for which something is known, 0…1. */
export function coverageOf(block: IntervalBlock, i: number): number {
  return block.knownMs[i]! / (block.edges[i + 1]! - block.edges[i]!);
}

const bothEdges = flag.startEdgeMeasured | flag.endEdgeMeasured;
const dayMs = 86_400_000;

/**
 * Quality of interval i, judged at its own edges. `intervalMs` is the meter's own.
 * A register is `missing` as soon as a part is unknown: what lies there is unknown too. An instantaneous point is
 * `estimated` then: the mean of the known part stands for the whole. Finer than the meter reads, either is an estimate.
 */
export function qualityOf(block: IntervalBlock, i: number, intervalMs: number): Quality {
  const flags = block.flags[i]!;
  const knownMs = block.knownMs[i]!;
  const durationMs = block.edges[i + 1]! - block.edges[i]!;
  const finer = isFinerThan(durationMs, intervalMs);
  if (block.min !== undefined)
    return knownMs === 0 ? 'missing' : knownMs < durationMs || finer ? 'estimated' : 'measured';
  if (knownMs < durationMs || (flags & flag.unresolved) !== 0) return 'missing';
  if ((flags & flag.manual) !== 0) return 'manual';
  return (flags & bothEdges) === bothEdges && !finer ? 'measured' : 'estimated';
}

/** A local day of 23 hours is not finer than `1d`, February not finer than `30d`. */
function isFinerThan(durationMs: number, intervalMs: number): boolean {
  return durationMs < (intervalMs >= dayMs ? 0.9 * intervalMs : intervalMs);
}
