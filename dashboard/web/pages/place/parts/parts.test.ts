import { describe, expect, it } from 'vitest';
import type { WirePlaceDay, WirePlaceUse } from '../../../../../domain/wire-places.ts';
import { climateLines } from './climate.ts';
import { costOf, generated } from './cost.ts';
import { marksBefore, marksOfUse } from './use-marks.ts';

const days = (n: number) =>
  Array.from({ length: n }, (_, i) => `2026-11-${String(20 + i).padStart(2, '0')}T00:00:00+08:00`);
const use = (more: Partial<WirePlaceUse> = {}): WirePlaceUse => ({
  carrier: 'electricity',
  unit: 'kWh',
  every: '1d',
  timezone: 'Asia/Shanghai',
  ts: days(5),
  value: [100, 120, 40, 30, null],
  quality: 'mexx-',
  coverage: [1, 1, 0.5, 0.4, 0],
  ...more,
});

describe('bars of a place', () => {
  const now = Date.parse('2026-11-23T09:36:00+08:00');
  it('the future has no bar, a missing day keeps its known part, the day that runs is not missing because it runs', () => {
    const marks = marksOfUse(use(), now);
    expect(marks.map(({ value, quality, partial }) => [value, quality, partial ?? false])).toEqual([
      [100, 'measured', false],
      [120, 'estimated', false],
      [40, 'missing', false],
      [30, 'measured', true],
    ]);
  });
  it('a day that runs and lacks hours is told as missing', () => {
    const late = marksOfUse(use({ coverage: [1, 1, 0.5, 0.2, 0] }), now);
    expect(late.at(-1)).toMatchObject({ quality: 'missing', value: 30, partial: true });
  });
  it('a part of a day is no measure of the year before', () => {
    const before = marksBefore(use(), { value: [90, 110, 20, null, 95], quality: 'mexxm' });
    expect(before.map(({ value }) => value)).toEqual([90, 110, null, null, 95]);
    expect(before[4]!.at).toBe(Date.parse('2026-11-24T00:00:00+08:00'));
  });
});

describe('what a day cost', () => {
  const at = (hour: number) => `2026-11-23T${String(hour).padStart(2, '0')}:00:00+08:00`;
  const day = (rate: (number | null)[], price: number | null = 0.4): Pick<WirePlaceDay, 'ts' | 'today' | 'tariff'> => ({
    ts: [at(7), at(8), at(9), at(10)],
    today: { rate, quality: 'mmem' },
    tariff: [
      { from: at(0), to: at(8), kind: 'valley', price },
      { from: at(8), to: at(23), kind: 'peak', price: 1.2 },
    ],
  });
  it('each quarter hour at the price of its time; missing ones cost nothing known', () => {
    const cost = costOf(day([40, 80, 80, null]))!;
    expect(cost.value).toBeCloseTo(10 * 0.4 + 20 * 1.2 + 20 * 1.2);
    expect(cost.estimated).toBeCloseTo(24);
  });
  it('is not told without a tariff, with a price that is not known, or of a day without readings', () => {
    expect(costOf({ ...day([1, 1, 1, 1]), tariff: [] })).toBeNull();
    expect(costOf(day([1, 1, 1, 1], null))).toBeNull();
    expect(costOf(day([null, null, null, null]))).toBeNull();
  });
  it('generation of a place without PV is not 0', () => {
    expect(generated({ pv: null })).toBeNull();
    expect(generated({ pv: { rate: [4, 8, null], quality: 'mm-' } })).toBe(3);
  });
});

describe('temperatures', () => {
  it('a place without weather or indoor meters has no line', () => {
    expect(climateLines(use(), [])).toEqual([]);
    expect(climateLines(null, [])).toEqual([]);
  });
  it('a gap of the weather meter stays a gap', () => {
    const [line] = climateLines(use({ temperature: [12, null, 14, 13, null] }), []);
    expect(line!.points.map(([, value]) => value)).toEqual([12, null, 14, 13, null]);
  });
});
