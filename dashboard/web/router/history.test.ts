import { describe, expect, it } from 'vitest';
import { parseRoute, paths } from './route.ts';

const parse = (url: string) => {
  const at = new URL(url, 'http://here.test');
  return parseRoute(at.pathname, at.search);
};

describe('the address of a meter’s past', () => {
  it('carries what is brought and for which point', () => {
    const query = { kind: 'register', point: 'temperature_c' } as const;
    expect(parse(paths.history('气象/1', query))).toEqual({ page: 'history', id: '气象/1', ...query });
    expect(paths.history('E-0301')).toBe('/meters/E-0301/history');
    expect(parse('/meters/E-0301/history?kind=guess')).toMatchObject({ kind: 'bill', point: null });
  });

  it('is no other page of the meter', () => {
    expect(parse('/meters/E-0301/past')).toEqual({ page: 'unknown' });
    expect(parse('/meters/E-0301/history/all')).toEqual({ page: 'unknown' });
    expect(parse('/meters/%E0%A4%A/history')).toEqual({ page: 'unknown' });
    expect(parse('/meters/history')).toMatchObject({ page: 'meter', id: 'history' });
  });
});
