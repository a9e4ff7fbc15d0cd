import { describe, expect, it } from 'vitest';
import type { WireDecision } from '../../../../../domain/wire-quality.ts';
import { batchesOf } from './batches.ts';
import { placeOf } from './faults.ts';
import { fileTypeOf } from './file-type.ts';

const decision = (id: number, more: Partial<WireDecision>): WireDecision => ({
  ...{ id, meter: 'E-0301', outcome: 'entered', choice: null, change: null, verdict: null, reason: '' },
  ...{ by: 'wangmin', at: '2026-11-23T10:12:00+08:00', batch: 'b1', undone: null },
  ...more,
});

describe('entry by hand', () => {
  it('rows of one file are one batch; a decision of a verdict is none', () => {
    const undone = { by: 'wangmin', at: '2026-11-23T11:00:00+08:00', reason: 'wrong month' };
    const found = batchesOf([
      decision(4, { batch: 'b2', meter: 'W-0301' }),
      decision(3, {}),
      decision(2, { meter: 'E-0302', undone }),
      decision(1, { outcome: 'confirmed', batch: 'several-at-once' }),
    ]);
    expect(found.map(({ id, rows, undone, meters }) => [id, rows, undone, meters])).toEqual([
      ['b2', 1, 0, ['W-0301']],
      ['b1', 2, 1, ['E-0301', 'E-0302']],
    ]);
  });

  it.each([
    ['十月.XLSX', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['oct.2026.csv', 'text/csv'],
    ['oct.xls', null],
    ['csv', null],
  ])('%s is %s', (name, type) => expect(fileTypeOf(name)).toBe(type));

  it.each([
    ['row 4, column 读数', 4, '读数'],
    ['row 12', 12, null],
    ['column amount', null, 'amount'],
    ['', null, null],
  ])('a fault at %j', (path, row, column) => expect(placeOf(path)).toEqual({ row, column }));
});
