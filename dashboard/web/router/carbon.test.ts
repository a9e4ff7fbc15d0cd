import { describe, expect, it } from 'vitest';
import { parseRoute, paths } from './route.ts';

const parse = (url: string) => {
  const at = new URL(url, 'http://here.test');
  return parseRoute(at.pathname, at.search);
};

describe('addresses of zero carbon', () => {
  const plain = {
    page: 'carbon',
    place: { kind: 'city', id: 'all' },
    method: 'location',
    year: null,
    indicator: 'kgce-per-m2',
    measures: true,
    trace: null,
  } as const;

  it('without anything show the whole city by the location-based method', () => {
    expect(parse('/carbon')).toEqual(plain);
    expect(paths.carbon()).toBe('/carbon');
    expect(paths.carbon(plain)).toBe('/carbon');
  });
  it('carry place, method, year, indicator, measures and the open figure, whatever is in an id', () => {
    const query = {
      place: { kind: 'institution', id: '市:一 & 二' },
      method: 'market',
      year: 2025,
      indicator: 'kgco2-per-m2',
      measures: false,
      trace: 'electricity.site.2025-07',
    } as const;
    expect(parse(paths.carbon(query))).toEqual({ page: 'carbon', ...query });
  });
  it('that name no place, method, year or indicator fall back to what stands there without them', () => {
    for (const odd of [
      '?place=canteen:C1',
      '?place=region:',
      '?place=I-01',
      '?method=both',
      '?year=soon',
      '?indicator=kw',
    ])
      expect(parse(`/carbon${odd}`), odd).toEqual(plain);
  });
  it('lead to the factors and to an institution, even to one that is called "factors"', () => {
    expect(parse(paths.carbonFactors())).toEqual({ page: 'carbon-factors' });
    for (const id of ['I-01', 'factors', '机构/1 #2'])
      expect(parse(paths.carbonInstitution(id, { year: 2025 }))).toEqual({
        page: 'carbon-institution',
        id,
        year: 2025,
      });
    expect(parse('/carbon/institutions/I-01')).toEqual({ page: 'carbon-institution', id: 'I-01', year: null });
    for (const nowhere of ['/carbon/factors/1', '/carbon/institutions', '/carbon/institutions/I/x'])
      expect(parse(nowhere), nowhere).toEqual({ page: 'unknown' });
  });
});
