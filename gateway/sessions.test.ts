import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { account, FakeDirectory } from './fakes/directory.ts';
import { publishPacket, until, type RawClient } from './fakes/raw-client.ts';
import { acknowledge, heard, hears, published, subscribe, unsubscribe } from './fakes/subscriber.ts';
import { World } from './fakes/world.ts';

const KEPT = { clean: false, clientId: 'reader' } as const;
const HOUR = 3_600_000;

describe('a session of an account that outlives its connection', () => {
  let world: World;
  let directory: FakeDirectory;
  let office: RawClient;
  beforeEach(async () => {
    const all = { publish: ['#'], subscribe: ['#'], retained: true };
    directory = new FakeDirectory(['M1'], [account('bms', all), account('office', all), account('other', all)]);
    world = await World.start(directory, {
      inFlightOfSession: 3,
      queuedMessagesOfSession: 5,
      keptSessionsOfAccount: 2,
    });
    office = await world.device('office');
  });
  afterEach(() => world.stop());

  /** Each is stored and handed on when this returns. */
  async function publish(...texts: string[]): Promise<void> {
    for (const text of texts) office.send(publishPacket('site/a', 1, text));
    await office.ping();
  }

  async function reader(connect: object = KEPT): Promise<RawClient> {
    return world.device('bms', connect);
  }

  /** Comes once, subscribes and goes. */
  async function leaveBehind(...filters: string[]): Promise<void> {
    const client = await reader();
    await subscribe(client, ...filters);
    await goes(client);
  }

  async function goes(client: RawClient): Promise<void> {
    const before = world.gateway.connected;
    await client.hangUp();
    await until(() => world.gateway.connected < before, 'the connection to be gone');
  }

  function sessionPresent(client: RawClient): unknown {
    const [connack] = client.acks('connack');
    return connack?.cmd === 'connack' && connack.sessionPresent;
  }

  it('hears what came while it was away, in order; QoS 0 is not kept', async () => {
    await leaveBehind('site/# 2');
    await publish('one');
    office.send(publishPacket('site/a', 0, 'zero', { qos: 0 }), publishPacket('site/a', 2, 'two', { qos: 2 }));
    await until(() => office.acks('pubrec').length === 1, 'PUBREC');
    office.send({ cmd: 'pubrel', messageId: 2 });
    await publish('three');
    const back = await reader();
    expect(sessionPresent(back)).toBe(true);
    expect(await hears(back, 3)).toEqual(['site/a one 1', 'site/a two 2', 'site/a three 1']);
  });

  it('says session-present though it subscribed to nothing, and not the first time', async () => {
    const first = await reader();
    expect(sessionPresent(first)).toBe(false);
    await goes(first);
    expect(sessionPresent(await reader())).toBe(true);
  });

  it('after DISCONNECT it is kept as well', async () => {
    const first = await reader();
    await subscribe(first, 'site/#');
    first.send({ cmd: 'disconnect' });
    await first.untilClosed();
    await publish('one');
    expect(await hears(await reader(), 1)).toEqual(['site/a one 1']);
  });

  it('what it had not acknowledged comes again with DUP and the same packet id, until it does', async () => {
    const first = await reader();
    await subscribe(first, 'site/#');
    await publish('one', 'two');
    await hears(first, 2);
    const [one, two] = published(first).map(({ messageId }) => messageId!);
    acknowledge(first, 'puback', one!);
    await first.ping();
    await goes(first);
    const second = await reader();
    expect(await hears(second, 1)).toEqual(['site/a two 1 dup']);
    expect(published(second)[0]!.messageId).toBe(two);
    acknowledge(second, 'puback', two!);
    await second.ping();
    await goes(second);
    const third = await reader();
    await third.ping();
    expect(heard(third)).toEqual([]);
  });

  it('a QoS 2 exchange goes on where it was: PUBLISH again before PUBREC, PUBREL after', async () => {
    const first = await reader();
    await subscribe(first, 'site/# 2');
    office.send(publishPacket('site/a', 1, 'one', { qos: 2 }), { cmd: 'pubrel', messageId: 1 });
    await hears(first, 1);
    await goes(first);
    const second = await reader();
    expect(await hears(second, 1)).toEqual(['site/a one 2 dup']);
    const { messageId } = published(second)[0]!;
    acknowledge(second, 'pubrec', messageId!);
    await until(() => second.acks('pubrel').length === 1, 'PUBREL');
    await goes(second);
    const third = await reader();
    await until(() => third.acks('pubrel').length === 1, 'PUBREL again');
    acknowledge(third, 'pubcomp', messageId!);
    await third.ping();
    expect(heard(third)).toEqual([]);
    await goes(third);
    const fourth = await reader();
    await fourth.ping();
    expect(fourth.acks('pubrel')).toEqual([]);
  });

  it('remembers the QoS 2 messages that it sent: one that is sent again after the line dropped is not passed on twice', async () => {
    const watcher = await world.device('other');
    await subscribe(watcher, 'from/# 2');
    const first = await reader();
    first.send(publishPacket('from/reader', 7, 'once', { qos: 2 }));
    await until(() => first.acks('pubrec').length === 1, 'PUBREC');
    await goes(first);
    const second = await reader();
    second.send(publishPacket('from/reader', 7, 'once', { qos: 2, dup: true }), { cmd: 'pubrel', messageId: 7 });
    await until(() => second.acks('pubcomp').length === 1, 'PUBCOMP');
    second.send(publishPacket('from/reader', 7, 'next', { qos: 2 }));
    expect(await hears(watcher, 2)).toEqual(['from/reader once 2', 'from/reader next 2']);
  });

  it('a filter that it gave back is no longer heard, one that is left is', async () => {
    const first = await reader();
    await subscribe(first, 'site/#', 'other/#');
    await unsubscribe(first, 'site/#');
    await goes(first);
    await publish('unheard');
    office.send(publishPacket('other/a', 1, 'heard'));
    await office.ping();
    expect(await hears(await reader(), 1)).toEqual(['other/a heard 1']);
  });

  it('clean=1 ends it', async () => {
    await leaveBehind('site/#');
    await publish('one');
    const clean = await reader({ ...KEPT, clean: true });
    expect(sessionPresent(clean)).toBe(false);
    await clean.ping();
    expect(heard(clean)).toEqual([]);
    await goes(clean);
    expect(sessionPresent(await reader())).toBe(false);
  });

  it('is not handed to another account with the same client id', async () => {
    await leaveBehind('site/#');
    await publish('private');
    const stranger = await world.device('other', KEPT);
    expect(sessionPresent(stranger)).toBe(false);
    await stranger.ping();
    expect(heard(stranger)).toEqual([]);
    await goes(stranger);
    expect(await hears(await reader(), 1)).toEqual(['site/a private 1']);
  });

  it('a client that comes back on a new line while the old one hangs goes on with it', async () => {
    const old = await reader();
    await subscribe(old, 'site/#');
    await publish('one');
    await hears(old, 1);
    const fresh = await reader();
    expect(sessionPresent(fresh)).toBe(true);
    await old.untilClosed();
    await publish('two');
    expect(await hears(fresh, 2)).toEqual(['site/a one 1 dup', 'site/a two 1']);
  });

  it('of a device is never kept, whatever it asks for', async () => {
    const meter = await world.device('M1', { clean: false });
    await subscribe(meter, 'v1/M1/commands/#');
    await goes(meter);
    office.send(publishPacket('v1/M1/commands/reboot', 1));
    await office.ping();
    const back = await world.device('M1', { clean: false });
    await back.ping();
    expect(sessionPresent(back)).toBe(false);
    expect(heard(back)).toEqual([]);
  });

  describe('bounds', () => {
    it('what comes above its queue is dropped, counted and told; what was first is kept', async () => {
      await leaveBehind('site/#');
      await publish('1', '2', '3', '4', '5', '6', '7');
      expect(await world.metric('dropped_total', { what: 'delivery' })).toBe(2);
      expect(world.logs()).toContainEqual(expect.objectContaining({ who: 'bms', reason: 'queue-full' }));
      const back = await reader();
      expect(await hears(back, 3)).toEqual(['site/a 1 1', 'site/a 2 1', 'site/a 3 1']);
      for (const { messageId } of published(back)) acknowledge(back, 'puback', messageId!);
      expect((await hears(back, 5)).slice(3)).toEqual(['site/a 4 1', 'site/a 5 1']);
    });

    it('of one account are so many', async () => {
      for (const clientId of ['a', 'b', 'c']) {
        const client = await reader({ clean: false, clientId });
        await goes(client);
        world.now += 1_000;
      }
      expect(await world.metric('absent_sessions')).toBe(2);
      expect(sessionPresent(await reader({ clean: false, clientId: 'a' }))).toBe(false);
    });

    it('one that nobody comes back to ends after a week', async () => {
      await leaveBehind('site/#');
      await publish('old');
      expect(await world.metric('queued_bytes')).toBeGreaterThan(0);
      world.now += 8 * 24 * HOUR;
      expect(sessionPresent(await reader())).toBe(false);
      expect(await world.metric('queued_bytes')).toBe(0);
    });

    it('rights that were taken back while it was away: neither the filter nor what waits of it is left', async () => {
      await leaveBehind('site/#', 'other/#');
      await publish('secret');
      office.send(publishPacket('other/a', 1, 'open'));
      await office.ping();
      directory.putAccount(account('bms', { subscribe: ['other/#'] }));
      const back = await reader();
      expect(await hears(back, 1)).toEqual(['other/a open 1']);
      await publish('secret too');
      await back.ping();
      expect(heard(back)).toHaveLength(1);
    });

    it('an account that is removed leaves nothing behind', async () => {
      await leaveBehind('site/#');
      await publish('one');
      directory.removeAccount('bms');
      world.gateway.disconnect(['bms']);
      expect(await world.metric('absent_sessions')).toBe(0);
      expect(await world.metric('queued_bytes')).toBe(0);
    });
  });
});
