import { expect, it } from 'vitest';
import { checkDecisions } from './decision-check.ts';
import type { NewDecision } from './port.ts';

const meters = new Map([
  ['main', { virtual: null }],
  ['total', { virtual: '[]' }],
]);
const point = 'energy_kwh';
const entered: NewDecision = {
  meter: 'main',
  point,
  outcome: 'entered',
  choice: 'manual-reading',
  change: { kind: 'reading', point, at: 1000, value: 5 },
  finding: null,
  reason: 'read at the meter',
  batch: null,
};
const finding = { rule: 'reset', effect: 'unknown', from: 0, to: 900, before: 7, after: 0, evidence: {} } as const;
const overruled: NewDecision = { ...entered, outcome: 'overruled', choice: 'used', finding, change: null };
const changed = (change: object, more: Partial<NewDecision> = {}): NewDecision => ({
  ...entered,
  change: { point, ...change } as NewDecision['change'],
  ...more,
});

it('takes every kind of decision that a calculation can follow', () => {
  const decisions = [
    entered,
    { ...overruled, outcome: 'confirmed' as const },
    changed({ kind: 'readings', from: 5, to: 5, as: 'ignored' }),
    changed({ kind: 'readings', from: 5, to: 9, as: 'kept', point: 'power_kw' }, { point: 'power_kw' }),
    changed({ kind: 'step', from: 0, to: 900, as: 'rollover' }),
    changed({ kind: 'swap', at: 900, closing: 10, opening: 0 }),
    changed({ kind: 'shape', from: 0, to: 1_800_000, weights: [0, 2.5] }),
    changed({ kind: 'amount', from: 0, to: 900, used: 0 }),
  ];
  expect(checkDecisions(decisions, meters)).toEqual([]);
});

it.each<[string, NewDecision, string[]]>([
  ['of a meter that nobody knows', { ...entered, meter: 'nowhere' }, ['meter unknown-meter']],
  ['of a meter that is computed', { ...entered, meter: 'total' }, ['meter virtual-meter']],
  ['without a reason', { ...entered, reason: ' ' }, ['reason missing']],
  ['with a whole letter for a reason', { ...entered, reason: 'x'.repeat(2001) }, ['reason text']],
  ['of no outcome', { ...entered, outcome: 'maybe' as 'entered' }, ['outcome not-one-of']],
  ['entered for nothing', { ...entered, change: null }, ['change missing']],
  ['entered of a finding', { ...entered, finding }, ['finding not-expected']],
  ['overruled without what it was about', { ...overruled, finding: null }, ['finding missing']],
  ['of two points at once', { ...entered, point: 'energy_export_kwh' }, ['change.point other-point']],
  [
    'a manual reading of a thermometer',
    changed({ kind: 'reading', point: 'temperature_c', at: 1, value: 20 }, { point: 'temperature_c' }),
    ['point not-a-register'],
  ],
  ['of an unknown kind', changed({ kind: 'guess' }), ['change.kind not-one-of']],
  [
    'a swap at no time, without readings',
    changed({ kind: 'swap', at: NaN, closing: Infinity, opening: undefined }),
    ['change.at not-an-instant', 'change.closing not-finite', 'change.opening not-finite'],
  ],
  [
    'readings from their end to their beginning, neither ignored nor kept',
    changed({ kind: 'readings', from: 9, to: 5, as: 'used' }),
    ['change.to ends-before-start', 'change.as not-one-of'],
  ],
  ['a step of one reading', changed({ kind: 'step', from: 9, to: 9, as: 'used' }), ['change.to ends-before-start']],
  [
    'a month of a text, and less than nothing used',
    changed({ kind: 'amount', from: '2026-01' as unknown as number, to: 9, used: -1 }),
    ['change.from not-an-instant', 'change.used negative'],
  ],
  [
    'a shape with a negative hour',
    changed({ kind: 'shape', from: 0, to: 9, weights: [1, -1] }),
    ['change.weights[1] negative'],
  ],
  ['a shape of nothing', changed({ kind: 'shape', from: 0, to: 9, weights: [] }), ['change.weights empty']],
])('refuses one %s', (_, decision, faults) => {
  const found = checkDecisions([entered, decision], meters).map(({ path, code }) => `${path} ${code}`);
  expect(found).toEqual(faults.map((fault) => `decisions[1].${fault}`));
});
