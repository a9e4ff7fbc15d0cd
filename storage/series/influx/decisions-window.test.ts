import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Decision } from '../../../domain/metering/decision.ts';
import { day, minute, monday, plainRules, send, settle } from '../contract/field.ts';
import { end, history, Site, until } from './testing/field.ts';

const point = 'energy_kwh';
const [from, to] = [monday + 3 * day, monday + 4 * day];
const amount: Decision = { kind: 'amount', point, from, to, used: 500 };
const decided =
  (...meters: string[]) =>
  (meter: string) =>
    meters.includes(meter) ? { ...plainRules, decisions: [amount] } : plainRules;

const site = new Site();
beforeAll(async () => {
  await site.open();
  for (const meter of ['DECIDED', 'UNDONE']) await send(site.store, meter, ...history);
  await settle(site.store);
  for (const meter of ['DECIDED', 'UNDONE']) await site.pruned(meter);
  site.faults({ away: 'unreachable' });
  await until('the server is away', async () => {
    await send(site.store, 'LIVE', [(site.now += minute), { power_kw: 1 }]);
    return site.state.state === 'away';
  });
}, 60_000);
afterAll(() => site.close());

const used = async (meter: string, at: number) =>
  (await site.store.intervals(meter, point, '1d', at, at + 1)).value[0] as number;

it('a decision on what only the server has waits for it, and what the meter says now does not wait with it', async () => {
  for (const meter of ['DECIDED', 'UNDONE']) {
    await site.store.markDirty([{ meter, from, to }]);
    await settle(site.store, decided('DECIDED', 'UNDONE'));
    expect(await used(meter, from)).toBeCloseTo(24, 0);
    const register = history.at(-1)![1].energy_kwh!;
    await send(
      site.store,
      meter,
      [end, { energy_kwh: register + 1 }],
      [end + 15 * minute, { energy_kwh: register + 9 }],
    );
    await settle(site.store, decided('DECIDED', 'UNDONE'));
    expect(await used(meter, end)).toBe(8);
  }
  // Undone before anybody saw it.
  await site.store.markDirty([{ meter: 'UNDONE', from, to }]);
  await settle(site.store, decided('DECIDED'));

  site.faults({});
  await until('the decision counts', async () => (await used('DECIDED', from)) === 500);
  await until('nothing lags', async () => (await site.store.dirty(9)).length === 0);
  expect(await used('UNDONE', from)).toBeCloseTo(24, 0);
  const requests = ['DECIDED', 'UNDONE', 'LIVE'].map((meter) => ({ meter, rules: decided('DECIDED')(meter) }));
  const content = await site.store.contentHash();
  expect(await site.store.rebuild(requests)).toEqual(content);
}, 60_000);
