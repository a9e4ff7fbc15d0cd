import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { WireBoard, WireBoardRow } from '../wire-canteens.ts';
import { boardAfter, boardDelta } from './board-delta.ts';

const row = (id: string, personMeals: number): WireBoardRow => ({
  ...{ id, name: id, region: null, regionName: null, operatingMode: 'self', supplyMode: 'buffet', personMeals },
  ...{ grams: null, gramsPerMeal: null, state: 'insufficient-data', reasons: [], signals: [], norm: null },
  ...{ lastEventAt: null, manual: false, demo: false },
});
const board = fc
  .record({
    meal: fc.constantFrom('LUNCH' as const, 'DINNER' as const),
    rows: fc.uniqueArray(fc.tuple(fc.constantFrom('CT1', 'CT2', 'CT3', 'CT10'), fc.integer({ min: 0, max: 2 })), {
      selector: ([id]) => id,
    }),
    grams: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ meal, rows, grams }): WireBoard => ({
    ...{ date: '2026-11-23', meal, stream: 'PLATE_WASTE', serving: { from: 'a', to: 'b', running: true } },
    city: { now: null, norm: null, grams, personMeals: 0, counted: 0, of: 4, targetG: null, lastEventAt: null },
    rows: rows.map(([id, people]) => row(id, people)).sort((a, b) => (a.id < b.id ? -1 : 1)),
  }));

it('a board and its delta are the next board, told once or twice, also over a hole between two deltas', () => {
  fc.assert(
    fc.property(board, board, board, (first, second, third) => {
      const toSecond = boardDelta(first, second);
      const after = toSecond === null ? first : boardAfter(first, toSecond);
      expect(after).toEqual(second);
      if (toSecond !== null) expect(boardAfter(after, toSecond)).toEqual(second);
      // A page that joined with the third is told what those who have the second are told.
      const toThird = boardDelta(second, third);
      if (toThird !== null) expect(boardAfter(third, toThird)).toEqual(third);
    }),
  );
});

it('what nobody changed is not told', () => {
  fc.assert(
    fc.property(board, (one) => {
      expect(boardDelta(one, structuredClone(one))).toBeNull();
      const [first, ...rest] = one.rows;
      if (first === undefined) return;
      const next = { ...one, rows: [{ ...first, personMeals: 99 }, ...rest] };
      expect(boardDelta(one, next)?.rows).toEqual([next.rows[0]]);
      expect(boardDelta(next, { ...one, rows: rest })).toMatchObject({ rows: [], gone: [first.id] });
    }),
  );
});
