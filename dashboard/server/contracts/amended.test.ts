import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, ContractSite, dayMs } from '../fakes/contract-site.ts';

const site = new ContractSite();
const saved = { from: '2025-01-01', to: '2026-11-23', works: '2026-01-01', after: 90 } as const;
const usual = { start: '2026-01-01', end: '2028-12-31', base: { from: '2025-01-01', to: '2025-12-31' } };

beforeAll(() => site.open(), 60_000);
afterAll(() => site.stop());

const shared = (id: string, text: object = {}) => ({
  ...{ ...usual, id: `C-${id}`, type: 'shared', meters: [id], price: 0.8 },
  ...{ share: [{ year: 2026, contractorPct: 70 }], ...text },
});
const custody = (id: string, monthlyFee: string, text: object = {}) => ({
  ...{ ...usual, id: `C-${id}`, type: 'custody', meters: [id], price: 0.7, custody: { monthlyFee }, ...text },
});

async function meter(id: string, seed: object = {}): Promise<void> {
  await site.meter(id);
  await site.seed(id, { ...saved, ...seed });
}

/** The difference line of a month's draft; null: it has none. */
async function difference(id: string, period: string): Promise<string | null> {
  const { settlement } = await site.settled(id, period);
  return settlement.lines.find(({ code }) => code === 'difference')?.amount ?? null;
}

async function inputsNow(id: string, period: string): Promise<{ now: string; issued: string }> {
  const issued = (await site.registry.contracts.settlements(id)).find((one) => one.period === period)!;
  return { now: await site.contracts.inputsNow(await site.stored(id), issued), issued: issued.inputsSha256 };
}

describe('a text that was amended after a month was issued', () => {
  it('holds from then on: a higher fee leaves no difference of the month that was paid', async () => {
    await meter('F1');
    await site.contract(custody('F1', '100000'));
    expect((await site.issue('C-F1', '2026-01')).settlement.payable).toBe('100000.00');
    await site.contract(custody('F1', '120000'));
    expect((await site.settled('C-F1', '2026-02')).settlement.payable).toBe('120000.00');
    expect(await difference('C-F1', '2026-02')).toBeNull();
    const { now, issued } = await inputsNow('C-F1', '2026-01');
    expect(now).toBe(issued);
  });

  it('late readings of that month make a difference all the same, at the price that it was issued at', async () => {
    await meter('R1');
    await site.contract(shared('R1'));
    expect((await site.issue('C-R1', '2026-01')).settlement.payable).toBe('173.60');
    await site.contract(shared('R1', { price: 2, share: [{ year: 2026, contractorPct: 50 }] }));
    expect(await difference('C-R1', '2026-02')).toBeNull();
    site.now += dayMs;
    // 50 kWh more in January: 50 × 0.8 × 70 %, not 50 × 2 × 50 %.
    await site.correct('R1', at('2026-01-15') + 8 * 3_600_000, 50);
    expect(await difference('C-R1', '2026-02')).toBe('-28.00');
    // 280 kWh × 2 × 50 % − 28.00
    expect((await site.issue('C-R1', '2026-02')).settlement.payable).toBe('252.00');
    expect(await difference('C-R1', '2026-03')).toBeNull();
    const { now, issued } = await inputsNow('C-R1', '2026-02');
    expect(now).toBe(issued);
  });

  it('a loss goes on as it was priced when it was issued', async () => {
    // January used 10 a day more, from February on 10 less.
    await meter('L1', { after: 110, use: (start: number) => (start >= at('2026-02-01') ? 90 / 24 : undefined) });
    await site.contract(shared('L1'));
    expect(Number((await site.issue('C-L1', '2026-01')).settlement.carried)).toBeCloseTo(-248, 6);
    await site.contract(shared('L1', { price: 2 }));
    const february = await site.settled('C-L1', '2026-02');
    // 280 kWh × 2 − 310 kWh × 0.8 = 312.00; 70 % of it.
    expect(february.settlement.payable).toBe('218.40');
    expect(february.inputs.lots.map(({ month, price }) => [month, price])).toEqual([
      ['2026-01', '0.8'],
      ['2026-02', '2'],
    ]);
  });

  it('meters that were taken out of the boundary are still those of the month that was issued', async () => {
    await meter('B1');
    await meter('B2');
    const both = (meters: string[]) => shared('B1', { meters });
    await site.contract(both(['B1', 'B2']));
    expect((await site.issue('C-B1', '2026-01')).settlement.payable).toBe('347.20');
    await site.contract(both(['B1']));
    expect(await difference('C-B1', '2026-02')).toBeNull();
    await site.correct('B2', at('2026-01-15') + 8 * 3_600_000, 50);
    expect(await difference('C-B1', '2026-02')).toBe('-28.00');
  });

  it('a change that was agreed and a payment that was verified since are data with dates of their own', async () => {
    await meter('D1');
    await site.contract(shared('D1'));
    await site.issue('C-D1', '2026-01');
    const adjustments = [{ from: '2026-01-11', to: '2026-01-20', kwhPerDay: 30, reason: '食堂电气化', agreed: true }];
    await site.contract(shared('D1', { adjustments }));
    // 10 × 30 kWh × 0.8 × 70 %
    expect(await difference('C-D1', '2026-02')).toBe('168.00');

    await meter('D2');
    const investment = (verified: object[]) => [{ due: '2026-01-15', amount: 1000, latePct: 1, verified }];
    await site.contract(custody('D2', '100000', { investment: investment([]) }));
    expect((await site.issue('C-D2', '2026-01')).settlement.payable).toBe('99000.00');
    const paid = investment([{ date: '2026-01-10', amount: 1000, evidence: ['发票 0110'] }]);
    await site.contract(custody('D2', '100000', { investment: paid }));
    expect(await difference('C-D2', '2026-02')).toBe('1000.00');
  });
});
