import { expect, it } from 'vitest';
import { adjusted, type Adjustment } from './adjustments.ts';
import type { ComparedIntervals } from './compared.ts';

const dayMs = 86_400_000;
const compared: ComparedIntervals = {
  edges: Float64Array.from({ length: 101 }, (_, i) => i * dayMs),
  observed: new Float64Array(100).fill(90),
  counterfactual: new Float64Array(100).fill(100),
};
const one = (change: Partial<Adjustment>): Adjustment => ({
  id: 'A1',
  kind: 'step',
  from: 50 * dayMs,
  to: null,
  perDay: 8,
  reason: 'a server room was added',
  evidence: 'meter E-114, work order 2025-031',
  agreed: true,
  ...change,
});
const savingOf = ({ observed, counterfactual }: ComparedIntervals): number =>
  counterfactual.reduce((sum, value, i) => sum + (Number.isNaN(value + observed[i]!) ? 0 : value - observed[i]!), 0);

it('a new server room moves the counterfactual from its first day on, on its own line', () => {
  const { compared: after, effects, waterfall } = adjusted(compared, [one({})]);
  expect(savingOf(after)).toBe(1000 + 50 * 8);
  expect(effects.get('A1')).toBe(400);
  expect(waterfall).toEqual([
    { kind: 'counterfactual', adjustment: null, value: 10_000 },
    { kind: 'adjustment', adjustment: 'A1', value: 400 },
    { kind: 'actual', adjustment: null, value: -9000 },
    { kind: 'saving', adjustment: null, value: 1400 },
  ]);
});

it('what is not agreed moves nothing', () => {
  const { compared: after, effects, waterfall } = adjusted(compared, [one({ agreed: false })]);
  expect(savingOf(after)).toBe(1000);
  expect(effects.get('A1')).toBe(0);
  expect(waterfall).toHaveLength(3);
});

it('closed days count on neither side, and a step does not reach into them', () => {
  const closure = one({ id: 'C', kind: 'closure', from: 60 * dayMs, to: 70 * dayMs, perDay: 0 });
  const { compared: after, effects, waterfall, problems } = adjusted(compared, [one({}), closure]);
  expect(savingOf(after)).toBe(90 * 10 + 40 * 8);
  expect([effects.get('C'), effects.get('A1')]).toEqual([-100, 320]);
  expect(waterfall.slice(0, -1).reduce((sum, bar) => sum + bar.value, 0)).toBe(waterfall.at(-1)!.value);
  expect(problems).toEqual([]);
});

it('half a day of a step is half of its energy', () => {
  expect(adjusted(compared, [one({ from: 99.5 * dayMs })]).effects.get('A1')).toBe(4);
});

it('a closure of over a quarter asks for a new baseline', () => {
  const { problems } = adjusted(compared, [one({ kind: 'closure', from: 0, to: 30 * dayMs })]);
  expect(problems.map((problem) => problem.code)).toEqual(['adjustment.closure-too-long']);
});

it('the model’s own values stay as they were', () => {
  adjusted(compared, [one({})]);
  expect(compared.counterfactual.every((value) => value === 100)).toBe(true);
});
