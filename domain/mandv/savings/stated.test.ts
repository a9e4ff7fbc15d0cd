import { expect, it } from 'vitest';
import { stateSaving } from './stated.ts';

const at90 = (halfWidth: number | null) => [{ confidence: 0.9, halfWidth }];

it('a clear saving has its uncertainty as a share', () => {
  const stated = stateSaving(900, 1000, at90(20), 0.9);
  expect(stated).toMatchObject({ saving: 100, distinguishable: true, fractionalUncertainty: 0.2 });
  expect(stated.words.en).toBe('a saving at 90 % confidence');
});

it('a saving of −0.1 % shows its band and no share of 1,759 % (spec §15 case 29)', () => {
  const stated = stateSaving(1001, 1000, at90(17.59), 0.9);
  expect(stated).toMatchObject({ distinguishable: false, fractionalUncertainty: null });
  expect(stated.words).toEqual({
    zh: '在 90% 置信度下与零无法区分',
    en: 'not distinguishable from zero at 90 %',
  });
});

it('up to one percent no share is shown, even when the band is narrow', () => {
  expect(stateSaving(992, 1000, at90(1), 0.9)).toMatchObject({ distinguishable: true, fractionalUncertainty: null });
});

it('more use than expected is said so', () => {
  expect(stateSaving(1200, 1000, at90(50), 0.9).words.en).toBe('more was used at 90 % confidence');
});

it('an undefined band claims nothing (spec §15 case 28)', () => {
  const stated = stateSaving(500, 1000, at90(null), 0.9);
  expect(stated).toMatchObject({ saving: 500, distinguishable: false, fractionalUncertainty: null });
  expect(stated.words.en).toMatch(/undefined/);
});

it('a counterfactual of nothing has no fraction', () => {
  expect(stateSaving(5, 0, at90(1), 0.9).fraction).toBeNull();
});
