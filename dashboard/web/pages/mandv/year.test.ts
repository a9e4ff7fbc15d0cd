import { describe, expect, it } from 'vitest';
import type { WireMandvAnalysis } from '../../../../domain/wire-mandv.ts';
import { addDays, startOf } from '../../format/zone.ts';
import type { DayRow } from './figures.ts';
import { maskedStretches, widestAt, yearAhead } from './year.ts';

const zone = 'Asia/Shanghai';
const rows = (count: number): DayRow[] =>
  Array.from({ length: count }, (_, i) => {
    const date = addDays('2025-01-01', i);
    const [at, until] = [startOf(date, zone), startOf(addDays(date, 1), zone)];
    return { date, at, until, actual: 9, counterfactual: 10, saving: 1, cumulative: i + 1, half: 2 };
  });
const analysis = (forecast: object | null, guarantee: number | null) =>
  ({
    timezone: zone,
    reporting: { from: '2025-01-01' },
    confidence: 0.9,
    guarantee,
    forecast,
  }) as unknown as WireMandvAnalysis;
const forecast = (until: string) => ({
  until,
  expected: 300,
  band: { confidence: 0.9, halfWidth: 50 },
  daysKnown: 35,
  daysTotal: 365,
});

describe('the running year of a report', () => {
  it('in its first year starts from nothing', () =>
    expect(yearAhead(analysis(forecast('2026-01-01'), 280), rows(100), 1.2)).toMatchObject({
      base: 0,
      promised: 280,
      expected: 300,
      half: 60,
    }));
  it('in its second year stands on what the first one has saved', () => {
    const year = yearAhead(analysis(forecast('2027-01-01'), 280), rows(400), 1)!;
    expect(year).toMatchObject({ base: 365, promised: 645, expected: 665 });
    expect(year.start).toBe(startOf('2026-01-01', zone));
  });
  it('expects nothing any more once it is over', () =>
    expect(yearAhead(analysis(forecast('2026-01-01'), null), rows(365), 1)).toMatchObject({
      expected: null,
      half: null,
    }));
  it('without a forecast is the first year of the guarantee; without either there is none', () => {
    expect(yearAhead(analysis(null, 280), rows(10), 1)).toMatchObject({ promised: 280, expected: null });
    expect(yearAhead(analysis(null, null), rows(10), 1)).toBeNull();
  });
});

it('days that lack one side are a stretch', () => {
  const all = rows(5).map((r, i) => (i === 1 || i === 2 || i === 4 ? { ...r, actual: null } : r));
  expect(maskedStretches(all)).toEqual([
    { from: all[1]!.at, to: all[2]!.until },
    { from: all[4]!.at, to: all[4]!.until },
  ]);
});
it('names stand where lines are furthest apart', () => {
  expect(widestAt([1, 1, 1, 1, 1, 1, 5, null, 9, 1], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1])).toBe(8);
  expect(widestAt([null, null], [1, 1])).toBe(-1);
});
