import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishPacket, until, type RawClient } from '../../gateway/fakes/raw-client.ts';
import { inFull } from '../support/hostile/in-full.ts';
import { liveMemoryOf, memoryOf } from '../support/hostile/memory.ts';
import { Siege } from '../support/hostile/siege.ts';

// Nothing that one of these clients does is forbidden: they are many, or they are the same one twice.

const ids = Array.from({ length: inFull ? 10_000 : 1_000 }, (_, i) => `E-${i}`);
const sessions = inFull ? 5_000 : 1_000;
/** What one idle device may cost the process over plain TCP. */
const KIB_OF_A_DEVICE = 40;
/** What stays of a meter that has reported: its newest readings, its activity, what the door knows of it. */
const KIB_OF_A_METER = 4;

let siege: Siege;
beforeAll(async () => {
  siege = await Siege.start({ devices: ['TWIN', ...ids] });
}, 120_000);
afterAll(() => siege.stop());

/** Does something for each of many, so many at a time. */
async function abreast<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}

test('two devices with one identity throw each other out: a minute’s worth of times, then the one that has it keeps it', async () => {
  await siege.endure('a storm of take-overs', async () => {
    const codes: (number | 'closed')[] = [];
    let holder: RawClient | undefined;
    for (let i = 0; i < 300; i++) {
      const next = siege.attacker();
      const code = await next.login('TWIN', { clientId: 'twin' });
      codes.push(code);
      if (code === 0) holder = next;
    }
    expect(codes.filter((code) => code === 0).length).toBeLessThan(30);
    expect(codes.at(-1)).toBe(3);
    await holder!.ping();
    expect(holder!.closed, 'who has the id keeps it').toBe(false);
  });
  expect((await siege.metrics()).counted('logins_refused', 'reason', 'take-over-storm')).toBeGreaterThan(270);
});

test('two that change places without end, each as soon as the other is in', async () => {
  await siege.endure('two clients that take over in turns', async () => {
    const twins = await Promise.all(
      ['a', 'b'].map(async () => {
        let served = 0;
        for (let i = 0; i < 100; i++) {
          const client = siege.attacker();
          if ((await client.login('TWIN', { clientId: 'twins' })) === 0) served++;
          // A device tries again as soon as its line is cut.
          if (served > 0 && i < 99 && !client.closed) await client.hangUp();
        }
        return served;
      }),
    );
    expect(Math.max(...twins)).toBeGreaterThan(0);
  });
});

test(`${sessions} short sessions: connect, publish, disconnect (5,000 with HOSTILE=full)`, async () => {
  const ts = Date.now() - 30 * 86_400_000;
  const comers = ids.slice(0, sessions);
  const run = (): Promise<void> =>
    abreast(comers, 50, async (id) => {
      const client = await siege.insider(id);
      client.send(publishPacket(`v1/${id}/readings`, 1, `{"ts":${ts},"values":{"energy_kwh":1}}`));
      await until(() => client.pubacks().length === 1 || client.closed, 'PUBACK');
      expect(client.pubacks()).toEqual([1]);
      client.send({ cmd: 'disconnect' });
      await client.untilClosed();
    });
  await siege.endure(`${sessions} short sessions`, run, { kept: mebibytes(comers.length * KIB_OF_A_METER) });
  for (const id of [comers[0], comers.at(-1)]) {
    const ledger = await siege.product.get(`/api/v1/ingest/ledger?meter=${id}`);
    expect(ledger, id).toMatchObject({ received: 1, stored: 1 });
  }
});

test(`${ids.length} idle devices, logged in and silent (10,000 with HOSTILE=full)`, async () => {
  const before = await liveMemoryOf(siege.product);
  const most = 64 + mebibytes(ids.length * KIB_OF_A_DEVICE);
  const stand = async (): Promise<void> => {
    await abreast(ids, 100, async (id) => void (await siege.insider(id, { keepalive: 600 })));
    expect((await siege.metrics()).value('wattsteward_mqtt_connections')).toBe(ids.length + 1);
    const { rss } = await memoryOf(siege.product);
    expect(rss - before.rss, 'MiB resident more').toBeLessThan(most);
  };
  await siege.endure(`${ids.length} idle devices`, stand, { most });
});

function mebibytes(kib: number): number {
  return Math.ceil(kib / 1024);
}
