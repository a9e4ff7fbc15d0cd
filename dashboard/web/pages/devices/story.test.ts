import { describe, expect, it } from 'vitest';
import type { WireDeviceEntry } from '../../../../domain/wire-devices.ts';
import { append, chapters, delaySeconds, digitsUsed, faultSpan, multiplierAt } from './story.ts';

const entry = (
  clock: string,
  what: WireDeviceEntry['what'],
  reason: string | null = null,
  more: Partial<WireDeviceEntry> = {},
): WireDeviceEntry => ({
  at: `2026-11-23T${clock}+08:00`,
  what,
  reason,
  detail: null,
  excerpt: null,
  reading: null,
  ...more,
});
const marked = (excerpt: string, reason: string | null, detail: string | null = null) => {
  const span = faultSpan(excerpt, reason, detail);
  return span && excerpt.slice(...span);
};

describe('the first messages of a device', () => {
  it('tell each turn once: a refused login, 41 readings of 1970, the first one stored', () => {
    const entries = [
      entry('14:31:08', 'login', 'wrong-credentials'),
      ...Array.from({ length: 41 }, (_, i) => entry(`14:31:${String(10 + i)}`, 'quarantined', 'ts-before-2000')),
      entry('14:33:52', 'rejected', 'not-json'),
      entry('14:35:01', 'stored'),
      entry('14:36:01', 'stored'),
    ];
    expect(chapters(entries).map((c) => [c.first.what, c.count, c.last.at.slice(11, 19)])).toEqual([
      ['login', 1, '14:31:08'],
      ['quarantined', 41, '14:31:50'],
      ['rejected', 1, '14:33:52'],
      ['stored', 2, '14:36:01'],
    ]);
  });
  it('keep two kinds of refusal apart, and keys that do not repeat', () => {
    const told = chapters([
      entry('14:31:08', 'login', 'wrong-credentials'),
      entry('14:31:08', 'login', 'back-off'),
      entry('14:31:08', 'login', 'wrong-credentials'),
    ]);
    expect(new Set(told.map(({ key }) => key)).size).toBe(3);
  });
  it('are not kept for ever', () => {
    const many = Array.from({ length: 60 }, (_, i) => entry(`14:00:${String(i % 60).padStart(2, '0')}`, 'stored'));
    expect(append(many.slice(0, 30), many.slice(30))).toEqual(many.slice(10));
  });
});

describe('what is wrong in a payload', () => {
  it('is marked at the time, at the value, at the device or at the character', () => {
    const text = '{"ts":"1970-01-01T08:00:13+08:00","values":{"energy_kwh":"12.5"},"device":"W-0188"}';
    expect(marked(text, 'ts-before-2000')).toBe('"1970-01-01T08:00:13+08:00"');
    expect(marked(text, 'value-not-finite', 'values.energy_kwh is the string "12.5"')).toBe('"12.5"');
    expect(marked(text, 'not-entitled')).toBe('"W-0188"');
    expect(marked('{"ts":1,}', null, "Expected property name or '}' in JSON at position 8")).toBe('}');
  });
  it('is marked in an excerpt that ends in the middle of the value', () =>
    expect(marked('{"ts":"2027-02-11T0', 'ts-too-far-ahead')).toBe('"2027-02-11T0'));
  it('is nowhere when nothing tells the place', () => {
    expect(marked('hello', 'not-json')).toBeNull();
    expect(marked('{}', 'ts-unreadable')).toBeNull();
    expect(marked('short', null, 'at position 900')).toBeNull();
  });
});

describe('a stored reading', () => {
  it('says how late it came', () => {
    const reading = { ts: '2026-11-23T14:35:00.100+08:00', values: { energy_kwh: 1204.36 } };
    expect(delaySeconds(entry('14:35:01', 'stored', null, { reading }))).toBeCloseTo(0.9);
    expect(delaySeconds(entry('14:35:01', 'login'))).toBeNull();
  });
  it('uses as many digits as it has before the point', () =>
    expect([1204.36, 0.5, 999_999.99, 0].map(digitsUsed)).toEqual([4, 1, 6, 1]));
  it('takes the multiplier of its day when a transformer was changed', () => {
    const list = [
      { from: '2024-01-01', value: 40 },
      { from: '2026-06-01', value: 80 },
    ];
    expect(multiplierAt(list, Date.parse('2025-01-01'))).toBe(40);
    expect(multiplierAt(list, Date.parse('2026-11-23'))).toBe(80);
    expect(multiplierAt(list, Date.parse('2020-01-01'))).toBe(40);
    expect(multiplierAt(1, 0)).toBe(1);
  });
});
