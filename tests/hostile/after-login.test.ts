import { generate, type Packet } from 'mqtt-packet';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { secretOf } from '../../gateway/fakes/directory.ts';
import { connectPacket, publishPacket, type RawClient } from '../../gateway/fakes/raw-client.ts';
import { subscribe } from '../../gateway/fakes/subscriber.ts';
import { Siege } from '../support/hostile/siege.ts';
import { until } from '../support/product.ts';

// Clients of the built product that have a right to be there and abuse it: a device and a service account.

const all = { publish: ['#'], subscribe: ['#'], retained: true };

let siege: Siege;
beforeAll(async () => {
  siege = await Siege.start({
    devices: ['ROGUE'],
    portfolio: { accounts: ['program', 'listener'].map((id) => ({ id, secret: secretOf(id), ...all })) },
  });
});
afterAll(() => siege.stop());

const allClosed = (clients: readonly RawClient[]): Promise<true> =>
  until('all of them to be closed', () => clients.every(({ closed }) => closed) || null, 10_000);

const closedFor = async (reason: string): Promise<number> =>
  (await siege.metrics()).counted('connections_closed', 'reason', reason);

const refusedSubscriptions = async (): Promise<number> => {
  const metrics = await siege.metrics();
  const ofKind = (kind: string): number => metrics.counted('subscriptions_refused', 'kind', kind);
  return ofKind('device') + ofKind('account');
};

test('a PUBLISH of 32 MB, declared and sent', async () => {
  const before = await closedFor('packet-too-large');
  await siege.endure('8 × 32 MB PUBLISH', async () => {
    const clients = await siege.insiders(8, 'ROGUE');
    const publish = generate(publishPacket('v1/ROGUE/readings', 1, 'x'.repeat(32 * 2 ** 20)));
    for (const client of clients) client.sendBytes(publish);
    await allClosed(clients);
  });
  expect((await closedFor('packet-too-large')) - before).toBe(8);
});

test('wills of 60 KB, and of little more than may be', async () => {
  await siege.endure('200 wills of 60 KB, 200 of 2 KB', async () => {
    const will = (bytes: number) => ({ topic: 'v1/ROGUE/status', payload: Buffer.alloc(bytes), qos: 1, retain: true });
    const clients = Array.from({ length: 400 }, () => siege.attacker());
    for (const [i, client] of clients.entries()) {
      const connect = connectPacket('ROGUE', { clientId: `heir ${i}` });
      client.send({ ...connect, will: will(i % 2 === 0 ? 60 * 1024 : 2 * 1024) } as Packet);
    }
    await allClosed(clients);
    expect(clients.flatMap((client) => client.received)).toEqual([]);
  });
  expect(await closedFor('will')).toBe(200);
});

test('topics of 32,000 levels, published, subscribed and left behind', async () => {
  const deep = new Array(32_000).fill('a').join('/');
  await siege.endure('topics of 32,000 levels', async () => {
    const devices = await siege.insiders(5, 'ROGUE');
    for (const client of devices) client.send(publishPacket(`v1/ROGUE/${deep}`, 1));
    const programs = await siege.insiders(5, 'program');
    for (const client of programs) client.send(publishPacket(deep, 1, 'x', { retain: true }));
    await allClosed([...devices, ...programs]);
    const listener = await siege.insider('listener');
    expect(await subscribe(listener, deep, deep.replaceAll('a', '+'), `${deep}/#`)).toEqual([0x80, 0x80, 0x80]);
    const heir = siege.attacker();
    heir.send({ ...connectPacket('program'), will: { topic: deep, payload: Buffer.from('x'), qos: 0, retain: false } });
    await allClosed([heir]);
  });
  expect(await closedFor('topic-levels')).toBe(5);
  expect(await closedFor('topic-too-long')).toBe(5);
});

test('a device that subscribes to everything, in one packet and in thousands', async () => {
  const filters = ['#', '+/#', '$SYS/#', '$share/g/#', 'v1/+/readings', 'v1/BYSTANDER/commands/#', 'v1/ROGUE/#'];
  const before = await refusedSubscriptions();
  await siege.endure('a subscribe bomb of a device', async () => {
    const rogue = await siege.insider('ROGUE');
    expect(await subscribe(rogue, ...filters)).toEqual(filters.map(() => 0x80));
    const own = Array.from({ length: 5_000 }, (_, i) => `v1/ROGUE/commands/${i}`);
    const granted = await subscribe(rogue, ...own);
    expect(granted).toEqual(own.map((_, i) => (i < 10 ? 1 : 0x80)));
    for (let i = 0; i < 5_000; i++) {
      rogue.send({ cmd: 'subscribe', messageId: 1 + i, subscriptions: [{ topic: `v1/ROGUE/commands/x${i}`, qos: 1 }] });
    }
    await until('5,000 more answers', () => rogue.acks('suback').length === 5_002 || null);
    rogue.send({ cmd: 'unsubscribe', messageId: 1, unsubscriptions: own });
    await until('UNSUBACK', () => rogue.acks('unsuback').length === 1 || null);
  });
  expect((await refusedSubscriptions()) - before).toBe(filters.length + 4_990 + 5_000);
});

test('a program that subscribes to everything in every way', async () => {
  await siege.endure('a subscribe bomb of 20 programs', async () => {
    const programs = await siege.insiders(20, 'listener');
    // Each of them matches each reading: a PUBLISH looks at all of these branches.
    const levels = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) =>
      ['v1', 'BYSTANDER', 'readings'].map((level, at) => ((bits >> at) & 1 ? '+' : level)).join('/'),
    );
    const overlapping = [...levels, ...levels.map((filter) => `${filter}/#`), '#', '+/#', '+/+/#', 'v1/#'];
    const many = Array.from({ length: 10_000 }, (_, i) => `v1/+/x${i}/+/#`);
    for (const program of programs) {
      const granted = await subscribe(program, '$SYS/#', '$share/all/#', ...overlapping, ...many);
      expect(granted.slice(0, 2)).toEqual([0x80, 0x80]);
      expect((granted as number[]).filter((code) => code !== 0x80)).toHaveLength(1_000);
    }
  });
});

test('QoS 2 begun 60,000 times and never ended', async () => {
  await siege.endure('half-open QoS 2', async () => {
    const clients = await siege.insiders(4, 'ROGUE');
    for (const client of clients) {
      const packets = Array.from({ length: 60_000 }, (_, i) =>
        generate(publishPacket('v1/ROGUE/half', i + 1, '{}', { qos: 2 })),
      );
      client.sendBytes(Buffer.concat(packets));
    }
    await allClosed(clients);
  });
  expect(await closedFor('half-open-qos2')).toBe(4);
});
