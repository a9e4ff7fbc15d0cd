import { describe, expect, it } from 'vitest';
import { contractOf, endless, exact, type ContractItem } from './read.ts';

const read = (item: Partial<ContractItem>, carriers: Readonly<Record<string, string>> = {}) =>
  contractOf({ id: 'K', ...item }, (meter) => carriers[meter] ?? 'electricity');

it('a contract of an id alone has its defaults', () => {
  expect(contractOf({ id: 'K' })).toEqual({
    id: 'K',
    name: null,
    type: 'shared',
    institution: null,
    contractor: null,
    term: { from: '0001-01-01', to: '9999-12-31' },
    meters: [],
    base: null,
    method: 'daily',
    guarantee: [],
    share: [],
    shareCap: null,
    custody: null,
    price: null,
    negativeMonths: 'carry',
    confidenceRule: 'point',
    minCompletenessPct: 90,
    investment: [],
    comfort: null,
    data: null,
    adjustments: [],
  });
});

it('one with every field, and nulls where a form left them empty', () => {
  const contract = read({
    name: '办公楼托管',
    type: 'custody',
    institution: 'office',
    contractor: 'brightsave',
    meters: ['main', 'light'],
    start: '2026-03-01',
    end: '2031-02-28',
    base: { from: '2025-03-01', to: '2026-02-28' },
    method: 'monthly',
    custody: {
      monthlyFee: '100000.00',
      baseKwh: 80_000,
      basePrice: '0.70',
      thresholds: { pricePct: '3', areaPct: 5, peoplePct: null },
      peopleFactor: 0.4,
      drivers: [
        { from: '2027-01-01', areaM2: 12_750, people: '330' },
        { from: null, areaM2: '12500', people: null },
      ],
    },
    price: 'T1',
    priceFloor: '0.60',
    negativeMonths: 'floor',
    confidenceRule: 'lower90',
    minCompleteness: 85,
    investment: [
      { due: '2026-12-31', amount: 520_000, latePct: 1, verified: null },
      {
        due: '2026-06-30',
        amount: '860000.50',
        verified: [{ date: '2026-06-01', amount: 0.1, evidence: '验收单 2 号' }, { evidence: ['a', 'b'] }],
      },
    ],
    comfort: {
      minC: 18,
      maxC: 26,
      hours: '08:30-17:30',
      days: 'workdays',
      meters: ['room-1'],
      tolerancePct: '5',
      perZoneDay: 200,
      allowedZoneDays: 3,
    },
    data: { completenessPct: '95', perMonth: 500 },
    adjustments: [
      { from: '2026-08-01', to: '2026-08-15', kwhPerDay: -640.5, reason: '展会', agreed: true },
      { amountPerDay: '12', agreed: null },
    ],
  });
  expect(contract).toMatchObject({
    term: { from: '2026-03-01', to: '2031-02-28' },
    base: { from: '2025-03-01', to: '2026-02-28' },
    custody: {
      monthlyFee: '100000.00',
      baseAmount: '80000',
      basePrice: '0.70',
      thresholds: { pricePct: 3, areaPct: 5, peoplePct: 0 },
      peopleFactor: '0.4',
      drivers: [
        { from: endless.from, areaM2: 12_500, people: null },
        { from: '2027-01-01', areaM2: 12_750, people: 330 },
      ],
    },
    price: { kind: 'tariff', tariff: 'T1', floor: '0.60' },
    minCompletenessPct: 85,
    investment: [
      {
        due: '2026-06-30',
        amount: '860000.50',
        latePct: '0',
        verified: [
          { date: '2026-06-01', amount: '0.1', evidence: ['验收单 2 号'] },
          { date: '2026-06-30', amount: '0', evidence: ['a', 'b'] },
        ],
      },
      { due: '2026-12-31', amount: '520000', latePct: '1', verified: [] },
    ],
    comfort: {
      hours: [{ fromMinute: 510, toMinute: 1050 }],
      days: 'workdays',
      meters: ['room-1'],
      tolerancePct: 5,
      perZoneDay: '200',
      allowedZoneDays: 3,
    },
    data: { completenessPct: 95, perMonth: '500' },
    adjustments: [
      { id: 'adjustments[0]', from: '2026-08-01', to: '2026-08-15', amountPerDay: '-640.5', agreed: true },
      { id: 'adjustments[1]', from: '2026-03-01', to: '2031-02-28', amountPerDay: '12', agreed: false, reason: '' },
    ],
  });
});

describe('amounts', () => {
  it.each<[number | string, string]>([
    [0.1, '0.1'],
    [1e-7, '0.0000001'],
    [1e21, '1000000000000000000000'],
    [218_600, '218600'],
    ['218600.00', '218600.00'],
    [-0.5, '-0.5'],
  ])('%s is %s', (given, text) => {
    expect(exact(given)).toBe(text);
  });

  it('a price is a number, a decimal text or a tariff', () => {
    expect(read({ price: 0.72 }).price).toEqual({ kind: 'fixed', price: '0.72' });
    expect(read({ price: '0.7200' }).price).toEqual({ kind: 'fixed', price: '0.7200' });
    expect(read({ price: 'DEMO-TOU' }).price).toEqual({ kind: 'tariff', tariff: 'DEMO-TOU', floor: null });
  });

  it.each([
    [90, 90],
    [0.9, 90],
    [0.57, 57],
    [1, 100],
    [0, 0],
    [100, 100],
  ])('least completeness %s is %s %%', (given, pct) => {
    const { minCompletenessPct, data } = read({ minCompleteness: given });
    expect(minCompletenessPct).toBe(pct);
    expect(data, 'whoever writes it owes it').toEqual({ completenessPct: pct, perMonth: null });
  });
});

describe('years', () => {
  it('come in their order, an entry without one stands for those of the term that have none', () => {
    const { guarantee, share } = read({
      start: '2026-03-01',
      end: '2028-02-28',
      guarantee: [{ kwh: 18_000 }, { year: 2026, kwh: '3000' }],
      share: [
        { year: 2028, contractorPct: 60 },
        { year: 2026, contractorPct: '80' },
      ],
    });
    expect(guarantee).toEqual([
      { year: 2026, amount: '3000' },
      { year: 2027, amount: '18000' },
      { year: 2028, amount: '18000' },
    ]);
    expect(share).toEqual([
      { year: 2026, contractorPct: '80' },
      { year: 2028, contractorPct: '60' },
    ]);
  });

  it('are not made up for a term without an end', () => {
    expect(read({ share: [{ contractorPct: 80 }] }).share).toEqual([{ year: 1, contractorPct: '80' }]);
  });
});

describe('the base period', () => {
  it.each<[string, ContractItem['base'], string | null]>([
    ['as written', { from: '2024-01-01', to: '2025-12-31' }, '2024-01-01 2025-12-31'],
    ['to the day before the term', { from: '2025-01-01' }, '2025-01-01 2025-12-31'],
    ['whose end is the term’s first day', { from: '2025-01-01', to: '2026-01-01' }, '2025-01-01 2025-12-31'],
    ['of one year when it has no beginning', { to: '2025-10-31' }, '2024-11-01 2025-10-31'],
    ['of one year back from a leap day', { to: '2024-02-29' }, '2023-03-01 2024-02-29'],
    ['of nothing', {}, null],
  ])('%s', (_, base, expected) => {
    const found = read({ start: '2026-01-01', base }).base;
    expect(found === null ? null : `${found.from} ${found.to}`).toBe(expected);
  });
});

it('a type that nobody wrote follows from what is to be settled', () => {
  expect(read({ custody: { monthlyFee: 1 } }).type).toBe('custody');
  expect(read({ guarantee: [{ year: 2026, kwh: 1 }] }).type).toBe('guaranteed');
  expect(read({ share: [{ year: 2026, contractorPct: 1 }], guarantee: [{ year: 2026, kwh: 1 }] }).type).toBe('shared');
});

it('rooms in the boundary are zones, and weather is evidence: neither is a meter that saves', () => {
  const carriers = { 'room-1': 'indoor', air: 'weather' };
  const { meters, comfort } = read({ meters: ['main', 'room-1', 'air'], comfort: { maxC: 26 } }, carriers);
  expect(meters).toEqual(['main']);
  expect(comfort?.meters).toEqual(['room-1']);
  expect(read({ meters: ['main', 'room-1'] }, carriers)).toMatchObject({ meters: ['main'], comfort: null });
});

it.each<[boolean | string | null | undefined, boolean]>([
  [true, true],
  [false, false],
  [null, false],
  [undefined, false],
  ['2026-08-01', true],
  ['both', true],
  ['no', false],
  ['Proposed', false],
  ['未同意', false],
])('an adjustment with agreed: %s', (agreed, expected) => {
  expect(read({ adjustments: [{ agreed }] }).adjustments[0]?.agreed).toBe(expected);
});

it('custody without a fee is none; comfort whose hours nobody can read holds at all times', () => {
  expect(read({ custody: { baseKwh: 80_000 } }).custody).toBeNull();
  expect(read({ comfort: { maxC: 26, hours: 'office hours' } }).comfort?.hours).toEqual([]);
  expect(read({ comfort: { maxC: 26, hours: '工作日 8-18' } }).comfort).toMatchObject({ days: 'workdays' });
});
