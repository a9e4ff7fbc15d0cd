import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { administrator, benchWith, firstPage, meterOf, smallCity, type Bench } from './fakes/bench.ts';

const room = (id: string) => ({
  ...{ id, building: 'hospital-1', carrier: 'indoor' },
  register: { point: 'temperature_c', unit: '°C' },
});
const full = {
  id: 'K1',
  name: '门诊楼能源费用托管',
  type: 'custody',
  institution: 'hospital',
  contractor: 'brightsave',
  meters: ['ward-2'],
  start: '2026-01-01',
  end: '2030-12-31',
  base: { from: '2025-01-01', to: '2025-12-31' },
  method: 'monthly',
  custody: {
    monthlyFee: '100000.00',
    baseKwh: 80_000,
    basePrice: '0.70',
    thresholds: { pricePct: 2, areaPct: '5', peoplePct: 5 },
    peopleFactor: '0.4',
    drivers: [
      { areaM2: 12_000, people: 300 },
      { from: '2026-07-01', areaM2: '12240', people: 306 },
    ],
  },
  price: 'T1',
  priceFloor: 0.6,
  minCompleteness: 90,
  investment: [
    {
      due: '2026-06-30',
      amount: 860_000,
      latePct: 1,
      verified: [{ date: '2026-06-01', amount: '1.5', evidence: '2 号' }],
    },
    { due: '2026-12-31', amount: '520000' },
  ],
  comfort: { minC: 18, maxC: 26, hours: '08:30-17:30', perZoneDay: '200', meters: ['room-1'], allowedZoneDays: 3 },
  data: { completenessPct: 95, perMonth: 500 },
  adjustments: [{ from: '2026-08-01', to: '2026-08-15', kwhPerDay: 640, reason: '展会', agreed: '2026-09-01' }],
};

let bench: Bench;
const cleaners: (() => Promise<void>)[] = [];
const where = async (document: unknown) =>
  (await bench.faults(document)).map(({ path, code }) => `${path} ${code}`).sort();

beforeAll(async () => {
  bench = await benchWith((clean) => cleaners.push(clean));
  await bench.import(smallCity);
  await bench.import({ meters: [meterOf('ward-2', { building: 'hospital-1' }), room('room-1')] });
});
afterAll(async () => {
  for (const clean of cleaners) await clean();
});

it('a contract with every field is taken, and given back as it was written', async () => {
  await bench.import({ contracts: [full] });
  const stored = await bench.registry.contracts.one(administrator, 'K1');
  expect(stored).toMatchObject({ institutionName: '西区医院', demo: false, since: bench.clock, document: full });
  expect(stored?.contract.custody).toMatchObject({ monthlyFee: '100000.00', baseAmount: '80000' });
  expect(await bench.import({ contracts: [full] })).toMatchObject({ unchanged: 1 });
});

describe('what people write is taken:', () => {
  it.each<[string, object]>([
    ['amounts as texts', { guarantee: [{ year: 2026, kwh: '18000.5' }], price: '0.72' }],
    ['numbers as amounts', { share: [{ year: 2026, contractorPct: 70 }], price: 0.72 }],
    ['a base that ends on the first day of the term', { base: { from: '2025-01-01', to: '2026-01-01' } }],
    ['a base of years ago', { base: { from: '2019-01-01', to: '2019-12-31' } }],
    ['a completeness as a share', { minCompleteness: 0.9 }],
    ['hours in a list', { comfort: { maxC: 26, hours: ['08:30-12:00', '13:30-17:30'] } }],
    ['hours as numbers', { comfort: { maxC: 26, hours: [8, 18] } }],
    ['no hours', { comfort: { minC: 18 } }],
    ['an agreement in words', { adjustments: [{ kwhPerDay: '-5', agreed: 'both sides' }] }],
    ['a milestone without a payment', { investment: [{ due: '2026-06-30', amount: 5 }] }],
    ['a room and the weather in its boundary', { meters: ['ward-2', 'room-1', 'air'] }],
    ['a guarantee of water', { type: 'water', guarantee: [{ year: 2026, amount: 300 }] }],
    ['nothing', { start: null, end: null, base: null, custody: null, comfort: null, investment: null, price: null }],
  ])('%s', async (_, fields) => {
    expect(await where({ contracts: [{ ...full, ...fields }] })).toEqual([]);
  });
});

describe('a wrong contract is refused by its field:', () => {
  const custody = (fields: object) => ({ custody: { ...full.custody, ...fields } });
  it.each<[string, object, readonly string[]]>([
    ['it ends before it starts', { end: '2025-06-30' }, ['end ends-before-start']],
    ['its base lies in the term', { base: { from: '2025-01-01', to: '2026-03-31' } }, ['base.to base-in-term']],
    ['its base begins in the term', { base: { from: '2026-01-01' } }, ['base.from base-in-term']],
    [
      'a year twice',
      {
        guarantee: [
          { year: 2026, kwh: 1 },
          { year: 2027, kwh: 1 },
          { year: 2026, kwh: 2 },
        ],
      },
      ['guarantee[2].year duplicate-year'],
    ],
    [
      'shares of nobody',
      {
        share: [
          { year: 2026, contractorPct: 101 },
          { year: 2026, contractorPct: '-1' },
        ],
      },
      ['share[0].contractorPct out-of-range', 'share[1].contractorPct out-of-range', 'share[1].year duplicate-year'],
    ],
    ['a guarantee below 0', { guarantee: [{ year: 2026, kwh: '-1' }] }, ['guarantee[0].kwh negative']],
    ['a guarantee in two units', { guarantee: [{ kwh: 1, amount: 2 }] }, ['guarantee[0].amount amount-twice']],
    ['a tariff that is not there', { price: 'T9' }, ['price unknown-tariff']],
    ['a price below 0', { price: '-0.7' }, ['price negative']],
    ['a price that is no number', { price: '0,72 CNY' }, ['price amount']],
    ['a base price of nothing', custody({ basePrice: 0 }), ['custody.basePrice not-positive']],
    ['a fee below 0', custody({ monthlyFee: -1 }), ['custody.monthlyFee negative']],
    ['a fee that is no number', custody({ monthlyFee: '10 万' }), ['custody.monthlyFee amount']],
    ['a threshold below 0', custody({ thresholds: { areaPct: '-5' } }), ['custody.thresholds.areaPct negative']],
    ['more than all follows people', custody({ peopleFactor: 1.2 }), ['custody.peopleFactor out-of-range']],
    [
      'drivers without an order',
      custody({ drivers: [{ from: '2026-07-01' }, { from: '2026-07-01', areaM2: -1 }, { people: 3 }] }),
      [
        'custody.drivers[1].areaM2 negative',
        'custody.drivers[1].from duplicate-date',
        'custody.drivers[2].from not-ascending',
      ],
    ],
    [
      'milestones without an order, and a payment below 0',
      {
        investment: [
          { due: '2026-06-30', amount: -1 },
          { due: '2026-06-30', latePct: 101 },
          { due: '2026-01-31', verified: [{ amount: '-5' }] },
        ],
      },
      [
        'investment[0].amount negative',
        'investment[1].due duplicate-date',
        'investment[1].latePct out-of-range',
        'investment[2].due not-ascending',
        'investment[2].verified[0].amount negative',
      ],
    ],
    [
      'comfort that cannot be kept',
      { comfort: { minC: 26, maxC: 26, hours: 'office hours', tolerancePct: 101, perZoneDay: -1 } },
      [
        'comfort.hours hours',
        'comfort.maxC not-above',
        'comfort.perZoneDay negative',
        'comfort.tolerancePct out-of-range',
      ],
    ],
    [
      'zones that measure no room',
      { comfort: { meters: ['room-1', 'main', 'gone'] } },
      ['comfort.meters[1] not-indoor', 'comfort.meters[2] unknown-meter'],
    ],
    ['a field that nobody knows', { discount: 5 }, ['discount unknown-key']],
  ])('%s', async (_, fields, faults) => {
    const expected = faults.map((fault) => `contracts[0].${fault}`).sort();
    expect(await where({ contracts: [{ ...full, ...fields }] })).toEqual(expected);
  });

  it('names the tariff of the same file', async () => {
    expect(await where({ tariffs: [{ id: 'T7' }], contracts: [{ ...full, price: 'T7' }] })).toEqual([]);
  });
});

describe('one kWh is one contract’s', () => {
  const other = { id: 'K2', meters: ['light'], start: '2026-01-01', end: '2026-12-31' };

  it('the fault names both contracts, the meters and the way between them', async () => {
    const [found, ...more] = await bench.faults({ contracts: [other] });
    expect(more).toEqual([]);
    expect(found).toEqual({
      path: 'contracts[0].meters[0]',
      code: 'claimed-twice',
      message: '"C1" and "K2" would claim the same use from 2026-01-01 on: main and light meet (main – light)',
    });
  });

  it('also when the two come in one file, one contract counts it twice, or the meters come with them', async () => {
    const term = { start: '2035-01-01', end: '2035-12-31' };
    const sum = meterOf('sum', { virtual: [{ meter: 'ward' }] });
    expect(await where({ contracts: [{ id: 'K3', ...term, meters: ['main', 'ward-2', 'light'] }] })).toEqual([
      'contracts[0].meters[0] claimed-twice',
    ]);
    expect(
      await where({
        meters: [sum],
        contracts: [
          { id: 'C2', meters: [] },
          { id: 'K3', ...term, meters: ['ward'] },
          { id: 'K4', ...term, meters: ['main', 'sum'] },
        ],
      }),
    ).toEqual(['contracts[2].meters[1] claimed-twice']);
  });

  it('a meter that is moved below another one’s main meter is refused, and so is what a virtual meter becomes', async () => {
    await bench.import({
      meters: [meterOf('plant'), meterOf('rest', { virtual: [{ meter: 'plant' }] })],
      contracts: [{ id: 'K5', meters: ['rest'], start: '2026-01-01', end: '2026-12-31' }],
    });
    expect(await where({ meters: [meterOf('plant', { parent: 'main' })] })).toEqual(['meters[0].parent claimed-twice']);
    const terms = [{ meter: 'plant' }, { meter: 'main' }];
    expect(await where({ meters: [meterOf('rest', { virtual: terms })] })).toEqual(['meters[0].virtual claimed-twice']);
    expect(await where({ meters: [meterOf('plant', { endUse: 'pumps' })] })).toEqual([]);
  });

  it('they may follow each other', async () => {
    expect(await where({ contracts: [{ ...other, start: '2030-01-01', end: '2031-12-31' }] })).toEqual([]);
    expect((await bench.registry.contracts.page(administrator, firstPage)).items.map((k) => k.contract.id)).toEqual([
      'C1',
      'C2',
      'K1',
      'K2',
      'K5',
    ]);
  });
});
