import mqtt, { type Packet } from 'mqtt-packet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { account, FakeDirectory } from './fakes/directory.ts';
import { connectPacket, publishPacket, until } from './fakes/raw-client.ts';
import { World } from './fakes/world.ts';

const KIB = 1024;
const READINGS = 'v1/M1/readings';

/** The first byte and the declared remaining length of a packet, and nothing after it. */
function header(firstByte: number, declared: number): Buffer {
  const bytes = [firstByte];
  for (let rest = declared; ; rest >>= 7) {
    bytes.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) return Buffer.from(bytes);
  }
}

/** A well-formed packet with the text `@@` in it exchanged for other bytes of the same length. */
function withBytes(packet: Packet, bytes: readonly number[]): Buffer {
  const whole = mqtt.generate(packet);
  const at = whole.indexOf('@@');
  if (at < 0) throw new Error('no @@ in this packet');
  Buffer.from(bytes).copy(whole, at);
  return whole;
}

describe('size of a packet, by its declared length', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.start(new FakeDirectory(['M1']));
  });
  afterEach(() => world.stop());

  it.each([
    ['CONNECT', 0x10],
    ['PUBLISH', 0x30],
  ])('a %s over 4 KiB before login is closed at its header', async (_, firstByte) => {
    const stranger = world.stranger();
    stranger.sendBytes(header(firstByte, 4 * KIB + 1));
    await stranger.untilClosed();
    expect(await world.metric('connections_closed_total', { reason: 'packet-too-large' })).toBe(1);
  });

  it('after login 256 KiB pass, a byte more is closed at its header', async () => {
    const meter = await world.device('M1');
    const overhead = 2 + READINGS.length + 2;
    meter.send(publishPacket(READINGS, 1, 'x'.repeat(256 * KIB - overhead)));
    await until(() => meter.pubacks().length === 1, 'PUBACK');
    expect(world.sink.messages[0]!.payload).toHaveLength(256 * KIB - overhead);
    meter.sendBytes(header(0x32, 256 * KIB + 1));
    await meter.untilClosed();
    expect(await world.metric('connections_closed_total', { reason: 'packet-too-large' })).toBe(1);
    expect(world.sink.messages).toHaveLength(1);
  });
});

describe('what MQTT forbids and the broker library lets through', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.start(new FakeDirectory(['M1', '@@'], [account('open', { publish: ['#'], subscribe: ['#'] })]));
  });
  afterEach(() => world.stop());

  const odd: [string, number[]][] = [
    ['U+0000', [0x61, 0x00]],
    ['a control character', [0x61, 0x1b]],
    ['DEL', [0x61, 0x7f]],
    ['broken UTF-8', [0xc3, 0x28]],
    ['half of a surrogate pair', [0xed, 0xa0]],
  ];
  const will = { topic: 'v1/@@/status', payload: Buffer.from('{}'), qos: 0, retain: false } as const;

  it.each(odd)('%s in client id, user name or will topic', async (_, bytes) => {
    for (const packet of [
      connectPacket('M1', { clientId: 'x@@' }),
      connectPacket('@@', { clientId: 'x' }),
      connectPacket('open', { will }),
    ]) {
      const stranger = world.stranger();
      stranger.sendBytes(withBytes(packet, bytes));
      await stranger.untilClosed();
      expect(stranger.received).toEqual([]);
    }
  });

  it.each(odd)('%s in a topic or a filter', async (_, bytes) => {
    const packets: Packet[] = [
      publishPacket('site/@@', 1),
      { cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'site/@@', qos: 0 }] },
      { cmd: 'unsubscribe', messageId: 1, unsubscriptions: ['site/@@'] },
    ];
    for (const packet of packets) {
      const client = await world.device('open', { clientId: '' });
      client.sendBytes(withBytes(packet, bytes));
      await client.untilClosed();
      expect(client.received.map(({ cmd }) => cmd)).toEqual(['connack']);
    }
  });

  it('Chinese names, emoji and a byte order mark inside are text like any other', async () => {
    const client = await world.device('open', { clientId: '电表-1' });
    client.send(publishPacket('楼/一层/🔌/a\ufeffb', 1));
    await until(() => client.pubacks().length === 1, 'PUBACK');
  });

  const frames: [string, string][] = [
    ['PUBLISH at QoS 1 with packet id 0', '320700037631 2f0000'],
    ['PUBLISH at QoS 1 without room for its packet id', '3205 0003 76312f'],
    ['PUBACK of three bytes', '4003000100'],
    ['PUBACK with packet id 0', '40020000'],
    ['PUBREL of no bytes', '6200'],
    ['PINGREQ with a payload', 'c00100'],
    ['DISCONNECT with a payload', 'e00100'],
    ['SUBSCRIBE with packet id 0', '82060000000161 00'],
    ['SUBSCRIBE to nothing', '82020001'],
    ['UNSUBSCRIBE from nothing', 'a2020001'],
    ['UNSUBSCRIBE with packet id 0', 'a2050000000161'],
    ['SUBACK, which is the server’s to send', '9003000100'],
    ['CONNACK, which is the server’s to send', '20020000'],
    ['a second CONNECT', '100c00044d51545404020000 0000'],
    ['a packet of type 15', 'f000'],
  ];
  it.each(frames)('%s', async (_, hex) => {
    const client = await world.device('open');
    client.sendBytes(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
    await client.untilClosed();
    expect(client.received.map(({ cmd }) => cmd)).toEqual(['connack']);
  });

  it.each(['a+', '+a', 'a#', 'a/#/b', 'a/b+/c', '#/a'])('SUBSCRIBE to %s, which is no filter', async (filter) => {
    const client = await world.device('open');
    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: filter, qos: 0 }] });
    await client.untilClosed();
    expect(client.acks('suback')).toEqual([]);
  });

  it('a topic of eleven levels', async () => {
    const client = await world.device('open');
    client.send(publishPacket('1/2/3/4/5/6/7/8/9/10', 1));
    await until(() => client.pubacks().length === 1, 'PUBACK of ten levels');
    client.send(publishPacket('1/2/3/4/5/6/7/8/9/10/11', 2));
    await client.untilClosed();
    expect(client.pubacks()).toEqual([1]);
  });

  it('a password without a user name, and a will of QoS 3', async () => {
    const flagsAt = 9;
    const noName = mqtt.generate(connectPacket('M1'));
    noName[flagsAt]! &= 0x7f;
    const qos3 = mqtt.generate(connectPacket('M1', { will: { ...will, topic: 'v1/M1/status' } }));
    qos3[flagsAt]! |= 0x18;
    for (const bytes of [noName, qos3]) {
      const stranger = world.stranger();
      stranger.sendBytes(bytes);
      await stranger.untilClosed();
      expect(stranger.received).toEqual([]);
    }
  });

  it('anything before CONNECT', async () => {
    const stranger = world.stranger();
    stranger.send(publishPacket(READINGS, 1));
    await stranger.untilClosed();
    expect(stranger.received).toEqual([]);
    expect(world.sink.messages).toEqual([]);
  });
});
