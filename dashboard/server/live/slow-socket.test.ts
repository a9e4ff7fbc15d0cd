import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { Server } from 'socket.io';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../fakes/installation.ts';
import { LiveClient } from '../fakes/live-client.ts';
import { Channel } from './channel.ts';
import { Connection } from './connection.ts';

/** Wide enough that a few of them fill every buffer between server and page. */
const wide = 'x'.repeat(512 * 1024);
let value = 0;
let lagged = 0;
let channel!: Channel;
const connections: Connection[] = [];
const server = createServer();
const io = new Server(server, { serveClient: false });

beforeAll(async () => {
  const live = io.of('/live');
  channel = new Channel({
    topic: 'overview',
    room: 'overview',
    content: {
      snapshot: () => Promise.resolve({ value }),
      delta: () => Promise.resolve({ value, wide }),
    },
    broadcast: (room, event, payload) => void live.to(room).emit(event, payload),
    at: () => '',
    log: pino({ level: 'silent' }),
    quietMs: 0,
  });
  live.on('connection', (socket) => {
    const connection = new Connection(socket, {
      credential: { by: 'bearer', token: '' },
      viewer: { kind: 'operator', name: 'operator', role: 'administrator', scope: null },
      find: () => Promise.resolve(channel),
      left: () => {},
      lagged: () => lagged++,
      failed: (error) => {
        throw error;
      },
    });
    connections.push(connection);
    connection.listen();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => io.close());

/** The WebSocket below: pausing it is a page in a tunnel. */
function wire(client: LiveClient): { pause(): void; resume(): void } {
  return (client.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }).ws;
}

describe('a page in a tunnel', () => {
  it('holds no more than a bounded queue, is made whole when it comes out, and delays nobody', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const [quick, slow] = [new LiveClient(url, {}), new LiveClient(url, {})];
    for (const client of [quick, slow]) {
      client.subscribe('overview');
      await client.nth('overview', 0);
    }
    wire(slow).pause();
    for (let i = 0; i < 200 && lagged === 0; i++) {
      const before = quick.told.length;
      value++;
      channel.touch();
      await until('the quick page’s delta', () => quick.told.length > before);
    }
    expect(lagged).toBe(1);
    const atLag = value;
    for (let i = 0; i < 20; i++) {
      const before = quick.told.length;
      value++;
      channel.touch();
      await until('the quick page’s delta', () => quick.told.length > before);
    }
    wire(slow).resume();
    const fresh = await until('the fresh snapshot', () =>
      slow.told.findLast((one, i) => i > 0 && one.event === 'snapshot'),
    );
    expect(fresh.message).toMatchObject({ seq: value, data: { value } });
    const seqs = slow.told.filter((one) => one.event === 'delta').map((one) => (one.message as { seq: number }).seq);
    // What it got before the lag has no holes, and nothing of the time after it was queued.
    expect(seqs).toEqual(seqs.map((_, i) => i + 1));
    expect(seqs.at(-1)).toBeLessThanOrEqual(atLag);
    expect(quick.told.map((one) => (one.message as { seq: number }).seq)).toEqual([
      0,
      ...Array.from({ length: value }, (_, i) => i + 1),
    ]);
    quick.close();
    slow.close();
  });
});
