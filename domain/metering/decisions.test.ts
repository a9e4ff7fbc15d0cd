import { expect, test } from 'vitest';
import type { Decision } from './decision.ts';
import { fold } from './fold.ts';
import type { MeterRules } from './meter.ts';
import { deriveRegister, findingsOn } from './register.ts';
import { at, columns, every, hour, meterRules, minute, rows } from './testing.ts';

/** What people decide of odd steps, and what they enter themselves. */

const point = 'energy_kwh';
type Rows = readonly (readonly [string, number])[];

function told(readings: Rows, decisions: readonly Decision[], register: Partial<MeterRules['register']> = {}) {
  const { ts, value } = columns(readings);
  const rules = { ...meterRules(hour, register), decisions };
  return {
    hours: (from: string, to: string) => rows(deriveRegister(ts, value, rules, point, every(hour, from, to)), hour),
    found: findingsOn(ts, value, rules, point).map(({ rule }) => rule),
    block: (edges: Float64Array) => deriveRegister(ts, value, rules, point, edges),
  };
}

const fell: Rows = [
  ['00:00', 995],
  ['01:00', 996],
  ['02:00', 3],
  ['03:00', 4],
];
const step = (as: 'used' | 'rollover' | 'unknown', from = '01:00', to = '02:00'): Decision => ({
  kind: 'step',
  point,
  from: at(from),
  to: at(to),
  as,
});

test('a reset that was a rollover', () => {
  const { hours, found } = told(fell, [step('rollover')], { digits: 3, maxPerHour: 2 });
  expect(hours('00:00', '03:00')).toEqual(['1 measured', '7 measured', '1 measured']);
  expect(found).toEqual([]);
});

test('a rollover that was none, and the last word counts', () => {
  const unknown = told(fell, [step('used'), step('unknown')], { digits: 3 });
  expect(unknown.hours('01:00', '02:00')).toEqual(['null missing 0']);
  expect(unknown.found).toEqual([]);
  expect(told(fell, [step('unknown'), step('rollover')], { digits: 3 }).hours('01:00', '02:00')).toEqual([
    '7 measured',
  ]);
});

test('more than the meter can measure was used after all', () => {
  const much: Rows = [
    ['00:00', 100],
    ['01:00', 180],
  ];
  const answer = told(much, [step('used', '00:00', '01:00')], { maxPerHour: 10 });
  expect(answer.hours('00:00', '01:00')).toEqual(['80 measured']);
  expect(answer.found).toEqual([]);
});

test('a step that no longer is: a reading came between, and the decision has no effect', () => {
  const between: Rows = [...fell.slice(0, 2), ['01:30', 2], ...fell.slice(2)];
  expect(told(between, [step('used')]).found).toEqual(['reset']);
});

test('a decision of another point has no effect', () => {
  expect(told(fell, [{ ...step('used'), point: 'energy_t1_kwh' }]).found).toEqual(['reset']);
});

test('a swap that was proposed is confirmed with what the fitter read', () => {
  const swap: Decision = { kind: 'swap', point, at: at('01:30'), closing: 996.5, opening: 2.5 };
  const { hours, found } = told(fell, [swap]);
  expect(hours('01:00', '02:00')).toEqual(['1 measured']);
  expect(found).toEqual(['swap']);
  // Before a step was decided, the swap is older than that word; after it, it is the later one.
  expect(told(fell, [swap, step('unknown')]).hours('01:00', '02:00')).toEqual(['null missing 0']);
  expect(told(fell, [step('unknown'), swap]).hours('01:00', '02:00')).toEqual(['1 measured']);
});

test('a corrected closing reading takes the place of the announced one', () => {
  const announced = { replacements: [{ at: at('01:30'), closing: 997, opening: 3 }] };
  const swap: Decision = { kind: 'swap', point, at: at('01:30'), closing: 998, opening: 2 };
  expect(told(fell, [], announced).hours('01:00', '02:00')).toEqual(['1 measured']);
  expect(told(fell, [swap], announced).hours('01:00', '02:00')).toEqual(['3 measured']);
});

const odd: Rows = [
  ['00:00', 100],
  ['01:00', 101],
  ['02:00', 90],
  ['03:00', 103],
  ['04:00', 104],
];
const readings = (as: 'ignored' | 'kept', from: string, to = from): Decision => ({
  kind: 'readings',
  point,
  from: at(from),
  to: at(to),
  as,
});

test('a reading that was left out counts, as a person knows better', () => {
  expect(told(odd, []).found).toContain('glitch');
  expect(told(odd, [readings('kept', '02:00')]).found).not.toContain('glitch');
  const again = told(odd, [readings('kept', '02:00'), readings('ignored', '01:30', '02:30')]);
  expect(again.hours('01:00', '03:00')).toEqual(['1 estimated', '1 estimated']);
  // A person left it out: there is nothing to decide any more.
  expect(again.found).toEqual(['gap']);
});

test('what came all at once is spread over the time in which the register stood still', () => {
  const stood: Rows = [
    ['00:00', 100],
    ['01:00', 101],
    ['02:00', 101],
    ['03:00', 101],
    ['04:00', 104],
  ];
  const { hours } = told(stood, [readings('ignored', '02:00', '03:00')]);
  expect(hours('01:00', '04:00')).toEqual(['1 estimated', '1 estimated', '1 estimated']);
});

test('the energy of a gap by the meter’s own profile: the sum is the register’s, to the last digit', () => {
  const gap: Rows = [
    ['00:00', 10],
    ['03:00', 11],
    ['04:00', 12],
  ];
  const weights = [0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0];
  const shape: Decision = { kind: 'shape', point, from: at('00:00'), to: at('03:00'), weights };
  const { hours, block } = told(gap, [shape], { multiplier: [{ from: -Infinity, value: 0.7 }] });
  expect(hours('00:00', '04:00')).toEqual(['0 estimated', '0.7 estimated', '0 estimated', '0.7 measured']);
  const quarters = block(every(15 * minute, '00:00', '03:00'));
  expect([...quarters.value].slice(4, 8)).toEqual(
    [0.2333333333, 0.2333333334, 0.2333333333, 0].map((v) => expect.closeTo(v, 9)),
  );
  expect(fold(quarters, every(3 * hour, '00:00', '03:00')).value[0]).toBe(0.7);
});

test('a profile of another step, of too few weights, or of none at all', () => {
  const gap: Rows = [
    ['00:10', 10],
    ['02:00', 14],
  ];
  const shape = (from: string, weights: number[]): Decision => ({
    kind: 'shape',
    point,
    from: at(from),
    to: at('02:00'),
    weights,
  });
  const evenly = told(gap, []).hours('00:00', '02:00');
  expect(told(gap, [shape('00:00', [1])]).hours('00:00', '02:00')).toEqual(evenly);
  expect(told(gap, [shape('00:10', [0, 0])]).hours('00:00', '02:00')).toEqual(evenly);
  expect(told(gap, [shape('00:10', [1])]).hours('01:00', '02:00')).toEqual(['0 estimated']);
});

test('a person read the register while the meter was offline', () => {
  const offline: Rows = [
    ['00:00', 100],
    ['01:00', 101],
    ['08:00', 110],
    ['09:00', 111],
  ];
  const reading: Decision = { kind: 'reading', point, at: at('04:00'), value: 103 };
  const { hours } = told(offline, [reading]);
  expect(hours('00:00', '05:00')).toEqual([
    '1 measured',
    '0.6666666667 manual',
    '0.6666666666 manual',
    '0.6666666667 manual',
    '1.75 manual',
  ]);
  expect(hours('08:00', '09:00')).toEqual(['1 measured']);
});

test('a meter that only people read', () => {
  const taken = (clock: string, value: number): Decision => ({ kind: 'reading', point, at: at(clock), value });
  const { hours } = told([], [taken('00:00', 5), taken('04:00', 13), taken('04:00', 17)]);
  expect(hours('00:00', '05:00')).toEqual(['3 manual', '3 manual', '3 manual', '3 manual', 'null missing 0']);
});

const amount = (from: string, to: string, used: number): Decision => ({
  kind: 'amount',
  point,
  from: at(from),
  to: at(to),
  used,
});

test('a corrected amount lies as the readings do, and evenly where they say nothing', () => {
  const counted: Rows = [
    ['00:00', 0],
    ['01:00', 1],
    ['02:00', 4],
    ['03:00', 4],
    ['04:00', 10],
  ];
  const { hours, block } = told(counted, [amount('00:00', '04:00', 100)], {
    multiplier: [{ from: -Infinity, value: 3 }],
  });
  expect(hours('00:00', '04:00')).toEqual(['10 manual', '30 manual', '0 manual', '60 manual']);
  expect(fold(block(every(15 * minute, '00:00', '04:00')), every(4 * hour, '00:00', '04:00')).value[0]).toBe(100);
  expect(told([], [amount('00:00', '03:00', 1)]).hours('00:00', '04:00')).toEqual([
    '0.3333333333 manual',
    '0.3333333334 manual',
    '0.3333333333 manual',
    'null missing 0',
  ]);
});

test('an amount over a reset: what was unknown has the mean of what was known, and nothing is left to decide', () => {
  const { hours, found } = told(fell, [amount('00:00', '03:00', 9)]);
  expect(hours('00:00', '03:00')).toEqual(['3 manual', '3 manual', '3 manual']);
  expect(found).toEqual([]);
  // It covers a part of the step only: the rest stays unknown, and is said to be.
  const part = told(fell, [amount('00:00', '01:30', 9)]);
  expect(part.hours('01:00', '02:00')).toEqual(['3 missing 0.5']);
  expect(part.found).toEqual(['reset']);
});

test('of two amounts the later one counts where they overlap', () => {
  const { hours } = told([], [amount('00:00', '04:00', 8), amount('02:00', '03:00', 5)]);
  expect(hours('00:00', '04:00')).toEqual(['2 manual', '2 manual', '5 manual', '2 manual']);
});

test('amounts as large as a city’s year and as small as a drop keep their last digit', () => {
  for (const used of [1_234_567_890.12, 0.000_001, 987_654_321_012.3]) {
    const { block } = told([], [amount('00:00', '07:00', used)]);
    const parts = block(every(20 * minute, '00:00', '07:00'));
    expect(fold(parts, every(7 * hour, '00:00', '07:00')).value[0]).toBe(used);
  }
});
