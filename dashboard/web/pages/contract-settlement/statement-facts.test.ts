import { describe, expect, it } from 'vitest';
import type { Duty } from '../../../../domain/contract/duty.ts';
import { dutiesFor, dutySign, savingsSpan, shortHash } from './statement-facts.ts';

const duty = (id: string, due: string, verdict: Duty['verdict'], phase: Duty['phase'] = 'closed'): Duty => ({
  id,
  kind: id.split('-')[0] as Duty['kind'],
  verdict,
  phase,
  due,
  target: null,
  actual: null,
  unit: 'kWh',
  band: null,
  forecast: null,
  shortfall: null,
  reasons: [],
  evidence: [],
});

describe('what a statement shows', () => {
  it('are the duties of its year, every milestone that is short, and the next one', () => {
    const duties = [
      duty('energy-2025', '2025-12-31', 'met'),
      duty('energy-2026', '2026-12-31', 'cannot-tell', 'open'),
      duty('investment-1', '2025-06-30', 'met'),
      duty('investment-2', '2025-12-31', 'not-met'),
      duty('investment-3', '2026-06-30', 'not-met'),
      duty('investment-4', '2027-03-31', 'cannot-tell', 'open'),
      duty('investment-5', '2027-09-30', 'cannot-tell', 'open'),
    ];
    const shown = (period: string) => dutiesFor(period, duties).map(({ id }) => id);
    expect(shown('2026-10')).toEqual(['energy-2026', 'investment-2', 'investment-3', 'investment-4']);
    expect(shown('2025-07')).toEqual(['energy-2025', 'investment-1', 'investment-2']);
  });

  it('says that a milestone to come is not due, not that it cannot be told', () => {
    expect(dutySign(duty('investment-4', '2027-03-31', 'cannot-tell', 'open'))).toBe('due');
    expect(dutySign(duty('comfort-2026', '2026-12-31', 'cannot-tell', 'open'))).toBe('cannot-tell');
    expect(dutySign(duty('comfort-2025', '2025-12-31', 'cannot-tell'))).toBe('cannot-tell');
  });

  it('are savings from the first of January to the end of the period', () => {
    expect(savingsSpan('2026-02')).toEqual({ from: '2026-01-01', to: '2026-03-01' });
    expect(savingsSpan('2026')).toEqual({ from: '2026-01-01', to: '2027-01-01' });
  });

  it('names a hash by both its ends', () => {
    expect(shortHash('9f3c71d0'.padEnd(56, '0') + '04b8e21a')).toBe('9f3c 71d0 … 04b8 e21a');
  });
});
