import { afterAll, beforeAll, expect, it } from 'vitest';
import { day, hour, minute, monday, send, settle, type Sent } from '../contract/field.ts';
import { fewRows, Site, until } from './testing/field.ts';

/** The same arrivals in a store that lets go of what is old, and in one that keeps everything. */
const pruning = new Site();
const keeping = new Site();
beforeAll(async () => {
  await pruning.open();
  await keeping.openEmbedded();
}, 60_000);
afterAll(async () => {
  await pruning.close();
  await keeping.close();
});

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): () => number {
  return () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
}

/** A register with gaps, resets and odd values; a temperature that is sent now and then; a point that came once. */
function messy(random: () => number): Sent[] {
  const sent: Sent[] = [];
  let register = 500;
  for (let ts = monday; ts < monday + 45 * day;) {
    const chance = random();
    ts += chance < 0.02 ? 30 * hour * random() : chance < 0.2 ? 3 * hour * random() : 30 * minute;
    ts = Math.round(ts);
    register = chance > 0.995 ? 1 : register + random() * 3;
    const shown = chance > 0.98 && chance < 0.985 ? 0 : Number(register.toFixed(2));
    sent.push([
      ts,
      {
        ...(random() < 0.9 && { energy_kwh: shown }),
        ...(random() < 0.05 && { temperature_c: Math.round(random() * 300) / 10 }),
        ...(sent.length === 40 && { volume_m3: 3 }),
        power_kw: Math.round(random() * 100) / 10,
      },
    ]);
  }
  return sent;
}

it('what arrives around the edge of the window is derived to the same bytes as with everything at hand', async () => {
  const random = numbers(20_261_123);
  const meters = ['EDGE-1', 'EDGE-2', 'EDGE-3'];
  const both = async (meter: string, ...readings: Sent[]) => {
    await Promise.all([pruning, keeping].map(({ store }) => send(store, meter, ...readings)));
  };
  const same = async () => {
    await Promise.all([settle(pruning.store), settle(keeping.store)]);
    const expected = await keeping.store.contentHash();
    await until('the same bytes', async () => (await pruning.store.contentHash()).sha256 === expected.sha256);
  };
  for (const meter of meters) await both(meter, ...messy(random));
  await same();
  for (const meter of meters) await pruning.pruned(meter);

  const edge = pruning.now - 5 * day;
  let withoutHistory = 0;
  for (let round = 0; round < 12; round++) {
    const meter = meters[round % meters.length]!;
    // First inside the window, where deriving looks back over its edge; then around it, where history must come back.
    const inside = round < 6;
    const ts = Math.round(edge + (inside ? (1.8 + random()) * day : (random() - 0.5) * 2 * day));
    await both(meter, [ts, { energy_kwh: Number((600 + random() * 900).toFixed(2)), temperature_c: 21 }]);
    await until('it is judged', async () => (await pruning.store.quarantine({ limit: 1, state: 'open' })).length === 0);
    await same();
    if (pruning.rowsHere(meter) < fewRows) withoutHistory++;
  }
  expect(withoutHistory).toBeGreaterThan(2);
  pruning.now += 2 * hour;
  for (const meter of meters) await pruning.pruned(meter);
  await both('EDGE-1', [edge + day, { energy_kwh: 777, volume_m3: 4 }]);
  await same();
}, 120_000);
