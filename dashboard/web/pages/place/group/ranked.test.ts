import { describe, expect, it } from 'vitest';
import type { WireAmount, WireMeasures } from '../../../../../domain/wire-places.ts';
import { changeOf, inOrder, rankedParts, usualRanking } from './ranked.ts';
import { comparedSpan, spanName } from './span.ts';

const amount = (value: number | null, coverage = 1): WireAmount => ({ value, estimated: 0, coverage });
const child = (name: string, total: WireAmount, m2: number | null): WireMeasures['children'][number] => ({
  kind: 'building',
  id: name,
  name,
  institutionKind: null,
  floorAreaM2: m2 === null ? null : 1000,
  people: null,
  carriers: [{ carrier: 'electricity', total, before: amount(100), perM2: m2, perPerson: null }],
});
const measures = (children: WireMeasures['children']): WireMeasures => ({ from: '', to: '', carriers: [], children });

describe('parts of a place in their order', () => {
  it('a hall without a floor area stands last per square metre, however much it uses', () => {
    const found = rankedParts(
      measures([child('礼堂', amount(900), null), child('教学楼', amount(300), 0.3), child('宿舍', amount(400), 0.4)]),
      'electricity',
    );
    expect(inOrder(found, usualRanking('m2')).map(({ name }) => name)).toEqual(['宿舍', '教学楼', '礼堂']);
    expect(inOrder(found, usualRanking('total'))[0]!.name).toBe('礼堂');
    expect(found[0]).toMatchObject({ lacksArea: true, lacksPeople: true });
  });
  it('a part without the carrier is not part of the ranking', () => {
    expect(rankedParts(measures([child('教学楼', amount(300), 0.3)]), 'gas')).toEqual([]);
  });
});

describe('a change against the year before', () => {
  it('is not told when a month of either is missing', () => {
    expect(changeOf(amount(110), amount(100))).toBeCloseTo(0.1);
    expect(changeOf(amount(110, 0.85), amount(100))).toBeNull();
    expect(changeOf(amount(110), amount(100, 0.85))).toBeNull();
    expect(changeOf(amount(110), amount(0))).toBeNull();
    expect(changeOf(amount(null, 0), amount(100))).toBeNull();
  });
  it('compares whole days: a month that runs ends with yesterday, in place of today stand thirty days', () => {
    const span = (first: string, end: string) => comparedSpan({ first, end }, '2026-11-23');
    expect(span('2026-11-01', '2026-12-01')).toEqual({ from: '2026-11-01', to: '2026-11-23' });
    expect(span('2026-10-01', '2026-11-01')).toEqual({ from: '2026-10-01', to: '2026-11-01' });
    expect(span('2026-11-23', '2026-11-24')).toEqual({ from: '2026-10-24', to: '2026-11-23' });
    expect(span('2026-11-20', '2026-11-21')).toEqual({ from: '2026-11-20', to: '2026-11-21' });
    expect(spanName(span('2026-11-01', '2026-12-01'))).toBe('2026-11-01 – 11-22');
    expect(spanName(span('2026-11-20', '2026-11-21'))).toBe('2026-11-20');
  });
});
