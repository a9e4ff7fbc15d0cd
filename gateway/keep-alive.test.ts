import { afterEach, describe, expect, it } from 'vitest';
import { FakeDirectory } from './fakes/directory.ts';
import { publishPacket, until } from './fakes/raw-client.ts';
import { World } from './fakes/world.ts';

let world: World;
let now: number;
afterEach(() => world.stop());

async function city(limits: Parameters<typeof World.start>[1] = {}): Promise<void> {
  now = 0;
  world = await World.start(new FakeDirectory(['M1', 'M2']), limits, { clock: () => now });
}

async function sweeps(): Promise<void> {
  const since = performance.now();
  await until(() => performance.now() - since > 600, 'two sweeps');
}

describe('silence', () => {
  it('of 1.5 times the keep-alive closes, not less', async () => {
    await city();
    const meter = await world.device('M1', { keepalive: 60 });
    now = 89_000;
    await sweeps();
    expect(meter.closed).toBe(false);
    now = 91_000;
    await meter.untilClosed();
    expect(await world.metric('connections_closed_total', { reason: 'keep-alive' })).toBe(1);
    expect(world.logs()).toContainEqual(expect.objectContaining({ who: 'M1', reason: 'keep-alive' }));
    expect(world.gateway.door('M1')?.lastClosed).toMatchObject({ reason: 'keep-alive', detail: 'silent for 91 s' });
  });

  it('each packet is a sign of life', async () => {
    await city();
    const meter = await world.device('M1', { keepalive: 60 });
    for (let i = 0; i < 3; i++) {
      now += 80_000;
      await meter.ping();
      await sweeps();
    }
    expect(meter.closed).toBe(false);
  });

  it('a large message over a slow line too, but not a byte now and then', async () => {
    await city();
    const trickling = await world.device('M1', { keepalive: 10 });
    const slow = await world.device('M2', { keepalive: 10 });
    const begin = Buffer.concat([
      Buffer.from([0x32, 0x80, 0x80, 0x04]),
      Buffer.from([0, 14]),
      Buffer.from('v1/M2/readings'),
    ]);
    slow.sendBytes(begin);
    trickling.sendBytes(begin);
    await sweeps();
    for (let i = 0; i < 4; i++) {
      now += 8_000;
      slow.sendBytes(Buffer.alloc(2_000));
      trickling.sendBytes(Buffer.alloc(10));
      await sweeps();
    }
    await trickling.untilClosed();
    expect(slow.closed).toBe(false);
  });

  it.each([
    ['that asked for none', 0],
    ['that asked for eighteen hours', 65_535],
  ])('of a client %s has an end too', async (_, keepalive) => {
    await city({ silenceMs: 3_600_000 });
    const meter = await world.device('M1', { keepalive });
    now = 3_599_000;
    await sweeps();
    expect(meter.closed).toBe(false);
    now = 3_601_000;
    await meter.untilClosed();
    expect(await world.metric('connections_closed_total', { reason: 'silent' })).toBe(1);
  });

  it('while its message waits for the disk it is the gateway that is silent', async () => {
    await city({ acknowledgeWithinMs: 60_000 });
    world.sink.mode = 'hold';
    const meter = await world.device('M1', { keepalive: 1 });
    meter.send(publishPacket('v1/M1/readings', 1));
    await until(() => world.sink.waiting.length === 1, 'the message at the sink');
    now += 10_000;
    await sweeps();
    expect(meter.closed).toBe(false);
    world.sink.release();
    await until(() => meter.pubacks().length === 1, 'PUBACK');
  });

  it('its will is published', async () => {
    await city();
    const will = { topic: 'v1/M1/status', payload: '{"online":false}', qos: 1, retain: true } as const;
    const meter = await world.device('M1', { keepalive: 5, will });
    now += 8_000;
    await meter.untilClosed();
    expect(await world.metric('messages_total', { use: 'status' })).toBe(1);
  });
});
