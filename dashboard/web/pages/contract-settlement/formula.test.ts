import { describe, expect, it } from 'vitest';
import type { SettlementLine, TraceInput } from '../../../../domain/contract/settlement.ts';
import { filled, symbols } from './formula.ts';

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
    const price = line('Q0 × (p − p0)', input('Q0', '80000', 'kWh'), input('p', '0.72'), input('p0', '0.7'));
    expect(filled(price)).toBe('80,000 kWh × (0.72 − 0.70)');
  });
  it('keeps a symbol that has no single number behind it', () => {
    const two = line('share × worth', input('share', '60', '%'), input('worth', '1'), input('worth', '2'));
    expect(filled(two)).toBe('60% × worth');
    expect(filled(line('F0'))).toBeNull();
  });
  it('puts a loss in brackets, so that no two signs meet', () => {
    expect(filled(line('a − carried', input('carried', '-12.50')))).toBe('a − (−12.5)');
  });
  it('writes indices small', () => {
    expect(symbols('(F0/S0)(S − S0) + 10.05')).toBe('(F₀/S₀)(S − S₀) + 10.05');
  });
});
