import { describe, expect, it } from 'vitest';
import type { WireAttention, WireDeviation } from '../../../../domain/wire-places.ts';
import { formatter } from '../../format/index.ts';
import { en } from '../../messages/en.ts';
import { zh } from '../../messages/zh.ts';
import { attentionSaid } from './attention.ts';
import { allBuildings, commonReach, completenessOf, institutionsByRate, standingOut } from './deviations.ts';

const now = Date.parse('2026-11-24T14:30:00+08:00');
const f = formatter('zh', 'Asia/Shanghai');

const building = (id: string, change: Partial<WireDeviation> = {}): WireDeviation => ({
  kind: 'building',
  id,
  name: id,
  institutionName: '',
  rateNow: 100,
  used: 1000,
  deviation: 10,
  deviationShare: 0.01,
  standsOut: false,
  reason: null,
  ageSeconds: 5,
  quarters: { difference: [1, 1, 1, 1], low: [-5, -5, -5, -5], high: [5, 5, 5, 5] },
  ...change,
});
const reason = (code: 'above-all-day' | 'no-data') => ({ code, fromHour: 0, toHour: 14, rate: 1, usual: 1 });

describe('buildings off their usual', () => {
  const calm = building('calm');
  const outside = building('outside', { deviation: -80, standsOut: true });
  const told = building('told', { deviation: 60, standsOut: true, reason: reason('above-all-day') });
  const silent = building('silent', {
    deviation: null,
    standsOut: true,
    reason: reason('no-data'),
    ageSeconds: 20_000,
  });
  const unknown = building('unknown', { deviation: null });
  const house = building('house', {
    kind: 'institution',
    deviation: 900,
    standsOut: true,
    reason: reason('above-all-day'),
  });
  const all = [house, calm, silent, told, outside, unknown];

  it('stand out by their reason or by time outside the band, largest first; the silent follow', () =>
    expect(standingOut(all).map(({ id }) => id)).toEqual(['outside', 'told', 'silent']));
  it('all of them are one step away, those of which nothing can be told before the silent', () =>
    expect(allBuildings(all).map(({ id }) => id)).toEqual(['outside', 'told', 'calm', 'unknown', 'silent']));
  it('one scale for all rows: the band counts where there is a value', () =>
    expect(
      commonReach([calm, building('x', { quarters: { difference: [2, null], low: [-7, -99], high: [3, 99] } })]),
    ).toBe(7));
  it('nothing known at all still has a scale, and so have rows whose quarter hours are on their way', () =>
    expect([commonReach([]), commonReach([building('later', { quarters: null })])]).toEqual([1, 1]));
  it('institutions by what they take now, unknown ones last', () => {
    const of = (id: string, rateNow: number | null) => building(id, { kind: 'institution', rateNow });
    expect(institutionsByRate([of('a', null), of('b', 5), of('c', 9)]).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });
});

describe('completeness', () => {
  it('leaves out today, which is not whole because it runs', () => {
    const found = completenessOf(
      { dates: ['2026-11-22', '2026-11-23', '2026-11-24'], measured: [0.9, 1, 0.5], estimated: [0.05, 0, 0] },
      '2026-11-24',
    );
    expect(found.known).toBeCloseTo(0.975);
    expect(found.estimated).toBeCloseTo(0.025);
    expect(found.worst).toEqual({ known: expect.closeTo(0.95) as number, date: '2026-11-22' });
  });
  it('of no days is nothing', () =>
    expect(completenessOf({ dates: [], measured: [], estimated: [] }, '2026-11-24').worst).toBeNull());
});

describe('what needs somebody', () => {
  const nothing = { place: null, meter: null, since: null, count: null };
  const place = { kind: 'building' as const, id: 'B 1', name: '东区' };
  const said = (found: Partial<WireAttention> & Pick<WireAttention, 'code'>, m = zh) =>
    attentionSaid({ ...nothing, severity: 'notice', ...found }, now, m, f);

  it('silent meters lead to the list of the silent ones of that building', () => {
    const found = said({ code: 'meters-silent', place, meter: 'W-1', count: 2, since: '2026-11-10T14:00:00+08:00' });
    expect(found).toMatchObject({ sign: 'silent', title: '2 块表无读数', time: '14 天', detail: '东区 · 最久 W-1' });
    expect(found.href).toBe('/meters?building=B+1&state=silent');
  });

  it('a verification that is over says for how long, one to come in how long', () => {
    expect(said({ code: 'verification-due', meter: 'E-1', count: 4, since: '2026-11-20' }).time).toBe('逾期 4 天');
    expect(said({ code: 'verification-due', meter: 'E-1', count: 1, since: '2026-12-04' }).time).toBe('还有 9 天');
  });

  it('each code has its words in both languages', () => {
    for (const code of Object.keys(zh.overview.attention.codes) as WireAttention['code'][])
      for (const m of [zh, en]) {
        const found = said({ code, count: 1, place, meter: 'E-1' }, m);
        expect(found.title, code).not.toBe('');
        expect(found.detail, code).not.toBe('');
        expect(found.href, code).toMatch(/^\//);
      }
  });
});
