import { describe, expect, it } from 'vitest';
import type { SettlementLine, TraceInput } from '../../../../domain/contract/settlement.ts';
import { filled, notPassed, symbols } from './formula.ts';

const input = (name: string, value: string, unit: string | null = null): TraceInput => ({
  name,
  value,
  unit,
  sources: [],
});
const line = (formula: string, ...trace: TraceInput[]): SettlementLine => ({
  code: 'price-adjustment',
  quantity: null,
  unit: null,
  price: null,
  amount: '0.00',
  formula,
  trace,
});

describe('a formula of a line', () => {
  it('stands there with its numbers, prices with the same digits', () => {
    const price = line(
      'Q0 × (p − p0)',
      input('Q0', '80000', 'kWh'),
      input('p', '0.72', 'CNY/kWh'),
      input('p0', '0.7', 'CNY/kWh'),
    );
    expect(filled(price)).toBe('80,000\u202fkWh × (0.72 − 0.70)');
    const deduction = line('−n × r', input('zone-days', '3', 'zone-days'), input('per-zone-day', '200', 'CNY'));
    expect(filled(deduction)).toBe('− 3 × 200.00');
  });
  it('takes a saving of two meters from the line, and keeps a symbol that has no single number behind it', () => {
    const two = line('ΔE × p × s', input('saving', '1', 'kWh'), input('saving', '2', 'kWh'), input('share', '60', '%'));
    expect(filled({ ...two, quantity: '3', unit: 'kWh' })).toBe('3\u202fkWh × p × 60%');
    const priced = { ...two, trace: [...two.trace, input('price', '0.7', 'CNY/kWh')], quantity: '3', unit: 'kWh' };
    expect(filled(priced)).toBe('3\u202fkWh × 0.70 × 60%');
    expect(filled(line('max(0, C)', input('worth', '1'), input('worth', '2')))).toBeNull();
  });
  it('adds up what two late milestones hold back', () => {
    const late = line(
      '−Σl × F0',
      input('late-pct', '1', '%'),
      input('late-pct', '0.5', '%'),
      input('F0', '100000', 'CNY'),
    );
    expect(filled(late)).toBe('− 1.5% × 100,000.00');
  });
  it('puts a loss in brackets, so that no two signs meet', () => {
    expect(filled(line('x − K', input('carried', '-12.50', 'CNY')))).toBe('x − (−12.50)');
  });
  it('writes indices small', () => {
    expect(symbols('F0 ÷ S0 × (S − S0) + 10.05')).toBe('F₀ ÷ S₀ × (S − S₀) + 10.05');
  });
  it('says of a line of 0.00 that its threshold was not passed', () => {
    const area = line('F0 ÷ S0 × (S − S0)', input('change', '2', '%'), input('threshold-not-passed', '5', '%'));
    expect(notPassed(area)).toEqual({ change: '+2%', threshold: '5%' });
    expect(notPassed(line('F0'))).toBeNull();
  });
});
