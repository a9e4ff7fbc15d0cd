import { describe, expect, it } from 'vitest';
import { clashes, type BoundaryMeter, type Claim } from './boundary.ts';

const term = (from = '2026-01-01', to = '2030-12-31') => ({ from, to });
const claim = (contract: string, meters: readonly string[], of = term()): Claim => ({ contract, meters, term: of });

const below = (parent: string | null, carrier = 'electricity'): BoundaryMeter => ({ carrier, parent, terms: null });
type Term = Partial<NonNullable<BoundaryMeter['terms']>[number]> & { readonly meter: string };
const sum = (...terms: readonly Term[]): BoundaryMeter => ({
  carrier: 'electricity',
  parent: null,
  terms: terms.map((one) => ({ factor: 1, from: null, to: null, ...one })),
});

/** A main meter; floor 1 and the canteen below it, the oven below the canteen; a building beside it. */
const meters: Record<string, BoundaryMeter> = {
  main: below(null),
  floor: below('main'),
  canteen: below('main'),
  oven: below('canteen'),
  annex: below(null),
  water: below(null, 'water'),
  heat: below('main', 'heat'),
  rest: sum({ meter: 'main' }, { meter: 'canteen', factor: -1 }),
  both: sum({ meter: 'main' }, { meter: 'annex' }),
  nested: sum({ meter: 'both' }),
  halfA: sum({ meter: 'main', factor: 0.5 }),
  halfB: sum({ meter: 'main', factor: 0.5 }),
  most: sum({ meter: 'main', factor: 0.6 }),
  moved: sum({ meter: 'annex', to: '2027-01-01' }, { meter: 'floor', from: '2027-01-01' }),
};
const found = (...claims: Claim[]) =>
  clashes(claims, (id) => meters[id] ?? null).map(({ path, from }) => `${path.join(' ')} ${from}`);
const two = (a: string, b: string) => found(claim('A', [a]), claim('B', [b]));

describe('two contracts', () => {
  it.each([
    ['the same meter', 'main', 'main', 'main'],
    ['a meter and one below it', 'main', 'floor', 'main floor'],
    ['a meter and one above it', 'oven', 'main', 'oven canteen main'],
    ['a virtual meter and what it is made of', 'both', 'annex', 'both annex'],
    ['a virtual meter of a virtual one', 'nested', 'annex', 'nested both annex'],
    ['two virtual meters of one meter', 'both', 'halfA', 'both main halfA'],
    ['a virtual meter and one below what it is made of', 'both', 'oven', 'both main canteen oven'],
    ['a rest and what lies in it', 'rest', 'floor', 'rest main floor'],
    ['a rest and the whole', 'main', 'rest', 'main rest'],
    ['more than the whole of a meter together', 'most', 'halfA', 'most main halfA'],
  ])('may not both claim %s', (_, a, b, path) => {
    expect(two(a, b)).toEqual([`${path} 2026-01-01`]);
  });

  it.each([
    ['meters beside each other', 'floor', 'canteen'],
    ['meters of two buildings', 'main', 'annex'],
    ['a rest and what was taken out of it', 'rest', 'canteen'],
    ['a rest and what lies below what was taken out of it', 'rest', 'oven'],
    ['halves of one meter', 'halfA', 'halfB'],
    ['energy and water', 'main', 'water'],
    ['electricity, and the heat that is made of it', 'main', 'heat'],
    ['meters that nobody knows', 'main', 'gone'],
  ])('may claim %s', (_, a, b) => {
    expect(two(a, b)).toEqual([]);
  });

  it('may follow each other on one meter, and share no day', () => {
    const first = claim('A', ['main'], term('2020-01-01', '2025-12-31'));
    expect(found(first, claim('B', ['floor'], term('2026-01-01')))).toEqual([]);
    expect(found(first, claim('B', ['floor'], term('2025-12-31')))).toEqual(['main floor 2025-12-31']);
  });

  it('clash from the day on which a virtual meter is made of the other’s', () => {
    expect(two('moved', 'floor')).toEqual(['moved floor 2027-01-01']);
    expect(found(claim('A', ['moved'], term('2026-01-01', '2026-12-31')), claim('B', ['floor']))).toEqual([]);
    expect(two('moved', 'annex')).toEqual(['moved annex 2026-01-01']);
  });
});

it('one contract may not count a meter and what lies below it either', () => {
  expect(found(claim('A', ['main', 'floor', 'annex']))).toEqual(['floor main 2026-01-01']);
  expect(found(claim('A', ['rest', 'canteen', 'main'])).length).toBe(2);
  expect(found(claim('A', ['rest', 'canteen']))).toEqual([]);
});

it('says which contracts and meters, each pair once', () => {
  const all = clashes([claim('A', ['both', 'water']), claim('B', ['oven', 'water'])], (id) => meters[id] ?? null);
  expect(all).toHaveLength(2);
  const contracts = ['A', 'B'];
  const [from, way] = ['2026-01-01', ['both', 'main', 'canteen', 'oven']];
  expect(all).toContainEqual({ contracts, meters: ['both', 'oven'], path: way, from });
  expect(all).toContainEqual({ contracts, meters: ['water', 'water'], path: ['water'], from });
});

it('parents in a circle end somewhere', () => {
  const circle = { a: below('b'), b: below('a') } as Record<string, BoundaryMeter>;
  const claims = [claim('A', ['a']), claim('B', ['b'])];
  expect(clashes(claims, (id) => circle[id] ?? null)).toHaveLength(1);
});

it('a city of 200 contracts on 40,000 meters is looked through at once', () => {
  const meterOf = (id: string): BoundaryMeter => below(id.includes('.') ? id.split('.')[0]! : null);
  const claims = Array.from({ length: 200 }, (_, n) =>
    claim(
      `C${n}`,
      Array.from({ length: 200 }, (_unused, k) => `m${n}.${k}`),
    ),
  );
  const begun = performance.now();
  expect(clashes(claims, meterOf)).toEqual([]);
  expect(clashes([...claims, claim('X', ['m7'])], meterOf)).toHaveLength(200);
  expect(performance.now() - begun).toBeLessThan(5_000);
});
