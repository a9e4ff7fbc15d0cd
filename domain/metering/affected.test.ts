import { expect, test } from 'vitest';
import { affectedRange, contextReadings, nearReadings, readingsFor, type ReadRegister } from './register.ts';
import { meterRules } from './testing.ts';
import { climbing, columnsOf, quarter, shownAs, start, type Reading } from './testing/stories.ts';

const rules = meterRules(quarter);
const n = 2000;
const plain = climbing(start, n, 1_000);

/** Counts how many readings are asked for on either side. */
function asked(readings: readonly Reading[]): { read: ReadRegister; around: number[] } {
  const { ts, value } = columnsOf(readings);
  const around: number[] = [];
  const read: ReadRegister = (from, to, wanted) => {
    around.push(wanted);
    const first = ts.findIndex((at) => at >= from);
    const after = ts.findIndex((at) => at >= to);
    const begin = Math.max(0, (first === -1 ? ts.length : first) - wanted);
    const end = (after === -1 ? ts.length : after) + wanted;
    return { ts: ts.slice(begin, end), value: value.slice(begin, end) };
  };
  return { read, around };
}

const newest = plain.at(-1)!.ts;

test('a live reading of a register that climbs touches what is just before it, and little is read for it', () => {
  const { read, around } = asked(plain);
  const { from } = affectedRange(read, rules, 'energy_kwh', newest, newest);
  expect(newest - from).toBeLessThan(10 * quarter);
  readingsFor(read, rules, 'energy_kwh', from, newest + 1);
  expect(Math.max(...around)).toBe(nearReadings);
});

test('the same a few days after a zero', () => {
  const { read } = asked(shownAs(plain, n - 300, 1, () => 0));
  const { from } = affectedRange(read, rules, 'energy_kwh', newest, newest);
  expect(newest - from).toBeLessThan(10 * quarter);
});

test('shortly after a fall it reaches as far as a run of odd readings may, and no further than is read', () => {
  const { read, around } = asked(shownAs(plain, n - 50, 40, () => 0));
  const { from } = affectedRange(read, rules, 'energy_kwh', newest, newest);
  expect(newest - from).toBeGreaterThan(50 * quarter);
  expect(newest - from).toBeLessThan(200 * quarter);
  readingsFor(read, rules, 'energy_kwh', from, newest + 1);
  expect(Math.max(...around)).toBe(contextReadings);
});
