import { networkInterfaces } from 'node:os';
import { generate, type Packet } from 'mqtt-packet';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPacket, publishPacket, type RawClient } from '../../gateway/fakes/raw-client.ts';
import { Siege } from '../support/hostile/siege.ts';
import { until } from '../support/product.ts';

// Strangers at the door of the built product: who they are is not known yet, and they must not cost anything.

const CONNECT_WITHIN_MS = 1_000;

let siege: Siege;
beforeAll(async () => {
  siege = await Siege.start({
    devices: ['HASTY', 'GUESSED', 'NEIGHBOUR'],
    env: {
      // Limits by address pass over loopback: some attackers come over the machine's own address.
      WATTSTEWARD_BIND: '0.0.0.0',
      WATTSTEWARD_LIMIT_WRONG_LOGINS_BY_ADDRESS: '50',
      // Five seconds by default: the tests would wait for them.
      WATTSTEWARD_LIMIT_CONNECT_WITHIN_MS: `${CONNECT_WITHIN_MS}`,
    },
  });
});
afterAll(() => siege.stop());

/** Sends one byte now and then until the door closes. @returns how many bytes it took. */
async function trickle(client: RawClient, bytes: Uint8Array, everyMs: number): Promise<number> {
  let sent = 0;
  while (!client.closed && sent < bytes.length) {
    client.sendBytes(bytes.subarray(sent, ++sent));
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return sent;
}

const allClosed = (clients: readonly RawClient[], withinMs: number): Promise<true> =>
  until('all of them to be closed', () => clients.every(({ closed }) => closed) || null, withinMs);

const closedFor = async (reason: string): Promise<number> =>
  (await siege.metrics()).counted('connections_closed', 'reason', reason);

test('sockets that say nothing, or a byte now and then, are closed in time', async () => {
  await siege.endure('300 silent and trickling sockets', async () => {
    const silent = Array.from({ length: 200 }, () => siege.attacker());
    const trickling = Array.from({ length: 100 }, () => siege.attacker());
    const connect = generate(connectPacket('HASTY'));
    await Promise.all(trickling.map((client) => trickle(client, connect, CONNECT_WITHIN_MS / 5)));
    await allClosed([...silent, ...trickling], 3 * CONNECT_WITHIN_MS);
  });
  expect(await closedFor('no-connect')).toBe(300);
});

test('a byte now and then inside a packet keeps no logged-in connection alive beyond its keep-alive', async () => {
  await siege.endure('20 connections that trickle inside a PUBLISH', async () => {
    const clients = await Promise.all(
      Array.from({ length: 20 }, (_, i) => siege.insider('HASTY', { clientId: `slow ${i}`, keepalive: 1 })),
    );
    const publish = generate(publishPacket('v1/HASTY/readings', 1));
    await Promise.all(clients.map((client) => trickle(client, publish.subarray(0, -1), 200)));
    await allClosed(clients, 3_000);
  });
  expect(await closedFor('keep-alive')).toBe(20);
});

test('256 MB declared before login: refused by the declaration, nothing of it is kept', async () => {
  const before = await closedFor('packet-too-large');
  await siege.endure('200 × 256 MB declared', async () => {
    const clients = Array.from({ length: 200 }, () => siege.attacker());
    for (const [i, client] of clients.entries()) {
      client.sendBytes(Buffer.from([i % 2 === 0 ? 0x10 : 0x32, 0xff, 0xff, 0xff, 0x7f]));
      client.sendBytes(Buffer.alloc(1024 * 1024, 'MQTT'));
    }
    await allClosed(clients, 5_000);
  });
  expect((await closedFor('packet-too-large')) - before).toBe(200);
});

test('500 messages in the packet right after CONNECT: the connection is closed; 100 of them are taken in order', async () => {
  const burst = (count: number): Packet[] =>
    Array.from({ length: count }, (_, i) =>
      publishPacket('v1/HASTY/readings', i + 1, `{"ts":${Date.now() - (i + 1) * 60_000},"values":{"energy_kwh":${i}}}`),
    );
  await siege.endure('30 × 500 messages behind CONNECT', async () => {
    const greedy = Array.from({ length: 30 }, () => siege.attacker());
    for (const [i, client] of greedy.entries()) {
      client.send(connectPacket('HASTY', { clientId: `greedy ${i}` }), ...burst(500));
    }
    await allClosed(greedy, 5_000);
    const hasty = siege.attacker();
    hasty.send(connectPacket('HASTY'), ...burst(100));
    await until('100 PUBACKs', () => hasty.pubacks().length === 100 || null);
    expect(hasty.received[0]?.cmd).toBe('connack');
    expect(hasty.pubacks()).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  });
  expect(await closedFor('packets-behind-connect')).toBe(30);
});

test('3,000 sockets that never speak keep no device out', async () => {
  await siege.endure('3,000 idle sockets', async () => {
    const idle = Array.from({ length: 3_000 }, () => siege.attacker());
    await until(
      'all of them to be accepted or closed',
      async () => {
        const waiting = (await siege.metrics()).value('wattsteward_mqtt_sockets_before_connect');
        return waiting + idle.filter(({ closed }) => closed).length >= 2_900;
      },
      10_000,
    );
    await siege.insider('NEIGHBOUR');
  });
});

test('100 wrong passwords: who guesses has to wait, and the right one gets in from elsewhere', async () => {
  await siege.endure('100 wrong passwords of one name', async () => {
    const answers = [];
    for (let i = 0; i < 100; i++) {
      answers.push(await siege.attacker().login('GUESSED', { password: Buffer.from(`guess ${i}`) }));
    }
    // Ten are answered; after that the name waits at this address, and is closed unanswered.
    expect(answers.slice(0, 10)).toEqual(new Array(10).fill(5));
    expect(answers.filter((answer) => answer === 'closed').length).toBeGreaterThan(80);
    expect(await siege.attacker().login('GUESSED'), 'from the address that guessed').toBe('closed');
    await siege.insider('GUESSED', {}, { localAddress: '127.0.0.2' });
  });
});

const ownAddress = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

test.skipIf(ownAddress === undefined)(
  'wrong passwords of many names from one address: it has to wait, but for devices known there (skipped without an address beside loopback)',
  async () => {
    const route = { host: ownAddress! };
    await siege.insider('NEIGHBOUR', {}, route);
    await siege.endure('100 wrong passwords of as many names', async () => {
      const answers = [];
      for (let i = 0; i < 100; i++) answers.push(await siege.attacker(route).login(`GUESS-${i}`));
      expect(answers.slice(0, 50)).toEqual(new Array(50).fill(5));
      expect(answers.slice(-20)).toEqual(new Array(20).fill('closed'));
      expect(await siege.attacker(route).login('HASTY'), 'not known there').toBe('closed');
      await siege.insider('NEIGHBOUR', {}, route);
      await siege.insider('HASTY');
    });
  },
);
