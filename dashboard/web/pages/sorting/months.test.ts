import { describe, expect, it } from 'vitest';
import type { WireSortingRow } from '../../../../domain/wire-canteens.ts';
import { csvOfTable } from '../../charts/table.ts';
import { canteenZh } from '../../messages/canteen/zh.ts';
import { byNeed, sortingTable, stepMonth, sumOf, yearUntil } from './months.ts';

const row = (canteen: string, weighedKg: number, fetchedKg: number | null, state: WireSortingRow['state']) => ({
  ...{ canteen, name: canteen, month: '2026-10', weighedKg, fetchedKg, fetches: fetchedKg === null ? 0 : 4, state },
  differenceKg: fetchedKg === null ? null : weighedKg - fetchedKg,
  differencePct: fetchedKg === null ? null : (100 * (weighedKg - fetchedKg)) / fetchedKg,
  carbonKg: weighedKg * 2.5,
});
const rows = [row('A', 400, 410, 'agrees'), row('B', 600, null, 'cannot-tell'), row('C', 300, 500, 'differs')];

describe('the food-waste ledger', () => {
  it('holds against the fetches only what those canteens weighed that entered any', () =>
    expect(sumOf('2026-10', rows)).toMatchObject({
      ...{ weighedKg: 1300, fetchedKg: 910, comparedKg: 700, differs: 1, unknown: 1, carbonKg: 3250 },
    }));
  it('a month without fetches has no sum of them, not zero', () =>
    expect(sumOf('2026-10', [rows[1]!]).fetchedKg).toBeNull());
  it('what differs comes first, then what nobody can tell', () =>
    expect(rows.toSorted(byNeed).map(({ canteen }) => canteen)).toEqual(['C', 'B', 'A']));
  it('goes over the turn of the year', () => {
    expect(stepMonth('2026-12', 1)).toBe('2027-01');
    expect(yearUntil('2026-02')).toHaveLength(12);
    expect([yearUntil('2026-02')[0], yearUntil('2026-02').at(-1)]).toEqual(['2025-03', '2026-02']);
  });
  it('leaves cells of the file empty where nothing is known', () => {
    const csv = csvOfTable(sortingTable(rows, canteenZh.sorting), []);
    expect(csv.split('\r\n')[2]).toBe('2026-10,B,B,600,,0,,,无法核对,1500');
  });
});
