import { describe, expect, it } from 'vitest';
import type { WireCanteenEvent } from '../../../../domain/wire-canteens.ts';
import { clockTicks, indexAt, rhythmOf, topOf, usualAt } from './rhythm.ts';

const at = (time: string) => `2026-11-23T${time}:00+08:00`;
const event = (time: string, of: Partial<WireCanteenEvent>): WireCanteenEvent => ({
  ...{ type: 'weighing', device: 'S1', seq: 1, ts: at(time), receivedAt: at(time), meal: 'LUNCH' },
  ...{ stream: 'PLATE_WASTE', netG: 5_000, grossG: null, tareG: null, personMeals: null, counts: 5_000 },
  ...{ findings: [], correction: null },
  ...of,
});
const day = {
  meal: 'LUNCH',
  stream: 'PLATE_WASTE',
  serving: { from: at('11:00'), to: at('13:00'), running: false },
  rhythm: [
    { at: at('11:05'), grams: 0, personMeals: 12, gramsPerMeal: null },
    { at: at('11:10'), grams: 5_000, personMeals: 40, gramsPerMeal: 125 },
  ],
  usual: [
    { at: at('11:00'), low: 1, mid: 2, high: 3 },
    { at: at('11:30'), low: 20, mid: 25, high: 30 },
  ],
} as const;

describe('the rhythm of a meal', () => {
  it('begins with what was prepared before it and ends with what was cleared away after', () => {
    const { from, to } = rhythmOf(day, [event('07:30', {}), event('13:40', {})]);
    expect([from, to]).toEqual([Date.parse(at('07:30')), Date.parse(at('13:40'))]);
  });

  it('is of one stream and meal, and draws what is left out as such', () => {
    const { weighings, counts } = rhythmOf(day, [
      event('11:20', {}),
      event('11:21', { stream: 'PREP_WASTE' }),
      event('11:22', { meal: 'BREAKFAST' }),
      event('11:30', {
        ...{ netG: 240_000, counts: null },
        findings: [{ rule: 'over-container', effect: 'excluded', evidence: {} }],
      }),
      event('11:40', { findings: [{ rule: 'net-mismatch', effect: 'doubtful', evidence: {} }] }),
      event('11:41', { findings: [{ rule: 'repeated', effect: 'noted', evidence: {} }] }),
      event('11:42', { type: 'meals', stream: null, netG: null, personMeals: 9, counts: 9 }),
    ]);
    expect(weighings.map(({ grams, state }) => [grams, state])).toEqual([
      [5_000, 'counts'],
      [240_000, 'left-out'],
      [5_000, 'doubtful'],
      [5_000, 'counts'],
    ]);
    expect(counts).toEqual([{ at: Date.parse(at('11:42')), people: 9 }]);
  });

  it('knows too few people as a gap, and the point that holds at an instant', () => {
    const rhythm = rhythmOf(day, []);
    expect(rhythm.running.map(([, value]) => value)).toEqual([null, 125]);
    expect(indexAt(rhythm, Date.parse(at('11:04')))).toBe(-1);
    expect(indexAt(rhythm, Date.parse(at('11:08')))).toBe(0);
    expect(usualAt(day, Date.parse(at('11:29')))?.mid).toBe(2);
    expect(usualAt(day, Date.parse(at('10:59')))).toBeNull();
  });

  it('says nothing before anything was weighed: 0 g would look like the best of meals', () => {
    const point = { at: at('11:20'), grams: 0, personMeals: 60, gramsPerMeal: 0 };
    expect(rhythmOf({ ...day, rhythm: [point] }, []).running[0]![1]).toBeNull();
  });

  it('is not flattened by the morning’s peelings over the first ten people', () => {
    expect(
      topOf({
        running: [
          [0, 700],
          [1, 190],
          [2, 80],
        ],
        band: [],
      }),
    ).toBe(240);
    expect(
      topOf({
        running: [
          [0, 20],
          [1, 45],
        ],
        band: [[0, 30, 50]],
      }),
    ).toBe(50);
    expect(topOf({ running: [], band: [] })).toBe(10);
  });

  it('has round minutes of the local clock under it', () => {
    const [from, to] = [Date.parse(at('11:03')), Date.parse(at('12:50'))];
    const ticks = clockTicks(from, to, 6, 8 * 3_600_000).map((tick) => new Date(tick).toISOString().slice(11, 16));
    expect(ticks).toEqual(['03:20', '03:40', '04:00', '04:20', '04:40']);
  });
});
