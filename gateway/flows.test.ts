import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { account, FakeDirectory } from './fakes/directory.ts';
import { connectPacket, publishPacket, until, type RawClient } from './fakes/raw-client.ts';
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

describe('quality of service', () => {
  const each = ([0, 1, 2] as const).flatMap((sent) => ([0, 1, 2] as const).map((asked) => [sent, asked] as const));

  it.each(each)('published at %i, subscribed at %i through a wildcard: the lower of both', async (sent, asked) => {
    await subscribe(listener, `site/+ ${asked}`);
    await say('site/a', 'x', { qos: sent });
    expect(await hears(listener, 1)).toEqual([`site/a x ${Math.min(sent, asked)}`]);
  });

  it('QoS 2 in both directions, each side saying its four packets', async () => {
    await subscribe(listener, 'a 2');
    talker.send(publishPacket('a', 5, 'x', { qos: 2 }));
    await until(() => talker.acks('pubrec').length === 1, 'PUBREC');
    talker.send({ cmd: 'pubrel', messageId: 5 });
    await until(() => talker.acks('pubcomp').length === 1, 'PUBCOMP');
    await hears(listener, 1);
    const { messageId } = published(listener)[0]!;
    acknowledge(listener, 'pubrec', messageId!);
    await until(() => listener.acks('pubrel').length === 1, 'PUBREL');
    acknowledge(listener, 'pubcomp', messageId!);
    await listener.ping();
    expect(listener.closed).toBe(false);
  });

  it('a QoS 2 PUBLISH that is sent again before its PUBREL is passed on once', async () => {
    await subscribe(listener, 'a 2');
    talker.send(publishPacket('a', 5, 'x', { qos: 2 }));
    await until(() => talker.acks('pubrec').length === 1, 'PUBREC');
    talker.send(publishPacket('a', 5, 'x', { qos: 2, dup: true }));
    await until(() => talker.acks('pubrec').length === 2, 'PUBREC again');
    expect(await hears(listener, 1)).toEqual(['a x 2']);
  });

  it('DUP of the publisher is not passed on', async () => {
    await subscribe(listener, 'a');
    talker.send(publishPacket('a', 1, 'x', { dup: true }));
    expect(await hears(listener, 1)).toEqual(['a x 1']);
  });

  it('a QoS 0 message that overtakes a QoS 1 one inside costs neither', async () => {
    await subscribe(listener, 'a/# 1');
    const packets = Array.from({ length: 60 }, (_, at) =>
      publishPacket('a/b', at + 1, `n${at}`, { qos: at % 2 ? 0 : 1 }),
    );
    talker.send(...packets);
    const texts = (await hears(listener, 60)).map((line) => line.split(' ')[1]);
    expect(texts.sort()).toEqual(packets.map((_, at) => `n${at}`).sort());
  });

  it.each([1, 2] as const)('a thousand at QoS %i arrive in order, acknowledged as they come', async (qos) => {
    await subscribe(listener, 'a 1');
    const packets = Array.from({ length: 1_000 }, (_, at) => publishPacket('a', at + 1, `n${at}`, { qos }));
    talker.send(...packets);
    let answered = 0;
    await until(() => {
      const all = published(listener);
      for (; answered < all.length; answered++) acknowledge(listener, 'puback', all[answered]!.messageId!);
      return answered === 1_000;
    }, 'all of them');
    expect(heard(listener)).toEqual(packets.map((_, at) => `a n${at} 1`));
  });

  const wrong: [string, 1 | 2, 'puback' | 'pubrec' | 'pubcomp'][] = [
    ['PUBREC for a QoS 1 message', 1, 'pubrec'],
    ['PUBCOMP for a QoS 1 message', 1, 'pubcomp'],
    ['PUBACK for a QoS 2 message', 2, 'puback'],
    ['PUBCOMP before PUBREC', 2, 'pubcomp'],
  ];
  it.each(wrong)('%s closes the connection', async (_, qos, cmd) => {
    await subscribe(listener, `a ${qos}`);
    await say('a', 'x', { qos });
    await hears(listener, 1);
    acknowledge(listener, cmd, published(listener)[0]!.messageId!);
    await listener.untilClosed();
    expect(await world.metric('connections_closed_total', { reason: 'malformed' })).toBe(1);
  });

  it('PUBREC twice is answered twice; acknowledgements of ids long finished are old news', async () => {
    await subscribe(listener, 'a 2');
    await say('a', 'x', { qos: 2 });
    await hears(listener, 1);
    const { messageId } = published(listener)[0]!;
    acknowledge(listener, 'pubrec', messageId!);
    acknowledge(listener, 'pubrec', messageId!);
    await until(() => listener.acks('pubrel').length === 2, 'PUBREL twice');
    acknowledge(listener, 'pubcomp', messageId!);
    acknowledge(listener, 'pubcomp', messageId!);
    acknowledge(listener, 'puback', 999);
    await listener.ping();
    expect(listener.closed).toBe(false);
  });
});

describe('subscriptions', () => {
  it('filters that overlap give one copy, at the highest QoS of them', async () => {
    await subscribe(listener, 'a/# 0', 'a/+ 2', 'a/b 1');
    await say('a/b', 'x', { qos: 2 });
    expect(await hears(listener, 1)).toEqual(['a/b x 2']);
  });

  it('SUBACK has one code for each filter in order, the same filter twice and a refused one included', async () => {
    const granted = await subscribe(listener, 'a 0', 'b 1', 'a 2', 'test/nosubscribe 1', '# 2');
    expect(granted).toEqual([0, 1, 2, REFUSED, 2]);
  });

  it('the same filter again replaces its QoS', async () => {
    await subscribe(listener, 'a 2');
    await subscribe(listener, 'a 0');
    await say('a', 'x', { qos: 1 });
    expect(await hears(listener, 1)).toEqual(['a x 0']);
  });

  it('UNSUBSCRIBE ends one filter and not another; of one that was never held it is answered too', async () => {
    await subscribe(listener, 'a', 'a/b');
    listener.send({ cmd: 'unsubscribe', messageId: 77, unsubscriptions: ['a', 'never'] });
    await until(() => listener.acks('unsuback').length === 1, 'UNSUBACK');
    expect(listener.acks('unsuback')[0]!.messageId).toBe(77);
    await say('a', 'x');
    await say('a/b', 'y');
    expect(await hears(listener, 1)).toEqual(['a/b y 1']);
  });

  it('its own messages come back to who subscribed to them', async () => {
    await subscribe(talker, 'a 0');
    await say('a', 'x');
    expect(await hears(talker, 1)).toEqual(['a x 0']);
  });

  it('SUBSCRIBE behind CONNECT in the same packet, and PUBLISH behind it, are handled in order', async () => {
    const hasty = world.stranger();
    hasty.send(
      connectPacket('listener', { clientId: 'hasty' }),
      { cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'a', qos: 0 }] },
      publishPacket('a', 2, 'x'),
    );
    await until(() => heard(hasty).length === 1, 'its own message');
    expect(hasty.received.map(({ cmd }) => cmd).slice(0, 2)).toEqual(['connack', 'suback']);
  });

  it('a filter of more levels than topics may have is refused, a thousand and first too', async () => {
    expect(await subscribe(listener, 'a/'.repeat(10) + 'b')).toEqual([REFUSED]);
    for (let lot = 0; lot < 10; lot++) {
      await subscribe(listener, ...Array.from({ length: 100 }, (_, at) => `lot/${lot}/${at}`));
    }
    expect(await subscribe(listener, 'one/more')).toEqual([REFUSED]);
    expect(await subscribe(listener, 'lot/1/1')).toEqual([1]);
  });

  it('"$" topics: a leading wildcard hears none, a publisher of "#" is acknowledged and told to nobody', async () => {
    await subscribe(listener, '# 2', '+/+ 2', '$other/#');
    await say('$other/a', 'x');
    expect(talker.pubacks()).toEqual([1]);
    await listener.ping();
    expect(heard(listener)).toEqual([]);
    talker.send(publishPacket('$SYS/a', 2));
    await talker.untilClosed();
    expect(talker.pubacks()).toEqual([1]);
  });
});
