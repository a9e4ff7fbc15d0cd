import { flag, type IntervalBlock } from './block.ts';
import { withoutDust } from './decimal.ts';

/**
 * Coarse intervals from fine ones. Every coarse edge within the fine block is one of its edges; what a coarse interval
 * has outside the block is unknown. Registers add up; instantaneous points are weighted by the time that is known.
 */
export function fold(fine: IntervalBlock, edges: Float64Array): IntervalBlock {
  const n = Math.max(0, edges.length - 1);
  const value = new Float64Array(n).fill(NaN);
  const knownMs = new Uint32Array(n);
  const flags = new Uint8Array(n);
  const instantaneous = fine.min !== undefined && fine.max !== undefined;
  const min = instantaneous ? new Float64Array(n).fill(NaN) : undefined;
  const max = instantaneous ? new Float64Array(n).fill(NaN) : undefined;
  const count = fine.value.length;
  let k = 0;
  for (let i = 0; i < n; i += 1) {
    const start = edges[i]!;
    const end = edges[i + 1]!;
    while (k < count && fine.edges[k]! < start) k += 1;
    const first = k;
    while (k < count && fine.edges[k + 1]! <= end) k += 1;
    if (k === first) continue;
    knownMs[i] = sumOf(fine.knownMs, first, k);
    flags[i] = flagsOf(fine, first, k, start, end);
    if (knownMs[i] === 0) continue;
    if (min === undefined || max === undefined) value[i] = total(fine, first, k);
    else {
      value[i] = weightedMean(fine, first, k, knownMs[i]!);
      min[i] = extreme(fine.min!, first, k, Math.min);
      max[i] = extreme(fine.max!, first, k, Math.max);
    }
  }
  return min === undefined || max === undefined
    ? { edges, value, knownMs, flags }
    : { edges, value, knownMs, flags, min, max };
}

function sumOf(column: Uint32Array, first: number, end: number): number {
  let sum = 0;
  for (let k = first; k < end; k += 1) sum += column[k]!;
  return sum;
}

function flagsOf(fine: IntervalBlock, first: number, end: number, start: number, stop: number): number {
  let flags = 0;
  for (let k = first; k < end; k += 1) flags |= fine.flags[k]! & (flag.unresolved | flag.manual);
  if (fine.edges[first] === start) flags |= fine.flags[first]! & flag.startEdgeMeasured;
  if (fine.edges[end] === stop) flags |= fine.flags[end - 1]! & flag.endEdgeMeasured;
  return flags;
}

/** Sum of what is known, compensated (Neumaier), so that exact decimals come back. */
function total(fine: IntervalBlock, first: number, end: number): number {
  let sum = 0;
  let lost = 0;
  let terms = 0;
  for (let k = first; k < end; k += 1) {
    const v = fine.value[k]!;
    if (Number.isNaN(v)) continue;
    terms += 1;
    const next = sum + v;
    lost += Math.abs(sum) >= Math.abs(v) ? sum - next + v : v - next + sum;
    sum = next;
  }
  return terms === 1 ? sum : withoutDust(sum + lost);
}

function weightedMean(fine: IntervalBlock, first: number, end: number, knownMs: number): number {
  let base = NaN;
  let excess = 0;
  for (let k = first; k < end; k += 1) {
    const v = fine.value[k]!;
    if (Number.isNaN(v)) continue;
    if (Number.isNaN(base)) base = v;
    else excess += (v - base) * fine.knownMs[k]!;
  }
  return excess === 0 ? base : withoutDust(base + excess / knownMs);
}

function extreme(column: Float64Array, first: number, end: number, pick: (a: number, b: number) => number): number {
  let found = NaN;
  for (let k = first; k < end; k += 1) {
    const v = column[k]!;
    if (!Number.isNaN(v)) found = Number.isNaN(found) ? v : pick(found, v);
  }
  return found;
}
