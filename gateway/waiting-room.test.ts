import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isLoopback } from './address.ts';
import { FakeDirectory } from './fakes/directory.ts';
import { until, type RawClient } from './fakes/raw-client.ts';
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

describe('sockets that say nothing', () => {
  it('keep nobody out, and when they had time enough the oldest go', async () => {
    world = await World.start(new FakeDirectory(['M1']), { socketsBeforeConnect: 5 });
    const idle = await silent(20);
    const meter = await world.device('M1');
    expect(open(idle)).toHaveLength(20);
    world.passed += 2_500;
    await until(() => open(idle).length === 5, 'all but five to be closed');
    expect(open(idle)).toEqual([15, 16, 17, 18, 19]);
    await meter.ping();
    expect(await world.metric('connections_refused_total', { reason: 'before-connect' })).toBe(15);
    expect(await world.metric('sockets_before_connect')).toBe(5);
    expect(world.logs()).toContainEqual(expect.objectContaining({ reason: 'before-connect' }));
  });

  it('those that trickle are no better', async () => {
    world = await World.start(new FakeDirectory(['M1']), { socketsBeforeConnect: 1 });
    const trickling = await silent(3);
    for (const client of trickling) client.sendBytes(Buffer.from([0x10]));
    world.passed += 2_500;
    await until(() => open(trickling).length === 1, 'two to be closed');
  });

  it('however many come at once, room is for five times as many, and a device still comes in', async () => {
    world = await World.start(new FakeDirectory(['M1']), { socketsBeforeConnect: 2 });
    const idle = await silent(30);
    await until(() => open(idle).length === 10, 'all but ten to be closed');
    await idle[0]!.hangUp();
    await until(() => open(idle).length === 9, 'a place');
    await world.device('M1');
  });

  it('devices that send their CONNECT are never taken for them, and have no place here after', async () => {
    const ids = Array.from({ length: 60 }, (_, at) => `M${at}`);
    world = await World.start(new FakeDirectory(ids), { socketsBeforeConnect: 12 });
    const answers = await Promise.all(ids.map((id) => world.stranger().login(id)));
    expect(answers.filter((answer) => answer !== 0)).toEqual([]);
    world.passed += 2_500;
    await silent(13);
    expect(world.gateway.connected).toBe(60);
  });
});

describe('addresses far away', () => {
  let now: number;
  let room: WaitingRoom;
  beforeEach(async () => {
    world = await World.start(new FakeDirectory([]));
    now = 0;
    const log = new RareLog(pino({ level: 'silent' }), () => now);
    room = new WaitingRoom({ ...LIMITS, socketsBeforeConnect: 2 }, () => now, isLoopback, new GatewayMetrics(), log);
  });

  /** A socket as the room sees it. */
  function arrives(remoteAddress: string, bytesRead = 0): Socket {
    const socket = Object.assign(new PassThrough(), { remoteAddress, bytesRead }) as unknown as Socket;
    room.enter(socket);
    return socket;
  }
  const gone = (...sockets: Socket[]): boolean[] => sockets.map(({ destroyed }) => destroyed);

  it('of too many fresh ones the address that has most of them loses its newest', () => {
    const crowd = Array.from({ length: 10 }, () => arrives('198.51.100.1'));
    const other = arrives('203.0.113.5');
    const another = arrives('203.0.113.6');
    expect(gone(other, another)).toEqual([false, false]);
    expect(gone(...crowd).indexOf(true)).toBe(8);
  });

  it('a handshake under way gets longer, and not for ever', async () => {
    const handshakes = [arrives('203.0.113.5', 300), arrives('203.0.113.5', 300), arrives('203.0.113.5', 300)];
    const idle = [arrives('203.0.113.5'), arrives('203.0.113.5', 1), arrives('203.0.113.5', 1)];
    now = 2_500;
    await until(() => room.size === 5, 'the oldest idle one to go');
    expect(gone(...handshakes, ...idle)).toEqual([false, false, false, true, false, false]);
    now = 5_000;
    await until(() => room.size === 2, 'the oldest to go');
    expect(gone(...handshakes, ...idle)).toEqual([true, true, true, true, false, false]);
  });
});
