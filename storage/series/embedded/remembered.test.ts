import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerBound } from '../../../domain/metering/decided.ts';
import type { ReadSamples } from './derivation.ts';
import { remembered } from './remembered.ts';

/** As a database answers; counts how often it is asked. */
function source(instants: readonly number[]): { read: ReadSamples; asked: () => number } {
  const ts = Float64Array.from(instants);
  let asked = 0;
  const read: ReadSamples = (from, to, around) => {
    asked += 1;
    const found = ts.slice(Math.max(0, lowerBound(ts, from) - around), lowerBound(ts, to) + around);
    return { ts: found, value: found.map((at) => at * 2), arrivals: () => ({ ts: found, receivedAt: found }) };
  };
  return { read, asked: () => asked };
}

describe('a read that is remembered', () => {
  it('answers as a fresh one does, whatever was asked before', () => {
    const instants = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 40 });
    const request = fc.tuple(fc.integer({ min: -5, max: 65 }), fc.nat(30), fc.nat(12));
    fc.assert(
      fc.property(instants, fc.array(request, { minLength: 1, maxLength: 8 }), (some, requests) => {
        const { read } = source(some.sort((a, b) => a - b));
        const again = remembered(read);
        for (const [from, length, around] of requests) {
          const [fresh, given] = [read(from, from + length, around), again(from, from + length, around)];
          expect([...given.ts]).toEqual([...fresh.ts]);
          expect([...given.value]).toEqual([...fresh.value]);
          const { ts } = given.arrivals();
          expect([...given.ts].every((at) => ts.includes(at))).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('asks once for a day and what has just come in it', () => {
    const { read, asked } = source(Array.from({ length: 50 }, (_, i) => i));
    const again = remembered(read);
    again(30, 60, 20);
    again(49, 50, 15);
    again(30, 60, 20);
    expect(asked()).toBe(1);
  });

  it('asks again for what lies beyond: readings further back, or more of them around', () => {
    const { read, asked } = source(Array.from({ length: 50 }, (_, i) => i));
    const again = remembered(read);
    again(30, 60, 20);
    again(29, 50, 20);
    expect(asked()).toBe(2);
    again(29, 50, 21);
    expect(asked()).toBe(3);
  });
});
