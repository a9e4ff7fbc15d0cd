import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect as connectTcp, type Socket } from 'node:net';
import { connectAsync, type MqttClient } from 'mqtt';
import mqtt, { type Packet } from 'mqtt-packet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { testCert, testKey } from '../../configuration/testing/certificate.ts';
import { testCertificate } from '../../dashboard/server/fakes/certificate.ts';
import { FakeCertificate } from '../fakes/certificate.ts';
import { account, FakeDirectory, secretOf } from '../fakes/directory.ts';
import { connectPacket, publishPacket, until } from '../fakes/raw-client.ts';
import { World } from '../fakes/world.ts';

const reading = '{"values":{"energy_kwh":1}}';

let world: World;
let certificate: FakeCertificate;
const clients: MqttClient[] = [];
const webSockets: WebSocket[] = [];
const sockets: Socket[] = [];

beforeEach(async () => {
  certificate = new FakeCertificate({ cert: testCert, key: testKey });
  const office = account('office', { subscribe: ['#'], publish: ['notes/#'] });
  world = await World.start(new FakeDirectory(['M1', 'M2'], [office]), {}, { wsPort: 0, tls: certificate });
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.endAsync(true);
  for (const one of webSockets.splice(0)) one.terminate();
  for (const socket of sockets.splice(0)) socket.destroy();
  await world.stop();
});

async function device(id: string, url: string, ca = testCert): Promise<MqttClient> {
  const client = await connectAsync(url.replace('PORT', String(world.ports.wsPort)), {
    ...{ username: id, password: secretOf(id), reconnectPeriod: 0, connectTimeout: 5_000 },
    wsOptions: { ca },
  });
  clients.push(client);
  return client;
}

/** A WebSocket in the test's own hand, open. */
async function open(path = '/mqtt', protocols: string | string[] = 'mqtt'): Promise<Raw> {
  const raw = new Raw(new WebSocket(`ws://127.0.0.1:${world.ports.wsPort}${path}`, protocols));
  webSockets.push(raw.webSocket);
  await once(raw.webSocket, 'open');
  return raw;
}

class Raw {
  readonly webSocket: WebSocket;
  readonly received: Packet[] = [];
  closed: number | null = null;

  constructor(webSocket: WebSocket) {
    this.webSocket = webSocket;
    const parser = mqtt.parser();
    parser.on('packet', (packet) => this.received.push(packet));
    webSocket.on('message', (data, isBinary) => {
      expect(isBinary).toBe(true);
      parser.parse(data as Buffer);
    });
    webSocket.on('error', () => undefined);
    webSocket.on('close', (code) => (this.closed = code));
  }

  async answered(cmd: Packet['cmd'], count = 1): Promise<void> {
    await until(() => this.received.filter((packet) => packet.cmd === cmd).length >= count, `${count} ${cmd}`);
  }

  untilClosed(): Promise<void> {
    return until(() => this.closed !== null, 'the WebSocket to be closed');
  }
}

const connectBytes = (id: string) => mqtt.generate(connectPacket(id));
const publishBytes = (id: string, messageId: number, payload = reading) =>
  mqtt.generate(publishPacket(`v1/${id}/readings`, messageId, payload));

function closed(reason: string): Promise<number> {
  return world.metric('connections_closed_total', { reason });
}

describe('MQTT over WebSocket', () => {
  it.each([
    ['ws', 'ws://127.0.0.1:PORT/mqtt'],
    ['ws at the root', 'ws://127.0.0.1:PORT/'],
    ['wss on the same port', 'wss://localhost:PORT/mqtt'],
  ])('%s: a reading is stored, then acknowledged', async (_, url) => {
    world.sink.mode = 'hold';
    const client = await device('M1', url);
    const acknowledged = client.publishAsync('v1/M1/readings', reading, { qos: 1 });
    await until(() => world.sink.waiting.length === 1, 'the reading at the collector');
    expect(await Promise.race([acknowledged, Promise.resolve('waiting')])).toBe('waiting');
    world.sink.release();
    await acknowledged;
    expect(world.sink.payloads()).toEqual([reading]);
  });

  it('the largest packet there may be, both ways', async () => {
    const office = await device('office', 'ws://127.0.0.1:PORT/mqtt');
    await office.subscribeAsync('notes/#');
    const arrived = new Promise<[string, Buffer]>((resolve) => {
      office.once('message', (topic, payload) => resolve([topic, payload]));
    });
    // 256 KiB of remaining length: topic with its length, packet id, payload.
    const payload = Buffer.alloc(256 * 1024 - 2 - 'notes/large'.length - 2, 'x');
    await office.publishAsync('notes/large', payload, { qos: 1 });
    const [topic, received] = await arrived;
    expect(topic).toBe('notes/large');
    expect(received.equals(payload)).toBe(true);
  });

  it('a client of MQTT 3.1 gives the older name of the protocol and gets it', async () => {
    const raw = await open('/mqtt', ['mqttv3.1']);
    expect(raw.webSocket.protocol).toBe('mqttv3.1');
    expect((await open('/', ['chat', 'mqttv3.1', 'mqtt'])).webSocket.protocol).toBe('mqtt');
  });

  it('wss: a new certificate counts for whoever comes next, and who is here stays', async () => {
    const early = await device('M1', 'wss://localhost:PORT/mqtt');
    certificate.replace(testCertificate);
    const late = await device('M2', 'wss://localhost:PORT/mqtt', testCertificate.cert);
    await Promise.all([
      early.publishAsync('v1/M1/readings', reading, { qos: 1 }),
      late.publishAsync('v1/M2/readings', reading, { qos: 1 }),
    ]);
  });

  it('without a certificate the port speaks ws only; a TLS hello is closed', async () => {
    const plain = await World.start(new FakeDirectory(['M1']), {}, { wsPort: 0 });
    try {
      const at = `127.0.0.1:${plain.ports.wsPort}`;
      const options = { username: 'M1', password: secretOf('M1'), reconnectPeriod: 0, connectTimeout: 5_000 };
      await expect(connectAsync(`wss://${at}`, options)).rejects.toThrow();
      clients.push(await connectAsync(`ws://${at}`, options));
      expect(await plain.metric('connections_closed_total', { reason: 'http' })).toBe(1);
    } finally {
      await plain.stop();
    }
  });
});

describe('how packets lie in frames is nobody’s business', () => {
  it('one byte a frame', async () => {
    const raw = await open();
    for (const byte of Buffer.concat([connectBytes('M1'), publishBytes('M1', 7)])) raw.webSocket.send(Buffer.of(byte));
    await raw.answered('puback');
    expect(world.sink.payloads()).toEqual([reading]);
  });

  it('one message in pieces of one byte', async () => {
    const raw = await open();
    const bytes = Buffer.concat([connectBytes('M1'), publishBytes('M1', 7)]);
    bytes.forEach((byte, at) => raw.webSocket.send(Buffer.of(byte), { fin: at === bytes.length - 1 }));
    await raw.answered('puback');
    expect(world.sink.payloads()).toEqual([reading]);
  });

  it('CONNECT and 50 readings in one message: all are acknowledged, in order', async () => {
    const raw = await open();
    const ids = Array.from({ length: 50 }, (_, at) => at + 1);
    raw.webSocket.send(Buffer.concat([connectBytes('M1'), ...ids.map((id) => publishBytes('M1', id))]));
    await raw.answered('puback', 50);
    expect(raw.received.slice(1).map(({ messageId }) => messageId)).toEqual(ids);
  });

  it('CONNECT and many readings in messages of their own, all in one segment', async () => {
    const raw = await open();
    raw.webSocket.send(connectBytes('M1'));
    const ids = Array.from({ length: 90 }, (_, at) => at + 1);
    for (const id of ids) raw.webSocket.send(publishBytes('M1', id, reading.padEnd(1_000)));
    await raw.answered('puback', 90);
  });
});

describe('what a WebSocket may not bring', () => {
  it('a frame of text: closed, counted', async () => {
    const raw = await open();
    raw.webSocket.send('MQTT');
    await raw.untilClosed();
    expect(await closed('malformed')).toBe(1);
  });

  it('a message over the largest packet, after login', async () => {
    const raw = await open();
    raw.webSocket.send(connectBytes('M1'));
    await raw.answered('connack');
    raw.webSocket.send(Buffer.alloc(256 * 1024 + 6));
    await raw.untilClosed();
    expect(await closed('packet-too-large')).toBe(1);
  });

  it('before login: a packet that declares 256 MB, and an unfinished message of 17 KiB', async () => {
    const declares = await open();
    declares.webSocket.send(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]));
    await declares.untilClosed();
    const unfinished = await open();
    for (let piece = 0; piece < 17; piece++) unfinished.webSocket.send(Buffer.alloc(1024), { fin: false });
    await unfinished.untilClosed();
    expect(await closed('packet-too-large')).toBe(2);
    // Guards by address see the address of the socket below.
    expect(world.logs()).toMatchObject([{ reason: 'packet-too-large', address: '127.0.0.1' }]);
  });

  it('wrong credentials: CONNACK 5, then closed', async () => {
    const raw = await open();
    raw.webSocket.send(mqtt.generate(connectPacket('M1', { password: Buffer.from('no') })));
    await raw.untilClosed();
    expect(raw.received).toMatchObject([{ cmd: 'connack', returnCode: 5 }]);
  });

  it('pings are answered, but not when nobody reads the answers: they would fill the memory', async () => {
    const raw = await open();
    raw.webSocket.send(connectBytes('M1'));
    await raw.answered('connack');
    const answers: string[] = [];
    raw.webSocket.on('pong', (data) => answers.push(data.toString()));
    raw.webSocket.pause();
    const many = 150_000;
    // Masked with zeros: 125 bytes each, 19 MB in all, more than the system buffers between the two.
    const ping = Buffer.concat([Buffer.from([0x89, 0x80 | 125, 0, 0, 0, 0]), Buffer.alloc(125, 'x')]);
    const socket = (raw.webSocket as unknown as { readonly _socket: Socket })._socket;
    await new Promise<void>((resolve) => void socket.write(Buffer.alloc(many * ping.length, ping), () => resolve()));
    raw.webSocket.resume();
    // A ping may go unanswered while pongs wait; sooner or later there is room again.
    await until(() => {
      raw.webSocket.ping('here?');
      return answers.includes('here?');
    }, 'an answer');
    expect(answers.length).toBeLessThan(many);
    expect(answers.length).toBeGreaterThan(100);
  });
});

describe('HTTP that is no WebSocket', () => {
  function get(path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const outgoing = request({ host: '127.0.0.1', port: world.ports.wsPort, path, headers, agent: false });
      outgoing.on('response', (response) => resolve(response.resume()));
      outgoing.on('error', reject).end();
    });
  }
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };

  it.each([
    ['a page', '/', {}, 426],
    ['a page of another name', '/index.html', {}, 426],
    ['another path', '/socket.io', { ...upgrade, 'sec-websocket-protocol': 'mqtt' }, 404],
    ['no subprotocol', '/mqtt', upgrade, 400],
    ['another subprotocol', '/mqtt', { ...upgrade, 'sec-websocket-protocol': 'graphql-ws' }, 400],
    ['no key', '/mqtt', { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-protocol': 'mqtt' }, 400],
    ['another upgrade', '/mqtt', { ...upgrade, upgrade: 'h2c', 'sec-websocket-protocol': 'mqtt' }, 400],
  ])('%s: refused, and the connection ends', async (_, path, headers, status) => {
    const answer = await get(path, headers);
    expect(answer.statusCode).toBe(status);
    if (status === 426) expect(answer.headers.upgrade).toBe('websocket');
    if (!answer.socket.destroyed) await once(answer.socket, 'close');
    expect(await closed('not-websocket')).toBe(1);
  });

  it('bytes that are neither HTTP nor TLS: closed', async () => {
    const socket = connectTcp(world.ports.wsPort!, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.write(connectBytes('M1'));
    await new Promise((resolve) => socket.on('close', resolve));
    expect(await closed('http')).toBe(1);
  });
});

describe('back-pressure', () => {
  it('while the collector holds, a device that goes on sending is not read on', async () => {
    world.sink.mode = 'hold';
    const raw = await open();
    raw.webSocket.send(connectBytes('M1'));
    await raw.answered('connack');
    let unsent = 0;
    const large = publishBytes('M1', 1, `{"values":{}}`.padEnd(200 * 1024));
    const total = 200;
    for (let at = 0; at < total; at++) {
      unsent++;
      raw.webSocket.send(large, () => unsent--);
    }
    await until(() => world.sink.waiting.length > 0, 'the first message');
    // 40 MB: system buffers take some of it, the gateway a message or two.
    await until(() => unsent < total, 'some of it on its way');
    expect(raw.webSocket.bufferedAmount).toBeGreaterThan(20 * 1024 * 1024);
    expect(world.sink.messages.length).toBeLessThan(200);
  });

  it('a subscriber that does not read is closed, not buffered for', async () => {
    await world.stop();
    world = await World.start(
      new FakeDirectory(['M1'], [account('office', { subscribe: ['#'], publish: ['notes/#'] })]),
      { drainWithinMs: 200 },
      { wsPort: 0 },
    );
    const raw = await open();
    raw.webSocket.send(connectBytes('office'));
    await raw.answered('connack');
    raw.webSocket.send(
      mqtt.generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'notes/#', qos: 0 }] }),
    );
    await raw.answered('suback');
    raw.webSocket.pause();
    const writer = await device('office', 'ws://127.0.0.1:PORT/mqtt');
    const note = Buffer.alloc(200 * 1024);
    while ((await closed('slow-reader')) === 0) await writer.publishAsync('notes/1', note, { qos: 1 });
    expect(writer.connected).toBe(true);
  });
});

it('a stop says goodbye to WebSockets: the last PUBACK arrives, then the close', async () => {
  world.sink.mode = 'hold';
  const raw = await open();
  raw.webSocket.send(Buffer.concat([connectBytes('M1'), publishBytes('M1', 9)]));
  await until(() => world.sink.waiting.length === 1, 'the reading at the collector');
  const stopped = world.gateway.stop();
  world.sink.release();
  await raw.untilClosed();
  expect(raw.received.at(-1)).toMatchObject({ cmd: 'puback', messageId: 9 });
  expect(raw.closed).toBe(1000);
  await stopped;
});
