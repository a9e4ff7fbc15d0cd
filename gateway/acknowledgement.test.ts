import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultIntakeLimits } from '../collector/intake.ts';
import { FakeDirectory } from './fakes/directory.ts';
import { connectPacket, publishPacket, until } from './fakes/raw-client.ts';
import { World } from './fakes/world.ts';
import { LIMITS } from './limits.ts';

const READINGS = 'v1/M1/readings';

describe('PUBACK follows the commit', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.start(new FakeDirectory(['M1', 'M2']));
  });
  afterEach(() => world.stop());

  it('hands the message over as it came, under the id that logged in', async () => {
    const meter = await world.device('M1');
    meter.send(publishPacket(READINGS, 1, '{"values":{"energy_kwh":12345.67}}'));
    await until(() => meter.pubacks().length === 1, 'PUBACK');
    expect(world.sink.messages).toMatchObject([
      { source: 'mqtt', publisher: 'M1', publisherKind: 'device', topic: READINGS, receivedAt: world.now },
    ]);
    expect(world.sink.payloads()).toEqual(['{"values":{"energy_kwh":12345.67}}']);
  });

  it('a commit that takes a second: no PUBACK before it', async () => {
    world.sink.mode = 'hold';
    const meter = await world.device('M1');
    meter.send(publishPacket(READINGS, 1));
    await until(() => world.sink.waiting.length === 1, 'the message at the sink');
    const sentAt = performance.now();
    await until(() => performance.now() - sentAt > 1_000, 'a second');
    expect(meter.pubacks()).toEqual([]);
    world.sink.release();
    await until(() => meter.pubacks().length === 1, 'PUBACK');
    expect(meter.closed).toBe(false);
  });

  it('a commit that fails closes the connection, and the second try is acknowledged', async () => {
    world.sink.mode = 'fail';
    const meter = await world.device('M1');
    meter.send(publishPacket(READINGS, 7, 'first'));
    await meter.untilClosed();
    expect(meter.pubacks()).toEqual([]);
    expect(await world.metric('connections_closed_total', { reason: 'commit-failed' })).toBe(1);

    world.sink.mode = 'commit';
    const again = await world.device('M1');
    again.send(publishPacket(READINGS, 7, 'first', { dup: true }));
    await until(() => again.pubacks().length === 1, 'PUBACK');
    expect(world.sink.payloads()).toEqual(['first', 'first']);
  });

  it('a sink that never answers: closed after two seconds, and its late answer changes nothing', async () => {
    world.sink.mode = 'hold';
    const meter = await world.device('M1');
    const sentAt = performance.now();
    meter.send(publishPacket(READINGS, 1));
    await meter.untilClosed();
    expect(performance.now() - sentAt).toBeGreaterThanOrEqual(1_950);
    expect(meter.pubacks()).toEqual([]);
    expect(await world.metric('connections_closed_total', { reason: 'commit-slow' })).toBe(1);
    world.sink.release();
    expect(await world.metric('pending_messages')).toBe(0);
  });

  it('1,000 pipelined messages are acknowledged in order although their commits end backwards', async () => {
    world.sink.mode = 'hold';
    const meter = await world.device('M1');
    const ids = Array.from({ length: 1_000 }, (_, at) => at + 1);
    meter.send(...ids.map((id) => publishPacket(READINGS, id)));
    while (meter.pubacks().length < 1_000) {
      await until(() => world.sink.waiting.length > 0 || meter.pubacks().length === 1_000, 'messages at the sink');
      world.sink.release('newest-first');
    }
    expect(meter.pubacks()).toEqual(ids);
  });

  it('a status waits behind the readings that came before it', async () => {
    world.sink.mode = 'hold';
    const meter = await world.device('M1');
    meter.send(publishPacket(READINGS, 1), publishPacket('v1/M1/status', 2), publishPacket(READINGS, 3));
    await until(() => world.sink.waiting.length === 2, 'both readings at the sink');
    expect(meter.pubacks()).toEqual([]);
    world.sink.release('newest-first');
    await until(() => meter.pubacks().length === 3, 'three PUBACKs');
    expect(meter.pubacks()).toEqual([1, 2, 3]);
  });

  it('one failed commit: nothing after it is acknowledged', async () => {
    world.sink.mode = 'hold';
    const meter = await world.device('M1');
    meter.send(...[1, 2, 3].map((id) => publishPacket(READINGS, id)));
    await until(() => world.sink.waiting.length === 3, 'three messages at the sink');
    const [first, second, third] = world.sink.waiting.splice(0);
    third!();
    first!();
    await until(() => meter.pubacks().length === 1, 'the first PUBACK');
    second!(new Error('disk full'));
    await meter.untilClosed();
    expect(meter.pubacks()).toEqual([1]);
  });

  it('messages sent right behind CONNECT, in pieces, keep their order', async () => {
    const meter = world.stranger();
    meter.send(connectPacket('M1'), ...[1, 2, 3].map((id) => publishPacket(READINGS, id, `n${id}`)));
    for (let id = 4; id <= 60; id++) meter.send(publishPacket(READINGS, id, `n${id}`));
    await until(() => meter.pubacks().length === 60, '60 PUBACKs');
    const inOrder = Array.from({ length: 60 }, (_, at) => at + 1);
    expect(meter.pubacks()).toEqual(inOrder);
    expect(world.sink.payloads()).toEqual(inOrder.map((id) => `n${id}`));
  });

  it('a device that goes away while its message waits: it is stored, and nothing breaks', async () => {
    world.sink.mode = 'hold';
    const meter = await world.device('M1');
    meter.send(publishPacket(READINGS, 1), publishPacket(READINGS, 2));
    await until(() => world.sink.waiting.length === 2, 'the messages at the sink');
    await meter.hangUp();
    await until(() => world.gateway.connected === 0, 'the session to end');
    world.sink.release();
    expect(world.sink.messages).toHaveLength(2);
    expect(world.logLines).toEqual([]);

    world.sink.mode = 'commit';
    const again = await world.device('M1');
    again.send(publishPacket(READINGS, 3));
    await until(() => again.pubacks().length === 1, 'PUBACK on the next connection');
    expect(await world.metric('connections_closed_total', { reason: 'network' })).toBe(1);
    expect(world.logLines).toEqual([]);
  });

  it('QoS 2 is received after the commit', async () => {
    world.sink.mode = 'hold';
    const meter = await world.device('M1');
    meter.send(publishPacket(READINGS, 5, 'x', { qos: 2 }));
    await until(() => world.sink.waiting.length === 1, 'the message at the sink');
    await meter.ping();
    expect(meter.acks('pubrec')).toEqual([]);
    world.sink.release();
    await until(() => meter.acks('pubrec').length === 1, 'PUBREC');
    meter.send({ cmd: 'pubrel', messageId: 5 });
    await until(() => meter.acks('pubcomp').length === 1, 'PUBCOMP');
  });

  it('QoS 0 is handed over and not waited for', async () => {
    world.sink.mode = 'hold';
    const meter = await world.device('M1');
    meter.send(...['a', 'b', 'c'].map((text) => publishPacket(READINGS, 0, text, { qos: 0 })));
    await meter.ping();
    expect(world.sink.payloads()).toEqual(['a', 'b', 'c']);
  });
});

describe('bounds on what waits', () => {
  let world: World;
  afterEach(() => world.stop());

  it('QoS 0 over its bound is dropped and counted', async () => {
    world = await World.start(new FakeDirectory(['M1']), { pendingQos0: 2 });
    world.sink.mode = 'hold';
    const meter = await world.device('M1');
    meter.send(...['a', 'b', 'c'].map((text) => publishPacket(READINGS, 0, text, { qos: 0 })));
    await meter.ping();
    expect(world.sink.payloads()).toEqual(['a', 'b']);
    expect(await world.metric('dropped_total', { what: 'qos0' })).toBe(1);
    expect(world.logs()).toContainEqual(expect.objectContaining({ who: 'M1', reason: 'qos0-dropped' }));
  });

  it('QoS 0 in large pieces is dropped by its bytes, and reading goes on after', async () => {
    world = await World.start(new FakeDirectory(['M1']), { pendingBytes: 100 });
    world.sink.mode = 'hold';
    const meter = await world.device('M1');
    const piece = (name: string): string => name.repeat(60);
    meter.send(...['a', 'b', 'c', 'd'].map((name) => publishPacket(READINGS, 0, piece(name), { qos: 0 })));
    await until(() => world.sink.waiting.length === 3, 'what fits into twice the bound');
    expect(await world.metric('dropped_total', { what: 'qos0' })).toBe(1);
    world.sink.release();
    world.sink.mode = 'commit';
    meter.send(publishPacket(READINGS, 1, 'after'));
    await until(() => meter.pubacks().length === 1, 'PUBACK');
    expect(world.sink.payloads()).toEqual([piece('a'), piece('b'), piece('c'), 'after']);
  });

  it('bytes that wait slow the reading down before the collector refuses any', () => {
    expect(defaultIntakeLimits.maxPendingBytes).toBeGreaterThanOrEqual(2 * LIMITS.pendingBytes);
  });

  it('too many bytes wait: the connection is read more slowly and goes on when they are on disk', async () => {
    world = await World.start(new FakeDirectory(['M1']), { pendingBytes: 100_000 });
    world.sink.mode = 'hold';
    const meter = await world.device('M1');
    const payload = 'x'.repeat(50_000);
    const ids = Array.from({ length: 40 }, (_, at) => at + 1);
    for (const id of ids) meter.send(publishPacket(READINGS, id, payload));
    await until(() => world.sink.waiting.length >= 3, 'messages at the sink');
    const settledAt = performance.now();
    await until(() => performance.now() - settledAt > 200, 'more that must not come');
    expect(world.sink.messages.length).toBeLessThan(10);
    expect(await world.metric('reads_slowed_total', { reason: 'pending-bytes' })).toBeGreaterThanOrEqual(1);
    expect(world.logs()).toContainEqual(expect.objectContaining({ reason: 'pending-bytes' }));
    while (meter.pubacks().length < 40) {
      await until(() => world.sink.waiting.length > 0 || meter.pubacks().length === 40, 'messages at the sink');
      world.sink.release();
    }
    expect(meter.pubacks()).toEqual(ids);
  });
});
