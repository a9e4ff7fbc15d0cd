import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { isLoopback } from './address.ts';
import { Admittance } from './admittance.ts';
import { FakeDirectory } from './fakes/directory.ts';
import { until } from './fakes/raw-client.ts';
import { World } from './fakes/world.ts';
import { LIMITS, type GatewayLimits } from './limits.ts';
import { GatewayMetrics } from './metrics.ts';
import { RareLog } from './rare-log.ts';

let world: World;
afterEach(() => world.stop());

async function city(limits: Partial<GatewayLimits>, from: 'here' | 'far'): Promise<void> {
  const change = from === 'far' ? { isExempt: () => false } : {};
  world = await World.start(new FakeDirectory(['M1', 'M2', 'M3']), limits, change);
}

it('TCP asks a silent peer whether it is still there, whatever keep-alive it asked for', async () => {
  await city({}, 'here');
  const asked: unknown[] = [];
  const socket = Object.assign(new PassThrough(), { setKeepAlive: (...how: unknown[]) => asked.push(how) });
  const log = new RareLog(pino({ level: 'silent' }), () => 0);
  const limits = { ...LIMITS, probeAfterMs: 45_000 };
  new Admittance(limits, () => 0, isLoopback, new GatewayMetrics(), log).admits(socket as unknown as Socket);
  expect(asked).toEqual([[true, 45_000]]);
});

describe('places at the door', () => {
  it('one connection too many is closed, whoever it is; when one leaves there is room', async () => {
    await city({ connections: 2 }, 'here');
    const [first] = [await world.device('M1'), await world.device('M2')];
    expect(await world.stranger().login('M3')).toBe('closed');
    expect(await world.metric('connections_refused_total', { reason: 'connections' })).toBe(1);
    await first!.hangUp();
    await until(() => world.gateway.connected === 1, 'the place to be free');
    await world.device('M3');
  });

  it('one too many of an address', async () => {
    await city({ connectionsByAddress: 2 }, 'far');
    const first = await world.device('M1');
    await world.device('M2');
    expect(await world.stranger().login('M3')).toBe('closed');
    expect(await world.metric('connections_refused_total', { reason: 'address' })).toBe(1);
    expect(world.logs()).toContainEqual(expect.objectContaining({ who: '127.0.0.1', reason: 'address' }));
    await first.hangUp();
    await until(() => world.gateway.connected === 1, 'the place to be free');
    await world.device('M3');
  });

  it('too many a second of an address: a minute of them at once, then its rate', async () => {
    await city({ connectsByAddress: 1 }, 'far');
    for (let i = 0; i < 60; i++) await (await world.device('M1', { clientId: `c${i % 5}` })).hangUp();
    expect(await world.stranger().login('M2')).toBe('closed');
    expect(await world.metric('connections_refused_total', { reason: 'address-rate' })).toBeGreaterThanOrEqual(1);
    world.passed += 2_000;
    await world.device('M2');
  });

  it('loopback is exempt from both', async () => {
    await city({ connectionsByAddress: 1, connectsByAddress: 1, takeOversPerMinute: 1_000 }, 'here');
    for (let i = 0; i < 61; i++) await (await world.device('M1')).hangUp();
    await Promise.all([world.device('M1'), world.device('M2'), world.device('M3')]);
    expect(await world.metric('connections_refused_total')).toBe(0);
  });
});
