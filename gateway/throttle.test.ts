import { afterEach, describe, expect, it } from 'vitest';
import { account, FakeDirectory } from './fakes/directory.ts';
import { publishPacket, until } from './fakes/raw-client.ts';
import { World } from './fakes/world.ts';
import type { GatewayLimits } from './limits.ts';

const READINGS = 'v1/M1/readings';

let world: World;
/** Time stands still unless the test moves it. */
let now: number;
afterEach(() => world.stop());

async function city(limits: Partial<GatewayLimits>): Promise<void> {
  now = 0;
  const head = account('headquarters', { publish: ['notes/#'] });
  world = await World.start(new FakeDirectory(['M1', 'M2'], [head]), limits, { clock: () => now });
}

describe('over its rate', () => {
  it('a device is read more slowly, nothing is dropped, in order', async () => {
    await city({ deviceMessagesPerSecond: 10 });
    const meter = await world.device('M1');
    const ids = Array.from({ length: 25 }, (_, at) => at + 1);
    // One read brings them all: a second's worth and a debt.
    meter.send(...ids.map((id) => publishPacket(READINGS, id, `n${id}`)));
    await until(() => meter.pubacks().length === 25, 'the read that was taken');
    meter.send(publishPacket(READINGS, 26, 'n26'));
    const ping = meter.ping();
    await stillHeld(() => meter.pubacks().length === 25);
    expect(meter.acks('pingresp')).toHaveLength(0);
    now += 1_600;
    await until(() => meter.pubacks().length === 26, 'PUBACK after the debt');
    await ping;
    expect(world.sink.payloads()).toEqual([...ids, 26].map((id) => `n${id}`));
    expect(await world.metric('reads_slowed_total', { reason: 'messages' })).toBeGreaterThanOrEqual(1);
    expect(world.logs()).toContainEqual(expect.objectContaining({ who: 'M1', reason: 'rate-messages' }));
  });

  it('of bytes: the same', async () => {
    await city({ deviceBytesPerSecond: 1_000 });
    const meter = await world.device('M1');
    meter.send(publishPacket(READINGS, 1, 'x'.repeat(3_000)));
    await until(() => meter.pubacks().length === 1, 'the large one');
    meter.send(publishPacket(READINGS, 2));
    await stillHeld(() => meter.pubacks().length === 1);
    now += 2_500;
    await until(() => meter.pubacks().length === 2, 'PUBACK after the debt');
    expect(await world.metric('reads_slowed_total', { reason: 'bytes' })).toBeGreaterThanOrEqual(1);
  });

  it.each([0, 1, 2] as const)('nothing is lost at QoS %i', async (qos) => {
    await city({ deviceMessagesPerSecond: 50 });
    const meter = await world.device('M1');
    const lines = Array.from({ length: 300 }, (_, at) => `n${at}`);
    for (const [at, line] of lines.entries()) meter.send(publishPacket(READINGS, at + 1, line, { qos }));
    await until(() => {
      now += 20;
      return world.sink.messages.length === 300;
    }, 'all of them');
    expect(world.sink.payloads()).toEqual(lines);
    expect(meter.closed).toBe(false);
  });

  it('a PINGREQ that lies unread behind it does not cost the connection', async () => {
    await city({ deviceMessagesPerSecond: 1 });
    const meter = await world.device('M1', { keepalive: 2 });
    meter.send(...Array.from({ length: 20 }, (_, at) => publishPacket(READINGS, at + 1)));
    await until(() => meter.pubacks().length === 20, 'the read that was taken');
    const ping = meter.ping();
    // Far beyond 1.5 × 2 s, and the sweep has seen it.
    for (let second = 0; second < 18; second++) {
      now += 1_000;
      if (second === 10) await sweeps();
    }
    await sweeps();
    expect(meter.closed).toBe(false);
    now += 2_000;
    await ping;
    expect(meter.acks('pingresp')).toHaveLength(1);
  });

  it('a new connection does not help: it is not read before the debt is paid', async () => {
    await city({ deviceMessagesPerSecond: 5 });
    const first = await world.device('M1', { clientId: 'a' });
    first.send(...Array.from({ length: 20 }, (_, at) => publishPacket(READINGS, at + 1)));
    await until(() => first.pubacks().length === 20, 'the read that was taken');
    await first.hangUp();
    const second = await world.device('M1', { clientId: 'b' });
    second.send(...Array.from({ length: 20 }, (_, at) => publishPacket(READINGS, at + 1)));
    await stillHeld(() => second.pubacks().length === 0);
    now += 4_000;
    await until(() => second.pubacks().length === 20, 'PUBACKs after the debt');
    expect(world.sink.messages).toHaveLength(40);
  });

  it('nor does a second one that was open before', async () => {
    await city({ deviceMessagesPerSecond: 5 });
    const [first, second] = [await world.device('M1', { clientId: 'a' }), await world.device('M1', { clientId: 'b' })];
    first.send(...Array.from({ length: 20 }, (_, at) => publishPacket(READINGS, at + 1)));
    await until(() => first.pubacks().length === 20, 'the read that was taken');
    second.send(publishPacket(READINGS, 1));
    await stillHeld(() => second.pubacks().length === 0);
    now += 4_000;
    await until(() => second.pubacks().length === 1, 'PUBACK after the debt');
  });

  it('what lay unread on a connection that was closed costs nothing', async () => {
    await city({ deviceMessagesPerSecond: 5, connectionsOfDevice: 1 });
    const first = await world.device('M1', { clientId: 'a' });
    first.send(...Array.from({ length: 20 }, (_, at) => publishPacket(READINGS, at + 1)));
    await until(() => first.pubacks().length === 20, 'the read that was taken');
    const second = await world.device('M1', { clientId: 'b' });
    second.send(...Array.from({ length: 200 }, (_, at) => publishPacket(READINGS, at + 1)));
    await stillHeld(() => second.pubacks().length === 0);
    const third = await world.device('M1', { clientId: 'c' });
    await until(() => second.closed, 'the older one to be closed');
    third.send(publishPacket(READINGS, 1));
    now += 4_000;
    await until(() => third.pubacks().length === 1, 'PUBACK after the debt of the first');
  });

  it('the neighbour is served meanwhile, and so is an account, which has no rate unless it is given one', async () => {
    await city({ deviceMessagesPerSecond: 5 });
    const meter = await world.device('M1');
    meter.send(...Array.from({ length: 20 }, (_, at) => publishPacket(READINGS, at + 1)));
    const neighbour = await world.device('M2');
    await neighbour.ping();
    const head = await world.device('headquarters');
    head.send(...Array.from({ length: 50 }, (_, at) => publishPacket('notes/1', at + 1)));
    await until(() => head.pubacks().length === 50, 'all of the account');
    await head.ping();
  });

  it('an account with a rate', async () => {
    await city({ accountMessagesPerSecond: 5 });
    const head = await world.device('headquarters');
    head.send(...Array.from({ length: 20 }, (_, at) => publishPacket('notes/1', at + 1)));
    await until(() => head.pubacks().length === 20, 'the read that was taken');
    const ping = head.ping();
    await stillHeld(() => head.acks('pingresp').length === 0);
    now += 4_000;
    await ping;
  });

  it('held by its rate and by bytes that wait: read on when both are over', async () => {
    await city({ deviceMessagesPerSecond: 2, pendingBytes: 10 });
    world.sink.mode = 'hold';
    const meter = await world.device('M1');
    meter.send(...[1, 2, 3, 4].map((id) => publishPacket(READINGS, id)));
    await until(() => world.sink.waiting.length === 4, 'the messages at the sink');
    const ping = meter.ping();
    world.sink.release();
    await until(() => meter.pubacks().length === 4, 'PUBACKs');
    await stillHeld(() => meter.acks('pingresp').length === 0);
    now += 2_000;
    await ping;
  });

  it('a device that leaves while it is held leaves nothing behind', async () => {
    await city({ deviceMessagesPerSecond: 1 });
    const meter = await world.device('M1');
    meter.send(...Array.from({ length: 10 }, (_, at) => publishPacket(READINGS, at + 1)));
    await until(() => meter.pubacks().length === 10, 'the read that was taken');
    await meter.hangUp();
    now += 10_000;
    const again = await world.device('M1');
    await again.ping();
    expect(world.gateway.connected).toBe(1);
  });
});

/** Nothing moves in what is long for a free gateway. */
async function stillHeld(condition: () => boolean): Promise<void> {
  const since = performance.now();
  await until(() => performance.now() - since > 100 || !condition(), 'a while');
  expect(condition()).toBe(true);
}

/** Longer than two sweeps. */
async function sweeps(): Promise<void> {
  const since = performance.now();
  await until(() => performance.now() - since > 600, 'two sweeps');
}
