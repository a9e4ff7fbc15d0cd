import { describe, expect, it } from 'vitest';
import { age, duration, interval } from './age.ts';
import * as t from './time.ts';

const at = Date.parse('2026-11-23T14:35:08+08:00');
const zone = 'Asia/Shanghai';

describe('times of the installation', () => {
  it('are written in 24 hours, whatever the browser thinks', () => {
    expect(t.clock(at, zone)).toBe('14:35');
    expect(t.clockSeconds(at, zone)).toBe('14:35:08');
    expect(t.dayTime(at, zone)).toBe('11-23 14:35');
    expect(t.clock(Date.parse('2026-11-23T00:00:00+08:00'), zone)).toBe('00:00');
  });
  it('name no more of the date than is needed', () => {
    expect(t.shortTime(at, at + 1000, zone)).toBe('14:35:08');
    expect(t.shortTime(at, at + 86_400_000, zone)).toBe('11-23 14:35');
    expect(t.shortTime(at, at + 86_400_000 * 60, zone)).toBe('2026-11-23 14:35');
  });
  it('carry their offset in exports', () => {
    expect(t.isoWithOffset(at, zone)).toBe('2026-11-23T14:35:08+08:00');
    expect(t.isoWithOffset(at + 250, 'UTC')).toBe('2026-11-23T06:35:08.250+00:00');
    expect(t.isoWithOffset(at, 'America/New_York')).toBe('2026-11-23T01:35:08-05:00');
  });
  it('name their zone', () => {
    expect(t.zoneLabel(at, zone, 'zh')).toBe('北京时间 UTC+8');
    expect(t.zoneLabel(at, zone, 'en')).toBe('Beijing time UTC+8');
    expect(t.zoneLabel(at, 'Asia/Kathmandu', 'en')).toBe('Asia/Kathmandu UTC+5:45');
    expect(t.zoneLabel(at, 'America/New_York', 'zh')).toBe('America/New_York UTC−5');
    expect(t.zoneLabel(at, 'UTC', 'zh')).toBe('UTC');
  });
  it('know their weekday and month', () => {
    expect([t.weekdayName('2026-11-23', 'zh'), t.weekdayName('2026-11-29', 'en')]).toEqual(['周一', 'Sun']);
    expect([t.monthName(11, 'zh'), t.monthName(1, 'en')]).toEqual(['11 月', 'Jan']);
  });
});

describe('ages', () => {
  it.each([
    [0, '0 秒前', '0\u202fs ago'],
    [7_400, '7 秒前', '7\u202fs ago'],
    [59_999, '59 秒前', '59\u202fs ago'],
    [60_000, '1 分钟前', '1\u202fmin ago'],
    [22 * 60_000, '22 分钟前', '22\u202fmin ago'],
    [6.9 * 3_600_000, '6 小时前', '6\u202fh ago'],
    [14.2 * 86_400_000, '14 天前', '14\u202fd ago'],
    [-1_500, '0 秒前', '0\u202fs ago'],
  ])('%d ms', (ms, zh, en) => {
    expect(age(ms, 'zh')).toBe(zh);
    expect(age(ms, 'en')).toBe(en);
  });
  it('say so when the device’s clock runs ahead', () => {
    expect(age(-3 * 60_000, 'zh')).toBe('超前 3 分钟');
    expect(age(-3 * 60_000, 'en')).toBe('3\u202fmin ahead');
  });
  it('are a dash when there was no reading yet', () => expect(age(null, 'zh')).toBe('—'));
  it('as plain durations', () => expect(duration(90_000, 'en')).toBe('1\u202fmin'));
  it('intervals as written in the portfolio', () => {
    expect(interval('15m', 'zh')).toBe('15\u202fmin');
    expect(interval('1h', 'en')).toBe('1\u202fh');
    expect(interval('1d', 'zh')).toBe('1\u202f天');
    expect(interval('PT5M', 'zh')).toBe('PT5M');
  });
});
