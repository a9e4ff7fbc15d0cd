import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DoorEvent } from '../domain/door.ts';
import { DoorBook } from './door-book.ts';
import { account, FakeDirectory } from './fakes/directory.ts';
import { publishPacket, until } from './fakes/raw-client.ts';
import { World } from './fakes/world.ts';

const WRONG = { password: Buffer.from('guess') };

describe('the door remembers', () => {
  let world: World;
  const events: DoorEvent[] = [];
  beforeEach(async () => {
    events.length = 0;
    world = await World.start(new FakeDirectory(['M1', 'M2'], [account('office', { publish: ['notes/#'] })]));
    world.gateway.onDoor((event) => events.push(event));
  });
  afterEach(() => world.stop());

  it('nothing of who never came', () => {
    expect(world.gateway.door('M1')).toBeNull();
  });

  it('a device that comes and says goodbye', async () => {
    const meter = await world.device('M1', { clientId: 'esp32' });
    const connectedSince = world.now;
    expect(world.gateway.door('M1')).toEqual({
      name: 'M1',
      known: true,
      connections: 1,
      address: '127.0.0.1',
      clientId: 'esp32',
      connectedSince,
      lastClosed: null,
      refused: null,
    });
    world.now += 60_000;
    meter.send({ cmd: 'disconnect' });
    await until(() => world.gateway.connected === 0, 'the session to end');
    expect(world.gateway.door('M1')).toMatchObject({
      connections: 0,
      connectedSince: null,
      lastClosed: { at: world.now, reason: 'disconnect' },
    });
    expect(events.map(({ what, reason }) => [what, reason])).toEqual([
      ['connected', null],
      ['closed', 'disconnect'],
    ]);
  });

  it.each([
    ['the line dropped', 'network', async () => (await world.device('M1')).hangUp()],
    [
      'it spoke for another',
      'foreign-topic',
      async () => {
        const meter = await world.device('M1');
        meter.send(publishPacket('v1/M2/readings', 1));
        await meter.untilClosed();
      },
    ],
    [
      'it sent garbage',
      'protocol',
      async () => {
        const meter = await world.device('M1');
        meter.sendBytes(Buffer.from([0xf7, 0xff, 0xff]));
        await meter.untilClosed();
      },
    ],
    [
      'its secret was revoked',
      'revoked',
      async () => {
        const meter = await world.device('M1');
        world.gateway.disconnect(['M1']);
        await meter.untilClosed();
      },
    ],
  ])('why it left: %s', async (_, reason, leave) => {
    await leave();
    await until(() => world.gateway.connected === 0, 'the session to end');
    expect(world.gateway.door('M1')?.lastClosed?.reason).toBe(reason);
  });

  it('a connection that its own next one replaced', async () => {
    const before = await world.device('M1');
    await world.device('M1');
    await before.untilClosed();
    await until(() => world.gateway.door('M1')?.connections === 1, 'one connection');
    expect(world.gateway.door('M1')).toMatchObject({
      connectedSince: world.now,
      lastClosed: { reason: 'taken-over', detail: 'by a connection from 127.0.0.1' },
    });
  });

  it('a known device with a wrong secret: how often, since when, why', async () => {
    const firstAt = world.now;
    await world.stranger().login('M1', { ...WRONG, clientId: 'esp32' });
    world.now += 5_000;
    await world.stranger().login('M1', { ...WRONG, clientId: 'esp32' });
    expect(world.gateway.door('M1')).toMatchObject({
      known: true,
      connections: 0,
      refused: {
        count: 2,
        firstAt,
        at: world.now,
        reason: 'wrong-credentials',
        address: '127.0.0.1',
        clientId: 'esp32',
      },
    });
    expect(world.gateway.strangers()).toEqual([]);
    expect(events.at(-1)).toMatchObject({ name: 'M1', what: 'login', reason: 'wrong-credentials' });
  });

  it('a CONNECT that was refused by its form', async () => {
    const will = { topic: 'v1/M1/status', payload: 'x'.repeat(1_025), qos: 0, retain: true } as const;
    await world.stranger().login('M1', { will });
    expect(world.gateway.door('M1')?.refused).toMatchObject({
      reason: 'will',
      detail: expect.stringContaining('1025'),
    });
  });

  it('strangers, newest first, with names that are cut; accounts are none', async () => {
    await world.stranger().login('office', WRONG);
    for (const name of ['M404', '__proto__', 'x'.repeat(300)]) await world.stranger().login(name);
    await world.stranger().login('', { username: undefined, password: undefined, clientId: 'nameless' });
    expect(world.gateway.strangers().map(({ name }) => name)).toEqual(['', 'x'.repeat(128), '__proto__', 'M404']);
    expect(world.gateway.door('M404')).toMatchObject({ known: false, refused: { reason: 'wrong-credentials' } });
    expect(world.gateway.door('office')?.known).toBe(true);
    expect(world.gateway.forgetStranger('M404')).toBe(true);
    expect(world.gateway.forgetStranger('M404')).toBe(false);
    expect(world.gateway.door('M404')).toBeNull();
  });

  it('an adopted one is a stranger no more, and keeps what is known of it', async () => {
    await world.stranger().login('M404');
    world.directory.addDevice('M404');
    expect(world.gateway.strangers()).toEqual([]);
    expect(world.gateway.door('M404')).toMatchObject({ known: true, refused: { count: 1 } });
    await world.device('M404');
    expect(world.gateway.door('M404')).toMatchObject({ connections: 1, refused: { count: 1 } });
  });

  it('a listener that throws keeps nobody out', async () => {
    world.gateway.onDoor(() => {
      throw new Error('page gone');
    });
    await world.device('M1');
    expect(world.logs()).toContainEqual(expect.objectContaining({ msg: 'a listener at the door failed' }));
  });
});

it('a million invented names: the thousand that came last are kept', () => {
  const book = new DoorBook(
    () => 0,
    pino({ level: 'silent' }),
    () => false,
    1_000,
  );
  for (let i = 0; i < 20_000; i++) {
    book.refused(
      { name: `guess-${i}`, address: '198.51.100.66', clientId: '' },
      { reason: 'wrong-credentials', detail: '' },
    );
  }
  const names = book.strangers().map(({ name }) => name);
  expect(names).toHaveLength(1_000);
  expect([names[0], names.at(-1)]).toEqual(['guess-19999', 'guess-19000']);
});
