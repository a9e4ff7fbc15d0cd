import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { account, FakeDirectory } from './fakes/directory.ts';
import { publishPacket, until, type RawClient } from './fakes/raw-client.ts';
import { acknowledge, heard, hears, published, subscribe } from './fakes/subscriber.ts';
import { World } from './fakes/world.ts';

const REFUSED = 0x80;
const ALL = { publish: ['#'], subscribe: ['#'], refuse: ['test/nosubscribe'], retained: true };

let world: World;
let talker: RawClient;
let listener: RawClient;
beforeEach(async () => {
  world = await World.start(new FakeDirectory(['M1'], [account('talker', ALL), account('listener', ALL)]));
  talker = await world.device('talker');
  listener = await world.device('listener');
});
afterEach(() => world.stop());

/** Passed on when this returns. */
async function say(topic: string, text: string, flags: { qos?: 0 | 1 | 2; retain?: boolean } = {}): Promise<void> {
  talker.send(publishPacket(topic, 1, text, flags));
  if (flags.qos === 2) talker.send({ cmd: 'pubrel', messageId: 1 });
  await talker.ping();
}

describe('retained messages', () => {
  it('the last of a topic goes to a new subscription with the flag, live ones go without it', async () => {
    await subscribe(listener, 'site/a');
    await say('site/a', 'one', { retain: true });
    await say('site/a', 'two', { retain: true });
    expect(await hears(listener, 2)).toEqual(['site/a one 1', 'site/a two 1']);
    const late = await world.device('listener', { clientId: 'late' });
    await subscribe(late, 'site/#');
    expect(await hears(late, 1)).toEqual(['site/a two 1 retain']);
    expect(late.received.map(({ cmd }) => cmd).indexOf('suback')).toBe(1);
  });

  it('come at the lower QoS, through wildcards, and again when the filter is subscribed again', async () => {
    await say('site/a', 'a', { qos: 2, retain: true });
    await say('site/b', 'b', { qos: 0, retain: true });
    await subscribe(listener, '+/+ 1');
    expect(await hears(listener, 2)).toEqual(['site/a a 1 retain', 'site/b b 0 retain']);
    await subscribe(listener, '+/+ 0');
    expect((await hears(listener, 4)).slice(2)).toEqual(['site/a a 0 retain', 'site/b b 0 retain']);
  });

  it.each([0, 1, 2] as const)('an empty one at QoS %i clears the topic, and is passed on', async (qos) => {
    await subscribe(listener, 'site/a 0');
    await say('site/a', 'one', { retain: true });
    await say('site/a', '', { qos, retain: true });
    expect(await hears(listener, 2)).toEqual(['site/a one 0', 'site/a  0']);
    await subscribe(listener, '# 0');
    await listener.ping();
    expect(heard(listener)).toHaveLength(2);
  });

  it('one without the flag leaves what is retained', async () => {
    await say('site/a', 'kept', { retain: true });
    await say('site/a', 'passing');
    await subscribe(listener, 'site/a');
    expect(await hears(listener, 1)).toEqual(['site/a kept 1 retain']);
  });

  it('a refused filter is sent none', async () => {
    await say('test/nosubscribe', 'x', { retain: true });
    expect(await subscribe(listener, 'test/nosubscribe')).toEqual([REFUSED]);
    await listener.ping();
    expect(heard(listener)).toEqual([]);
  });

  it('ten thousand to a subscriber that acknowledges as they come: all, in one go', async () => {
    for (let lot = 0; lot < 10; lot++) {
      const at = (n: number): string => `meters/${lot}/${n}`;
      talker.send(...Array.from({ length: 1_000 }, (_, n) => publishPacket(at(n), 1, 'x', { retain: true })));
      await talker.ping();
    }
    await subscribe(listener, 'meters/# 1');
    let answered = 0;
    await until(() => {
      const all = published(listener);
      for (; answered < all.length; answered++) acknowledge(listener, 'puback', all[answered]!.messageId!);
      return answered === 10_000;
    }, 'all of them');
  });
});

describe('wills', () => {
  const will = { topic: 'wills/a', payload: Buffer.from('gone'), qos: 1, retain: false } as const;

  it.each([
    ['the line drops', async (client: RawClient) => client.hangUp()],
    ['it breaks the protocol', async (client: RawClient) => client.sendBytes(Buffer.from([0xf0, 0]))],
    ['it is silent for one and a half keep-alives', async () => void (world.passed += 2_000)],
    ['it is taken over', async () => void (await world.device('talker', { clientId: 'mortal' }))],
  ])('published when %s', async (_, ends) => {
    await subscribe(listener, 'wills/# 2');
    const mortal = await world.device('talker', { clientId: 'mortal', keepalive: 1, will: { ...will, qos: 2 } });
    await ends(mortal);
    await until(() => heard(listener).length === 1, 'the will');
    expect(heard(listener)).toEqual(['wills/a gone 2']);
  });

  it('not after DISCONNECT', async () => {
    await subscribe(listener, 'wills/#');
    const mortal = await world.device('talker', { clientId: 'mortal', will });
    mortal.send({ cmd: 'disconnect' });
    await mortal.untilClosed();
    await say('wills/b', 'later');
    expect(await hears(listener, 1)).toEqual(['wills/b later 1']);
  });

  it('is retained when it asks for it, and an empty one clears', async () => {
    for (const payload of ['gone', '']) {
      const mortal = await world.device('talker', {
        clientId: 'mortal',
        will: { ...will, payload: Buffer.from(payload), retain: true },
      });
      await mortal.hangUp();
      await until(() => world.gateway.connected === 2, 'its end');
      const late = await world.device('listener', { clientId: `late${payload}` });
      await subscribe(late, 'wills/#');
      await late.ping();
      expect(heard(late)).toEqual(payload === '' ? [] : ['wills/a gone 1 retain']);
      await late.hangUp();
    }
  });

  it.each([
    ['a topic that it may not publish to', '$SYS/x'],
    ['a reading, which nobody could be told was not stored', 'v1/M1/readings'],
  ])('on %s: refused at login', async (_, topic) => {
    expect(await world.stranger().login('talker', { clientId: 'x', will: { ...will, topic } })).toBe(5);
  });

  it('of more levels than topics may have: closed', async () => {
    const topic = 'a/'.repeat(1_000) + 'b';
    expect(await world.stranger().login('talker', { clientId: 'x', will: { ...will, topic } })).toBe('closed');
  });
});
