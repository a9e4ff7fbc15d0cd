import { describe, expect, it } from 'vitest';
import { finds, nextSorting, readSorting, sorted } from './sorting.ts';

const columns = ['name', 'rate'] as const;
const usual = { column: 'rate', down: true } as const;

describe('a table that is sorted by its address', () => {
  it('stands as usual when the address says nothing, or something unknown', () => {
    for (const text of [null, '', 'colour', '-colour', '--rate']) expect(readSorting(text, columns, usual)).toBe(usual);
    expect(readSorting('-name', columns, usual)).toEqual({ column: 'name', down: true });
  });
  it('turns round at the second click, and says nothing when it stands as usual again', () => {
    expect(nextSorting('name', usual, usual, false)).toBe('name');
    expect(nextSorting('name', { column: 'name', down: false }, usual, false)).toBe('-name');
    expect(nextSorting('rate', usual, usual, true)).toBe('rate');
    expect(nextSorting('rate', { column: 'rate', down: false }, usual, true)).toBeNull();
  });
  it('keeps what is not known last, upwards and downwards', () => {
    const rows = [{ v: null }, { v: 3 }, { v: -1 }, { v: null }, { v: 7 }];
    const by = (down: boolean) => sorted(rows, ({ v }) => v, down).map(({ v }) => v);
    expect(by(true)).toEqual([7, 3, -1, null, null]);
    expect(by(false)).toEqual([-1, 3, 7, null, null]);
  });
});

describe('a search', () => {
  it('finds every word, in any case and width', () => {
    for (const typed of ['', ' ', 'b1', '楼 Ｂ1']) expect(finds(typed, '教学楼 B1'), typed).toBe(true);
    expect(finds('楼 B2', '教学楼 B1')).toBe(false);
  });
});
