import { afterAll, beforeAll, expect, it } from 'vitest';
import { day, minute, monday, send, settle, stored } from '../contract/field.ts';
import { end, history, Site, until } from './testing/field.ts';

/** A month of history is several slices here, and the server refuses to give more than one at a time. */
const sliceRows = 700;
const meters = ['SECONDLY', 'LOST', 'MORE'];
const [oldTs] = history[1_000]!;

const site = new Site();
beforeAll(async () => {
  await site.open({ sliceRows });
  for (const meter of meters) await send(site.store, meter, ...history);
  for (const meter of meters) await site.pruned(meter);
  site.faults({ readsAtMost: sliceRows });
}, 60_000);
afterAll(() => site.close());

const readings = history.map(([ts, { energy_kwh }]) => [ts, energy_kwh]);

it('a month that does not fit into memory comes back in slices, whole', async () => {
  expect(await stored(site.store, 'SECONDLY', 'energy_kwh')).toEqual(readings);
});

it('a month that was brought in part, for some of it is lost, is finished when it is found again', async () => {
  const [lost] = site.content.readings('LOST').filter(({ ts }) => ts === oldTs);
  site.content.forget('LOST', oldTs);
  for (let i = 0; i < 2; i++) {
    await expect(stored(site.store, 'LOST', 'energy_kwh')).rejects.toMatchObject({
      code: 'HISTORY_DIFFERS',
      message: expect.stringContaining('no longer has 1 readings of LOST') as string,
    });
  }
  site.content.add(lost!);
  expect(await stored(site.store, 'LOST', 'energy_kwh')).toEqual(readings);
});

it('readings that another program wrote for the meter are taken, derived, and told once', async () => {
  await settle(site.store);
  const odd = (ts: number, values: Record<string, number>) =>
    site.content.add({ meter: 'MORE', ts, receivedAt: ts, values });
  for (const at of [oldTs, oldTs + 10 * day]) odd(at + minute, { co2_ppm: 700 });
  odd(monday - minute, { energy_kwh: 0 });

  const known = await stored(site.store, 'MORE', 'energy_kwh');
  expect(known).toEqual([[monday - minute, 0], ...readings]);
  await settle(site.store);
  const co2 = await site.store.intervals('MORE', 'co2_ppm', '15m', oldTs, oldTs + 15 * minute);
  expect([...co2.value]).toEqual([700]);
  expect(
    site.lines.filter((line) => line.includes('more readings than were let go of') && !line.includes('"level":20')),
  ).toHaveLength(1);

  // They go and come back as any other from now on.
  site.now = end + 2 * day;
  await until('it is pruned again', () => site.rowsHere('MORE') < 2_000);
  expect(await stored(site.store, 'MORE', 'co2_ppm')).toHaveLength(2);
  expect(site.state.lastError).toBeNull();
}, 30_000);
