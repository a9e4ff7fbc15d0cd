import { expect, it } from 'vitest';
import { figuresOf } from '../../../domain/contract/testing/figures.ts';
import type { ContractBaseline } from '../../../storage/registry/contract-port.ts';
import { baselineState } from './view.ts';

it('a meter that came to the boundary after both had signed is covered by no signature', () => {
  const span = { from: '2026-01-01', to: '2026-01-02' };
  const figures = ['E1', 'E2'].map((meter) => figuresOf({ meter, ...span }));
  const model = { weatherMeter: '', inputsSha256: 'a', modelSha256: 'b', model: '{}' };
  const signatures = (['owner', 'contractor'] as const).map((side) => ({ side, by: 'li', at: 2 }));
  const baseline: ContractBaseline = { meters: [{ meter: 'E1', ...model }], sha256: 'c', at: 1, by: 'li', signatures };
  expect(baselineState({ baseline, figures: figures.slice(0, 1) })).toBe('signed');
  expect(baselineState({ baseline, figures })).toBe('draft');
});
