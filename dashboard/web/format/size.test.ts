import { describe, expect, it } from 'vitest';
import { bytes, milliseconds, perSecond, signedSeconds } from './size.ts';

describe('what machines count', () => {
  it.each([
    [0, '0\u202fB'],
    [1023, '1,023\u202fB'],
    [1024, '1.0\u202fKiB'],
    [64 * 1024 * 1024, '64.0\u202fMiB'],
    [191 * 1024 * 1024, '191\u202fMiB'],
    // Just under a unit, not "1,024 KiB".
    [1024 * 1024 - 1, '1.0\u202fMiB'],
  ])('%d bytes are %s', (value, text) => expect(bytes(value)).toBe(text));
  it.each([
    [0.84, '0.8\u202fms'],
    [12.3, '12\u202fms'],
    [2_412, '2.4\u202fs'],
  ])('%d ms are %s', (value, text) => expect(milliseconds(value)).toBe(text));
  it('differences of clocks carry their sign, and none when there is none', () =>
    expect([0.94, -2.06, 3660, 0.01, -0.01, null].map(signedSeconds)).toEqual([
      '+0.9',
      '−2.1',
      '+3,660',
      '0.0',
      '0.0',
      '—',
    ]));
  it('a rate that is not known is no rate of zero', () => {
    expect([0, 0.42, 213.4, undefined].map(perSecond)).toEqual(['0', '0.4', '213', '—']);
    expect([bytes(null), milliseconds(undefined)]).toEqual(['—', '—']);
  });
});
