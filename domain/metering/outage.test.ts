import { expect, test } from 'vitest';
import { findingsOn } from './register.ts';
import { day, hour, meterRules, minute } from './testing.ts';

const start = Date.UTC(2026, 2, 1);

/** Readings at these minutes, of a meter that counts 0.3 a minute. */
function meter(minutes: readonly number[], valueAt = (m: number) => Math.round((5000 + m * 0.3) * 100) / 100) {
  return {
    ts: Float64Array.from(minutes, (m) => start + m * minute),
    value: Float64Array.from(minutes, valueAt),
  };
}
const rules = meterRules(minute);
const steps = (from: number, to: number, by: number): number[] =>
  Array.from({ length: Math.floor((to - from) / by) }, (_, i) => from + i * by);
const found = ({ ts, value }: ReturnType<typeof meter>) =>
  findingsOn(ts, value, rules, 'energy_kwh').map(({ rule, effect, from, to }) => [
    rule,
    effect,
    (from - start) / minute,
    (to - start) / minute,
  ]);

test('a past of quarter hours of a meter that now reads each minute has no gap at every reading', () => {
  const past = meter([...steps(0, 24 * 60, 15), ...steps(24 * 60, 25 * 60, 1)]);
  // Only where the pace changes nobody can tell.
  expect(found(past)).toEqual([['gap', 'judged', 1425, 1440]]);
});

test('in it an hour that is missing is one, and so is a quarter hour among minutes', () => {
  const coarse = steps(0, 24 * 60, 15).filter((m) => m <= 600 || m >= 660);
  expect(found(meter(coarse))).toEqual([['gap', 'judged', 600, 660]]);
  const fine = steps(0, 120, 1).filter((m) => m <= 60 || m >= 75);
  expect(found(meter(fine))).toEqual([['gap', 'judged', 60, 75]]);
});

test('two readings a day apart: nobody knows a pace, it is a gap', () => {
  expect(found(meter([0, 1440]))).toEqual([['gap', 'judged', 0, 1440]]);
});

test('off the line for 22 minutes, and back with 3.2: another meter, as it seems', () => {
  const minutes = steps(0, 300, 1).filter((m) => m <= 120 || m >= 142);
  const swapped = meter(minutes, (m) => Math.round((m <= 120 ? 48_000 + m : 3.2 + (m - 142)) * 100) / 100);
  expect(found(swapped)).toEqual([['swap', 'unknown', 120, 142]]);
  // Back with 0 it lost its count.
  const reset = meter(minutes, (m) => Math.round((m <= 120 ? 48_000 + m : m - 142) * 100) / 100);
  expect(found(reset)).toEqual([['reset', 'unknown', 120, 142]]);
});

test('a last digit that turns now and then has not caught up', () => {
  // 0.36 an hour, read each ten seconds: it shows 0.01 more every 100 s.
  const ts = Float64Array.from({ length: 400 }, (_, i) => start + i * 10_000);
  const value = ts.map((at) => Math.floor(((at - start) / hour) * 0.36 * 100) / 100 + 100);
  expect(findingsOn(ts, value, meterRules(10_000), 'energy_kwh')).toEqual([]);
});

test('a gateway that repeats one value for half a day and then tells all of it has', () => {
  const ts = Float64Array.from({ length: 4 * 24 * 3 }, (_, i) => start + i * 15 * minute);
  const still = { from: start + day, to: start + 1.4 * day };
  const value = ts.map((at) => 100 + Math.min(at, at > still.from && at < still.to ? still.from : at) / minute / 100);
  const [finding, ...more] = findingsOn(ts, value, meterRules(15 * minute), 'energy_kwh');
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ rule: 'catch-up', effect: 'flagged' });
});
