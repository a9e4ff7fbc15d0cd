import { describe, expect, it } from 'vitest';
import { parseRoute, paths } from './route.ts';

const parse = (url: string) => {
  const at = new URL(url, 'http://here.test');
  return parseRoute(at.pathname, at.search);
};

describe('addresses of places', () => {
  it('carry carrier, period and what is drawn beside', () => {
    const query = { carrier: 'water', view: 'month', at: '2026-10-01', with: ['year', 'weather'] } as const;
    expect(parse(paths.place('building', '楼/3', query))).toEqual({
      page: 'place',
      kind: 'building',
      id: '楼/3',
      ...query,
      by: 'total',
      sort: null,
    });
    expect(parse(paths.overview(query))).toEqual({ page: 'overview', ...query });
  });
  it('of lists and rankings carry what was searched for and how it stands', () => {
    const list = { carrier: 'gas', q: '中学 1', sort: '-today' } as const;
    expect(parse(paths.places('institution', list))).toEqual({ page: 'places', kind: 'institution', ...list });
    expect(paths.places('region')).toBe('/regions');
    expect(parse(paths.place('region', 'R', { by: 'm2', sort: 'name' }))).toMatchObject({ by: 'm2', sort: 'name' });
    expect(parse('/regions/R?by=litres')).toMatchObject({ by: 'total', sort: null });
  });
  it('nothing drawn beside is a choice too', () => {
    expect(parse(paths.overview({ with: [] }))).toMatchObject({ with: [] });
  });
  it('the first page is the overview, of electricity and today', () => {
    expect(parse('/')).toEqual({
      page: 'overview',
      carrier: 'electricity',
      view: 'day',
      at: null,
      with: ['yesterday', 'band', 'year', 'tariff'],
    });
    expect(parse('/buildings/B-1?carrier=steam&view=decade&at=never')).toMatchObject({
      carrier: 'electricity',
      view: 'day',
    });
    expect(parse('/buildings/B-1/roof')).toEqual({ page: 'unknown' });
  });
});
