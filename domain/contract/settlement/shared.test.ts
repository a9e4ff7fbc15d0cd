import { describe, expect, test } from 'vitest';
import type { Contract } from '../contract.ts';
import type { SavingLot, Settlement, SettlementInputs } from '../settlement.ts';
import { isNotSettled, settle } from '../settle.ts';
import { contractOf, inputsOf, lotOf } from './testing/inputs.ts';

function settled(inputs: SettlementInputs): Settlement {
  const result = settle(inputs);
  if (isNotSettled(result)) throw new Error(result.message.en);
  return result;
}

/** Half of 1 yuan a kWh: a month's saving in kWh is what it is worth. */
function monthOf(period: string, lots: readonly SavingLot[], about: Partial<Contract> = {}): SettlementInputs {
  const contract = contractOf({
    type: 'shared',
    price: { kind: 'fixed', price: '1' },
    share: [{ year: 2025, contractorPct: '50' }],
    ...about,
  });
  return inputsOf(contract, { period, lots: lots.filter(({ month }) => month <= period || month.startsWith(period)) });
}
const payables = (periods: readonly string[], lots: readonly SavingLot[], about: Partial<Contract> = {}) =>
  periods.map((period) => settled(monthOf(period, lots, about)).payable);

describe('a hot September after a good August: what becomes of a loss', () => {
  const lots = [
    lotOf('2026-11', '100', '1'),
    lotOf('2026-12', '-300', '1'),
    lotOf('2027-01', '120', '1'),
    lotOf('2027-02', '400', '1'),
  ];
  const periods = lots.map(({ month }) => month);

  test('carried on until it is made good, over new year too', () => {
    expect(payables(periods, lots)).toEqual(['50.00', '0.00', '0.00', '110.00']);
    expect(periods.map((period) => settled(monthOf(period, lots)).carried)).toEqual([
      '0.00',
      '-300.00',
      '-180.00',
      '0.00',
    ]);
  });

  test('netted within its year: the contractor gives back what it was paid, and January starts anew', () => {
    expect(payables(periods, lots, { negativeMonths: 'net' })).toEqual(['50.00', '-50.00', '60.00', '200.00']);
  });

  test('let go: a month at its own risk', () => {
    expect(payables(periods, lots, { negativeMonths: 'floor' })).toEqual(['50.00', '0.00', '60.00', '200.00']);
    expect(
      settled(monthOf('2026-12', lots, { negativeMonths: 'floor' })).lines.map(({ code, amount }) => [code, amount]),
    ).toEqual([
      ['shared-saving', '-150.00'],
      ['floor', '150.00'],
    ]);
  });

  test('what is taken over is traced to the readings of the months that lost it', () => {
    const line = settled(monthOf('2027-02', lots)).lines.find(({ code }) => code === 'carried')!;
    expect(line).toMatchObject({ amount: '-90.00', formula: 's × (max(0, C + K) − C)' });
    expect(line.trace.find(({ name }) => name === 'carried')).toEqual({
      name: 'carried',
      value: '-180.00',
      unit: 'CNY',
      sources: [
        { kind: 'contract', path: 'negativeMonths' },
        { kind: 'readings', meter: 'm1', from: '2026-12-01', to: '2027-01-31' },
        { kind: 'model', meter: 'm1', sha256: 'model of m1' },
      ],
    });
  });

  test('a month without a loss before it has no such line', () => {
    expect(settled(monthOf('2026-11', lots)).lines.map(({ code }) => code)).toEqual(['shared-saving']);
  });
});

test('saving at night is worth less: each kind of tariff is a line, two meters of one kind are one', () => {
  const of = (meter: string, kind: string, price: string, saving: string) =>
    lotOf('2026-10', saving, price, { meter, kind, tariff: 't@2026-07-01' });
  const lots = [
    of('m1', 'peak', '1.2', '100.000001'),
    of('m1', 'valley', '0.3', '-20'),
    of('m2', 'peak', '1.2', '50'),
    of('m2', 'valley', '0.3', '10'),
  ];
  const inputs = monthOf('2026-10', lots, {
    meters: ['m1', 'm2'],
    price: { kind: 'tariff', tariff: 't', floor: null },
  });
  const { lines, payable } = settled(inputs);
  expect(lines.map(({ quantity, unit, price, amount }) => [quantity, unit, price, amount])).toEqual([
    ['150.000001', 'kWh', '1.2', '90.000001'],
    ['-10', 'kWh', '0.3', '-1.50'],
  ]);
  expect(payable).toBe('88.50');
  expect(lines[0]!.trace[0]).toMatchObject({ name: 'tariff-kind', value: 'peak' });
  expect(
    lines[0]!.trace.filter(({ name }) => name === 'saving').map(({ value, sources }) => [value, sources[0]]),
  ).toEqual([
    ['100.000001', { kind: 'readings', meter: 'm1', from: '2026-10-01', to: '2026-10-31', tariffKind: 'peak' }],
    ['50', { kind: 'readings', meter: 'm2', from: '2026-10-01', to: '2026-10-31', tariffKind: 'peak' }],
  ]);
  expect(lines[0]!.trace.find(({ name }) => name === 'price')?.sources).toEqual([
    { kind: 'tariff', id: 't', validFrom: '2026-07-01' },
  ]);
});

test('shares fall as equipment ages: the month’s year decides, a year without its own takes the newest before it', () => {
  const share = [
    { year: 2027, contractorPct: '70' },
    { year: 2025, contractorPct: '80' },
    { year: 2029, contractorPct: '60.5' },
  ];
  const months = ['2025-07', '2026-12', '2027-01', '2028-05', '2033-05'];
  const lots = months.map((month) => lotOf(month, '100', '1'));
  expect(payables(months, lots, { share })).toEqual(['80.00', '80.00', '70.00', '70.00', '60.50']);
  expect(settle(monthOf('2025-07', lots, { share: share.slice(0, 1) }))).toMatchObject({ code: 'no-share' });
});

test('fees end at their cap to the fen, and the statement says so before and after', () => {
  const months = ['2026-01', '2026-02', '2026-03'];
  const lots = months.map((month) => lotOf(month, '100', '1'));
  expect(payables(months, lots, { shareCap: '80.01' })).toEqual(['50.00', '30.01', '0.00']);
  const line = (period: string) => settled(monthOf(period, lots, { shareCap: '80.01' })).lines.at(-1)!;
  expect(line('2026-01')).toMatchObject({ code: 'share-cap', amount: '0.00' });
  expect(line('2026-01').trace[0]).toMatchObject({ name: 'threshold-not-passed', value: '80.01' });
  expect(line('2026-03')).toMatchObject({ code: 'share-cap', amount: '-50.00' });
  expect(line('2026-03').trace[0]).toMatchObject({ name: 'threshold-passed', value: '80.01' });
});

test('half a fen goes away from zero, either way, and thirds leave no dust', () => {
  const of = (saving: string, price: string, pct: string) =>
    payables(['2026-10'], [lotOf('2026-10', saving, price)], {
      negativeMonths: 'net',
      share: [{ year: 2026, contractorPct: pct }],
    });
  expect(of('0.01', '1', '50')).toEqual(['0.01']);
  expect(of('1.005', '1', '100')).toEqual(['1.01']);
  expect(of('2.675', '1', '100')).toEqual(['2.68']);
  expect(of('1000000000.005', '1', '100')).toEqual(['1000000000.01']);
  expect(of('0.1', '0.2', '100')).toEqual(['0.02']);
  const back = [lotOf('2026-09', '1.005', '1'), lotOf('2026-10', '-1.005', '1')];
  expect(
    payables(['2026-09', '2026-10'], back, { negativeMonths: 'net', share: [{ year: 2026, contractorPct: '100' }] }),
  ).toEqual(['1.01', '-1.01']);
});

test('a year of shared saving: the true-up is nothing, and shows the months that it is made of', () => {
  const lots = ['2026-01', '2026-02', '2026-03'].map((month, at) =>
    lotOf(month, ['100', '-40', '33.333333'][at]!, '0.7'),
  );
  const inputs = { ...monthOf('2026', lots), days: { inPeriod: 365, inTerm: 365 } };
  const { lines, payable, carried } = settled(inputs);
  expect([payable, carried]).toEqual(['0.00', '-4.6666669']);
  expect(lines[0]!.trace.map(({ name, value }) => `${name} ${value}`)).toEqual([
    'year-as-a-whole 35.00',
    'share 50',
    'fee-of-month 35.00',
    'fee-of-month 0.00',
    'fee-of-month 0.00',
  ]);
});

test('water is settled as shared saving, in cubic metres', () => {
  const contract = contractOf({
    type: 'water',
    price: { kind: 'fixed', price: '3.85' },
    share: [{ year: 2026, contractorPct: '60' }],
  });
  const inputs = inputsOf(contract, { period: '2026-10', unit: 'm³', lots: [lotOf('2026-10', '412.5', '3.85')] });
  expect(settled(inputs)).toMatchObject({ payable: '952.88', lines: [{ quantity: '412.5', unit: 'm³' }] });
});
