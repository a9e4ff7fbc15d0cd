import mqtt from 'mqtt-packet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { account, FakeDirectory } from './fakes/directory.ts';
import { connectPacket, until, type RawClient } from './fakes/raw-client.ts';
import { World } from './fakes/world.ts';

const ALL = { publish: ['#'], subscribe: ['#'] };

let world: World;
let talker: RawClient;
beforeEach(async () => {
  world = await World.start(new FakeDirectory([], [account('talker', ALL)]));
  talker = await world.device('talker');
});
afterEach(() => world.stop());

describe('CONNECT', () => {
  const IDENTIFIER_REJECTED = 2;

  it('a second one closes the connection', async () => {
    talker.send(connectPacket('talker'));
    await talker.untilClosed();
  });

  it('without a client id: taken with clean=1, refused with clean=0 and in MQTT 3.1', async () => {
    expect(await world.stranger().login('talker', { clientId: '' })).toBe(0);
    const others = [{ clean: false }, { protocolId: 'MQIsdp', protocolVersion: 3 }] as const;
    for (const connect of others) {
      const client = world.stranger();
      client.sendBytes(withoutClientId(mqtt.generate(connectPacket('talker', { ...connect, clientId: 'x' }))));
      await until(() => client.acks('connack').length === 1, 'CONNACK');
      expect(client.acks('connack')).toMatchObject([{ returnCode: IDENTIFIER_REJECTED }]);
    }
  });

  it.each([2, 5, 6, 127])('of protocol version %i is told that it is not spoken', async (version) => {
    const client = world.stranger();
    // Version 5 has a length of properties behind the keep-alive.
    const connect =
      version === 5 ? '100d 0004 4d515454 05 02 000a 00 0000' : `100c 0004 4d515454 ${hex(version)} 02 000a 0000`;
    client.sendBytes(Buffer.from(connect.replaceAll(' ', ''), 'hex'));
    await client.untilClosed();
    expect(client.acks('connack')).toMatchObject([{ returnCode: 1 }]);
  });

  it.each([
    ['a user name that its flags do not announce', '1010 0004 4d515454 04 02 000a 0001 70 0001 70'],
    ['a password that its flags do not announce', '1013 0004 4d515454 04 82 000a 0001 70 0001 70 0001 70'],
    ['the reserved flag', '100d 0004 4d515454 04 03 000a 0001 70'],
    ['a will QoS without a will', '100d 0004 4d515454 04 0a 000a 0001 70'],
    ['a will retain without a will', '100d 0004 4d515454 04 22 000a 0001 70'],
    ['another protocol name', '100d 0004 4d515456 04 02 000a 0001 70'],
    ['fixed-header flags', '110d 0004 4d515454 04 02 000a 0001 70'],
  ])('with %s is closed without an answer', async (_, packet) => {
    const client = world.stranger();
    client.sendBytes(Buffer.from(packet.replaceAll(' ', ''), 'hex'));
    await client.untilClosed();
    expect(client.received).toEqual([]);
  });

  it('with an empty user name and no password is one without credentials', async () => {
    world.directory.anonymousAccount = account('anonymous', ALL);
    const client = world.stranger();
    client.sendBytes(Buffer.from('100f00044d5154540482000a0001700000', 'hex'));
    await until(() => client.acks('connack').length === 1, 'CONNACK');
    expect(client.acks('connack')).toMatchObject([{ returnCode: 0 }]);
  });

  function hex(byte: number): string {
    return byte.toString(16).padStart(2, '0');
  }

  /** The client id `x` cut out. */
  function withoutClientId(connect: Buffer): Buffer {
    const at = connect.indexOf(Buffer.from([0, 1, 0x78]));
    const short = Buffer.concat([connect.subarray(0, at), Buffer.from([0, 0]), connect.subarray(at + 3)]);
    short[1]! -= 1;
    return short;
  }
});

describe('fixed headers', () => {
  it.each([
    ['PUBLISH with DUP at QoS 0', '380e 0005 746f706963 7061796c6f6164'],
    ['PUBLISH at QoS 3', '3605 0001 61 0001'],
    ['PUBACK with flags', '4202 0001'],
    ['PUBREL without its flag', '6002 0001'],
    ['SUBSCRIBE without its flag', '8006 0001 0001 61 00'],
    ['UNSUBSCRIBE without its flag', 'a005 0001 0001 61'],
    ['PINGREQ with flags', 'c100'],
    ['DISCONNECT with flags', 'e100'],
    ['SUBSCRIBE at QoS 3', '8206 0001 0001 61 03'],
    ['SUBSCRIBE with reserved bits in its QoS', '8206 0001 0001 61 04'],
    ['the reserved type 0, before its length is complete', '0ac0'],
    ['a length of five bytes', '30ffffffff7f'],
  ])('%s closes the connection', async (_, packet) => {
    talker.sendBytes(Buffer.from(packet.replaceAll(' ', ''), 'hex'));
    await talker.untilClosed();
    expect(talker.received.map(({ cmd }) => cmd)).toEqual(['connack']);
  });
});
