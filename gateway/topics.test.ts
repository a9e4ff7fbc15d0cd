import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { account, FakeDirectory } from './fakes/directory.ts';
import { publishPacket, until, type RawClient } from './fakes/raw-client.ts';
import { subscribe } from './fakes/subscriber.ts';
import { World } from './fakes/world.ts';

const REFUSED = 128;

function heard(client: RawClient): unknown[] {
  return client.acks('publish').map((packet) => packet.cmd === 'publish' && packet.topic);
}

describe('what a device may publish', () => {
  let world: World;
  beforeEach(async () => {
    const watcher = account('watcher', { subscribe: ['#'] });
    world = await World.start(new FakeDirectory(['M1', 'M10', 'GW'], [watcher]));
  });
  afterEach(() => world.stop());

  it.each([
    'v1/M10/readings',
    'v1/M1',
    'v1/M1x/readings',
    'v2/M1/readings',
    '$SYS/M1',
    '/v1/M1/readings',
    'v1//readings',
  ])('%s is foreign to M1: no PUBACK, closed, counted, logged', async (topic) => {
    const meter = await world.device('M1');
    meter.send(publishPacket(topic, 1), publishPacket('v1/M1/readings', 2));
    await meter.untilClosed();
    expect(meter.pubacks()).toEqual([]);
    expect(world.sink.messages).toEqual([]);
    expect(await world.metric('connections_closed_total', { reason: 'foreign-topic' })).toBe(1);
    expect(world.logs()).toContainEqual(expect.objectContaining({ who: 'M1', reason: 'foreign-topic', topic }));
  });

  it('readings and events go to the collector, other topics below are acknowledged and counted', async () => {
    const meter = await world.device('M1');
    const topics = ['readings', 'events', 'status', 'debug/heap', 'readings/old', 'log'];
    meter.send(...topics.map((name, at) => publishPacket(`v1/M1/${name}`, at + 1)));
    await until(() => meter.pubacks().length === topics.length, 'every PUBACK');
    expect(world.sink.messages.map(({ topic }) => topic)).toEqual(['v1/M1/readings', 'v1/M1/events']);
    expect(await world.metric('messages_total', { use: 'readings' })).toBe(1);
    expect(await world.metric('messages_total', { use: 'events' })).toBe(1);
    expect(await world.metric('messages_total', { use: 'other' })).toBe(3);
  });

  it('a gateway sends the readings of its meters under its own id', async () => {
    const gateway = await world.device('GW');
    gateway.send(publishPacket('v1/GW/readings', 1, '[{"device":"M1","values":{"energy_kwh":1}}]'));
    await until(() => gateway.pubacks().length === 1, 'PUBACK');
    expect(world.sink.messages).toMatchObject([{ publisher: 'GW', topic: 'v1/GW/readings' }]);
  });

  it('a reading sent with retain is stored and not retained; a status is', async () => {
    const meter = await world.device('M1');
    const topics = ['v1/M1/readings', 'v1/M1/log', 'v1/M1/status'];
    meter.send(...topics.map((topic, at) => publishPacket(topic, at + 1, '{"online":true}', { retain: true })));
    await until(() => meter.pubacks().length === 3, 'PUBACKs');
    const watcher = await world.device('watcher');
    expect(await subscribe(watcher, '#')).toEqual([1]);
    await until(() => heard(watcher).length > 0, 'the retained status');
    await watcher.ping();
    expect(heard(watcher)).toEqual(['v1/M1/status']);
    expect(await world.metric('dropped_total', { what: 'retain' })).toBe(2);
  });

  it('a status too large to keep in memory for ever is passed on, not kept', async () => {
    const meter = await world.device('M1');
    meter.send(publishPacket('v1/M1/status', 1, 'x'.repeat(4_097), { retain: true }));
    await until(() => meter.pubacks().length === 1, 'PUBACK');
    expect(await world.metric('dropped_total', { what: 'retain' })).toBe(1);
  });

  it('readings reach an account that subscribed, and no longer after it left', async () => {
    const meter = await world.device('M1');
    const watcher = await world.device('watcher');
    await subscribe(watcher, 'v1/+/readings');
    meter.send(publishPacket('v1/M1/readings', 1, 'seen'));
    await until(() => heard(watcher).length === 1, 'the reading');
    watcher.send({ cmd: 'unsubscribe', messageId: 10, unsubscriptions: ['v1/+/readings'] });
    await until(() => watcher.acks('unsuback').length === 1, 'UNSUBACK');
    meter.send(publishPacket('v1/M1/readings', 2, 'unseen'));
    await until(() => meter.pubacks().length === 2, 'PUBACK');
    await watcher.ping();
    expect(heard(watcher)).toEqual(['v1/M1/readings']);
  });
});

describe('what a device may hear', () => {
  let world: World;
  beforeEach(async () => {
    const office = account('office', { publish: ['v1/+/commands/#'] });
    world = await World.start(new FakeDirectory(['M1', 'M2'], [office]));
  });
  afterEach(() => world.stop());

  it('its own commands, and nothing else', async () => {
    const meter = await world.device('M1');
    const own = ['v1/M1/commands/#', 'v1/M1/commands/reboot', 'v1/M1/commands/+/now'];
    expect(await subscribe(meter, ...own)).toEqual([1, 1, 1]);
    const others = [
      ...['#', '+/M1/commands/#', 'v1/+/commands/#', 'v1/M2/commands/#', 'v1/M1/#', 'v1/M1/readings', '$SYS/#'],
      ...['$share/g/v1/M1/commands/#', 'v1/M1/+/reboot'],
    ];
    expect(await subscribe(meter, ...others)).toEqual(others.map(() => REFUSED));
    expect(meter.closed).toBe(false);
    expect(await world.metric('subscriptions_refused_total', { kind: 'device' })).toBe(others.length);
  });

  it('one filter of several refused: the others are granted', async () => {
    const meter = await world.device('M1');
    expect(await subscribe(meter, 'v1/M1/commands/a', 'v1/M2/commands/a')).toEqual([1, REFUSED]);
  });

  it('a command arrives', async () => {
    const meter = await world.device('M1');
    await subscribe(meter, 'v1/M1/commands/#');
    const office = await world.device('office');
    office.send(publishPacket('v1/M1/commands/interval', 1, '{"seconds":60}', { retain: true }));
    await until(() => heard(meter).length === 1, 'the command');
    expect(meter.acks('publish')).toMatchObject([{ payload: Buffer.from('{"seconds":60}'), retain: false }]);
  });

  it('holds ten filters at most, and may have others after it gave some back', async () => {
    const meter = await world.device('M1');
    const filters = Array.from({ length: 12 }, (_, at) => `v1/M1/commands/c${at}`);
    expect(await subscribe(meter, ...filters)).toEqual([...Array<number>(10).fill(1), REFUSED, REFUSED]);
    meter.send({ cmd: 'unsubscribe', messageId: 3, unsubscriptions: ['v1/M1/commands/c0'] });
    await until(() => meter.acks('unsuback').length === 1, 'UNSUBACK');
    expect(await subscribe(meter, 'v1/M1/commands/c11')).toEqual([1]);
  });
});

describe('service accounts', () => {
  let world: World;
  beforeEach(async () => {
    const bridge = account('bridge', {
      publish: ['v1/+/readings', 'site/#'],
      subscribe: ['site/#', 'v1/+/status'],
      refuse: ['site/secret/#'],
      retained: true,
    });
    const plain = account('plain', { publish: ['#'], subscribe: ['#', '$SYS/+/new/#'], refuse: ['test/nosubscribe'] });
    world = await World.start(new FakeDirectory(['M1'], [bridge, plain]));
  });
  afterEach(() => world.stop());

  it('speak for the devices whose topic they may publish to', async () => {
    const bridge = await world.device('bridge');
    bridge.send(publishPacket('v1/M1/readings', 1));
    await until(() => bridge.pubacks().length === 1, 'PUBACK');
    expect(world.sink.messages).toMatchObject([
      { publisher: 'bridge', publisherKind: 'account', topic: 'v1/M1/readings' },
    ]);
    bridge.send(publishPacket('v1/M1/events', 2));
    await bridge.untilClosed();
    expect(bridge.pubacks()).toEqual([1]);
  });

  it('subscribe within their filters, and not to what is refused', async () => {
    const bridge = await world.device('bridge');
    const filters = ['site/a', 'site/+/b/#', 'site/#', '#', 'site/secret/x', 'v1/M1/status', 'v1/#', '$share/g/site/a'];
    expect(await subscribe(bridge, ...filters)).toEqual([1, 1, 1, REFUSED, REFUSED, 1, REFUSED, REFUSED]);
  });

  it('a filter wider than the refused one is granted', async () => {
    const plain = await world.device('plain');
    expect(await subscribe(plain, 'test/nosubscribe', '#', 'test/+')).toEqual([REFUSED, 1, 1]);
  });

  it('"#" opens no $SYS; a filter that names it does', async () => {
    const plain = await world.device('plain');
    expect(await subscribe(plain, '$SYS/#', '$SYS/+/new/clients')).toEqual([REFUSED, 1]);
    plain.send(publishPacket('$SYS/x/new/clients', 1));
    await plain.untilClosed();
  });

  it('may leave retained messages outside v1/ when the portfolio says so', async () => {
    const bridge = await world.device('bridge');
    const plain = await world.device('plain');
    bridge.send(publishPacket('site/kept', 1, 'x', { retain: true }));
    plain.send(publishPacket('site/passing', 1, 'x', { retain: true }));
    await until(() => bridge.pubacks().length + plain.pubacks().length === 2, 'PUBACKs');
    await subscribe(bridge, 'site/#');
    await until(() => heard(bridge).length > 0, 'the retained message');
    await bridge.ping();
    expect(heard(bridge)).toEqual(['site/kept']);
  });

  it('hold several connections', async () => {
    await world.device('bridge', { clientId: 'a' });
    await world.device('bridge', { clientId: 'b' });
    expect(world.gateway.connected).toBe(2);
  });
});
