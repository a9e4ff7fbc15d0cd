import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawKey, drawOrder, drawPlan, leastOf, leastShare } from './plan.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const ids = (n: number, from = 1) => Array.from({ length: n }, (_, i) => `CT${String(i + from).padStart(3, '0')}`);
const never = new Map<string, number[]>();

describe('a year’s draw of spot checks', () => {
  it('takes 24 of 66 canteens: 35 % is at least so many, not about', () => {
    const drawn = drawPlan({ canteens: ids(66), year: 2026, seed: 'wz', share: leastShare, checkedIn: never, sha256 });
    expect(drawn.canteens).toHaveLength(24);
    expect(new Set(drawn.canteens).size).toBe(24);
    expect([0, 1, 2, 20, 40, 100].map((n) => leastOf(leastShare, n))).toEqual([0, 1, 1, 7, 14, 35]);
  });

  it('is drawn again by hand: the smallest SHA-256 of seed, year and id come first', () => {
    const canteens = ids(12);
    const drawn = drawPlan({ canteens, year: 2026, seed: '3D-325', share: 0.5, checkedIn: never, sha256 });
    const byHand = canteens
      .map((id) => [createHash('sha256').update(`3D-325:2026:${id}`).digest('hex'), id] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, id]) => id);
    expect(drawn.drawnFrom).toEqual(byHand);
    expect(drawn.canteens).toEqual(byHand.slice(0, 6));
    expect(drawKey('3D-325', 2026, 'CT001', sha256)).toBe(sha256('3D-325:2026:CT001'));
  });

  it('does not depend on the order of the register, and differs from year to year and seed to seed', () => {
    const draw = (year: number, seed: string, canteens = ids(66)) =>
      drawPlan({ canteens, year, seed, share: leastShare, checkedIn: never, sha256 }).canteens;
    expect(draw(2026, 'a', ids(66).toReversed())).toEqual(draw(2026, 'a'));
    expect(draw(2027, 'a')).not.toEqual(draw(2026, 'a'));
    expect(draw(2026, 'b')).not.toEqual(draw(2026, 'a'));
  });

  it('puts first who was not inspected in the two years before, and draws all whose third year it is', () => {
    const checkedIn = new Map([
      ['CT001', [2025]],
      ['CT002', [2024]],
      ['CT003', [2023]],
      ['CT004', [2020, 2023]],
    ]);
    const knownSince = new Map(ids(6).map((id) => [id, id === 'CT006' ? 2026 : 2023]));
    const input = { canteens: ids(6), year: 2026, seed: 's', checkedIn, knownSince, sha256 };
    const groups = Object.fromEntries(drawOrder(input).map(({ canteen, group }) => [canteen, group]));
    expect(groups).toEqual({
      ...{ CT001: 'other', CT002: 'other', CT003: 'must', CT004: 'must', CT005: 'must', CT006: 'due' },
    });
    // Two of six would do for 33 %; three must be.
    expect(drawPlan({ ...input, share: 0.33 }).canteens.toSorted()).toEqual(['CT003', 'CT004', 'CT005']);
  });
});

it('inspects every canteen within three years and 35 % each year, whoever opens and closes', () => {
  const years = 12;
  const change = fc.record({
    opens: fc.integer({ min: 0, max: 30 }),
    closes: fc.double({ min: 0, max: 0.6, noNaN: true }),
  });
  fc.assert(
    fc.property(
      fc.string({ maxLength: 8 }),
      fc.array(change, { minLength: years, maxLength: years }),
      (seed, changes) => {
        let canteens = ids(20);
        let next = 21;
        const opened = new Map(canteens.map((id) => [id, 2026]));
        const checkedIn = new Map<string, number[]>();
        changes.forEach(({ opens, closes }, n) => {
          const year = 2026 + n;
          canteens = canteens.filter((id) => parseInt(sha256(`${id} ${year}`).slice(0, 6), 16) / 0xffffff >= closes);
          const fresh = ids(opens, next);
          next += opens;
          canteens.push(...fresh);
          for (const id of fresh) opened.set(id, year);
          const { canteens: drawn, drawnFrom } = drawPlan({
            ...{ canteens, year, seed, share: leastShare, checkedIn, knownSince: opened, sha256 },
          });
          expect(drawnFrom.toSorted()).toEqual(canteens.toSorted());
          expect(drawn.length).toBeGreaterThanOrEqual(leastShare * canteens.length - 1e-9);
          for (const id of drawn) checkedIn.set(id, [...(checkedIn.get(id) ?? []), year]);
          for (const id of canteens.filter((own) => opened.get(own)! <= year - 2)) {
            expect(checkedIn.get(id)?.some((at) => at > year - 3 && at <= year)).toBe(true);
          }
        });
      },
    ),
    { numRuns: 25 },
  );
});
