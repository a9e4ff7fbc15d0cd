import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IntervalBlock } from './block.ts';
import { fold } from './fold.ts';
import type { MeterRules } from './meter.ts';
import { affectedRange, deriveRegister, readingsFor, type ReadRegister } from './register.ts';
import { at, day, hour, meterRules, minute } from './testing.ts';

/** Readings, in the order in which they arrive, against all of them at once. */

const quarter = 15 * minute;
const origin = at('00:00');

interface Sample {
  readonly ts: number;
  readonly value: number;
}

/** Derived intervals as a store keeps them: by start, rewritten where something may have changed. */
class Kept {
  readonly rows = new Map<number, readonly number[]>();

  write(block: IntervalBlock): void {
    for (let i = 0; i < block.value.length; i += 1) {
      this.rows.set(block.edges[i]!, [block.value[i]!, block.knownMs[i]!, block.flags[i]!]);
    }
  }
}

function columnsOf(samples: readonly Sample[]): { ts: Float64Array; value: Float64Array } {
  return {
    ts: Float64Array.from(samples, (s) => s.ts),
    value: Float64Array.from(samples, (s) => s.value),
  };
}

function edgesOver(from: number, to: number): Float64Array {
  const first = Math.floor(from / quarter) * quarter;
  const n = Math.ceil((to - first) / quarter);
  return Float64Array.from({ length: n + 1 }, (_, i) => first + i * quarter);
}

/** Does what a store does for one touched range, with no more readings than it would load. */
function deriveTouched(kept: Kept, all: readonly Sample[], from: number, to: number, rules: MeterRules): void {
  const read: ReadRegister = (low, high, around) => {
    const first = all.findIndex((s) => s.ts >= low);
    const after = all.findIndex((s) => s.ts >= high);
    const begin = first === -1 ? all.length : first;
    const end = after === -1 ? all.length : after;
    return columnsOf(all.slice(Math.max(0, begin - around), end + around));
  };
  const affected = affectedRange(read, rules, 'energy_kwh', from, to);
  const edges = edgesOver(affected.from, affected.to);
  const { ts, value } = readingsFor(read, rules, 'energy_kwh', edges[0]!, edges.at(-1)! + 1);
  kept.write(deriveRegister(ts, value, rules, 'energy_kwh', edges));
}

/** A meter's life: mostly regular, with gaps, zeros, spikes, resets, rollovers and jitter. */
const life = fc
  .record({
    stepMs: fc.constantFrom(5 * minute, quarter, hour),
    opening: fc.constantFrom(0, 12.5, 9_990.4, 99_950),
    events: fc.array(
      fc.record({
        kind: fc.constantFrom(
          'plain',
          'plain',
          'plain',
          'plain',
          'still',
          'gap',
          'zero',
          'spike',
          'dip',
          'reset',
          'odd',
        ),
        rise: fc.integer({ min: 0, max: 900 }),
        jitterMs: fc.constantFrom(0, 0, 0, 1_000, 70_123),
      }),
      { minLength: 1, maxLength: 260, size: 'max' },
    ),
  })
  .map(({ stepMs, opening, events }) => {
    let register = opening;
    let now = origin;
    const samples: Sample[] = [];
    for (const { kind, rise, jitterMs } of events) {
      now += kind === 'gap' ? stepMs * (2 + (rise % 9)) : stepMs;
      if (kind === 'reset') register = rise / 100;
      else if (kind !== 'still') register += rise / (kind === 'odd' ? 10_000 : 10);
      if (register >= 100_000) register -= 100_000;
      const shown =
        kind === 'zero'
          ? 0
          : kind === 'spike'
            ? register + 50_000
            : kind === 'dip'
              ? Math.max(0, register - 30)
              : register;
      samples.push({ ts: now + jitterMs, value: Number(shown.toFixed(4)) });
    }
    return { stepMs, samples: samples.sort((a, b) => a.ts - b.ts) };
  });

const rulesOf = (stepMs: number): fc.Arbitrary<MeterRules> =>
  fc
    .record({
      digits: fc.constantFrom(undefined, 5),
      decimals: fc.constantFrom(undefined, 1),
      maxPerHour: fc.constantFrom(undefined, 500, 100_000),
      change: fc.boolean(),
      replacement: fc.constantFrom('none', 'read', 'unread'),
      off: fc.constantFrom(0, 0, 15, -15, 600, -600, 1440),
    })
    .map(({ digits, decimals, maxPerHour, change, replacement, off }) => {
      const swapAt = origin + 20 * stepMs + 60_000 + off * minute;
      return meterRules(stepMs, {
        ...(digits === undefined ? {} : { digits }),
        ...(decimals === undefined ? {} : { decimals }),
        ...(maxPerHour === undefined ? {} : { maxPerHour }),
        multiplier: [
          { from: -Infinity, value: 0.1 },
          ...(change ? [{ from: origin + 33 * stepMs + 1234, value: 1.25 }] : []),
        ],
        replacements:
          replacement === 'none'
            ? []
            : [replacement === 'read' ? { at: swapAt, closing: 20_000, opening: 3 } : { at: swapAt }],
      });
    });

const arrivals = life.chain(({ stepMs, samples }) =>
  fc.record({
    samples: fc.constant(samples),
    rules: rulesOf(stepMs),
    order: fc.oneof(
      fc.constant(samples.map((_, i) => i)),
      fc.shuffledSubarray(
        samples.map((_, i) => i),
        { minLength: samples.length },
      ),
    ),
    batch: fc.integer({ min: 1, max: 40 }),
  }),
);

test('whatever the order of arrival, the intervals are those of all readings at once, bit for bit', () => {
  fc.assert(
    fc.property(arrivals, ({ samples, rules, order, batch }) => {
      const kept = new Kept();
      const known: Sample[] = [];
      for (let i = 0; i < order.length; i += batch) {
        const arrived = order.slice(i, i + batch).map((k) => samples[k]!);
        for (const sample of arrived) if (!known.some((s) => s.ts === sample.ts)) known.push(sample);
        known.sort((a, b) => a.ts - b.ts);
        const times = arrived.map((s) => s.ts);
        deriveTouched(kept, known, Math.min(...times), Math.max(...times), rules);
      }
      const full = new Kept();
      deriveTouched(full, known, known[0]!.ts, known.at(-1)!.ts, rules);
      const sorted = (rows: Kept['rows']): unknown => [...rows].sort(([a], [b]) => a - b);
      expect(sorted(kept.rows)).toEqual(sorted(full.rows));
    }),
    { numRuns: 150 },
  );
}, 60_000);

test('a revised reading changes what a full derivation changes', () => {
  fc.assert(
    fc.property(life, fc.nat(), fc.integer({ min: 0, max: 1_000_000 }), ({ stepMs, samples }, pick, revised) => {
      const rules = meterRules(stepMs, { digits: 5 });
      const kept = new Kept();
      deriveTouched(kept, samples, samples[0]!.ts, samples.at(-1)!.ts, rules);
      const k = pick % samples.length;
      const after = samples.map((s, i) => (i === k ? { ts: s.ts, value: revised / 10 } : s));
      deriveTouched(kept, after, samples[k]!.ts, samples[k]!.ts, rules);
      const full = new Kept();
      deriveTouched(full, after, samples[0]!.ts, samples.at(-1)!.ts, rules);
      expect([...kept.rows]).toEqual([...full.rows]);
    }),
    { numRuns: 150 },
  );
});

test('quarters, hours and the day have the same sum, and it is what the register rose', () => {
  const regular = fc.record({
    decimals: fc.integer({ min: 0, max: 4 }),
    opening: fc.integer({ min: 0, max: 99_999_999 }),
    rises: fc.array(fc.integer({ min: 0, max: 9_999 }), { minLength: 24, maxLength: 24 }),
    seen: fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }),
  });
  fc.assert(
    fc.property(regular, ({ decimals, opening, rises, seen }) => {
      const unit = 10 ** decimals;
      let ticks = opening;
      const samples: Sample[] = [{ ts: origin, value: ticks / unit }];
      rises.forEach((rise, i) => {
        ticks += rise;
        if (seen[i] === true || i === 23) samples.push({ ts: origin + (i + 1) * hour, value: ticks / unit });
      });
      const { ts, value } = columnsOf(samples);
      const rules = meterRules(hour);
      const fine = deriveRegister(ts, value, rules, 'energy_kwh', edgesOver(origin, origin + day));
      const hourEdges = Float64Array.from({ length: 25 }, (_, i) => origin + i * hour);
      const dayEdges = Float64Array.of(origin, origin + day);
      const hours = fold(fine, hourEdges);
      const rose = (ticks - opening) / unit;
      expect(fold(hours, dayEdges).value[0]).toBe(rose);
      expect(fold(fine, dayEdges).value[0]).toBe(rose);
      expect(deriveRegister(ts, value, rules, 'energy_kwh', dayEdges).value[0]).toBe(rose);
      expect([...hours.value]).toEqual([...deriveRegister(ts, value, rules, 'energy_kwh', hourEdges).value]);
    }),
    { numRuns: 150 },
  );
});

test('readings off the quarter: what one interval gives up at its edge the next one takes', () => {
  const offGrid = fc.array(
    fc.record({ rise: fc.integer({ min: 0, max: 9_999 }), laterMs: fc.integer({ min: 1_000, max: 3 * hour }) }),
    { minLength: 2, maxLength: 60, size: 'max' },
  );
  fc.assert(
    fc.property(offGrid, (steps) => {
      let now = origin;
      let ticks = 123_456;
      const samples = steps.map(({ rise, laterMs }) => ({ ts: (now += laterMs), value: (ticks += rise) / 100 }));
      const { ts, value } = columnsOf(samples);
      const edges = edgesOver(ts[0]!, ts.at(-1)!);
      const whole = Float64Array.of(edges[0]!, edges.at(-1)!);
      const fine = deriveRegister(ts, value, meterRules(hour), 'energy_kwh', edges);
      expect(fold(fine, whole).value[0]).toBe(Number((value.at(-1)! - value[0]!).toFixed(2)));
    }),
    { numRuns: 150 },
  );
});
