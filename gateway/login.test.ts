import mqtt from 'mqtt-packet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { account, FakeDirectory, secretOf } from './fakes/directory.ts';
import { connectPacket, publishPacket, until } from './fakes/raw-client.ts';
import { World } from './fakes/world.ts';

const IDENTIFIER_REJECTED = 2;
const NOT_AUTHORIZED = 5;

describe('login', () => {
  let world: World;
  beforeEach(async () => {
    const head = account('headquarters', { subscribe: ['#'], publish: ['notes/#'] });
    world = await World.start(new FakeDirectory(['M1', 'M2', 'plant/+'], [head]));
  });
  afterEach(() => world.stop());

  it.each([
    ['a wrong secret', { password: Buffer.from('typed by hand') }],
    ['no secret', { password: undefined }],
    ['an unknown device', { username: 'M404' }],
    ['the secret of another device', { password: Buffer.from(secretOf('M2')) }],
    ['no credentials', { username: undefined, password: undefined }],
  ])('%s: CONNACK 5 and closed', async (_, connect) => {
    const stranger = world.stranger();
    expect(await stranger.login('M1', connect)).toBe(NOT_AUTHORIZED);
    await stranger.untilClosed();
    expect(world.gateway.connected).toBe(0);
  });

  it('refusals are counted each and logged once a minute, without the secret', async () => {
    for (let attempt = 0; attempt < 3; attempt++) {
      await world.stranger().login('M1', { password: Buffer.from('hunter2') });
    }
    world.passed += 61_000;
    await world.stranger().login('M1', { password: Buffer.from('hunter2') });
    expect(await world.metric('logins_refused_total', { reason: 'wrong-credentials' })).toBe(4);
    const lines = world.logs().filter(({ reason }) => reason === 'wrong-credentials');
    expect(lines).toMatchObject([{ who: 'M1' }, { who: 'M1', leftOut: 2 }]);
    expect(world.logLines.join()).not.toContain('hunter2');
  });

  it('a client id that another device is using is refused, and that device stays', async () => {
    const first = await world.device('M1', { clientId: 'esp32' });
    expect(await world.stranger().login('M2', { clientId: 'esp32' })).toBe(IDENTIFIER_REJECTED);
    await first.ping();
    expect(first.closed).toBe(false);
    await first.hangUp();
    await until(() => world.gateway.connected === 0, 'the first session to end');
    expect(await world.stranger().login('M2', { clientId: 'esp32' })).toBe(0);
  });

  it('two devices that log in with one client id in the same instant: one of them gets it', async () => {
    const codes = await Promise.all(['M1', 'M2'].map((id) => world.stranger().login(id, { clientId: 'esp32' })));
    expect(codes.sort()).toEqual([0, IDENTIFIER_REJECTED]);
  });

  it('a device that lost its line takes its own client id over at once', async () => {
    const before = await world.device('M1', { clientId: 'esp32' });
    const after = await world.device('M1', { clientId: 'esp32' });
    await before.untilClosed();
    await until(() => world.gateway.connected === 1, 'one session');
    after.send(publishPacket('v1/M1/readings', 1));
    await until(() => after.pubacks().length === 1, 'PUBACK');
    // The end of the old connection must not free the id that the new one holds.
    expect(await world.stranger().login('M2', { clientId: 'esp32' })).toBe(IDENTIFIER_REJECTED);
  });

  it('an empty client id is free with clean=1 and refused with clean=0', async () => {
    await world.device('M1', { clientId: '' });
    await world.device('M1', { clientId: '' });
    expect(world.gateway.connected).toBe(2);
    // mqtt-packet won't write it: a CONNECT with a client id, the id taken out.
    const whole = mqtt.generate(connectPacket('M1', { clean: false, clientId: 'x' }));
    const bytes = Buffer.concat([whole.subarray(0, 12), Buffer.from([0, 0]), whole.subarray(15)]);
    bytes[1]! -= 1;
    const stranger = world.stranger();
    stranger.sendBytes(bytes);
    await stranger.untilClosed();
    expect(stranger.acks('connack')).toMatchObject([{ returnCode: IDENTIFIER_REJECTED }]);
  });

  it('clean=0 is accepted and nothing is kept', async () => {
    const first = await world.device('M1', { clean: false });
    first.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'v1/M1/commands/#', qos: 1 }] });
    await until(() => first.acks('suback').length === 1, 'SUBACK');
    await first.hangUp();
    const second = await world.device('M1', { clean: false });
    expect(second.acks('connack')).toMatchObject([{ sessionPresent: false }]);
  });

  it('a device id that would be a filter over others is refused', async () => {
    expect(await world.stranger().login('plant/+')).toBe(NOT_AUTHORIZED);
  });

  it('a version 5 client hears that its version is not spoken', async () => {
    expect(await world.stranger().login('M1', { protocolVersion: 5 })).toBe(1);
  });

  it('an old meter that speaks 3.1, with a long client id', async () => {
    const old = { protocolId: 'MQIsdp', protocolVersion: 3, clientId: 'a'.repeat(40) } as const;
    const meter = await world.device('M1', old);
    meter.send(publishPacket('v1/M1/readings', 1));
    await until(() => meter.pubacks().length === 1, 'PUBACK');
  });

  it('clients without credentials get the rights of the account "anonymous", where it is allowed', async () => {
    world.directory.anonymousAccount = account('anonymous', { publish: ['lab/#'] });
    const anonymous = { username: undefined, password: undefined };
    const lab = world.stranger();
    expect(await lab.login('lab', anonymous)).toBe(0);
    lab.send(publishPacket('lab/1', 1));
    await until(() => lab.pubacks().length === 1, 'PUBACK');
    lab.send(publishPacket('v1/M1/readings', 2));
    await lab.untilClosed();
    expect(world.sink.messages).toEqual([]);
  });

  it('disconnect closes the live connections of these devices and accounts only', async () => {
    const revoked = [await world.device('M1'), await world.device('headquarters')];
    const other = await world.device('M2');
    world.gateway.disconnect(['M1', 'headquarters', 'never seen']);
    await Promise.all(revoked.map((client) => client.untilClosed()));
    await other.ping();
    expect(other.closed).toBe(false);
    await until(() => world.gateway.connected === 1, 'one session');
  });
});

describe('last will', () => {
  let world: World;
  beforeEach(async () => {
    const watcher = account('watcher', { subscribe: ['v1/+/status'] });
    world = await World.start(new FakeDirectory(['M1', 'M2'], [watcher]));
  });
  afterEach(() => world.stop());

  it('tells who listens that the device went away, also who comes later', async () => {
    const will = { topic: 'v1/M1/status', payload: '{"online":false}', qos: 1, retain: true } as const;
    const meter = await world.device('M1', { will });
    const watcher = await world.device('watcher');
    watcher.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'v1/+/status', qos: 1 }] });
    await until(() => watcher.acks('suback').length === 1, 'SUBACK');
    await meter.hangUp();
    await until(() => watcher.acks('publish').length === 1, 'the will');
    expect(watcher.acks('publish')).toMatchObject([{ topic: 'v1/M1/status', payload: Buffer.from(will.payload) }]);
    const later = await world.device('watcher', { clientId: 'later' });
    later.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'v1/+/status', qos: 1 }] });
    await until(() => later.acks('publish').length === 1, 'the retained status');
    expect(later.acks('publish')).toMatchObject([{ retain: true }]);
  });

  it.each([
    ['on the status of another device', { topic: 'v1/M2/status' }, NOT_AUTHORIZED],
    ['on its readings', { topic: 'v1/M1/readings' }, NOT_AUTHORIZED],
    ['with QoS 2', { qos: 2 as const }, NOT_AUTHORIZED],
    ['of more than 1 KiB', { payload: 'x'.repeat(1025) }, 'closed'],
    ['on a filter', { topic: 'v1/M1/+' }, 'closed'],
  ])('%s is refused', async (_, will, answer) => {
    const whole = { topic: 'v1/M1/status', payload: '{}', qos: 1, retain: true, ...will } as const;
    expect(await world.stranger().login('M1', { will: whole })).toBe(answer);
  });
});
