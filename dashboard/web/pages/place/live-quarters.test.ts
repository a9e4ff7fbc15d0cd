import { describe, expect, it } from 'vitest';
import type { WirePlaceDay } from '../../../../domain/wire-places.ts';
import { withQuarters } from './live-quarters.ts';

const ts = ['00:00', '00:15', '00:30', '00:45'].map((time) => `2026-11-24T${time}:00+08:00`);
const day = {
  ts,
  today: { rate: [10, 12, null, null], quality: 'me--' },
  knownUntil: ts[2],
  totals: { peak: { rate: 12, ts: ts[1]! } },
} as unknown as WirePlaceDay;

describe('quarter hours that become known', () => {
  it('lengthen the day, and move its peak', () => {
    const found = withQuarters(day, [[2, 30, 'm']]);
    expect(found.today).toEqual({ rate: [10, 12, 30, null], quality: 'mem-' });
    expect(found.knownUntil).toBe(ts[3]);
    expect(found.totals.peak).toEqual({ rate: 30, ts: ts[2] });
  });

  it('correct what was estimated before', () => {
    expect(withQuarters(day, [[1, 11, 'm']]).today).toEqual({ rate: [10, 11, null, null], quality: 'mm--' });
  });

  it('one silent meter does not take away what the others tell', () => {
    expect(withQuarters(day, [[1, null, 'x']])).toBe(day);
  });

  it('what is known already draws nothing again', () => expect(withQuarters(day, [[0, 10, 'm']])).toBe(day));

  it('an index outside the day is not of this day', () => expect(withQuarters(day, [[96, 5, 'm']])).toBe(day));
});
