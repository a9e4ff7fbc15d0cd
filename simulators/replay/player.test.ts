import { connect as connectTo, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import { afterEach, expect, it } from 'vitest';
import { Player, type PlayerOptions, type PlayerResult } from './player.ts';
import type { ShownReading } from './recording.ts';

/** A broker that can be killed: sockets die without a word, and what it did not acknowledge it forgets. */
class KillableBroker {
  readonly received: string[] = [];
  readonly acknowledged: string[] = [];
  onMessage: (count: number) => void = () => {};
  refusePublish = false;
  ackDelayMs = 0;
  #aedes: Aedes | undefined;
  #server: Server | undefined;
  readonly #sockets = new Set<Socket>();

  async start(port = 0): Promise<number> {
    const aedes = await Aedes.createBroker({
      authenticate: (_client, username, password, done) => {
        const right = username === 'M-1' && password?.toString() === 'right';
        done(right ? null : Object.assign(new Error('Auth error'), { returnCode: 4 }), right);
      },
      authorizePublish: (_client, packet, done) => {
        if (this.refusePublish) return done(new Error('not yours'));
        const text = packet.payload.toString();
        this.received.push(`${packet.topic} ${text}`);
        this.onMessage(this.received.length);
        if (this.#aedes !== aedes) return;
        const acknowledge = () => {
          this.acknowledged.push(text);
          done(null);
        };
        if (this.ackDelayMs > 0) setTimeout(acknowledge, this.ackDelayMs);
        else setImmediate(acknowledge);
      },
    });
    this.#aedes = aedes;
    const server = createServer((socket) => {
      this.#sockets.add(socket.on('close', () => this.#sockets.delete(socket)));
      aedes.handle(socket);
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  async kill(): Promise<void> {
    const server = this.#server;
    const aedes = this.#aedes;
    this.#server = this.#aedes = undefined;
    const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    await new Promise<void>((resolve) => (aedes ? aedes.close(() => resolve()) : resolve()));
  }
}

let broker: KillableBroker | undefined;
afterEach(() => broker?.kill());

const start = Date.parse('2018-01-01T00:00:00Z');
function readings(n: number): ShownReading[] {
  return Array.from({ length: n }, (_, i) => ({ ts: start + i * 3_600_000, value: `${i}.10` }));
}
function play(port: number, n: number, options: Partial<PlayerOptions> = {}): Promise<PlayerResult> {
  return player(port, n, options).play();
}
function player(port: number, n: number, options: Partial<PlayerOptions> = {}): Player {
  return new Player(readings(n), {
    url: () => `mqtt://127.0.0.1:${port}`,
    meter: 'M-1',
    secret: 'right',
    point: 'energy_kwh',
    speed: Infinity,
    now: Date.now,
    ...options,
  });
}

it('sends every reading in order, digit for digit, and ends when the last is acknowledged', async () => {
  broker = new KillableBroker();
  const result = await play(await broker.start(), 1000);
  expect(result).toEqual({ end: 'done', total: 1000, sent: 1000, acknowledged: 1000, reconnects: 0 });
  expect(broker.received).toHaveLength(1000);
  expect(broker.received[1]).toBe('v1/M-1/readings {"ts":"2018-01-01T01:00:00.000Z","values":{"energy_kwh":1.10}}');
});

it('what is due together goes out as arrays, in order, and none is sent before its time', async () => {
  broker = new KillableBroker();
  const port = await broker.start();
  const result = await play(port, 1000, { batch: 30, window: 100 });
  expect(result).toEqual({ end: 'done', total: 1000, sent: 1000, acknowledged: 1000, reconnects: 0 });
  expect(broker.received.length).toBeLessThan(60);
  const bodies = broker.received.map((line) => JSON.parse(line.slice(line.indexOf(' ') + 1)) as { ts: string }[]);
  expect(bodies.flat().map(({ ts }) => Date.parse(ts))).toEqual(readings(1000).map(({ ts }) => ts));

  // A thousandth of a second of real time an hour: a reading now, the next one a little later.
  broker.received.length = 0;
  await play(port, 20, { batch: 30, speed: 3_600_000 / 20 });
  expect(broker.received.length).toBeGreaterThan(10);
});

it('survives a broker that is killed three times on the way: nothing is lost and the order is kept', async () => {
  const killed = (broker = new KillableBroker());
  const port = await killed.start();
  const restarts: Promise<number>[] = [];
  killed.onMessage = (count) => {
    if (restarts.length < 3 && count >= 700 * (restarts.length + 1)) {
      restarts.push(killed.kill().then(() => killed.start(port)));
    }
  };
  const result = await play(port, 3000);
  await Promise.all(restarts);
  expect(result).toMatchObject({ end: 'done', total: 3000, acknowledged: 3000, reconnects: 3 });
  expect(result.sent).toBeGreaterThan(3000);
  // Whatever the broker acknowledged before it died may come again, but first appearances keep the order.
  const first = [...new Set(killed.received.map((line) => line.slice(line.indexOf(' ') + 1)))];
  expect(first).toEqual(
    readings(3000).map(({ ts, value }) => `{"ts":"${new Date(ts).toISOString()}","values":{"energy_kwh":${value}}}`),
  );
  expect(new Set(killed.acknowledged).size).toBe(3000);
});

it('finds a server that comes back on another port', async () => {
  const killed = (broker = new KillableBroker());
  let port = await killed.start();
  killed.onMessage = (count) => {
    if (count === 50) void killed.kill().then(async () => (port = await killed.start()));
  };
  const result = await play(port, 100, { url: () => `mqtt://127.0.0.1:${port}` });
  expect(result).toMatchObject({ end: 'done', acknowledged: 100, reconnects: 1 });
});

it('keeps no more under way than its window', async () => {
  broker = new KillableBroker();
  broker.ackDelayMs = 1;
  const port = await broker.start();
  let widest = 0;
  const playing = player(port, 200, {
    window: 10,
    onProgress: ({ sent, acknowledged }) => (widest = Math.max(widest, sent - acknowledged)),
  });
  expect((await playing.play()).end).toBe('done');
  expect(widest).toBeGreaterThan(1);
  expect(widest).toBeLessThanOrEqual(10);
});

it('at a given speed a reading goes out when its time has come', async () => {
  broker = new KillableBroker();
  const arrivals: number[] = [];
  broker.onMessage = () => arrivals.push(performance.now());
  // An hour in 20 ms.
  const result = await play(await broker.start(), 6, { speed: 180_000 });
  expect(result.end).toBe('done');
  expect(arrivals.at(-1)! - arrivals[0]!).toBeGreaterThan(80);
});

it('says at once when nobody listens', async () => {
  broker = new KillableBroker();
  const port = await broker.start();
  await broker.kill();
  expect(await play(port, 10)).toMatchObject({
    end: 'unreachable',
    acknowledged: 0,
    detail: expect.stringContaining('ECONNREFUSED'),
  });
});

it('does not go on with a wrong secret', async () => {
  broker = new KillableBroker();
  expect(await play(await broker.start(), 10, { secret: 'wrong' })).toMatchObject({ end: 'refused', sent: 0 });
});

it('a login that is closed unanswered, as in a back-off, is tried again', async () => {
  broker = new KillableBroker();
  const port = await broker.start();
  let turnedAway = 0;
  const door = createServer((socket) => {
    if (++turnedAway <= 2) return void socket.destroy();
    const through = connectTo(port, '127.0.0.1');
    socket.pipe(through).pipe(socket);
    for (const end of [socket, through]) end.on('error', () => {});
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const result = await play((door.address() as AddressInfo).port, 10);
  door.close();
  expect(result).toMatchObject({ end: 'done', acknowledged: 10, reconnects: 0 });
});

it('a port that speaks HTTP is no reachable broker', async () => {
  const door = createServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const result = await play((door.address() as AddressInfo).port, 10, { patienceMs: 300 });
  door.close();
  expect(result).toMatchObject({ end: 'unreachable', acknowledged: 0 });
});

it('gives up on a server that closes every connection without acknowledging anything', async () => {
  broker = new KillableBroker();
  broker.refusePublish = true;
  const result = await play(await broker.start(), 10, { patienceMs: 300 });
  expect(result).toMatchObject({ end: 'closed', acknowledged: 0 });
  expect(result.reconnects).toBeGreaterThan(0);
});

it('stops when it is told to, even while nobody answers', async () => {
  const killed = (broker = new KillableBroker());
  const port = await killed.start();
  const playing = player(port, 1000);
  killed.onMessage = (count) => {
    if (count === 100) void killed.kill().then(() => playing.stop());
  };
  expect((await playing.play()).end).toBe('stopped');
});
