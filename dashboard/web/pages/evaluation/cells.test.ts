import { describe, expect, it } from 'vitest';
import type { WireCanteen } from '../../../../domain/wire-canteens.ts';
import type { WireEvaluationSummary } from '../../../../domain/wire-evaluation.ts';
import { byRegion, cellsOf, sumsOf } from './cells.ts';

const canteen = (id: string, region: string | null) =>
  ({ id, region, regionName: region === null ? null : `${region} 区` }) as unknown as WireCanteen;
const evaluation = (canteen: string, kind: 'self' | 'spot', total?: number | null, grade?: string) =>
  ({
    ...{ canteen, kind, total: total ?? null, grade: grade ?? null },
    submitted: total === undefined ? null : { at: '', by: '' },
  }) as unknown as WireEvaluationSummary;

describe('a quarter of all canteens', () => {
  const canteens = [canteen('CT3', null), canteen('CT2', 'b'), canteen('CT1', 'b'), canteen('CT4', 'a')];
  const evaluations = [
    evaluation('CT1', 'self', 92, 'excellent'),
    evaluation('CT1', 'spot', 55, 'fail'),
    evaluation('CT2', 'self'),
    evaluation('CT3', 'self', null),
  ];
  it('stands by county, whatever the scores; those of no county last', () => {
    const cells = cellsOf(canteens, evaluations, 'self');
    expect(byRegion(cells).map(([name, all]) => [name, all.map((cell) => cell.canteen.id)])).toEqual([
      ['a 区', ['CT4']],
      ['b 区', ['CT1', 'CT2']],
      ['', ['CT3']],
    ]);
    expect(cells.map(({ state }) => state)).toEqual(['none', 'submitted', 'draft', 'submitted']);
    expect(cells[1]!.other?.grade).toBe('fail');
  });
  it('one without a total is submitted, and counts in no mean and no grade', () => {
    expect(sumsOf(cellsOf(canteens, evaluations, 'self'))).toMatchObject({
      ...{ canteens: 4, submitted: 2, draft: 1, none: 1, meanTotal: 92, ungraded: 1 },
      grades: { excellent: 1, good: 0, pass: 0, fail: 0 },
    });
    expect(sumsOf(cellsOf(canteens, [], 'spot')).meanTotal).toBeNull();
  });
});
