import { describe, expect, it } from 'vitest';
import type { WireAlarm } from '../../../../domain/wire-alarms.ts';
import { formatter } from '../../format/index.ts';
import { applied, byCost } from '../../live/alarm-list.ts';
import { en } from '../../messages/en.ts';
import { zh } from '../../messages/zh.ts';
import { parseRoute, paths } from '../../router/route.ts';
import { alarmTable } from './csv.ts';
import { buildingsOf, matches, moneyPerDay, neighbour, sumsOf } from './figures.ts';
import { summed } from './hours.ts';
import { nightsOf, spanOf, type Hours } from './nights.ts';
import { costText, perDayText, seenText, sinceText, stepText } from './words.ts';

const zone = 'Asia/Shanghai';
const now = Date.parse('2026-11-24T09:00:00+08:00');
const alarm = (more: Partial<WireAlarm> = {}): WireAlarm => ({
  id: 2,
  kind: 'night-base-load',
  building: 'B1',
  buildingName: '主楼',
  institution: 'I1',
  institutionName: '市图书馆',
  meter: null,
  carrier: 'electricity',
  state: 'open',
  openedAt: '2026-11-12T06:00:00+08:00',
  lastSeenAt: '2026-11-24T06:00:00+08:00',
  seen: 12,
  closed: null,
  acknowledged: null,
  assignee: null,
  found: 88.72,
  usual: 25.2,
  limit: 31.5,
  unit: 'kW',
  waste: { quantity: 3_600, unit: 'kWh', money: 900, perDay: 300 },
  demo: false,
  steps: [],
  ...more,
});
const leak = alarm({
  ...{
    id: 7,
    kind: 'night-flow',
    carrier: 'water',
    meter: 'W-0301',
    unit: 'm³/h',
    building: 'B2',
    buildingName: '附楼',
  },
  waste: { quantity: 130, unit: 'm³', money: null, perDay: 43 },
});
const silent = alarm({
  ...{ id: 9, kind: 'meter-silent', meter: 'E-0311', waste: null, seen: 1, unit: 'h' },
  ...{ found: 30, openedAt: '2026-11-23T05:00:00+08:00', lastSeenAt: '2026-11-24T09:00:00+08:00' },
});

describe('the list of alarms', () => {
  it('has the dearest first, then what wastes something without a price, then what wastes nothing', () => {
    const small = alarm({ id: 11, waste: { quantity: 1, unit: 'kWh', money: 0.4, perDay: 1 } });
    expect([silent, leak, small, alarm()].sort(byCost).map(({ id }) => id)).toEqual([2, 11, 7, 9]);
  });
  it('puts the most of a unit first where nothing has a price', () => {
    const wasting = (id: number, quantity: number, unit: 'kWh' | 'm³') =>
      alarm({ id, waste: { quantity, unit, money: null, perDay: 1 } });
    const open = [wasting(1, 40, 'm³'), wasting(2, 7, 'kWh'), wasting(3, 900, 'm³'), wasting(4, 60, 'kWh'), silent];
    expect(open.sort(byCost).map(({ id }) => id)).toEqual([4, 2, 3, 1, 9]);
  });
  it('follows what is told live: seen again, closed by a person, new', () => {
    const dearer = alarm({ seen: 13, waste: { quantity: 4_000, unit: 'kWh', money: 1_000, perDay: 300 } });
    const open = applied([alarm(), leak], { changed: [dearer, silent], closed: [7] });
    expect(open.map(({ id, seen }) => [id, seen])).toEqual([
      [2, 13],
      [9, 1],
    ]);
    expect(applied(open, { changed: [alarm({ state: 'closed' })] }).map(({ id }) => id)).toEqual([9]);
    expect(applied(open, {})).toHaveLength(2);
  });
  it('sums what is known, and says how much has no price', () => {
    expect(sumsOf([alarm(), leak, silent])).toEqual({ money: 900, moneyPerDay: 75, kWh: 3_600, m3: 130, unpriced: 1 });
    expect(sumsOf([silent])).toEqual({ money: null, moneyPerDay: null, kWh: null, m3: null, unpriced: 0 });
    expect(moneyPerDay(leak)).toBeNull();
    expect(moneyPerDay(alarm({ waste: { quantity: 0, unit: 'kWh', money: 0, perDay: 0 } }))).toBeNull();
  });
  it('is filtered by state, kind and building, and walked by the arrow keys to its ends', () => {
    const query = { tab: 'current', kind: null, building: null } as const;
    const seen = alarm({ state: 'acknowledged' });
    expect(matches(seen, query)).toBe(true);
    expect(matches(seen, { ...query, tab: 'open' })).toBe(false);
    expect(matches(seen, { ...query, kind: 'night-flow' })).toBe(false);
    expect(matches(seen, { ...query, building: 'B2' })).toBe(false);
    expect(matches(alarm({ state: 'closed' }), query)).toBe(false);
    expect(neighbour([alarm(), leak], 7, 1)?.id).toBe(7);
    expect(neighbour([alarm(), leak], null, 1)?.id).toBe(7);
    expect(neighbour([], null, 1)).toBeNull();
    expect(buildingsOf([leak, alarm(), silent])).toEqual([
      ['B2', '附楼'],
      ['B1', '主楼'],
    ]);
  });
  it('stands in the address', () => {
    const query = { tab: 'closed', kind: 'night-flow', building: 'B-1', alarm: 12 } as const;
    const at = new URL(paths.alarms(query), 'http://here.test');
    expect(at.pathname).toBe('/alarms/12');
    expect(parseRoute(at.pathname, at.search)).toEqual({ page: 'alarms', ...query });
    expect(parseRoute('/alarms/twelve', '')).toEqual({ page: 'unknown' });
    expect(parseRoute('/alarms', '?state=odd&kind=odd')).toMatchObject({ tab: 'current', kind: null, alarm: null });
  });
  it('is exported whole, in words, unrounded, with nothing for what is not known', () => {
    const table = alarmTable([alarm(), silent], zh.alarms, (carrier) => carrier);
    const row = (i: number) => Object.fromEntries(table.columns.map((name, at) => [name, table.rows[i]![at]]));
    expect(row(0)).toMatchObject({ 告警: '夜间用电偏高', '至今多花（元）': 900, '每天多花（元）': 75, 负责人: null });
    expect(row(1)).toMatchObject({ 告警: '表计静默', '至今多花（元）': null, 单位: 'h' });
    expect(new Set(table.columns).size).toBe(table.columns.length);
  });
});

describe('an alarm in words', () => {
  const f = formatter('zh', zone);
  it('tells nights, days off and the length of a silence', () => {
    expect(seenText(alarm(), zh.alarms, f)).toBe('12 夜');
    expect(seenText(alarm({ kind: 'weekend-base-load', seen: 1 }), en.alarms, formatter('en', zone))).toBe('1 day');
    expect(seenText(silent, zh.alarms, f)).toBe('已 1 天');
    expect(sinceText(silent, now, f)).toBe('11-23');
    expect(sinceText(alarm({ openedAt: '2026-11-24T06:00:00+08:00' }), now, f)).toBe('06:00');
    expect(sinceText(alarm({ openedAt: '2025-12-24T06:00:00+08:00' }), now, f)).toBe('2025-12-24');
  });
  it('tells money where there is a price, else the amount, and nothing for a silent meter', () => {
    expect([costText(alarm(), f), perDayText(alarm(), f)]).toEqual(['900.0\u202f元', '75.00\u202f元']);
    expect([costText(leak, f), perDayText(leak, f)]).toEqual(['130.0\u202fm³', '43.00\u202fm³']);
    expect([costText(silent, f), perDayText(silent, f)]).toEqual(['', '']);
  });
  it('tells what the platform did in the language on screen, and what a person wrote as it was written', () => {
    const step = { at: alarm().openedAt, by: null, what: 'closed', text: 'back-to-usual' } as const;
    expect(stepText(step, en.alarms)).toEqual({ head: 'Closed by itself', text: 'back to usual' });
    expect(stepText({ ...step, by: 'wangmin', text: '空调已关' }, en.alarms).text).toBe('空调已关');
    expect(stepText({ ...step, by: 'wangmin', what: 'assigned', text: '' }, zh.alarms).head).toBe('取消指派');
  });
});

describe('the nights of an alarm', () => {
  const nightly = { ...alarm(), kind: 'night-base-load' } as const;
  /** Hours of whole days from a date on; `of` says what each was. */
  function hoursOf(
    first: string,
    days: number,
    of: (day: number, hour: number) => number | null,
    quality = 'm',
  ): Hours {
    const start = Date.parse(`${first}T00:00:00Z`);
    const ts = Array.from(
      { length: days * 24 },
      (_, i) => `${new Date(start + i * 3_600_000).toISOString().slice(0, 19)}+08:00`,
    );
    return { ts, value: ts.map((_, i) => of(Math.floor(i / 24), i % 24)), quality: quality.repeat(ts.length) };
  }
  it('are the mean of 0:00–5:00, and only those since it opened count as odd', () => {
    const hours = hoursOf('2026-11-10', 15, (day, hour) => (hour < 5 ? (day === 0 || day >= 2 ? 80 + hour : 25) : 500));
    const nights = nightsOf(nightly, hours, null, now, zone);
    expect(nights).toHaveLength(15);
    expect(nights[0]).toEqual({ date: '2026-11-10', value: 82, estimated: false, odd: false });
    expect(nights[1]).toMatchObject({ value: 25, odd: false });
    expect(nights[2]).toMatchObject({ date: '2026-11-12', value: 82, odd: true });
  });
  it('say nothing where an hour is missing, and are not judged by an estimate', () => {
    const gap = hoursOf('2026-11-12', 1, (_, hour) => (hour === 3 ? null : 80));
    expect(nightsOf(nightly, gap, null, now, zone)).toEqual([
      { date: '2026-11-12', value: null, estimated: false, odd: false },
    ]);
    const estimated = hoursOf('2026-11-12', 1, () => 80, 'e');
    expect(nightsOf(nightly, estimated, null, now, zone)[0]).toMatchObject({ value: 80, estimated: true, odd: false });
  });
  it('of water are the least hour of 1:00–5:00; tonight is not there before it is over', () => {
    const hours = hoursOf('2026-11-23', 2, (_, hour) => (hour === 0 ? 0 : 2 - hour / 10));
    const early = Date.parse('2026-11-24T04:59:00+08:00');
    const nights = nightsOf({ ...leak, kind: 'night-flow', limit: 0.2 }, hours, null, early, zone);
    expect(nights).toEqual([{ date: '2026-11-23', value: 1.6, estimated: false, odd: true }]);
  });
  it('of days off are whole days, the day before its alarm among them', () => {
    const weekend = { kind: 'weekend-base-load', openedAt: '2026-11-15T06:00:00+08:00', limit: 200 } as const;
    const hours = hoursOf('2026-11-13', 3, (day) => (day === 1 ? 10 : 5));
    const nights = nightsOf(weekend, hours, new Set(['2026-11-14', '2026-11-15']), now, zone);
    expect(nights).toEqual([
      { date: '2026-11-14', value: 240, estimated: false, odd: true },
      { date: '2026-11-15', value: 120, estimated: false, odd: false },
    ]);
  });
  it('reach four weeks back, a week beyond its end, and never so far that bars vanish', () => {
    const base = { kind: 'night-base-load', openedAt: alarm().openedAt, closed: null } as const;
    expect(spanOf(base, now, zone)).toEqual({ from: '2026-10-15', to: '2026-11-25' });
    const closed = { at: '2026-11-13T06:00:00+08:00', by: null, reason: 'back-to-usual' };
    expect(spanOf({ ...base, closed }, now, zone).to).toBe('2026-11-21');
    expect(spanOf({ ...base, openedAt: '2026-01-01T06:00:00+08:00' }, now, zone).from).toBe('2026-07-28');
  });
  it('of several main meters are their sum; where one is missing nothing is known', () => {
    const one = { meter: 'E-1', point: 'energy_kwh', unit: 'kWh', value: [1, 2, null], quality: 'mex' };
    const two = { ...one, meter: 'E-2', value: [10, 20, 30], quality: 'mmm' };
    expect(summed({ ts: ['a', 'b', 'c'], series: [one, two] })).toEqual({
      ...{ ts: ['a', 'b', 'c'], value: [11, 22, null], quality: 'mex' },
    });
  });
});
