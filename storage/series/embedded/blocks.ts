import type { IntervalBlock } from '../../../domain/metering/block.ts';

/**
 * One row of derived intervals as bytes, little-endian. The same intervals are always the same bytes.
 *
 *  0  u8   version        4  u16  index of the first interval kept       8  u32  the meter's interval, ms
 *  1  u8   `content`      6  u16  number of intervals kept              12  u32  length of each interval when `full`
 *  2  u8   flags when uniform
 *  16 f64  value, then min and max when kept; u32 knownMs unless `full`; u8 flags unless uniform
 *
 * Intervals before the first and after the last that hold anything are not kept.
 */
const version = 1;
const headerBytes = 16;
const content = {
  /** Each interval is known from edge to edge. */
  full: 1,
  uniformFlags: 2,
  /** An instantaneous point. */
  extremes: 4,
  /** Min and max equal the value in each interval and are left out. */
  flatExtremes: 8,
} as const;

/** Bytes of intervals [start, end) of a block; `null` when none of them holds anything. */
export function encodeBlock(block: IntervalBlock, start: number, end: number, intervalMs: number): Uint8Array | null {
  const { edges, value, knownMs, flags, min, max } = block;
  const holds = (i: number) => knownMs[i] !== 0 || flags[i] !== 0;
  let first = start;
  while (first < end && !holds(first)) first++;
  if (first === end) return null;
  let last = end;
  while (!holds(last - 1)) last--;

  const n = last - first;
  const length = edges[first + 1]! - edges[first]!;
  let full = true;
  let uniform = true;
  let flat = min !== undefined && max !== undefined;
  for (let i = first; i < last; i++) {
    full &&= edges[i + 1]! - edges[i]! === length && knownMs[i] === length;
    uniform &&= flags[i] === flags[first];
    flat &&= Object.is(min![i], value[i]) && Object.is(max![i], value[i]);
  }
  const kind =
    (full ? content.full : 0) |
    (uniform ? content.uniformFlags : 0) |
    (min === undefined ? 0 : content.extremes) |
    (flat ? content.flatExtremes : 0);

  const numbers = [value];
  if (min !== undefined && max !== undefined && !flat) numbers.push(min, max);
  const bytes = new Uint8Array(headerBytes + numbers.length * n * 8 + (full ? 0 : n * 4) + (uniform ? 0 : n));
  const view = new DataView(bytes.buffer);
  view.setUint8(0, version);
  view.setUint8(1, kind);
  view.setUint8(2, uniform ? flags[first]! : 0);
  view.setUint16(4, first - start, true);
  view.setUint16(6, n, true);
  view.setUint32(8, intervalMs, true);
  view.setUint32(12, full ? length : 0, true);
  let at = headerBytes;
  for (const column of numbers) {
    for (let i = first; i < last; i++, at += 8) {
      const x = column[i]!;
      // One NaN and one zero: the processor knows several of either.
      view.setFloat64(at, Number.isNaN(x) ? NaN : x + 0, true);
    }
  }
  if (!full) for (let i = first; i < last; i++, at += 4) view.setUint32(at, knownMs[i]!, true);
  if (!uniform) for (let i = first; i < last; i++, at += 1) view.setUint8(at, flags[i]!);
  return bytes;
}

/** Columns that rows are read into. */
export interface BlockTarget {
  readonly edges: Float64Array;
  readonly value: Float64Array;
  readonly knownMs: Uint32Array;
  readonly flags: Uint8Array;
  readonly min?: Float64Array;
  readonly max?: Float64Array;
}

/** @param extremes for an instantaneous point */
export function emptyBlock(edges: Float64Array, extremes: boolean): BlockTarget {
  const n = Math.max(0, edges.length - 1);
  const nothing = () => new Float64Array(n).fill(NaN);
  return {
    edges,
    value: nothing(),
    knownMs: new Uint32Array(n),
    flags: new Uint8Array(n),
    ...(extremes && { min: nothing(), max: nothing() }),
  };
}

/**
 * Puts a row's intervals into the block, its first possible interval at `at`; what falls outside is left out.
 * @returns the meter's interval, ms, as it was when the row was derived
 */
export function decodeInto(target: BlockTarget, at: number, bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint8(0) !== version) throw new Error(`derived block of unknown version ${view.getUint8(0)}`);
  const kind = view.getUint8(1);
  const n = view.getUint16(6, true);
  const begin = at + view.getUint16(4, true);
  const from = Math.max(0, -begin);
  const to = Math.min(n, target.value.length - begin);
  const length = view.getUint32(12, true);
  const uniformFlags = view.getUint8(2);
  const columns = (kind & content.extremes) !== 0 && (kind & content.flatExtremes) === 0 ? 3 : 1;
  const knownAt = headerBytes + columns * n * 8;
  const flagsAt = knownAt + ((kind & content.full) !== 0 ? 0 : n * 4);

  const { value, knownMs, flags, min, max } = target;
  for (let i = from; i < to; i++) {
    const j = begin + i;
    const x = view.getFloat64(headerBytes + i * 8, true);
    value[j] = x;
    knownMs[j] = (kind & content.full) !== 0 ? length : view.getUint32(knownAt + i * 4, true);
    flags[j] = (kind & content.uniformFlags) !== 0 ? uniformFlags : view.getUint8(flagsAt + i);
    if (min === undefined || max === undefined || (kind & content.extremes) === 0) continue;
    min[j] = columns === 1 ? x : view.getFloat64(headerBytes + (n + i) * 8, true);
    max[j] = columns === 1 ? x : view.getFloat64(headerBytes + (2 * n + i) * 8, true);
  }
  return view.getUint32(8, true);
}

/** Number of intervals that a row keeps. */
export function intervalsIn(bytes: Uint8Array): number {
  return bytes[6]! | (bytes[7]! << 8);
}
