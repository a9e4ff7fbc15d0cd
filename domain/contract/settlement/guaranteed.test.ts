import { describe, expect, test } from 'vitest';
import type { Contract } from '../contract.ts';
import type { SettlementInputs } from '../settlement.ts';
import { settle } from '../settle.ts';
import { contractOf, inputsOf, lotOf } from './testing/inputs.ts';

function yearOf(
  saving: string,
  about: Partial<Contract> = {},
  inputs: Partial<SettlementInputs> = {},
): SettlementInputs {
  const contract = contractOf({
    type: 'guaranteed',
    guarantee: [{ year: 2026, amount: '366000' }],
    price: { kind: 'fixed', price: '0.68' },
    ...about,
  });
  const days = { inPeriod: 365, inTerm: 365 };
  return inputsOf(contract, { period: '2026', days, lots: [lotOf('2026-07', saving, '0.68')], ...inputs });
}

describe('a year of a guaranteed saving', () => {
  test('short of it: the contractor makes it up', () => {
    const result = settle(yearOf('350000'));
    expect(result).toMatchObject({ payer: 'contractor', payable: '10880.00' });
    expect(result).toMatchObject({ lines: [{ code: 'shortfall', quantity: '16000', unit: 'kWh', price: '0.68' }] });
  });

  test('reached to the kWh: a line of nothing that says so', () => {
    const result = settle(yearOf('366000'));
    expect(result).toMatchObject({ payable: '0.00', lines: [{ code: 'shortfall', quantity: '0', amount: '0.00' }] });
    expect(result).toMatchObject({
      lines: [{ trace: [{}, {}, {}, { name: 'threshold-not-passed', value: '366000' }] }],
    });
  });

  test('half of a leap year in the term: half of the guarantee', () => {
    const inputs = yearOf('0', { guarantee: [{ year: 2028, amount: '366000' }] });
    const leap = { ...inputs, period: '2028', days: { inPeriod: 366, inTerm: 183 } };
    expect(settle({ ...leap, lots: [lotOf('2028-07', '182999', '0.68')] })).toMatchObject({ payable: '0.68' });
  });

  test('by the lower end of its band it is short although its estimate is not', () => {
    const cautious = { confidenceRule: 'lower90' } as const;
    expect(settle(yearOf('370000', cautious, { halfWidth: '5000' }))).toMatchObject({
      payable: '680.00',
      lines: [{ quantity: '1000', formula: 'max(0, G − (ΔE − U)) × p' }],
    });
    expect(settle(yearOf('370000', {}, { halfWidth: '5000' }))).toMatchObject({ payable: '0.00' });
    expect(settle(yearOf('370000', cautious))).toMatchObject({ code: 'no-band' });
  });

  test('a tariff’s mean price of the year, by what was used', () => {
    const price = { kind: 'tariff', tariff: 't', floor: null } as const;
    const lots = [
      lotOf('2026-01', '100', '1', { kind: 'peak', tariff: 't@2025-01-01', actual: '1' }),
      lotOf('2026-12', '100', '0.5', { kind: 'valley', tariff: 't@2026-07-01', actual: '2' }),
    ];
    const result = settle(yearOf('0', { price, guarantee: [{ year: 2026, amount: '1200' }] }, { lots }));
    // (1 + 1) ÷ 3 = 0.666667, × 1,000 kWh.
    expect(result).toMatchObject({ payable: '666.67', lines: [{ price: '0.666667', amount: '666.667' }] });
    expect(result).toMatchObject({
      lines: [
        {
          trace: [
            {},
            { name: 'saving', sources: [{ from: '2026-01-01', to: '2026-12-31' }, { kind: 'model' }] },
            {
              name: 'price',
              sources: [
                { kind: 'tariff', id: 't', validFrom: '2025-01-01' },
                { kind: 'tariff', id: 't', validFrom: '2026-07-01' },
              ],
            },
          ],
        },
      ],
    });
  });

  test('without a price: a shortfall can’t be paid, a year that is met can be settled', () => {
    expect(settle(yearOf('350000', { price: null }))).toMatchObject({ code: 'no-price' });
    expect(settle(yearOf('366001', { price: null }))).toMatchObject({ payable: '0.00' });
  });
});
