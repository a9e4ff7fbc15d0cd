import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Side } from '../../../domain/contract/steps.ts';
import { ContractSite } from '../fakes/contract-site.ts';
import { ownViewer } from '../house.ts';

const site = new ContractSite();
const text = {
  ...{ type: 'shared', start: '2026-01-01', end: '2027-12-31', price: 0.8 },
  ...{ base: { from: '2025-01-01', to: '2025-12-31' }, share: [{ year: 2026, contractorPct: 100 }] },
};
let n = 0;
let id = '';
let meters: string[] = [];

beforeAll(() => site.open(), 60_000);
afterAll(() => site.stop());

/** Two meters, 10 kWh a day saved by each; the half year after April of the base year used 20 a day more. */
beforeEach(async () => {
  id = `C-T${(n += 1)}`;
  meters = [`T${n}a`, `T${n}b`];
  for (const meter of meters) {
    await site.meter(meter);
    const more = (start: number): number | undefined =>
      start < Date.UTC(2026, 0, 1) && start >= Date.UTC(2025, 4, 1) ? 120 / 24 + (start % 7) / 1e3 : undefined;
    await site.seed(meter, { from: '2025-01-01', to: '2026-11-23', works: '2026-01-01', after: 90, use: more });
  }
  await site.contract({ ...text, id, meters: [meters[0]] });
});

async function freeze(...sides: Side[]): Promise<string> {
  const frozen = await site.contracts.baselineToFreeze(await site.stored(id));
  if ('code' in frozen) throw new Error(frozen.code);
  const { contracts } = site.registry;
  expect(await contracts.freeze(id, frozen, ownViewer)).toBe('done');
  for (const side of sides) await contracts.sign(id, side, frozen.sha256, ownViewer);
  return frozen.sha256;
}
const baseline = async () => site.contracts.baseline(await site.stored(id));
const codes = async () => (await baseline()).problems.map(({ code }) => code);
const payable = async () => Number((await site.settled(id, '2026-02')).settlement.payable);

const changes = () =>
  [
    ['another base period', { base: { from: '2025-01-01', to: '2025-04-30' } }, '基准期或建模方法不同'],
    ['another method', { method: 'monthly' }, '基准期或建模方法不同'],
    ['a meter more', { meters }, `新增表计 ${meters[1]!}`],
    ['another meter', { meters: [meters[1]] }, `移出表计 ${meters[0]!}`],
  ] as const;

describe('a baseline that was frozen and that nobody signed', () => {
  it.each([0, 1, 2, 3])('counts for the text that it was frozen with, not for one that changed (%i)', async (at) => {
    const before = await payable();
    const old = await freeze();
    expect(await baseline()).toMatchObject({ state: 'frozen', sha256: old, problems: [] });
    const [, changed, words] = changes()[at]!;
    await site.contract({ ...text, id, meters: [meters[0]], ...changed });
    const said = await baseline();
    expect([said.state, said.at, said.problems.map(({ code }) => code)]).toEqual([
      'draft',
      null,
      ['contract.baseline-outdated'],
    ]);
    expect(said.problems[0]!.message.zh).toContain(words);
    expect(said.sha256).not.toBe(old);
    const { inputs } = await site.settled(id, '2026-02');
    expect(inputs.meters.map(({ frozen }) => frozen)).not.toContain(true);
    if (at === 0) expect(await payable()).toBeLessThan(before - 100);
    // Freezing again replaces it; the old text has nothing frozen then.
    const again = await freeze();
    expect(await baseline()).toMatchObject({ state: 'frozen', sha256: again, problems: [] });
    await site.contract({ ...text, id, meters: [meters[0]], base: { from: '2025-02-01', to: '2025-12-31' } });
    expect((await baseline()).state).toBe('draft');
  });

  it('goes on counting when something else of the text changes, and again when the text is as it was', async () => {
    const old = await freeze();
    await site.contract({ ...text, id, meters: [meters[0]], price: 0.9 });
    expect(await baseline()).toMatchObject({ state: 'frozen', sha256: old, problems: [] });
    await site.contract({ ...text, id, meters: [meters[0]], method: 'hourly' });
    expect(await codes()).toEqual(['contract.baseline-outdated']);
    await site.contract({ ...text, id, meters: [meters[0]], method: 'daily' });
    expect(await baseline()).toMatchObject({ state: 'frozen', sha256: old, problems: [] });
  });
});

it('what was signed counts whatever the text says since, and says that the text has changed', async () => {
  const signed = await freeze('owner', 'contractor');
  const before = await payable();
  await site.contract({ ...text, id, meters: [meters[0]], base: { from: '2025-01-01', to: '2025-04-30' } });
  const said = await baseline();
  expect(said).toMatchObject({ state: 'signed', sha256: signed });
  expect(said.problems.map(({ code }) => code)).toEqual(['contract.text-changed']);
  expect(said.problems[0]!.message.en).toContain('another base period or method');
  expect(await payable()).toBe(before);
});
