import { describe, expect, it } from 'vitest';
import { entrySteps, mayStep, sides, stateOf, type EntryStepKind, type Side } from './steps.ts';

type Taken = readonly [EntryStepKind, Side][];
const steps = (...taken: Taken) => taken.map(([what, side]) => ({ what, side }));

/** Everything that may be said next: `owner agreed`. */
function next(kind: Parameters<typeof mayStep>[0], ...taken: Taken): readonly string[] {
  return sides.flatMap((side) =>
    entrySteps.filter((what) => mayStep(kind, steps(...taken), what, side)).map((what) => `${side} ${what}`),
  );
}
const notes = ['owner note', 'contractor note'];
const without = (said: readonly string[]) => said.filter((step) => !notes.includes(step));

describe('a settlement', () => {
  it('that the owner proposed is the contractor’s to challenge or agree, the owner’s to withdraw', () => {
    const said = without(next('settlement', ['proposed', 'owner']));
    expect(said).toEqual(['owner withdrawn', 'contractor challenged', 'contractor agreed']);
  });

  it('that was challenged may be agreed later, by the side that challenged it, or withdrawn; not challenged again', () => {
    const said = without(next('settlement', ['proposed', 'contractor'], ['challenged', 'owner']));
    expect(said).toEqual(['owner agreed', 'contractor withdrawn']);
  });

  it('is never rejected, agreed by the side that proposed it, or proposed over another one', () => {
    for (const side of sides) {
      const taken: Taken = [['proposed', side]];
      expect(next('settlement', ...taken)).not.toContain(`${side} agreed`);
      for (const other of sides) {
        expect(next('settlement', ...taken)).not.toContain(`${other} rejected`);
        expect(next('settlement', ...taken)).not.toContain(`${other} proposed`);
      }
    }
  });
});

describe('an adjustment', () => {
  it('may be rejected too', () => {
    const said = without(next('adjustment', ['proposed', 'contractor']));
    expect(said).toEqual(['owner challenged', 'owner agreed', 'owner rejected', 'contractor withdrawn']);
  });
});

describe('a payment', () => {
  it('is verified by the owner’s side, also when it entered it', () => {
    const said = without(next('payment', ['proposed', 'contractor']));
    expect(said).toEqual(['owner challenged', 'owner agreed', 'owner rejected', 'contractor withdrawn']);
    expect(without(next('payment', ['proposed', 'owner']))).toEqual([
      'owner agreed',
      'owner rejected',
      'owner withdrawn',
    ]);
  });

  it('that was challenged is still the owner’s to decide', () => {
    const said = without(next('payment', ['proposed', 'contractor'], ['challenged', 'owner']));
    expect(said).toEqual(['owner agreed', 'owner rejected', 'contractor withdrawn']);
  });
});

it.each(['agreed', 'rejected', 'withdrawn'] as const)('what is %s takes nothing but notes', (end) => {
  for (const kind of ['payment', 'adjustment', 'settlement'] as const) {
    expect(next(kind, ['proposed', 'contractor'], [end, 'owner'])).toEqual(notes);
  }
});

it('what nobody proposed takes no step at all', () => {
  for (const kind of ['payment', 'adjustment', 'settlement'] as const) expect(next(kind)).toEqual([]);
});

it('a note changes no state', () => {
  expect(stateOf(steps(['proposed', 'owner'], ['challenged', 'contractor'], ['note', 'owner']))).toBe('challenged');
  expect(stateOf(steps(['proposed', 'owner'], ['agreed', 'contractor'], ['note', 'contractor']))).toBe('agreed');
});
