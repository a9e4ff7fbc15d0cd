import { afterAll, beforeAll, expect, it } from 'vitest';
import { at, ContractSite } from '../fakes/contract-site.ts';
import { ownViewer } from '../house.ts';

const site = new ContractSite();
const hourMs = 3_600_000;

beforeAll(async () => {
  await site.open();
  const periods = [
    { from: '08:00', to: '20:00', kind: 'peak', price: '1.2' },
    { from: '20:00', to: '08:00', kind: 'valley', price: '0.3' },
  ];
  await site.put({ tariffs: [{ id: 'TOU', validFrom: '2020-01-01', periods }] });
}, 60_000);
afterAll(() => site.stop());

/** Three of four kWh between 08:00 and 20:00, which is 00:00 to 12:00 UTC. */
const use = (perDay: number) => (start: number) => ((perDay / 12) * ((start / hourMs) % 24 < 12 ? 3 : 1)) / 4;

it('bills tell no hour from another: what they let expect goes as the use does; two years of them are a baseline', async () => {
  await site.meter('P1');
  const bills = Array.from({ length: 25 }, (_, i) => Date.UTC(2023, i, 1) - 8 * hourMs);
  let register = 0;
  const points = {
    energy_kwh: Float64Array.from(bills, (start, i) => {
      if (i > 0) register += ((start - bills[i - 1]!) / (24 * hourMs)) * (100 + ((i * 7) % 5) - 2);
      return register;
    }),
  };
  await site.collector.importHistory('P1', 'P1', { ts: Float64Array.from(bills), points });
  const hours = (at('2026-11-23') - at('2025-01-01')) / hourMs;
  const ts = Float64Array.from({ length: hours }, (_, i) => at('2025-01-01') + (i + 1) * hourMs);
  const used = ts.map((end) => (register += use(80)(end - hourMs)));
  await site.collector.importHistory('P1', 'P1', { ts, points: { energy_kwh: used } });
  await site.collector.settled();
  const base = { from: '2023-01-01', to: '2024-12-31' };
  const common = { meters: ['P1'], method: 'monthly', base, start: '2025-01-01', end: '2027-12-31', price: 'TOU' };
  const promised = { share: [{ year: 2025, contractorPct: 100 }], guarantee: [{ year: 2025, kwh: 5000 }] };
  await site.contract({ id: 'C-P1', type: 'shared', ...common, ...promised });
  const { inputs } = await site.settled('C-P1', '2025-01');
  const [peak, valley] = inputs.lots.map(({ saving }) => Number(saving));
  expect(peak! + valley!).toBeGreaterThan(500);
  expect(peak! / (peak! + valley!)).toBeCloseTo(0.75, 6);
  const { meters } = await site.contracts.baseline(await site.stored('C-P1'));
  expect(meters[0]!.problems.map(({ code }) => code)).toContain('caltrack.baseline-length');
  const duties = await site.contracts.duties(await site.stored('C-P1'));
  expect(duties.find(({ id }) => id === 'energy-2025')).toMatchObject({ verdict: 'met' });
});

it('a custody fee follows a tariff without a base period: the price is weighed by what was used', async () => {
  await site.meter('P2');
  await site.seed('P2', { from: '2026-01-01', to: '2026-11-23', works: '2026-01-01', after: 0, use: use(80) });
  const custody = { monthlyFee: 1000, baseKwh: 2000, basePrice: 0.9 };
  await site.contract({ id: 'C-P2', type: 'custody', meters: ['P2'], start: '2026-01-01', price: 'TOU', custody });
  const { settlement } = await site.settled('C-P2', '2026-02');
  // 0.75 × 1.2 + 0.25 × 0.3 = 0.975; 2,000 × 0.075 = 150
  expect(settlement.payable).toBe('1150.00');
  const { months } = await site.contracts.savings(await site.stored('C-P2'), {
    from: at('2026-02-01'),
    to: at('2026-03-01'),
  });
  expect(months.map(({ saving, money }) => [saving, money])).toEqual([[null, null]]);
});

it('what was frozen and signed by day is applied by day, though the text says monthly since', async () => {
  await site.meter('P3');
  await site.seed('P3', { from: '2025-01-01', to: '2026-11-23', works: '2026-01-01', after: 90 });
  const text = {
    ...{ id: 'C-P3', type: 'shared', meters: ['P3'], start: '2026-01-01', price: 0.8 },
    ...{ base: { from: '2025-01-01', to: '2025-12-31' }, share: [{ year: 2026, contractorPct: 100 }] },
  };
  await site.contract(text);
  const stored = await site.stored('C-P3');
  const frozen = await site.contracts.baselineToFreeze(stored);
  if ('code' in frozen) throw new Error(frozen.code);
  await site.registry.contracts.freeze('C-P3', frozen, ownViewer);
  await site.registry.contracts.sign('C-P3', 'owner', frozen.sha256, ownViewer);
  const { payable } = (await site.settled('C-P3', '2026-01')).settlement;
  expect(payable).toBe('248.00');
  for (const method of ['monthly', 'hourly']) {
    await site.contract({ ...text, method });
    expect((await site.settled('C-P3', '2026-01')).settlement.payable).toBe(payable);
  }
});

it('a winter heated by night and a summer cooled by day: a saving alike at all hours is priced where it was saved', async () => {
  await site.meter('P4');
  // Of 100 a day: by night from November to March, by day from May to September, evenly between.
  const used = (start: number): number => {
    const month = Number(site.calendar.iso(start).slice(5, 7));
    const byDay = (start / hourMs) % 24 < 12;
    const season = month <= 3 || month >= 11 ? -1 : month >= 5 && month <= 9 ? 1 : 0;
    return (100 / 24) * (1 + (byDay ? 0.8 : -0.8) * season);
  };
  const scatter = (start: number): number => 1 + ((((start / hourMs / 24) | 0) * 37) % 11) / 100 - 0.05;
  const hour = (start: number): number => used(start) * (start < at('2026-01-01') ? scatter(start) : 0.85);
  await site.seed('P4', { from: '2025-01-01', to: '2026-11-23', works: '2026-01-01', after: 0, use: hour });
  await site.contract({
    ...{ id: 'C-P4', type: 'shared', meters: ['P4'], start: '2026-01-01', price: 'TOU' },
    ...{ base: { from: '2025-01-01', to: '2025-12-31' }, share: [{ year: 2026, contractorPct: 100 }] },
  });
  for (const [month, peakShare] of [
    ['2026-01', 0.1],
    ['2026-03', 0.1],
    ['2026-04', 0.5],
    ['2026-07', 0.9],
    ['2026-10', 0.5],
  ] as const) {
    const { inputs } = await site.settled('C-P4', month);
    const lots = inputs.lots.filter((lot) => lot.month === month);
    const saved = (kind: string) => Number(lots.find((lot) => lot.kind === kind)?.saving);
    const [peak, valley] = [saved('peak'), saved('valley')];
    expect(peak / (peak + valley), month).toBeCloseTo(peakShare, 2);
  }
});
