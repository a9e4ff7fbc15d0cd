import { describe, expect, it } from 'vitest';
import type { Duty, Evidence } from '../../../../domain/contract/duty.ts';
import { meterView, shortHash, standingDuties, tableDuties, tellingEvidence } from './duty-text.ts';
import { money } from './money.ts';
import { begunYears, shownYear, spanOf, termProgress } from './years.ts';

const term = { from: '2025-06-01', to: '2033-05-31' };
const endless = { from: '0001-01-01', to: '9999-12-31' };

describe('years of a contract', () => {
  it('are those of the term that have begun, the newest first', () => {
    expect(begunYears(term, '2026-11-24', 2020)).toEqual([2026, 2025]);
    expect(begunYears(endless, '2026-11-24', 2024)).toEqual([2026, 2025, 2024]);
    expect(begunYears({ from: '2027-01-01', to: '2028-12-31' }, '2026-11-24', 2020)).toEqual([]);
  });
  it('one that has ended shows its last year, one to come its first', () => {
    expect(shownYear(term, '2026-11-24')).toBe(2026);
    expect(shownYear({ from: '2020-01-01', to: '2024-06-30' }, '2026-11-24')).toBe(2024);
    expect(shownYear({ from: '2027-01-01', to: '2028-12-31' }, '2026-11-24')).toBe(2027);
  });
  it('ask for days of the term only, and none beyond today', () => {
    expect(spanOf(term, 2025, '2026-11-24')).toEqual({ from: '2025-06-01', to: '2026-01-01' });
    expect(spanOf(term, 2026, '2026-11-24')).toEqual({ from: '2026-01-01', to: '2026-11-25' });
    expect(spanOf(term, 'term', '2026-11-24')).toEqual({ from: '2025-06-01', to: '2026-11-25' });
  });
  it('progress is told of a term that ends', () => {
    expect(termProgress(term, '2026-11-24')).toMatchObject({ year: 2, years: 8 });
    expect(termProgress(term, '2040-01-01')).toMatchObject({ share: 1, year: 8 });
    expect(termProgress(endless, '2026-11-24')).toBeNull();
  });
});

const duty = (id: string, over: Partial<Duty>): Duty => ({
  ...{ id, kind: 'energy', verdict: 'met', phase: 'closed', due: '2026-12-31', target: 1, actual: 1, unit: 'kWh' },
  ...{ band: null, forecast: null, shortfall: null, reasons: [], evidence: [] },
  ...over,
});
const duties = [
  duty('energy-2025', { due: '2025-12-31' }),
  duty('energy-2026', { phase: 'open', verdict: 'cannot-tell' }),
  duty('investment-1', { kind: 'investment', due: '2025-06-30' }),
  duty('investment-2', { kind: 'investment', due: '2026-03-31', verdict: 'not-met' }),
  duty('data-2026', { kind: 'data' }),
];
const ids = (list: readonly Duty[]) => list.map(({ id }) => id);

describe('duties of a year', () => {
  it('the strip has one a kind, the worst; money that is owed counts in every year', () => {
    expect(ids(standingDuties(duties, 2026))).toEqual(['energy-2026', 'investment-2', 'data-2026']);
    expect(ids(standingDuties(duties, 2025))).toEqual(['energy-2025', 'investment-2']);
  });
  it('the table lists those of the year and every milestone, by kind', () => {
    expect(ids(tableDuties(duties, 2026))).toEqual(['energy-2026', 'investment-1', 'investment-2', 'data-2026']);
    expect(tableDuties(duties, 'term')).toHaveLength(5);
  });
});

describe('evidence', () => {
  it('of a duty with hundreds of zone-days begins with those that were not kept, the worst first', () => {
    const zone = (date: string, outsidePct: number | null): Evidence => ({
      kind: 'zone-day',
      meter: 'T',
      date,
      outsidePct,
    });
    const readings: Evidence = {
      kind: 'readings',
      meter: 'E',
      from: '2026-01-01',
      to: '2026-11-24',
      completenessPct: 71,
    };
    const { shown, more } = tellingEvidence([readings, zone('a', 10), zone('b', 30), zone('c', null)], 3);
    expect(shown.map((one) => ('date' in one ? one.date : one.kind))).toEqual(['b', 'a', 'c']);
    expect(more).toBe(1);
  });
  it('leads to the shortest view of the meter that holds it', () => {
    expect(meterView('2026-07-14', '2026-07-15')).toBe('day');
    expect(meterView('2026-07-01', '2026-08-01')).toBe('month');
    expect(meterView('2026-01-01T00:00:00+08:00', '2027-01-01T00:00:00+08:00')).toBe('year');
    expect(shortHash('9f3c71d04b8de21a')).toBe('9f3c…e21a');
  });
});

describe('money of a settlement', () => {
  it.each([
    ['100000.00', '100,000.00'],
    ['-600', '−600.00'],
    ['0.00', '0.00'],
    ['-0.000', '0.00'],
    ['1234567.891', '1,234,567.891'],
    [null, '—'],
    ['about 3', '—'],
  ] as const)('%s is written %s', (text, written) => expect(money(text)).toBe(written));
  it('says its sign where it is a change', () => expect(money('1600', { sign: true })).toBe('+1,600.00'));
});
