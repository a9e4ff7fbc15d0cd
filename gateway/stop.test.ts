import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeDirectory } from './fakes/directory.ts';
import { publishPacket, until } from './fakes/raw-client.ts';
import { World } from './fakes/world.ts';

const READINGS = 'v1/M1/readings';

describe('stop', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.start(new FakeDirectory(['M1', 'M2']));
  });
  afterEach(() => world.stop());

  it('lets what waits be acknowledged, then hangs up', async () => {
    world.sink.mode = 'hold';
    const meter = await world.device('M1');
    meter.send(...[1, 2, 3].map((id) => publishPacket(READINGS, id)));
    meter.send(publishPacket(READINGS, 4, 'x', { qos: 2 }));
    await until(() => world.sink.waiting.length === 4, 'the messages at the sink');
    const stopped = world.gateway.stop();
    world.sink.release();
    await stopped;
    await meter.untilClosed();
    expect(meter.pubacks()).toEqual([1, 2, 3]);
    expect(meter.acks('pubrec')).toMatchObject([{ messageId: 4 }]);
    expect(world.gateway.connected).toBe(0);
  });

  it('what comes after the stop began is not taken and not acknowledged', async () => {
    world.sink.mode = 'hold';
    const meter = await world.device('M1');
    meter.send(publishPacket(READINGS, 1));
    await until(() => world.sink.waiting.length === 1, 'the first message at the sink');
    const stopped = world.gateway.stop();
    meter.send(publishPacket(READINGS, 2));
    await meter.ping();
    world.sink.release();
    await stopped;
    await meter.untilClosed();
    expect(meter.pubacks()).toEqual([1]);
    expect(world.sink.messages).toHaveLength(1);
  });

  it('takes no new connection, and a login under way hears that the server is unavailable', async () => {
    world.sink.mode = 'hold';
    const meter = await world.device('M1');
    meter.send(publishPacket(READINGS, 1));
    await until(() => world.sink.waiting.length === 1, 'a message that holds the stop up');
    const late = world.stranger();
    await until(() => late.isOpen, 'an open socket');
    const stopped = world.gateway.stop();
    expect(await late.login('M2')).toBe(3);
    const refused = await new Promise((resolve) => connect(world.port, '127.0.0.1').once('error', resolve));
    expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
    world.sink.release();
    await stopped;
  });

  it('a sink that never answers holds it up for less than five seconds', async () => {
    world.sink.mode = 'hold';
    const meter = await world.device('M1');
    meter.send(publishPacket(READINGS, 1));
    await until(() => world.sink.waiting.length === 1, 'the message at the sink');
    const startedAt = performance.now();
    await world.gateway.stop();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await meter.untilClosed();
    expect(meter.pubacks()).toEqual([]);
    expect(world.logs()).toContainEqual(expect.objectContaining({ pending: 1 }));
  });

  it('a client that never hangs up is cut off', async () => {
    const deaf = connect({ port: world.port, host: '127.0.0.1', allowHalfOpen: true });
    await new Promise((resolve) => deaf.once('connect', resolve));
    deaf.resume();
    let fault: Error | undefined;
    deaf.once('error', (error) => (fault = error));
    await world.gateway.stop();
    // Only a socket that is gone on the other side answers with a reset.
    const cutOff = (): boolean => {
      if (fault === undefined) deaf.write('x');
      return fault !== undefined;
    };
    await until(cutOff, 'the reset');
    expect(fault).toMatchObject({ code: expect.stringMatching(/ECONNRESET|EPIPE/) as string });
  });

  it('twice is once', async () => {
    await Promise.all([world.gateway.stop(), world.gateway.stop()]);
    await world.gateway.stop();
  });

  it('a port that is taken is an error at start, and leaves nothing running', async () => {
    const second = World.onPort(new FakeDirectory([]), world.port);
    await expect(second.gateway.start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await second.gateway.stop();
  });
});
