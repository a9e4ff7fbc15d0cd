import { describe, expect, it } from 'vitest';
import { marginOf, marginReach, placeWhisker } from './margin.ts';

const year = { saving: 90, halfWidth: 5, path: 80, guarantee: 100 };
const forecast = { expected: 96, halfWidth: 8, confidence: 0.9, probability: 0.3 };

describe('the margin over what was promised', () => {
  it('is a share of the guarantee: today against the path, the year’s end against all of it', () => {
    expect(marginOf({ ...year, forecast })).toEqual({
      now: { at: 0.1, half: 0.05 },
      ahead: { at: -0.04, half: 0.08 },
    });
  });
  it('is nothing where nothing is promised or known, and has no band where none is defined', () => {
    for (const lacking of [{ saving: null }, { path: null }, { guarantee: null }, { guarantee: 0 }])
      expect(marginOf({ ...year, forecast, ...lacking })).toBeNull();
    expect(marginOf({ ...year, halfWidth: null, forecast: null })).toEqual({
      now: { at: 0.1, half: null },
      ahead: null,
    });
  });
  it('stands on one scale for all rows, with its bands', () => {
    const reach = marginReach([marginOf({ ...year, forecast }), null]);
    expect(reach).toBe(0.15);
    expect(marginReach([])).toBe(0.05);
    expect(marginReach([{ now: { at: 4, half: null }, ahead: null }])).toBe(0.3);
  });
  it('zero is in the middle; what lies beyond the scale is an arrow at its edge', () => {
    expect(placeWhisker({ at: 0, half: 0.1 }, 0.2, 110)).toEqual({ x: 55, from: 30, to: 80, beyond: 0 });
    expect(placeWhisker({ at: -0.9, half: 0.1 }, 0.2, 110)).toMatchObject({ x: 5, from: 5, beyond: -1 });
    expect(placeWhisker({ at: 0.9, half: null }, 0.2, 110)).toEqual({ x: 105, from: null, to: null, beyond: 1 });
  });
});
