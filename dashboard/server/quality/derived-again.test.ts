import { describe, expect, it } from 'vitest';
import type { DerivedChange } from '../../../collector/port.ts';
import type { RuleChange } from '../../../storage/registry/port.ts';
import { DerivedAgain } from './derived-again.ts';

const point = 'energy_kwh';
const decided = { meter: 'M1', change: { kind: 'step', point, from: 100, to: 200, as: 'used' } } as const;
const ours: RuleChange = { meter: 'M1', range: { from: 100, to: 200 } };
const day: DerivedChange = { meter: 'M1', point, from: 0, to: 1000 };

/** The register and the collector as far as they tell what happened, and whether the figures have followed. */
function waiting() {
  const told: { marked: (changes: RuleChange[]) => void; derived: (changes: DerivedChange[]) => void } = {
    marked: () => {},
    derived: () => {},
  };
  const again = new DerivedAgain();
  again.start(
    { onDerived: (listener) => void (told.derived = listener) },
    { onRulesChanged: (listener) => void (told.marked = listener) },
  );
  const state = { followed: false };
  void again.expect([decided]).then(() => (state.followed = true));
  const followed = async (): Promise<boolean> => {
    await Promise.resolve();
    await Promise.resolve();
    return state.followed;
  };
  return { ...told, followed };
}

describe('figures follow a decision', () => {
  it('when they are derived after it was taken over', async () => {
    const { marked, derived, followed } = waiting();
    marked([ours]);
    expect(await followed()).toBe(false);
    derived([day]);
    expect(await followed()).toBe(true);
  });

  it('not by a derivation that was at work while somebody decided', async () => {
    const { marked, derived, followed } = waiting();
    derived([day]);
    expect(await followed(), 'begun before').toBe(false);
    marked([ours]);
    expect(await followed(), 'marked').toBe(false);
    derived([day]);
    expect(await followed(), 'begun after').toBe(true);
  });

  it('not by what becomes of another decision or another meter', async () => {
    const { marked, derived, followed } = waiting();
    marked([{ meter: 'M1', range: { from: 150, to: 160 } }, { meter: 'M2' }]);
    derived([day]);
    expect(await followed(), 'another decision').toBe(false);
    marked([{ meter: 'M1' }]);
    derived([
      { ...day, meter: 'M2' },
      { ...day, from: 201 },
    ]);
    expect(await followed(), 'other days').toBe(false);
    derived([day]);
    expect(await followed()).toBe(true);
  });
});
