import { describe, expect, it } from 'vitest';
import { parseRoute, paths } from './route.ts';

const parse = (url: string) => {
  const at = new URL(url, 'http://here.test');
  return parseRoute(at.pathname, at.search);
};

describe('addresses of canteens', () => {
  it('carry meal, stream, filter, order and the chosen canteen', () => {
    const query = {
      meal: 'DINNER',
      stream: 'UNSOLD_DISCARD',
      mode: 'buffet',
      sort: 'figure',
      canteen: '食堂/3',
    } as const;
    expect(parse(paths.canteens(query))).toEqual({ page: 'canteens', ...query });
    expect(parse(paths.canteens())).toEqual({
      ...{ page: 'canteens', meal: null, stream: 'PLATE_WASTE', mode: null, sort: 'region', canteen: null },
    });
    expect(paths.canteens({ stream: 'PLATE_WASTE', sort: 'region' })).toBe('/canteens');
    expect(parse('/canteens?meal=BRUNCH&stream=SOUP&mode=drone&sort=luck')).toEqual(parse('/canteens'));
  });
  it('of one canteen carry the day, and its display stands beside it', () => {
    const query = { date: '2026-11-23', meal: 'LUNCH', stream: 'PREP_WASTE', every: 'week' } as const;
    expect(parse(paths.canteen('楼/3 层', query))).toEqual({ page: 'canteen', id: '楼/3 层', ...query });
    expect(parse('/canteens/CT1?date=2026-02-31')).toMatchObject({ page: 'canteen', id: 'CT1', date: null });
    expect(parse(paths.canteenDisplay('CT/1'))).toEqual({ page: 'canteen-display', id: 'CT/1' });
    expect(parse('/canteens/CT1/kitchen')).toEqual({ page: 'unknown' });
    expect(parse('/canteens/%E0%A4%A')).toEqual({ page: 'unknown' });
  });
  it('of evaluations, plans, bulletins and matters are numbers', () => {
    expect(parse(paths.sorting())).toEqual({ page: 'sorting', month: null, canteen: null });
    const month = { month: '2026-10', canteen: 'CT/1' };
    expect(parse(paths.sorting(month))).toEqual({ page: 'sorting', ...month });
    expect(parse('/canteens/sorting?month=2026-13')).toMatchObject({ month: null });
    expect(parse(paths.evaluations())).toEqual({ page: 'evaluations', quarter: null, kind: 'self', state: null });
    const chosen = { quarter: '2026Q3', kind: 'spot', state: 'draft' } as const;
    expect(parse(paths.evaluations(chosen))).toEqual({ page: 'evaluations', ...chosen });
    expect(parse('/canteens/evaluations?quarter=2026Q5&kind=x&state=y')).toEqual(parse('/canteens/evaluations'));
    expect(parse(paths.evaluation(12))).toEqual({ page: 'evaluation', id: 12 });
    expect(parse(paths.evaluationPlan(2026))).toEqual({ page: 'evaluation-plan', year: 2026 });
    expect(parse(paths.bulletins({ draft: '2026Q3' }))).toEqual({ page: 'bulletins', draft: '2026Q3' });
    expect(parse(paths.bulletin(3))).toEqual({ page: 'bulletin', id: 3 });
    expect(parse(paths.matters())).toEqual({ page: 'matters', tab: 'current' });
    expect(parse(paths.matter(7, { tab: 'overdue' }))).toEqual({ page: 'matter', id: 7, tab: 'overdue' });
    for (const odd of [
      '/canteens/evaluations/x',
      '/canteens/plan',
      '/canteens/plan/soon',
      '/canteens/sorting/1',
      '/matters/x',
      '/matters/1/2',
      '/canteens/bulletins/1/2',
    ])
      expect(parse(odd), odd).toEqual({ page: 'unknown' });
  });
});
