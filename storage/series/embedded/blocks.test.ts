import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IntervalBlock } from '../../../domain/metering/block.ts';
import { decodeInto, emptyBlock, encodeBlock, intervalsIn } from './blocks.ts';

const quarter = 900_000;
const edges = (n: number) => Float64Array.from({ length: n + 1 }, (_, i) => i * quarter);

/** A day of a register that was read each quarter hour. */
function fullDay(): IntervalBlock {
  return {
    edges: edges(96),
    value: Float64Array.from({ length: 96 }, (_, i) => i / 4),
    knownMs: new Uint32Array(96).fill(quarter),
    flags: new Uint8Array(96).fill(3),
  };
}

function decoded(n: number, bytes: Uint8Array, at = 0, extremes = false) {
  const target = emptyBlock(edges(n), extremes);
  const intervalMs = decodeInto(target, at, bytes);
  return { ...target, intervalMs };
}

describe('a row of intervals', () => {
  it('takes 8 bytes an interval when nothing is odd about the day', () => {
    const bytes = encodeBlock(fullDay(), 0, 96, quarter)!;
    expect(bytes.byteLength).toBe(16 + 96 * 8);
    expect(intervalsIn(bytes)).toBe(96);
    expect(decoded(96, bytes)).toEqual({ ...fullDay(), intervalMs: quarter });
  });

  it('is not kept for a day without any known time', () => {
    expect(encodeBlock(emptyBlock(edges(96), false), 0, 96, quarter)).toBeNull();
  });

  it('keeps a day that only carries a flag', () => {
    const day = emptyBlock(edges(96), false);
    day.flags[0] = 1;
    const bytes = encodeBlock(day, 0, 96, quarter)!;
    expect(intervalsIn(bytes)).toBe(1);
    expect(decoded(96, bytes)).toEqual({ ...day, intervalMs: quarter });
  });

  it('does not carry the hours of a running day that are still to come', () => {
    const day = emptyBlock(edges(96), false);
    day.value.fill(1, 8, 12);
    day.knownMs.fill(quarter, 8, 12);
    const bytes = encodeBlock(day, 0, 96, quarter)!;
    expect(bytes.byteLength).toBe(16 + 4 * 8);
    expect(decoded(96, bytes)).toEqual({ ...day, intervalMs: quarter });
  });

  it('leaves out extremes that equal the mean', () => {
    const day = fullDay();
    const still = { ...day, min: day.value.slice(), max: day.value.slice() };
    expect(encodeBlock(still, 0, 96, quarter)!.byteLength).toBe(16 + 96 * 8);
    expect(decoded(96, encodeBlock(still, 0, 96, quarter)!, 0, true)).toEqual({ ...still, intervalMs: quarter });
    still.max[7] = 99;
    expect(encodeBlock(still, 0, 96, quarter)!.byteLength).toBe(16 + 3 * 96 * 8);
  });

  it('is the same bytes for the same figures, however NaN and zero came about', () => {
    const odd = fullDay();
    const plain = fullDay();
    odd.value[5] = -0;
    plain.value[5] = 0;
    new DataView(odd.value.buffer).setBigUint64(6 * 8, 0xfff8000000000001n, true);
    plain.value[6] = NaN;
    expect(encodeBlock(odd, 0, 96, quarter)).toEqual(encodeBlock(plain, 0, 96, quarter));
  });

  it('gives only what lies in the block that it is read into', () => {
    const bytes = encodeBlock(fullDay(), 0, 96, quarter)!;
    expect([...decoded(4, bytes, -94).value]).toEqual([23.5, 23.75, NaN, NaN]);
    expect([...decoded(4, bytes, 2).value]).toEqual([NaN, NaN, 0, 0.25]);
    expect([...decoded(4, bytes, 4).value]).toEqual([NaN, NaN, NaN, NaN]);
  });

  it('names a version that it does not know', () => {
    const bytes = encodeBlock(fullDay(), 0, 96, quarter)!;
    bytes[0] = 9;
    expect(() => decoded(96, bytes)).toThrow('version 9');
  });

  it('comes back as it was, whatever the day looked like', () => {
    const interval = fc.record({
      value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
      knownMs: fc.constantFrom(0, 1, quarter - 1, quarter),
      flags: fc.integer({ min: 0, max: 15 }),
    });
    fc.assert(
      fc.property(fc.array(interval, { minLength: 1, maxLength: 100 }), fc.boolean(), (intervals, instantaneous) => {
        const value = Float64Array.from(intervals, ({ value, knownMs }) => (knownMs === 0 ? NaN : value));
        const day: IntervalBlock = {
          edges: edges(intervals.length),
          value,
          knownMs: Uint32Array.from(intervals, ({ knownMs }) => knownMs),
          flags: Uint8Array.from(intervals, ({ flags }) => flags),
          ...(instantaneous && { min: value.map((x) => x - 1), max: value.slice() }),
        };
        const bytes = encodeBlock(day, 0, intervals.length, quarter);
        if (bytes === null) return intervals.every(({ knownMs, flags }) => knownMs === 0 && flags === 0);
        expect(decoded(intervals.length, bytes, 0, instantaneous)).toEqual({ ...day, intervalMs: quarter });
        return true;
      }),
    );
  });
});
