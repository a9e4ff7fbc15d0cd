import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold } from './fold.ts';
import { judgeInstantaneous } from './instantaneous-judgement.ts';
import { affectedByHold, deriveInstantaneous, holdMs } from './instantaneous.ts';
import { at, columns, every, hour, meterRules, minute, rows } from './testing.ts';

const quarter = 15 * minute;

test('a value holds until the next one: the mean is weighted by time', () => {
  const { ts, value } = columns([
    ['00:00', 10],
    ['00:10', 40],
    ['00:15', 7],
  ]);
  const block = deriveInstantaneous(ts, value, quarter, every(quarter, '00:00', '00:30'));
  expect(rows(block, quarter)).toEqual(['20 measured', '7 measured']);
  expect([...block.min]).toEqual([10, 7]);
  expect([...block.max]).toEqual([40, 7]);
});

test('a silent sensor is in force for one and a half intervals, then nothing is known', () => {
  const { ts, value } = columns([['00:00', 21.3]]);
  const block = deriveInstantaneous(ts, value, quarter, every(quarter, '00:00', '00:45'));
  expect(rows(block, quarter)).toEqual(['21.3 measured', '21.3 estimated 0.5', 'null missing 0']);
  expect(block.min[2]).toBeNaN();
});

test('a sensor that reports once an hour does not measure quarter hours', () => {
  const { ts, value } = columns([
    ['00:00', 21.3],
    ['01:00', 21.9],
  ]);
  const quarters = deriveInstantaneous(ts, value, hour, every(quarter, '00:00', '00:30'));
  expect(rows(quarters, hour)).toEqual(['21.3 estimated', '21.3 estimated']);
  const hours = deriveInstantaneous(ts, value, hour, every(hour, '00:00', '01:00'));
  expect(rows(hours, hour)).toEqual(['21.3 measured']);
});

test('the value held from before the interval counts for its extremes; one that ends on the edge does not', () => {
  const { ts, value } = columns([
    ['00:05', 90],
    ['00:20', 10],
    ['00:30', 12],
  ]);
  const block = deriveInstantaneous(ts, value, quarter, every(quarter, '00:15', '00:45'));
  expect([...block.max]).toEqual([90, 12]);
  expect([...block.min]).toEqual([10, 12]);
});

test('what stands still comes back to the last digit, and what moves without dust', () => {
  const { ts, value } = columns([
    ['00:00', 0.1],
    ['00:07', 0.1],
    ['00:15', 20.1],
    ['00:22:30', 20.3],
  ]);
  const block = deriveInstantaneous(ts, value, quarter, every(quarter, '00:00', '00:30'));
  expect([...block.value]).toEqual([0.1, 20.2]);
});

test('a 1 s meter: many readings in one interval, the first from long before', () => {
  const n = 1800;
  const ts = Float64Array.from({ length: n }, (_, i) => at('00:00') + i * 1000);
  const value = Float64Array.from({ length: n }, (_, i) => (i < 900 ? 1 : i % 2));
  const block = deriveInstantaneous(ts, value, 1000, every(quarter, '00:15', '00:30'));
  expect(rows(block, 1000)).toEqual(['0.5 measured']);
});

test('an hour is the mean over the time that is known, not over four quarters', () => {
  const { ts, value } = columns([
    ['00:00', 10],
    ['00:45', 40],
  ]);
  const fine = deriveInstantaneous(ts, value, quarter, every(quarter, '00:00', '01:00'));
  const block = fold(fine, every(hour, '00:00', '01:00'));
  // 10 for 22.5 min, 40 for 15 min.
  expect(rows(block, quarter)).toEqual(['22 estimated 0.625']);
  expect([block.min![0], block.max![0]]).toEqual([10, 40]);
});

test('no readings, no edges', () => {
  const none = new Float64Array(0);
  expect(rows(deriveInstantaneous(none, none, quarter, every(quarter, '00:00', '00:15')), quarter)).toEqual([
    'null missing 0',
  ]);
  expect(deriveInstantaneous(none, none, quarter, none).value).toHaveLength(0);
});

test('a reading that comes late changes nothing beyond the time that it and the readings next to it may hold', () => {
  const rules = meterRules(5 * minute);
  const edges = every(quarter, '00:00', '06:00');
  const reading = fc.record({
    second: fc.integer({ min: 0, max: 6 * 3600 - 1 }),
    // Mostly a room, sometimes a spike or a broken probe.
    value: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 200, max: 220 }) }, fc.constantFrom(510, -1270)),
  });
  const readings = fc.uniqueArray(reading, { selector: (r) => r.second, minLength: 1, maxLength: 90, size: 'max' });
  const derive = (list: readonly { second: number; value: number }[], over: Float64Array): (readonly number[])[] => {
    const near = list
      .toSorted((a, b) => a.second - b.second)
      .map((r) => ({ ts: at('00:00') + r.second * 1000, value: r.value / 10 }))
      .filter(({ ts }) => ts >= over[0]! - 2 * holdMs(rules.intervalMs));
    const { ts, value } = judgeInstantaneous(
      Float64Array.from(near, (r) => r.ts),
      Float64Array.from(near, (r) => r.value),
      rules,
      'temperature_c',
    );
    const block = deriveInstantaneous(ts, value, rules.intervalMs, over);
    return Array.from(block.value, (mean, i) => [mean, block.min[i]!, block.max[i]!, block.knownMs[i]!]);
  };
  fc.assert(
    fc.property(readings, reading, (before, late) => {
      const after = [...before.filter((r) => r.second !== late.second), late];
      const ts = at('00:00') + late.second * 1000;
      const touched = affectedByHold(ts, ts, rules.intervalMs);
      const begin = Math.max(
        0,
        edges.findLastIndex((edge) => edge <= touched.from),
      );
      const end = edges.findIndex((edge) => edge >= touched.to);
      const last = end === -1 ? edges.length - 1 : end;
      const kept = derive(before, edges);
      kept.splice(begin, last - begin, ...derive(after, edges.slice(begin, last + 1)));
      expect(kept).toEqual(derive(after, edges));
    }),
    { numRuns: 500 },
  );
});
