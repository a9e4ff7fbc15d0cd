import { describe, expect, it } from 'vitest';
import type { WireTreeNode } from '../../../../domain/wire-places.ts';
import { fitText, widthOf } from './fit-text.ts';
import { rowsOf } from './rows.ts';

const node = (meter: string | null, value: number | null, more: Partial<WireTreeNode> = {}): WireTreeNode => ({
  meter,
  endUse: null,
  value,
  estimated: 0,
  coverage: 1,
  share: null,
  exceeds: false,
  children: [],
  ...more,
});

describe('lines of a meter tree', () => {
  it('sub-meters stand under their parent, largest first, the unmetered rest last', () => {
    const hvac = node('AC', 60, { children: [node('B1', 45), node(null, 15)] });
    const rows = rowsOf([node('MAIN', 100, { children: [node('L', 10), hvac, node(null, 30)] })]);
    expect(rows.map(({ depth, meter, value }) => [depth, meter, value])).toEqual([
      [0, 'MAIN', 100],
      [1, 'AC', 60],
      [2, 'B1', 45],
      [2, null, 15],
      [1, 'L', 10],
      [1, null, 30],
    ]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
    // All shares are of the main meter, so that they can be added.
    expect(rows.map(({ share }) => share)).toEqual([null, 0.6, 0.45, 0.15, 0.1, 0.3]);
  });
  it('sub-meters that measured more than their parent are told in place of a rest', () => {
    const rows = rowsOf([
      node('MAIN', 100, { exceeds: true, children: [node('A', 80), node('B', 40), node(null, 0)] }),
    ]);
    expect(rows.at(-1)).toMatchObject({ kind: 'excess', value: 20, share: 0.2 });
    expect(rows.filter(({ kind }) => kind === 'rest')).toEqual([]);
  });
  it('a silent main meter has no shares, and its rest is not known', () => {
    const rows = rowsOf([node('MAIN', null, { children: [node('A', 80), node(null, null)] })]);
    expect(rows.map(({ value, share }) => [value, share])).toEqual([
      [null, null],
      [80, null],
      [null, null],
    ]);
  });
  it('a building without sub-meters is one line, one without meters none', () => {
    expect(rowsOf([node('MAIN', 5)])).toHaveLength(1);
    expect(rowsOf([])).toEqual([]);
  });
});

describe('a name in its column', () => {
  it('is whole where it fits and cut where it does not', () => {
    expect(fitText('照明插座', 60, 13)).toBe('照明插座');
    expect(fitText('照明插座', 40, 13)).toBe('照明…');
    expect(widthOf('照明', 13)).toBe(26);
  });
  it('is left out where not one letter fits', () => expect(fitText('DEMO-E-1', 3, 11)).toBe(''));
});
