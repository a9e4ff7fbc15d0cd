import { afterEach, describe, expect, it } from 'vitest';
import { account, FakeDirectory } from './fakes/directory.ts';
import { connectPacket, publishPacket, until, type RawClient } from './fakes/raw-client.ts';
import { World } from './fakes/world.ts';
import type { GatewayLimits } from './limits.ts';

const SERVER_UNAVAILABLE = 3;

let world: World;
afterEach(() => world.stop());

async function city(limits: Partial<GatewayLimits> = {}): Promise<void> {
  const head = account('headquarters', { publish: ['notes/#'], subscribe: ['#'], retained: true });
  world = await World.start(new FakeDirectory(['M1', 'M2'], [head]), limits);
}

async function closedFor(client: RawClient, reason: string): Promise<void> {
  await client.untilClosed();
  expect(await world.metric('connections_closed_total', { reason })).toBe(1);
  expect(world.logs()).toContainEqual(expect.objectContaining({ reason }));
}

describe('before login', () => {
  it('a socket that says nothing, or half of it, is closed after the time to CONNECT', async () => {
    await city({ connectWithinMs: 100 });
    const half = world.stranger();
    half.sendBytes(Buffer.from([0x10, 0x20, 0x00]));
    await closedFor(half, 'no-connect');
  });

  it('more packets behind CONNECT than are kept', async () => {
    await city({ packetsBehindConnect: 10 });
    const hasty = world.stranger();
    hasty.send(connectPacket('M1'), ...Array.from({ length: 12 }, (_, at) => publishPacket('v1/M1/readings', at + 1)));
    await closedFor(hasty, 'packets-behind-connect');
  });

  it.each([0, 1] as const)('a hundred of QoS %i behind CONNECT are taken, and it is read on', async (qos) => {
    await city();
    const hasty = world.stranger();
    const many = Array.from({ length: 99 }, (_, at) => publishPacket('v1/M1/readings', at + 1, `n${at}`, { qos }));
    hasty.send(connectPacket('M1'), ...many);
    await until(() => world.sink.messages.length === 99, 'all of them');
    await hasty.ping();
    hasty.send(publishPacket('v1/M1/readings', 100));
    await until(() => hasty.pubacks().at(-1) === 100, 'PUBACK of a later one');
  });
});

describe('connections of one device', () => {
  it('two that share one identity: slowed down and told, and one of them stays', async () => {
    await city({ takeOversPerMinute: 3 });
    const holders = [];
    for (let i = 0; i < 4; i++) holders.push(await world.device('M1', { clientId: 'meter' }));
    const kept = holders.at(-1)!;
    expect(await world.stranger().login('M1', { clientId: 'meter' })).toBe(SERVER_UNAVAILABLE);
    await kept.ping();
    expect(kept.closed).toBe(false);
    expect(await world.metric('logins_refused_total', { reason: 'take-over-storm' })).toBe(1);
    expect(world.logs()).toContainEqual(
      expect.objectContaining({ who: 'M1', reason: 'take-over-storm', detail: expect.stringContaining('127.0.0.1') }),
    );
    world.passed += 20_000;
    await world.device('M1', { clientId: 'meter' });
  });

  it('a device whose line drops with a client id of its own each time is not kept out by its dead connections', async () => {
    await city({ connectionsOfDevice: 3 });
    const clients: RawClient[] = [];
    for (let i = 0; i < 5; i++) clients.push(await world.device('M1', { clientId: `random-${i}` }));
    await until(() => clients[1]!.closed, 'the oldest to be closed');
    expect(clients.map(({ closed }) => closed)).toEqual([true, true, false, false, false]);
    expect(world.gateway.connected).toBe(3);
    expect(await world.metric('connections_closed_total', { reason: 'too-many-connections' })).toBe(2);
  });

  it('an account may have as many as it likes', async () => {
    await city({ connectionsOfDevice: 1 });
    const clients = [];
    for (let i = 0; i < 4; i++) clients.push(await world.device('headquarters', { clientId: `page-${i}` }));
    await Promise.all(clients.map((client) => client.ping()));
    expect(world.gateway.connected).toBe(4);
  });
});

describe('after login', () => {
  it('a topic of a device that is too long', async () => {
    await city({ topicOfDevice: 100 });
    const meter = await world.device('M1');
    meter.send(publishPacket(`v1/M1/${'x'.repeat(94)}`, 1));
    await until(() => meter.pubacks().length === 1, 'PUBACK of the longest');
    meter.send(publishPacket(`v1/M1/${'x'.repeat(95)}`, 2));
    await closedFor(meter, 'topic-too-long');
  });

  it('a topic of too many levels', async () => {
    await city();
    const meter = await world.device('M1');
    meter.send(publishPacket(`v1/M1${'/x'.repeat(10)}`, 1));
    await closedFor(meter, 'topic-levels');
  });

  it('half-open QoS 2', async () => {
    await city({ halfOpenQos2: 5 });
    const meter = await world.device('M1');
    for (let id = 1; id <= 6; id++) meter.send(publishPacket('v1/M1/readings', id, 'x', { qos: 2 }));
    await closedFor(meter, 'half-open-qos2');
  });

  it('subscriptions of an account', async () => {
    await city({ subscriptionsOfAccount: 3 });
    const head = await world.device('headquarters');
    const filters = Array.from({ length: 5 }, (_, at) => ({ topic: `city/${at}`, qos: 0 as const }));
    head.send({ cmd: 'subscribe', messageId: 1, subscriptions: filters });
    await until(() => head.acks('suback').length === 1, 'SUBACK');
    expect(head.acks('suback')).toMatchObject([{ granted: [0, 0, 0, 0x80, 0x80] }]);
    expect(await world.metric('subscriptions_refused_total')).toBe(2);
  });
});

describe('retained messages of all together', () => {
  async function keptOf(...payloads: readonly string[]): Promise<number> {
    const head = await world.device('headquarters');
    for (const [at, payload] of payloads.entries()) {
      head.send(publishPacket(`notes/${at}`, at + 1, payload, { retain: true }));
    }
    await until(() => head.pubacks().length === payloads.length, 'PUBACKs');
    const later = await world.device('headquarters', { clientId: 'later' });
    later.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'notes/#', qos: 1 }] });
    await until(() => later.acks('suback').length === 1, 'SUBACK');
    await later.ping();
    return later.acks('publish').length;
  }

  it('are bounded in number: what is over is passed on, not kept', async () => {
    await city({ retainedMessages: 3 });
    expect(await keptOf('a', 'b', 'c', 'd', 'e')).toBe(3);
    expect(await world.metric('dropped_total', { what: 'retained' })).toBe(2);
    expect(await world.metric('retained_messages')).toBe(3);
    expect(world.logs()).toContainEqual(expect.objectContaining({ reason: 'retained' }));
  });

  it('and in bytes', async () => {
    await city({ retainedBytes: 25_000 });
    expect(await keptOf('x'.repeat(9_000), 'x'.repeat(9_000), 'x'.repeat(9_000))).toBe(2);
    expect(await world.metric('dropped_total', { what: 'retained' })).toBe(1);
  });
});
