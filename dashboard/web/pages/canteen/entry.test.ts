import { describe, expect, it } from 'vitest';
import { countingIds, readAmount, readEntries } from './entry.ts';

const lunch = { date: '2026-11-23', meal: 'LUNCH' } as const;

describe('figures that people write', () => {
  it.each([
    ['12.5', 'kg', 12_500],
    ['1,204', 'kg', 1_204_000],
    [' 0 ', 'kg', 0],
    ['0.0004', 'kg', 0],
    ['412', 'people', 412],
    ['1 204', 'people', 1204],
    ['41.5', 'people', null],
    ['-3', 'kg', null],
    ['12,5 kg', 'kg', null],
    ['', 'kg', null],
    ['1e3', 'kg', null],
  ] as const)('%j %s → %s', (text, unit, value) => expect(readAmount(text, unit)).toBe(value));
});

describe('a meal entered by hand', () => {
  it('takes what was filled in: an empty field is not zero', () =>
    expect(readEntries({ PERSON_MEALS: '86', PLATE_WASTE: '2.75', COOKED: ' ' }, '补录', lunch)).toEqual({
      ok: true,
      entries: [
        { ...lunch, what: 'PERSON_MEALS', value: 86 },
        { ...lunch, what: 'PLATE_WASTE', value: 2750 },
      ],
    }));
  it('points at the field that is no number', () =>
    expect(readEntries({ PERSON_MEALS: '86', TRIM_USED: 'ca. 3' }, '补录', lunch)).toEqual({
      ok: false,
      lack: 'TRIM_USED',
    }));
  it('wants something, and a word why', () => {
    expect(readEntries({}, '补录', lunch)).toEqual({ ok: false, lack: 'all' });
    expect(readEntries({ PERSON_MEALS: '0' }, '  ', lunch)).toEqual({ ok: false, lack: 'reason' });
  });
});

describe('entries of one meal', () => {
  const entry = (id: number, what: 'PERSON_MEALS' | 'COOKED', undone = false) => ({
    ...{ ...lunch, id, what, value: 1, reason: '补录', by: '王敏', at: '2026-11-23T13:00:00+08:00' },
    undone: undone ? { by: '王敏', at: '2026-11-23T13:05:00+08:00', reason: '抄错' } : null,
  });
  it('the newest that stands counts; undone, the one before counts again', () => {
    expect([...countingIds([entry(1, 'PERSON_MEALS'), entry(2, 'COOKED'), entry(3, 'PERSON_MEALS')])]).toEqual([3, 2]);
    expect([...countingIds([entry(1, 'PERSON_MEALS'), entry(3, 'PERSON_MEALS', true)])]).toEqual([1]);
  });
});
