import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setInterval } from 'node:timers';
import { afterEach, expect, it } from 'vitest';
import { testCert, testKey } from '../../configuration/testing/certificate.ts';
import { FakeCertificate } from '../fakes/certificate.ts';
import type { Doorway, Listener } from './port.ts';
import { TlsListener } from './tls.ts';
import { WebSocketListener } from './websocket.ts';

const certificate = new FakeCertificate({ cert: testCert, key: testKey });
const limits = { withinMs: 100, messageBytes: 1_000, messageBytesBeforeLogin: 1_000 };

let listener: Listener;
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  listener.stop();
});

class Told implements Doorway {
  readonly faults: string[] = [];
  readonly entered: unknown[] = [];
  open = true;
  readonly admits = () => this.open;
  readonly enter = (stream: unknown) => void this.entered.push(stream);
  readonly failed = (fault: string) => void this.faults.push(fault);
}

function client(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  sockets.push(socket);
  return socket;
}

const kinds: readonly [name: string, make: () => Listener, first: Buffer][] = [
  ['TLS', () => new TlsListener('127.0.0.1', 0, certificate, limits), Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc])],
  ['ws', () => new WebSocketListener('127.0.0.1', 0, undefined, limits), Buffer.from('GET /mqtt HTTP/1.1\r\nX: ')],
  ['wss', () => new WebSocketListener('127.0.0.1', 0, certificate, limits), Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1])],
];

it.each(kinds)('%s: a socket that says nothing is not waited for', async (_, make) => {
  listener = make();
  const told = new Told();
  await once(client(await listener.start(told)), 'close');
  expect(told.faults).toContain('no-handshake');
});

it.each(kinds)('%s: a socket that sends a byte now and then is not waited for either', async (_, make, first) => {
  listener = make();
  const told = new Told();
  const socket = client(await listener.start(told));
  let sent = 0;
  const trickle = setInterval(() => socket.write(first.subarray(sent++ % first.length).subarray(0, 1)), 20);
  await new Promise((resolve) => socket.on('close', resolve));
  clearInterval(trickle);
  expect(told.faults).toContain('no-handshake');
});

it.each(kinds)('%s: whom the door does not admit meets no handshake', async (_, make) => {
  listener = make();
  const told = new Told();
  told.open = false;
  await once(client(await listener.start(told)), 'close');
  expect(told).toMatchObject({ faults: [], entered: [] });
});
