import { describe, expect, it } from 'vitest';
import type { WirePlaceDay } from '../../../../domain/wire-places.ts';
import { formatter } from '../../format/index.ts';
import { en } from '../../messages/en.ts';
import { zh } from '../../messages/zh.ts';
import { againstBand, estimatedSpans, judgedUntil, marksOfRates, spanOf, withoutNights } from './day-marks.ts';
import { dayNames, daySentence, dayTable } from './day-words.ts';
import { spread } from './spread.ts';
import { tariffKind } from './tariff-kind.ts';

const quarter = 900_000;
const midnight = Date.parse('2026-11-24T00:00:00+08:00');
const iso = (at: number) => new Date(at + 8 * 3_600_000).toISOString().replace('Z', '+08:00');
const starts = Array.from({ length: 96 }, (_, i) => midnight + i * quarter);

function day(change: Partial<WirePlaceDay> = {}): WirePlaceDay {
  const none = { rate: starts.map(() => null), quality: '-'.repeat(96) };
  const amount = { value: null, estimated: 0, coverage: 0 };
  return {
    date: '2026-11-24',
    carrier: 'electricity',
    unit: 'kWh',
    rateUnit: 'kW',
    timezone: 'Asia/Shanghai',
    dayType: 'workday',
    ts: starts.map(iso),
    today: none,
    yesterday: none,
    lastWeek: none,
    band: { low: none.rate, high: none.rate, expected: none.rate },
    likeDays: ['2026-11-17', '2026-11-10', '2026-11-03', '2026-10-27'],
    pv: null,
    knownUntil: null,
    totals: {
      today: amount,
      yesterdayUntilSameTime: amount,
      lastWeekUntilSameTime: amount,
      expectedUntilSameTime: null,
      peak: null,
      nightRate: null,
      nightExpected: null,
    },
    tariff: [],
    ...change,
  };
}
const rates = (values: readonly (number | null)[], letters: string) => ({
  rate: starts.map((_, i) => values[i] ?? null),
  quality: letters.padEnd(96, '-'),
});

describe('a day as marks', () => {
  it('what has not begun is no gap', () => {
    const marks = marksOfRates(rates([10, null, 12], 'mxe'), starts);
    expect(marks.map(({ value, quality }) => [value, quality])).toEqual([
      [10, 'measured'],
      [null, 'missing'],
      [12, 'estimated'],
    ]);
  });

  it('a day of 23 hours ends with its own quarter hours', () => {
    const short = starts.slice(0, 92);
    expect(spanOf({ ts: short.map(iso) })).toMatchObject({ from: midnight, to: midnight + 92 * quarter });
  });

  const span = { from: midnight, to: midnight + 96 * quarter, starts };
  it.each([
    ['news on its way is not missing', 10 * quarter, 11 * quarter, 10 * quarter],
    ['silent for hours: missing up to now', 10 * quarter, 40 * quarter, 40 * quarter],
    ['a past day is missing to its end', 10 * quarter, 400 * quarter, 96 * quarter],
    ['a past day that is whole', 96 * quarter, 400 * quarter, 96 * quarter],
    ['just after midnight nothing is missing', null, 1 * quarter, 0],
    ['nothing at all today', null, 40 * quarter, 40 * quarter],
  ])('%s', (_, known, now, expected) => {
    const until = judgedUntil(known === null ? null : midnight + known, midnight + now, span);
    expect(until - midnight).toBe(expected);
  });

  it('generation at night is not drawn along the axis, its edges are', () => {
    const points = [0, 0, 0, 5, 9, 0, 0].map((value, i) => [i, value] as const);
    expect(withoutNights(points).map(([, value]) => value)).toEqual([null, null, 0, 5, 9, 0, null]);
  });

  it('counts what lies inside the band only where both are known', () => {
    const band = { low: [5, 5, 5, null], high: [10, 10, 10, null], expected: [] };
    const today = { rate: [4, 7, 11, 7], quality: 'mmmm' };
    expect(againstBand({ today, band })).toEqual({ inside: 1, above: 1, below: 1 });
    expect(againstBand({ today: { rate: [null], quality: 'x' }, band })).toBeNull();
  });

  it('joins estimates that follow one another, the longest first', () => {
    const marks = marksOfRates(rates([1, 2, 3, 4, 5], 'emeem'), starts);
    expect(
      estimatedSpans(marks).map(({ from, to }) => [(from - midnight) / quarter, (to - midnight) / quarter]),
    ).toEqual([
      [2, 4],
      [0, 1],
    ]);
  });
});

describe('tariffs of any wording', () => {
  it.each([
    ['尖', 'sharp'],
    ['尖峰', 'sharp'],
    ['峰', 'peak'],
    ['高峰', 'peak'],
    ['平', 'flat'],
    ['谷', 'valley'],
    ['深谷', 'deep'],
    ['off-peak', 'valley'],
    ['peak', 'peak'],
    ['shoulder', 'flat'],
    ['weekend', null],
  ])('%s is %s', (name, kind) => expect(tariffKind(name)).toBe(kind));
});

describe('labels beside their lines', () => {
  it('stand where they want when there is room', () => expect(spread([10, 60], 15, 0, 100)).toEqual([10, 60]));
  it('are pushed apart, and back from the lower edge, in their order', () => {
    expect(spread([50, 48, 49], 15, 0, 100)).toEqual([78, 48, 63]);
    expect(spread([99, 98], 15, 0, 100)).toEqual([100, 85]);
  });
});

describe('words of a day', () => {
  const f = formatter('zh', 'Asia/Shanghai');
  const fe = formatter('en', 'Asia/Shanghai');
  it('a workday is compared with its weekday, today by name', () => {
    expect(dayNames(day(), '2026-11-24', zh, f)).toMatchObject({
      day: '今日',
      band: '近四个周二区间',
      usual: '周二常态',
      yesterday: '昨日 周一',
      week: '上周二',
    });
    expect(dayNames(day(), '2026-11-24', en, fe).band).toBe('Range of last four Tuesdays');
  });
  it('a make-up workday is compared with workdays, and says what it is', () => {
    const names = dayNames(day({ dayType: 'make-up-workday' }), '2026-12-01', zh, f);
    expect(names).toMatchObject({ band: '近四个工作日区间', yesterday: '前一日 周一' });
    expect(names.period).toContain('调休上班');
  });
  it('one sentence for those who hear it, also when nothing is known', () => {
    expect(daySentence(day(), '用电功率', dayNames(day(), '2026-11-24', zh, f), zh, f)).toEqual([
      '用电功率，2026-11-24 周二：没有数据。',
    ]);
    const known = day({
      today: rates([10, 20], 'mm'),
      band: { low: [5, 5], high: [15, 15], expected: [] },
      totals: { ...day().totals, peak: { rate: 20, ts: iso(midnight + quarter) } },
    });
    expect(daySentence(known, 'Load', dayNames(known, '2026-11-24', en, fe), en, fe).join(' ')).toBe(
      'Load, 2026-11-24 Tue: peak 20.00\u202fkW at 00:15. 50% of the time within the usual range.',
    );
  });
  it('the table has a cell under each header, and none for what is unknown', () => {
    const tariff = [{ from: iso(midnight), to: iso(midnight + 2 * quarter), kind: '谷', price: 0.264 }];
    const known = day({ today: rates([10], 'm'), pv: rates([0], 'm'), tariff });
    const table = dayTable(known, dayNames(known, '2026-11-24', zh, f), zh, f);
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
    expect(table.rows[0]).toEqual(['2026-11-24 00:00', 10, '实测', null, null, null, null, 0, '低谷 0.2640 元/kWh']);
    expect(table.rows[3]!.at(-1)).toBe('');
  });
});
