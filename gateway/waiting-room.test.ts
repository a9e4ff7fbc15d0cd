import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isLoopback } from './address.ts';
import { FakeDirectory } from './fakes/directory.ts';
import { connectPacket, until, type RawClient } from './fakes/raw-client.ts';
import { World } from './fakes/world.ts';
import { LIMITS } from './limits.ts';
import { GatewayMetrics } from './metrics.ts';
import { RareLog } from './rare-log.ts';
import { WaitingRoom } from './waiting-room.ts';

let world: World;
afterEach(() => world.stop());

async function silent(count: number): Promise<RawClient[]> {
  const clients = Array.from({ length: count }, () => world.stranger());
  await until(() => clients.every(({ isOpen, closed }) => isOpen || closed), 'open sockets');
  return clients;
}

const open = (clients: readonly RawClient[]): number[] => clients.flatMap(({ closed }, at) => (closed ? [] : [at]));

describe('sockets that say nothing, from this machine', () => {
  it('the oldest go, and a device comes in at once', async () => {
    world = await World.start(new FakeDirectory(['M1']), { socketsBeforeConnect: 5 });
    const idle = await silent(20);
    await until(() => open(idle).length === 5, 'all but five to be closed');
    const meter = await world.device('M1');
    await meter.ping();
    expect(await world.metric('connections_refused_total', { reason: 'before-connect' })).toBeGreaterThanOrEqual(15);
    expect(await world.metric('sockets_before_connect')).toBeLessThanOrEqual(5);
    expect(world.logs()).toContainEqual(expect.objectContaining({ reason: 'before-connect' }));
  });

  it('those that trickle are no better', async () => {
    world = await World.start(new FakeDirectory(['M1']), { socketsBeforeConnect: 3 });
    const first = await silent(3);
    for (const client of first) client.sendBytes(Buffer.from([0x10]));
    expect(await world.stranger().login('M1')).toBe(0);
  });

  it('devices that send their CONNECT at once are never taken for them, however many come', async () => {
    const ids = Array.from({ length: 60 }, (_, at) => `M${at}`);
    world = await World.start(new FakeDirectory(ids), { socketsBeforeConnect: 4 });
    const answers = await Promise.all(ids.map((id) => world.stranger().login(id)));
    expect(answers.filter((answer) => answer !== 0)).toEqual([]);
    expect(world.gateway.connected).toBe(60);
  });

  it('who said CONNECT has no place here any more', async () => {
    world = await World.start(new FakeDirectory(['M1', 'M2']), { socketsBeforeConnect: 1 });
    const first = await world.device('M1');
    await world.device('M2');
    await silent(3);
    await first.ping();
    expect(first.closed).toBe(false);
  });
});

describe('a city behind one address', () => {
  it('those that came first get the time of a round trip; then the oldest makes room', async () => {
    world = await World.start(new FakeDirectory(['M1', 'M2']), { socketsBeforeConnect: 3 }, { isExempt: () => false });
    const first = await silent(3);
    const late = await silent(2);
    await until(() => late.every(({ closed }) => closed), 'the newest to be closed');
    expect(open(first)).toEqual([0, 1, 2]);
    first[0]!.send(connectPacket('M1'));
    await until(() => first[0]!.acks('connack').length === 1, 'CONNACK of one that came first');

    world.passed += 1_000;
    await silent(2);
    await until(() => first[1]!.closed, 'the oldest to make room');
    expect(open(first)).toEqual([0, 2]);
  });
});

describe('addresses far away', () => {
  let now: number;
  let room: WaitingRoom;
  beforeEach(async () => {
    world = await World.start(new FakeDirectory([]));
    now = 0;
    const log = new RareLog(pino({ level: 'silent' }), () => now);
    room = new WaitingRoom({ ...LIMITS, socketsBeforeConnect: 3 }, () => now, isLoopback, new GatewayMetrics(), log);
  });

  /** A socket as the room sees it. */
  function arrives(remoteAddress: string, bytesRead = 0): Socket {
    const socket = Object.assign(new PassThrough(), { remoteAddress, bytesRead }) as unknown as Socket;
    room.enter(socket);
    return socket;
  }

  async function settled(): Promise<void> {
    await until(() => room.size <= 3, 'room for all');
  }

  it('the one that has most of them makes room for the others, though its own are fresh', async () => {
    const crowd = [arrives('198.51.100.1'), arrives('198.51.100.1'), arrives('198.51.100.1')];
    const other = arrives('203.0.113.5');
    await settled();
    expect(other.destroyed).toBe(false);
    expect(crowd.map(({ destroyed }) => destroyed)).toEqual([false, false, true]);
  });

  it('a handshake under way gets longer than a round trip, and not for ever', async () => {
    const handshake = arrives('203.0.113.5', 300);
    const idle = [arrives('203.0.113.5'), arrives('203.0.113.5', 1)];
    now = 1_000;
    arrives('203.0.113.5');
    await settled();
    expect([handshake, ...idle].map(({ destroyed }) => destroyed)).toEqual([false, true, false]);
    now = 2_500;
    arrives('203.0.113.5');
    await settled();
    expect(handshake.destroyed).toBe(true);
  });
});
