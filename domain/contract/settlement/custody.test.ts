import { describe, expect, test } from 'vitest';
import type { Settlement, SettlementInputs } from '../settlement.ts';
import { isNotSettled, settle } from '../settle.ts';
import { contractOf, illustrated, illustratedCustody, inputsOf, lotOf } from './testing/inputs.ts';

function settled(inputs: SettlementInputs): Settlement {
  const result = settle(inputs);
  if (isNotSettled(result)) throw new Error(result.message.en);
  return result;
}
const amounts = (inputs: SettlementInputs) => settled(inputs).lines.map(({ code, amount }) => `${code} ${amount}`);
const line = (inputs: SettlementInputs, code: string) => settled(inputs).lines.find((one) => one.code === code)!;
const input = (inputs: SettlementInputs, code: string, name: string) =>
  line(inputs, code).trace.find((one) => one.name === name);

describe('the worked example of domain-cn.md 2.6', () => {
  test('three zone-days that were not kept: 100,000.00', () => {
    expect(settled(illustrated(3))).toMatchObject({ payer: 'institution', payable: '100000.00', carried: '0.00' });
    expect(amounts(illustrated(3))).toEqual([
      'base-fee 100000.00',
      'price-adjustment 1600.00',
      'area-adjustment 0.00',
      'people-adjustment 0.00',
      'comfort-deduction -600.00',
      'investment-deduction -1000.00',
    ]);
  });

  test('one more: 99,800.00', () => {
    expect(settled(illustrated(4)).payable).toBe('99800.00');
  });

  test('the invoice that was missing gives the one per cent back', () => {
    const inputs = illustrated(3);
    const paid = inputs.investment.map((state) => ({ ...state, verified: '840000.00', late: false }));
    expect(settled({ ...inputs, investment: paid }).payable).toBe('101000.00');
  });

  test('each line says what it is made of', () => {
    const inputs = illustrated(3);
    expect(line(inputs, 'price-adjustment')).toMatchObject({
      quantity: '80000',
      unit: 'kWh',
      price: '0.02',
      formula: 'Q0 × (p − p0)',
    });
    expect(input(inputs, 'price-adjustment', 'p')).toEqual({
      name: 'p',
      value: '0.72',
      unit: 'CNY/kWh',
      sources: [{ kind: 'contract', path: 'price.price' }],
    });
    expect(input(inputs, 'area-adjustment', 'change')).toMatchObject({ value: '2', unit: '%' });
    expect(input(inputs, 'area-adjustment', 'threshold-not-passed')).toEqual({
      name: 'threshold-not-passed',
      value: '5',
      unit: '%',
      sources: [{ kind: 'contract', path: 'custody.thresholds.areaPct' }],
    });
    expect(input(inputs, 'comfort-deduction', 'zone-days')?.sources).toEqual([
      { kind: 'zone-day', meter: 'zone-0', date: '2026-10-01' },
      { kind: 'zone-day', meter: 'zone-1', date: '2026-10-01' },
      { kind: 'zone-day', meter: 'zone-2', date: '2026-10-01' },
    ]);
    expect(input(inputs, 'investment-deduction', 'late-milestones')?.sources).toEqual([
      { kind: 'milestone', index: 2 },
    ]);
  });
});

describe('thresholds', () => {
  const withArea = (areaM2: number) => ({ ...illustrated(0), drivers: { areaM2, people: 400 } });

  test('a change of exactly the threshold changes nothing; a square metre more counts whole', () => {
    expect(line(withArea(8_400), 'area-adjustment').amount).toBe('0.00');
    expect(line(withArea(8_401), 'area-adjustment').amount).toBe('5012.50');
    expect(input(withArea(8_401), 'area-adjustment', 'threshold-passed')?.value).toBe('5');
  });

  test('a building given back counts as one taken over does', () => {
    expect(line(withArea(7_600), 'area-adjustment').amount).toBe('0.00');
    expect(line(withArea(7_200), 'area-adjustment').amount).toBe('-10000.00');
  });

  test('0.70 → 0.735 at 5 %: a threshold that floats would pass by a hair', () => {
    const custody = { ...illustratedCustody, thresholds: { pricePct: 5, areaPct: 0, peoplePct: 0 } };
    const at = (price: string) => illustrated(0, { custody, price: { kind: 'fixed', price } });
    expect(line(at('0.735'), 'price-adjustment').amount).toBe('0.00');
    expect(line(at('0.735001'), 'price-adjustment').amount).toBe('2800.08');
    expect(line(at('0.665'), 'price-adjustment').amount).toBe('0.00');
  });

  test('half of the fee follows people', () => {
    const custody = { ...illustratedCustody, peopleFactor: '0.5' };
    const inputs = { ...illustrated(0, { custody }), drivers: { areaM2: 8_000, people: 500 } };
    expect(line(inputs, 'people-adjustment').amount).toBe('12500.00');
  });
});

describe('a contract of few words', () => {
  const custody = { ...illustratedCustody, baseAmount: null, basePrice: null, drivers: [] };
  const bare = inputsOf(contractOf({ type: 'custody', custody }), { period: '2026-10' });

  test('a fee and nothing else is one line', () => {
    expect(amounts(bare)).toEqual(['base-fee 100000.00']);
  });

  test('base price without a price that is agreed: said, and nothing comes of it', () => {
    const inputs = inputsOf(contractOf({ type: 'custody', custody: illustratedCustody }), { period: '2026-10' });
    expect(amounts(inputs)).toEqual(['base-fee 100000.00', 'price-adjustment 0.00']);
    expect(input(inputs, 'price-adjustment', 'p')).toBeUndefined();
  });

  test('no base price and no price, but energy that both sides agreed on: it has no price', () => {
    const agreed = [{ id: '7', days: 12, amountPerDay: '35.5', reason: 'typhoon shelter' }];
    expect(settle({ ...bare, adjustments: agreed })).toMatchObject({ code: 'no-price' });
  });
});

test('a term that begins on the 22nd: ten days of fee and of base use, deductions as they fell', () => {
  const inputs = { ...illustrated(3), days: { inPeriod: 31, inTerm: 10 } };
  expect(amounts(inputs)).toEqual([
    'base-fee 32258.064516',
    'price-adjustment 516.129032',
    'area-adjustment 0.00',
    'people-adjustment 0.00',
    'comfort-deduction -600.00',
    'investment-deduction -322.580645',
  ]);
  expect(settled(inputs).payable).toBe('31851.61');
  expect(line(inputs, 'base-fee').trace.map(({ name, value }) => `${name} ${value}`)).toEqual([
    'F0 100000.00',
    'days-in-term 10',
    'days-in-period 31',
  ]);
});

test('a tariff: what was used at night weighs the price down', () => {
  const price = { kind: 'tariff', tariff: 'wz@1-10kV', floor: null } as const;
  const lots = [
    lotOf('2026-09', '0', '9.99', { kind: 'peak', actual: '1000000' }),
    lotOf('2026-10', '0', '1.1', { kind: 'peak', tariff: 'wz@1-10kV@2026-01-01', actual: '20000' }),
    lotOf('2026-10', '0', '0.35', { kind: 'valley', tariff: 'wz@1-10kV@2026-01-01', actual: '10000.000001' }),
  ];
  const inputs = { ...illustrated(0, { price }), lots };
  // (22,000 + 3,500.00000035) ÷ 30,000.000001 = 0.84999998…
  expect(input(inputs, 'price-adjustment', 'p')).toEqual({
    name: 'p',
    value: '0.85',
    unit: 'CNY/kWh',
    sources: [{ kind: 'tariff', id: 'wz@1-10kV', validFrom: '2026-01-01' }],
  });
  expect(line(inputs, 'price-adjustment').amount).toBe('12000.00');
});

test('a tariff whose mean nothing weighs: a month without use has no price, unless there is only one', () => {
  const price = { kind: 'tariff', tariff: 't', floor: null } as const;
  const of = (...prices: string[]) => ({
    ...illustrated(0, { price }),
    lots: prices.map((one, at) => lotOf('2026-10', '1000', one, { kind: `k${at}`, tariff: 't@2026-01-01' })),
  });
  expect(settle(of('1.1', '0.35'))).toMatchObject({ code: 'no-price' });
  expect(line(of('0.71'), 'price-adjustment').amount).toBe('800.00');
});

test('readings that the data duty misses cost a month its rate, at the duty and not one digit below it', () => {
  const data = { completenessPct: 98, perMonth: '500' };
  const at = (dataPct: number) => line({ ...illustrated(0, { data }), dataPct }, 'data-deduction').amount;
  expect([at(97.999), at(98), at(100)]).toEqual(['-500.00', '0.00', '0.00']);
});

test('energy that both sides agreed on has a line for each, with its reason', () => {
  const adjustments = [
    { id: 'adjustments[0]', days: 31, amountPerDay: '120.5', reason: '新增充电桩' },
    { id: '42', days: 3, amountPerDay: '-80', reason: '三楼腾空' },
  ];
  const agreed = settled({ ...illustrated(0), adjustments }).lines.filter(({ code }) => code === 'agreed-adjustment');
  expect(agreed.map(({ quantity, amount }) => [quantity, amount])).toEqual([
    ['3735.5', '2689.56'],
    ['-240', '-172.80'],
  ]);
  expect(agreed[1]!.trace[0]).toEqual({
    name: 'reason',
    value: '三楼腾空',
    unit: null,
    sources: [{ kind: 'adjustment', id: '42' }],
  });
});

test('zone-days of dead sensors cost nothing and are counted', () => {
  const dead = { meter: 'zone-9', date: '2026-10-09', state: 'unknown', outsidePct: null } as const;
  const inputs = { ...illustrated(0), zoneDays: [dead] };
  expect(line(inputs, 'comfort-deduction').amount).toBe('0.00');
  expect(input(inputs, 'comfort-deduction', 'zone-days-unknown')).toMatchObject({ value: '1' });
});

test('a year of custody is nothing of its own, but settles what late data left', () => {
  const earlier = [
    { period: '2026-09', inputsSha256: 'a', payable: '99800.00', now: '100000.00', settledSince: '0.00' },
    { period: '2026-10', inputsSha256: 'b', payable: '100000.00', now: '100000.00', settledSince: '0.00' },
  ];
  const inputs = { ...illustrated(0), period: '2026', days: { inPeriod: 365, inTerm: 365 }, earlier };
  expect(amounts(inputs)).toEqual(['annual-difference 0.00', 'difference 200.00']);
  expect(settled(inputs).payable).toBe('200.00');
});
