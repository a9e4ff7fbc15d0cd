import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stateOf } from '../../../domain/contract/steps.ts';
import { at, ContractSite, dayMs } from '../fakes/contract-site.ts';

const site = new ContractSite();
const saved = { from: '2025-01-01', to: '2026-11-23', works: '2026-01-01', after: 90 } as const;
const usual = { start: '2026-01-01', end: '2028-12-31', base: { from: '2025-01-01', to: '2025-12-31' } };
const shared = { ...usual, type: 'shared', price: 0.8, share: [{ year: 2026, contractorPct: 70 }] };

beforeAll(async () => {
  await site.open();
  await site.put({
    tariffs: [
      {
        ...{ id: 'TOU', validFrom: '2020-01-01' },
        periods: [
          { from: '08:00', to: '22:00', kind: 'peak', price: '1.2' },
          { from: '22:00', to: '08:00', kind: 'valley', price: '0.3' },
        ],
      },
    ],
  });
}, 60_000);
afterAll(() => site.stop());

async function saving(id: string, contract: object, seed: object = {}): Promise<void> {
  await site.meter(id);
  await site.seed(id, { ...saved, ...seed });
  await site.contract({ id: `C-${id}`, meters: [id], ...contract });
}

describe('a month of shared saving', () => {
  it('is what was saved, at its price, by the share that was agreed', async () => {
    await saving('S1', shared);
    // 31 days of 100 − 90, at 0.80, 70 %.
    const { settlement, inputs } = await site.settled('C-S1', '2026-01');
    expect(settlement).toMatchObject({ payable: '173.60', payer: 'institution', carried: '0.00' });
    expect(inputs.lots.map(({ month, saving: kWh }) => [month, Number(kWh)])).toEqual([['2026-01', 310]]);
    expect(inputs.completenessPct).toBe(100);
    expect(inputs.days).toEqual({ inPeriod: 31, inTerm: 31 });
    expect((await site.settled('C-S1', '2026-02')).settlement.payable).toBe('156.80');
  });

  it('of a term that begins within it is of the days that lie in the term', async () => {
    await saving('S2', { ...shared, start: '2026-03-22' });
    expect((await site.settled('C-S2', '2026-03')).settlement.payable).toBe('56.00');
    expect(await site.draft('C-S2', '2026-02')).toMatchObject({ code: 'outside-term' });
    expect(await site.draft('C-S2', '2026-11')).toMatchObject({ code: 'period-open' });
    expect(await site.draft('C-S2', '2029')).toMatchObject({ code: 'outside-term' });
  });

  it('is counted at the tariff of each hour', async () => {
    await saving('S3', { ...shared, price: 'TOU', share: [{ year: 2026, contractorPct: 60 }] });
    const { settlement, inputs } = await site.settled('C-S3', '2026-01');
    const lots = inputs.lots.map(({ kind, price, saving: kWh }) => [kind, price, Number(Number(kWh).toFixed(4))]);
    // The base year used the same in every hour: 14 of 24 hours of the 310 kWh are dear.
    expect(lots).toEqual([
      ['peak', '1.2', 180.8333],
      ['valley', '0.3', 129.1667],
    ]);
    // (180.8333 × 1.2 + 129.1667 × 0.3) × 60 %
    expect(settlement.payable).toBe('153.45');
    const stored = await site.stored('C-S3');
    const peak = await site.contracts.lot(stored, { meter: 'S3', month: '2026-01', kind: 'peak' });
    expect(peak!.days).toHaveLength(31);
    expect(peak!.days[0]).toMatchObject({ date: '2026-01-01', money: '7.00' });
    expect(peak!.days[0]!.saving).toBeCloseTo(140 / 24, 6);
    expect(await site.contracts.lot(stored, { meter: 'S1', month: '2026-01', kind: null })).toBeNull();
  });

  it('of two meters adds them up, and an agreed change counts once', async () => {
    await site.meter('P1');
    await site.meter('P2');
    await site.seed('P1', saved);
    await site.seed('P2', { ...saved, after: 120 });
    const adjustments = [{ from: '2026-01-11', to: '2026-01-20', kwhPerDay: 30, reason: '食堂电气化', agreed: true }];
    await site.contract({ ...shared, id: 'C-P', meters: ['P1', 'P2'], adjustments });
    // (310 − 620 + 10 × 30) kWh: a loss that goes on.
    const { settlement, inputs } = await site.settled('C-P', '2026-01');
    expect(settlement.payable).toBe('0.00');
    expect(Number(settlement.carried)).toBeCloseTo(-8, 6);
    expect(inputs.adjustments).toMatchObject([{ days: 10, amountPerDay: '30' }]);
    expect(inputs.lots.map(({ meter }) => meter)).toEqual(['P1', 'P2']);
  });
});

describe('other contracts', () => {
  it('a guaranteed year that fell short is made up for by the contractor', async () => {
    const guaranteed = {
      ...usual,
      type: 'guaranteed',
      start: '2025-01-01',
      base: { from: '2024-01-01', to: '2024-12-31' },
    };
    const seed = { from: '2024-01-01', works: '2025-01-01' };
    await saving('G1', { ...guaranteed, price: 0.8, guarantee: [{ year: 2025, kwh: 4000 }] }, seed);
    const [year] = [await site.settled('C-G1', '2025')];
    // The leap year's last day is used twice in the wiggle: the mean is not 100 to the last digit.
    expect(Number(year.inputs.lots.reduce((sum, lot) => sum + Number(lot.saving), 0))).toBeCloseTo(3650, -1);
    expect(year.settlement.payer).toBe('contractor');
    expect(Number(year.settlement.payable)).toBeCloseTo(280, -1);
    expect(await site.draft('C-G1', '2025-05')).toMatchObject({ code: 'not-of-this-type' });
    expect(await site.draft('C-G1', '2026')).toMatchObject({ code: 'period-open' });
    const duties = await site.contracts.duties(await site.stored('C-G1'));
    expect(duties.map(({ id, verdict, phase }) => [id, verdict, phase])).toEqual([
      ['energy-2025', 'not-met', 'closed'],
    ]);
    const { years } = await site.contracts.savings(await site.stored('C-G1'), {
      from: at('2025-06-01'),
      to: at('2025-07-01'),
    });
    expect(years.map(({ year: one, verdict }) => [one, verdict])).toEqual([
      [2025, 'not-met'],
      [2026, null],
    ]);
  });

  it('water is settled in cubic metres', async () => {
    await site.meter('W9', 'water');
    await site.seed('W9', saved, 'volume_m3');
    await site.contract({ ...shared, id: 'C-W9', type: 'water', meters: ['W9'], price: '4.5' });
    const { settlement, inputs } = await site.settled('C-W9', '2026-01');
    expect(inputs.unit).toBe('m³');
    // 310 m³ × 4.5 × 70 %.
    expect(settlement.payable).toBe('976.50');
  });

  it('a custody month has its fee, and what was not kept comfortable', async () => {
    await site.meter('K1');
    await site.seed('K1', saved);
    await site.put({
      meters: [
        {
          ...{ id: 'K-IN', building: 'B-K1', carrier: 'indoor', interval: '15m' },
          register: { point: 'temperature_c', unit: '°C' },
        },
      ],
    });
    const quarters = (at('2026-04-01') - at('2026-01-01')) / 900_000;
    const ts = Float64Array.from({ length: quarters + 1 }, (_, i) => at('2026-01-01') + i * 900_000);
    // Cold on three mornings of February.
    const cold = (t: number) =>
      [3, 4, 5].some((day) => t >= at(`2026-02-0${day}`) && t < at(`2026-02-0${day}`) + dayMs / 2);
    await site.collector.importHistory('K-IN', 'K-IN', {
      ts,
      points: { temperature_c: ts.map((t) => (cold(t) ? 12 : 21)) },
    });
    await site.collector.settled();
    await site.contract({
      ...{ ...usual, id: 'C-K1', type: 'custody', meters: ['K1'], price: 0.72 },
      custody: { monthlyFee: '100000', baseKwh: 80000, basePrice: 0.7 },
      comfort: { minC: 18, maxC: 28, hours: '08:00-18:00', perZoneDay: 200 },
    });
    const { settlement, inputs } = await site.settled('C-K1', '2026-02');
    expect(inputs.zoneDays!.filter(({ state }) => state === 'not-kept').map(({ date }) => date)).toEqual([
      '2026-02-03',
      '2026-02-04',
      '2026-02-05',
    ]);
    // 100,000 + 80,000 × 0.02 − 3 × 200
    expect(settlement.payable).toBe('101000.00');
    const duties = await site.contracts.duties(await site.stored('C-K1'));
    expect(duties.find(({ kind }) => kind === 'comfort')).toMatchObject({ verdict: 'not-met', actual: 3 });
  });

  it('a baseline of bills is older than the meter: months, spread over their days', async () => {
    await site.meter('M9');
    const bills = Array.from({ length: 13 }, (_, i) => Date.UTC(2025, i, 1) - 8 * 3_600_000);
    let register = 0;
    const values = bills.map(
      (start, i) =>
        (register +=
          i === 0 ? 0 : ((start - bills[i - 1]!) / dayMs) * 100 + [0, 9, 3, -8, 5, 7, -9, -2, -6, 4, 8, -7, -4][i]!),
    );
    const ts = Float64Array.from(bills);
    await site.collector.importHistory('M9', 'M9', { ts, points: { energy_kwh: Float64Array.from(values) } });
    const hours = (at('2026-11-23') - at('2026-01-01')) / 3_600_000;
    const later = Float64Array.from({ length: hours }, (_, i) => at('2026-01-01') + (i + 1) * 3_600_000);
    await site.collector.importHistory('M9', 'M9', {
      ts: later,
      points: { energy_kwh: later.map((_, i) => register + ((i + 1) * 90) / 24) },
    });
    await site.collector.settled();
    await site.contract({ ...shared, id: 'C-M9', meters: ['M9'], method: 'monthly' });
    const { settlement, inputs } = await site.settled('C-M9', '2026-01');
    expect(Number(inputs.lots[0]!.saving)).toBeCloseTo(310, 0);
    expect(Number(settlement.payable)).toBeCloseTo(173.6, 0);
    expect(inputs.halfWidth).not.toBeNull();
    const { meters, state } = await site.contracts.baseline(await site.stored('C-M9'));
    expect([state, meters[0]!.model]).toEqual(['draft', 'intercept_only']);
    expect(meters[0]!.problems.map(({ code }) => code)).toContain('contract.no-weather');
  });
});

describe('what can’t be told is not settled', () => {
  it('use without weather counts on neither side: the month is refused, not settled as if nothing had been saved', async () => {
    await site.meter('N1');
    await site.put({
      meters: [
        {
          ...{ id: 'N-OUT', building: 'B-N1', carrier: 'weather', interval: '1h' },
          register: { point: 'temperature_c', unit: '°C' },
        },
      ],
      buildings: [{ id: 'B-N1', institution: 'HALL', name: '楼 N1', weatherMeter: 'N-OUT' }],
    });
    await site.seed('N1', saved);
    // The station fails on 11 February: of its 28 days ten have weather.
    const hours = (at('2026-02-11') - at('2025-01-01')) / 3_600_000;
    const ts = Float64Array.from({ length: hours + 1 }, (_, i) => at('2025-01-01') + i * 3_600_000);
    await site.collector.importHistory('N-OUT', 'N-OUT', {
      ts,
      points: { temperature_c: ts.map((t) => 18 + 10 * Math.sin(t / dayMs / 58)) },
    });
    await site.collector.settled();
    await site.contract({ ...shared, id: 'C-N1', meters: ['N1'] });
    expect((await site.settled('C-N1', '2026-01')).inputs.completenessPct).toBe(100);
    const refused = await site.draft('C-N1', '2026-02');
    expect(refused).toMatchObject({ code: 'incomplete-data', requiredPct: 90 });
    expect('code' in refused && refused.completenessPct).toBeCloseTo((10 * 100) / 28, 6);
    // What a custody fee follows is the price of what was used, whatever the weather was: 14 × 1.2 + 10 × 0.3 over 24.
    const custody = { monthlyFee: 900, baseKwh: 1000, basePrice: 0.8 };
    await site.contract({ ...usual, id: 'C-N1', type: 'custody', meters: ['N1'], price: 'TOU', custody });
    expect((await site.settled('C-N1', '2026-03')).settlement.payable).toBe('925.00');
  });

  it('kilowatt-hours and cubic metres are never one sum', async () => {
    await site.meter('M1');
    await site.meter('M2', 'water');
    await site.seed('M1', saved);
    await site.seed('M2', saved, 'volume_m3');
    await site.contract({ ...shared, id: 'C-M', meters: ['M1', 'M2'], guarantee: [{ year: 2026, kwh: 1000 }] });
    expect(await site.draft('C-M', '2026-01')).toMatchObject({ code: 'mixed-units' });
    const stored = await site.stored('C-M');
    const [duty] = await site.contracts.duties(stored);
    expect(duty!.reasons.map(({ code }) => code)).toContain('energy.mixed-units');
    const january = { from: at('2026-01-01'), to: at('2026-02-01') };
    const { total, unit } = await site.contracts.savings(stored, january);
    expect([unit, Math.round(total.saving!), total.money]).toEqual(['kWh', 310, '248.00']);
    // A custody fee is about all of it, and no sum of it.
    await site.put({
      contracts: [{ id: 'C-M', type: 'custody', meters: ['M1', 'M2'], custody: { monthlyFee: '900' } }],
    });
    expect((await site.settled('C-M', '2026-01')).settlement.payable).toBe('900.00');
  });
});

describe('an issued settlement', () => {
  it('is never edited by late data: the next one has a line for the difference, and nothing is settled twice', async () => {
    await saving('L1', shared);
    const january = await site.issue('C-L1', '2026-01');
    const february = await site.settled('C-L1', '2026-02');
    expect(february.settlement.lines.map(({ code }) => code)).not.toContain('difference');

    site.now += dayMs;
    // 50 kWh more on 15 January, found out afterwards: 50 × 0.8 × 70 % = 28.00 too much was paid.
    await site.correct('L1', at('2026-01-15') + 8 * 3_600_000, 50);
    const [issued] = await site.registry.contracts.settlements('C-L1');
    expect(issued!.settlement.payable).toBe('173.60');
    expect(site.contracts.recompute(issued!)).toMatchObject({ identical: true });
    expect(issued!.inputsSha256).toBe(january.inputsSha256);
    expect((await site.settled('C-L1', '2026-01')).settlement.payable).toBe('145.60');
    const now = await site.issue('C-L1', '2026-02');
    expect(now.settlement.lines.find(({ code }) => code === 'difference')!.amount).toBe('-28.00');
    expect(now.settlement.payable).toBe('128.80');
    const march = await site.settled('C-L1', '2026-03');
    expect(march.settlement.lines.map(({ code }) => code)).not.toContain('difference');
    const all = await site.registry.contracts.settlements('C-L1');
    expect(all.map((one) => [one.period, stateOf(one.steps)])).toEqual([
      ['2026-02', 'proposed'],
      ['2026-01', 'proposed'],
    ]);
    expect(await site.contracts.inputsNow(await site.stored('C-L1'), all[0]!)).toBe(all[0]!.inputsSha256);
    expect(await site.contracts.inputsNow(await site.stored('C-L1'), all[1]!)).not.toBe(all[1]!.inputsSha256);
  });

  it('one reading that changes moves exactly its month', async () => {
    await saving('L2', shared);
    const months = ['2026-01', '2026-02', '2026-03', '2026-04'];
    const payable = () =>
      Promise.all(months.map(async (month) => (await site.settled('C-L2', month)).settlement.payable));
    const before = await payable();
    await site.correct('L2', at('2026-02-10'), 5);
    const after = await payable();
    expect(months.filter((_, i) => before[i] !== after[i])).toEqual(['2026-02']);
    expect(after[1]).toBe('154.00');
  });
});
