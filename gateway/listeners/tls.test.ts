import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type SecureVersion, type TLSSocket } from 'node:tls';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testCert, testKey } from '../../configuration/testing/certificate.ts';
import { testCertificate } from '../../dashboard/server/fakes/certificate.ts';
import { FakeCertificate } from '../fakes/certificate.ts';
import { FakeDirectory, secretOf } from '../fakes/directory.ts';
import { until } from '../fakes/raw-client.ts';
import { World } from '../fakes/world.ts';

const reading = '{"values":{"energy_kwh":1}}';

let world: World;
let certificate: FakeCertificate;
const sockets: Socket[] = [];
const clients: MqttClient[] = [];

beforeEach(async () => {
  certificate = new FakeCertificate({ cert: testCert, key: testKey });
  world = await World.start(new FakeDirectory(['M1', 'M2']), {}, { mqttsPort: 0, tls: certificate });
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.endAsync(true);
  for (const socket of sockets.splice(0)) socket.destroy();
  await world.stop();
});

async function device(id: string, ca: string): Promise<MqttClient> {
  const client = await connectAsync(`mqtts://localhost:${world.ports.mqttsPort}`, {
    ...{ ca, username: id, password: secretOf(id), reconnectPeriod: 0, connectTimeout: 5_000 },
  });
  clients.push(client);
  return client;
}

function raw(port: number): Socket {
  const socket = connectTcp(port, '127.0.0.1');
  socket.on('error', () => undefined);
  sockets.push(socket);
  return socket;
}

function closed(reason: string): Promise<number> {
  return world.metric('connections_closed_total', { reason });
}

/** A handshake of one version; what came of it. */
async function handshake(version: SecureVersion): Promise<string> {
  // Without seclevel 0 the client itself would not offer the old ones.
  const socket: TLSSocket = connectTls({
    ...{ port: world.ports.mqttsPort!, host: 'localhost', ca: testCert, ciphers: 'DEFAULT@SECLEVEL=0' },
    ...{ minVersion: version, maxVersion: version },
  });
  sockets.push(socket);
  return new Promise((resolve) => {
    socket.once('secureConnect', () => resolve(socket.getProtocol() ?? ''));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

it('a meter over TLS: what it publishes is stored and acknowledged, not before it is stored', async () => {
  world.sink.mode = 'hold';
  const client = await device('M1', testCert);
  const acknowledged = client.publishAsync('v1/M1/readings', reading, { qos: 1 });
  await until(() => world.sink.waiting.length === 1, 'the reading at the collector');
  expect(await Promise.race([acknowledged, Promise.resolve('waiting')])).toBe('waiting');
  world.sink.release();
  await acknowledged;
  expect(world.sink.payloads()).toEqual([reading]);
});

it.each([
  ['TLSv1.3', 'TLSv1.3'],
  ['TLSv1.2', 'TLSv1.2'],
  ['TLSv1.1', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'],
  ['TLSv1', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'],
] as const)('%s: %s', async (version, expected) => {
  expect(await handshake(version)).toBe(expected);
});

it('the certificate is replaced: whoever is connected stays, whoever comes sees the new one', async () => {
  const early = await device('M1', testCert);
  certificate.replace(testCertificate);
  await expect(device('M2', testCert)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  const late = await device('M2', testCertificate.cert);
  await early.publishAsync('v1/M1/readings', reading, { qos: 1 });
  await late.publishAsync('v1/M2/readings', reading, { qos: 1 });
  expect(world.sink.messages.map(({ publisher }) => publisher)).toEqual(['M1', 'M2']);
});

describe('what is not TLS on the TLS port, and TLS where it is not', () => {
  it('garbage, and MQTT without TLS: closed, counted, logged once a minute, and the next device is served', async () => {
    for (const bytes of [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      Buffer.from('10180004MQTT', 'latin1'),
      Buffer.alloc(999),
    ]) {
      const socket = raw(world.ports.mqttsPort!);
      socket.end(bytes);
      socket.resume();
      await once(socket, 'close');
    }
    await until(() => world.logs().length > 0, 'the log line');
    expect(await closed('tls-handshake')).toBe(3);
    expect(world.logs().map(({ reason, address }) => [reason, address])).toEqual([['tls-handshake', '127.0.0.1']]);
    await (await device('M1', testCert)).publishAsync('v1/M1/readings', reading, { qos: 1 });
  });

  it('a TLS hello to the plain port is no CONNECT: closed', async () => {
    const socket = connectTls({ port: world.port, host: 'localhost', ca: testCert });
    sockets.push(socket);
    await once(socket, 'error');
    await until(() => world.logs().length > 0, 'the log line');
    expect(world.gateway.connected).toBe(0);
    expect((await world.device('M1')).isOpen).toBe(true);
  });

  it('a client that hangs up in the handshake breaks nothing', async () => {
    const socket = raw(world.ports.mqttsPort!);
    // The first half of a ClientHello.
    socket.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
    await once(socket, 'connect');
    socket.resetAndDestroy();
    expect((await device('M1', testCert)).connected).toBe(true);
  });
});

it('guards hold behind TLS as before it: 256 MB declared before login', async () => {
  const socket = connectTls({ port: world.ports.mqttsPort!, host: 'localhost', ca: testCert });
  sockets.push(socket);
  socket.on('error', () => undefined);
  socket.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]));
  await once(socket, 'close');
  expect(await closed('packet-too-large')).toBe(1);
  // Guards by address see the address of the line below TLS.
  expect(world.logs()).toMatchObject([{ reason: 'packet-too-large', address: '127.0.0.1' }]);
});

it('idle sockets that begin no handshake keep no meter out', async () => {
  await world.stop();
  world = await World.start(
    new FakeDirectory(['M1']),
    { socketsBeforeConnect: 50 },
    { mqttsPort: 0, tls: certificate },
  );
  const idle = Array.from({ length: 200 }, () => raw(world.ports.mqttsPort!));
  await Promise.all(idle.map((socket) => once(socket, 'connect')));
  await (await device('M1', testCert)).publishAsync('v1/M1/readings', reading, { qos: 1 });
  await until(() => idle.filter(({ destroyed }) => !destroyed).length <= 50, 'all but 50 to be closed');
  expect(await world.metric('sockets_before_connect')).toBeLessThanOrEqual(50);
});

it('a stop does not wait for handshakes that never end', async () => {
  const socket = raw(world.ports.mqttsPort!);
  await once(socket, 'connect');
  const gone = once(socket, 'close');
  await world.gateway.stop();
  await gone;
});
