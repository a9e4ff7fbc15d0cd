import { describe, expect, it } from 'vitest';
import { parseRoute, paths } from './route.ts';

const parse = (url: string) => {
  const at = new URL(url, 'http://here.test');
  return parseRoute(at.pathname, at.search);
};

describe('addresses of contracts', () => {
  it('carry what the list is filtered by', () => {
    const query = { type: 'custody', state: 'at-risk', contractor: '瓯能 & 子公司', sort: '-short' } as const;
    expect(parse(paths.contracts(query))).toEqual({ page: 'contracts', ...query });
    expect(paths.contracts()).toBe('/contracts');
    expect(parse('/contracts?type=lease&state=fine')).toEqual(parse('/contracts'));
  });
  it('keep an id apart from what stands behind it, whatever is in it', () => {
    const id = '合同/2026 #1';
    expect(parse(paths.contract(id))).toEqual({ page: 'contract', id, year: null, asOf: null });
    expect(parse(paths.contract(id, { year: 2025 }))).toEqual({ page: 'contract', id, year: 2025, asOf: null });
    const then = { year: 'term', asOf: '2026-10-08' } as const;
    expect(parse(paths.contract(id, then))).toEqual({ page: 'contract', id, ...then });
    expect(parse(paths.contractEdit(id))).toEqual({ page: 'contract-edit', id });
    expect(parse(paths.settlements(id))).toEqual({ page: 'contract-settlements', id });
    expect(parse(paths.settlement(id, '2026-10'))).toEqual({ page: 'contract-settlement', id, period: '2026-10' });
    const paper = { page: 'contract-statement', id, period: '2026-10' };
    expect(parse(paths.statement(id, '2026-10'))).toEqual({ ...paper, english: false });
    expect(parse(paths.statement(id, '2026-10', true))).toEqual({ ...paper, english: true });
    const lot = { line: 2, input: 0, meter: '表/1', month: '2026-10', kind: 'peak', date: '2026-10-07' };
    expect(parse(paths.trace(id, '2026', lot))).toEqual({ page: 'contract-trace', id, period: '2026', ...lot });
    expect(parse(paths.contractNew())).toEqual({ page: 'contract-new' });
  });
  it('that name no month, year or page lead nowhere', () => {
    for (const odd of [
      '/contracts/C1/settlements/2026-13',
      '/contracts/C1/settlements/last',
      '/contracts/C1/settlements/2026-10/money',
      '/contracts/C1/settlements/2026-10/trace/1',
      '/contracts/C1/secret',
      '/contracts/%E0%A4%A',
    ])
      expect(parse(odd), odd).toEqual({ page: 'unknown' });
    expect(parse('/contracts/C1?year=soon&asOf=2026-02-30')).toEqual({
      page: 'contract',
      id: 'C1',
      year: null,
      asOf: null,
    });
  });
});
