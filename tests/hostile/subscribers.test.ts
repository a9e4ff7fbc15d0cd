import { afterAll, beforeAll, expect, test } from 'vitest';
import { secretOf } from '../../gateway/fakes/directory.ts';
import { publishPacket, type RawClient } from '../../gateway/fakes/raw-client.ts';
import { published, subscribe } from '../../gateway/fakes/subscriber.ts';
import { Siege } from '../support/hostile/siege.ts';
import { until } from '../support/product.ts';

// Programs that subscribe to a city and then don't take what they asked for: nobody else may wait for them.

const KIB = 1024;
const all = { publish: ['#'], subscribe: ['#'], retained: true };

let siege: Siege;
let sender: RawClient;
beforeAll(async () => {
  siege = await Siege.start({
    devices: [],
    portfolio: { accounts: ['sender', 'deaf'].map((id) => ({ id, secret: secretOf(id), ...all })) },
    env: { WATTSTEWARD_LIMIT_DRAIN_WITHIN_MS: '1000', WATTSTEWARD_LIMIT_QUEUED_MESSAGES_OF_SESSION: '5000' },
  });
});
afterAll(() => siege.stop());

/** Messages of 32 KiB to whoever listens, each acknowledged by the product before more than some of them follow. */
async function flood(count: number): Promise<void> {
  const payload = 'x'.repeat(32 * KIB);
  for (let sent = 0; sent < count;) {
    for (let i = 0; i < 50 && sent < count; i++) sender.send(publishPacket('noise', ++sent, payload));
    await until('PUBACKs', () => sender.pubacks().length >= sent || sender.closed || null);
  }
  expect(sender.closed, 'the sender was thrown out').toBe(false);
}

const closedFor = async (reason: string): Promise<number> =>
  (await siege.metrics()).counted('connections_closed', 'reason', reason);

test('20 programs that stop reading: the rest is not kept for them, and they are closed', async () => {
  await siege.endure('20 subscribers that stop reading', async () => {
    sender = await siege.insider('sender');
    const deaf = await siege.insiders(20, 'deaf');
    for (const client of deaf) {
      await subscribe(client, 'noise', 'v1/# 0');
      client.stopReading();
    }
    await flood(1_500);
    await until('all of them to be closed', async () => (await closedFor('slow-reader')) === 20 || null);
  });
});

test('20 programs that read and never acknowledge: a hundred messages each, the rest waits within its bound', async () => {
  const before = await closedFor('slow-reader');
  await siege.endure('20 subscribers that never acknowledge', async () => {
    sender = await siege.insider('sender');
    const silent = await siege.insiders(20, 'deaf');
    for (const client of silent) await subscribe(client, 'noise');
    await flood(1_500);
    for (const client of silent) expect(published(client).length).toBeLessThanOrEqual(100);
    // 16 MiB for one of them, and a hundred and twenty-eight for all: over it they are closed.
    await until('all of them to be closed', async () => (await closedFor('slow-reader')) - before === 20 || null);
  });
});

test('100 sessions that are left behind and never asked for again: bounded, and the newest is lost', async () => {
  await siege.endure('100 absent sessions', async () => {
    sender = await siege.insider('sender');
    for (let i = 0; i < 100; i++) {
      const client = await siege.insider('deaf', { clientId: `gone ${i}`, clean: false });
      await subscribe(client, 'noise');
      await client.hangUp();
    }
    await flood(1_500);
    const metrics = await siege.metrics();
    expect(metrics.value('wattsteward_mqtt_absent_sessions')).toBe(100);
    expect(metrics.value('wattsteward_mqtt_queued_bytes')).toBeLessThanOrEqual(128 * KIB * KIB);
    expect(metrics.counted('dropped', 'what', 'delivery')).toBeGreaterThan(0);
    // Who comes back with a clean session wants none of it.
    for (let i = 0; i < 100; i++) await (await siege.insider('deaf', { clientId: `gone ${i}` })).hangUp();
  });
  expect((await siege.metrics()).value('wattsteward_mqtt_queued_bytes')).toBe(0);
});
