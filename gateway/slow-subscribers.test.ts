import { connect, type Socket } from 'node:net';
import mqtt from 'mqtt-packet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { account, FakeDirectory } from './fakes/directory.ts';
import { connectPacket, publishPacket, until, type RawClient } from './fakes/raw-client.ts';
import { hears, subscribe } from './fakes/subscriber.ts';
import { World } from './fakes/world.ts';

const KIB = 1024;

describe('a subscriber that does not keep up', () => {
  let world: World;
  let meter: RawClient;
  const sockets: Socket[] = [];
  beforeEach(async () => {
    const all = { publish: ['#'], subscribe: ['#'], retained: true };
    world = await World.start(new FakeDirectory(['M1'], [account('slow', all), account('quick', all)]), {
      drainWithinMs: 2_000,
      inFlightOfSession: 10,
      queuedMessagesOfSession: 100,
      queuedBytesOfSession: 1024 * KIB,
    });
    meter = await world.device('M1');
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await world.stop();
  });

  /** Logs in, sends this and never reads a byte. */
  async function neverReads(...packets: mqtt.Packet[]): Promise<Socket> {
    const socket = connect(world.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.pause();
    sockets.push(socket);
    const before = world.gateway.connected;
    const hello = connectPacket('slow', { clientId: `slow ${sockets.length}` });
    socket.write(Buffer.concat([hello, ...packets].map((packet) => mqtt.generate(packet))));
    await until(() => world.gateway.connected > before, 'its login');
    return socket;
  }

  const listens = (qos: 0 | 1 | 2): mqtt.Packet => {
    return { cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'v1/#', qos }] };
  };

  /** Waits for each PUBACK: returns the slowest, ms. */
  async function reads(count: number, bytes: number): Promise<number> {
    let slowest = 0;
    for (let at = 0; at < count; at++) {
      const since = performance.now();
      const before = meter.pubacks().length;
      meter.send(publishPacket('v1/M1/readings', (at % 65_535) + 1, 'x'.repeat(bytes)));
      await until(() => meter.pubacks().length > before, 'PUBACK');
      slowest = Math.max(slowest, performance.now() - since);
    }
    return slowest;
  }

  it.each([0, 1, 2] as const)('at QoS %i, reading nothing: closed, and meters never wait for it', async (qos) => {
    await neverReads(listens(qos));
    const quick = await world.device('quick');
    await subscribe(quick, 'v1/# 0');
    const slowest = await reads(100, 100 * KIB);
    expect(slowest).toBeLessThan(1_500);
    await until(() => world.gateway.connected === 2, 'its end');
    expect(await world.metric('connections_closed_total', { reason: 'slow-reader' })).toBe(1);
    expect(await world.metric('queued_bytes')).toBe(0);
    await hears(quick, 100);
  });

  it('reading and never acknowledging: so many are in flight, so many wait, then it is closed', async () => {
    const deaf = await world.device('slow');
    await subscribe(deaf, 'v1/# 1');
    await reads(110, 10);
    await deaf.ping();
    expect(deaf.acks('publish')).toHaveLength(10);
    expect(deaf.closed).toBe(false);
    await reads(1, 10);
    await deaf.untilClosed();
    expect(await world.metric('connections_closed_total', { reason: 'slow-reader' })).toBe(1);
    expect(world.logs()).toContainEqual(expect.objectContaining({ who: 'slow', reason: 'slow-reader' }));
  });

  it('QoS 0 beyond its queue is dropped and counted while its line is full', async () => {
    await neverReads(listens(0));
    for (let at = 0; at < 400; at++) meter.send(publishPacket('v1/M1/status', 1, 'x'.repeat(64 * KIB), { qos: 0 }));
    await meter.ping();
    expect(await world.metric('dropped_total', { what: 'delivery' })).toBeGreaterThan(0);
    expect(await world.metric('queued_bytes')).toBeLessThanOrEqual(1024 * KIB);
  });

  it('asking for everything retained again and again without reading holds nothing of it', async () => {
    const quick = await world.device('quick');
    for (let at = 0; at < 200; at++) quick.send(publishPacket(`r/${at}`, 1, 'x'.repeat(50 * KIB), { retain: true }));
    await quick.ping();
    const again: mqtt.Packet = { cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: '#', qos: 0 }] };
    const greedy = await neverReads();
    for (let times = 0; times < 2_000; times++) greedy.write(mqtt.generate(again));
    await until(() => world.gateway.connected === 2, 'its end');
    expect(await world.metric('queued_bytes')).toBe(0);
    await quick.ping();
  });
});
