import { afterAll, beforeAll, expect, test } from 'vitest';
import { secretOf } from '../../gateway/fakes/directory.ts';
import { publishPacket, type RawClient } from '../../gateway/fakes/raw-client.ts';
import { Siege } from '../support/hostile/siege.ts';
import { until } from '../support/product.ts';

// Names that break out of somebody's quotes, objects, lines or terminals, in every place that a client may name.

/** Text that MQTT allows. */
const allowed = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  "'; DROP TABLE meters; --",
  '" OR 1=1 --',
  '../../etc/passwd',
  '%00%0a{{7*7}}${7*7}',
  '<script>alert(1)</script>',
  // Right-to-left override, zero-width joiner, isolates.
  'E-1\u202e2-E\u2066\u200d',
  '电表一号🔌',
  'x'.repeat(3_000),
];

/** Bytes of a string that MQTT forbids: U+0000, lone surrogates, cut-off and overlong UTF-8. */
const forbidden = ['4100', '00', 'eda080', 'edbfbf', 'c3', 'c080', 'f8888080', 'f4908080', '1b5b324a', 'ff'].map(
  (hex) => Buffer.from(hex, 'hex'),
);

const ROGUE = 'ROGUE';

let siege: Siege;
beforeAll(async () => {
  siege = await Siege.start({
    devices: [ROGUE],
    portfolio: { accounts: [{ id: 'program', secret: secretOf('program'), publish: ['#'], subscribe: ['#'] }] },
  });
});
afterAll(() => siege.stop());

const answered = (client: RawClient): Promise<true> =>
  until('an answer or the end', () => client.closed || client.received.length > 0 || null);

/** A string of MQTT: its length in two bytes, then whatever it is. */
function string(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

function packet(firstByte: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const length: number[] = [];
  for (let left = body.length; ;) {
    const digit = left % 128;
    left = Math.floor(left / 128);
    length.push(left > 0 ? digit | 128 : digit);
    if (left === 0) break;
  }
  return Buffer.concat([Buffer.from([firstByte, ...length]), body]);
}

/** CONNECT with a user name and a password, of raw bytes. */
function connect(clientId: Uint8Array, user: Uint8Array, secret = 'no secret'): Buffer {
  const header = Buffer.concat([string(Buffer.from('MQTT')), Buffer.from([4, 0xc2, 0, 60])]);
  return packet(0x10, header, string(clientId), string(user), string(Buffer.from(secret)));
}

test('as user name and client id, before anybody knows who it is', async () => {
  await siege.endure('odd user names and client ids', async () => {
    const names = [...allowed.map((name) => Buffer.from(name)), ...forbidden];
    for (const name of names) {
      const asUser = siege.attacker();
      asUser.sendBytes(connect(Buffer.from('c'), name));
      const asClient = siege.attacker();
      asClient.sendBytes(connect(name, Buffer.from(ROGUE), secretOf(ROGUE)));
      await Promise.all([answered(asUser), answered(asClient)]);
      expect(asUser.received).toMatchObject(forbidden.includes(name) ? [] : [{ cmd: 'connack', returnCode: 5 }]);
      expect(asClient.received).toMatchObject(forbidden.includes(name) ? [] : [{ cmd: 'connack', returnCode: 0 }]);
    }
    // 64 KB is more than a CONNECT may have.
    const huge = siege.attacker();
    huge.sendBytes(connect(Buffer.alloc(65_535, 'x'), Buffer.from(ROGUE)));
    await answered(huge);
    expect(huge.received).toEqual([]);
  });
});

test('as topics and filters', async () => {
  await siege.endure('odd topics', async () => {
    for (const [i, name] of allowed.entries()) {
      const program = await siege.insider('program', { clientId: `topics ${i}` });
      for (const topic of [name, `v1/${name}/readings`, `v1/${name}/status`, `v1/ROGUE/${name}`]) {
        program.send(
          { cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos: 1 }] },
          publishPacket(topic, 2, '{"values":{"energy_kwh":1}}', { retain: true }),
          publishPacket(topic, 3, '', { retain: true }),
        );
      }
      await program.ping();
      const device = await siege.insider(ROGUE, { clientId: `odd ${i}` });
      device.send(publishPacket(`v1/ROGUE/${name}`, 1), publishPacket(`v1/${name}/readings`, 2));
      await until('a foreign topic to close it', () => device.closed || null);
    }
    for (const name of forbidden) {
      for (const bytes of [
        packet(0x32, string(Buffer.concat([Buffer.from('v1/ROGUE/'), name])), Buffer.from([0, 1]), Buffer.from('{}')),
        packet(0x82, Buffer.from([0, 1]), string(name), Buffer.from([1])),
        packet(0xa2, Buffer.from([0, 1]), string(name)),
      ]) {
        const device = await siege.insider(ROGUE, { clientId: '' });
        device.sendBytes(bytes);
        await until('it to be closed', () => device.closed || null);
      }
    }
  });
});

test('as points, canteens, meals, devices and sequence numbers of payloads', async () => {
  const strange = [...allowed, 'A\u0000B', '\ud800', '\udfff\ud800', '', '\u001b[2J', 'a\nb'];
  await siege.endure('odd names in payloads', async () => {
    const device = await siege.insider(ROGUE);
    const ts = Date.now() - 3_600_000;
    const payloads: [topic: string, payload: string][] = strange.flatMap((name, i) => {
      const quoted = JSON.stringify(name);
      // Escapes as they come, so that lone surrogates stay what they are.
      const at = ts + i * 1_000;
      return [
        ['readings', `{"ts":${at},"values":{${quoted}:1,"energy_kwh":${i}}}`],
        ['readings', `{"ts":${at},"values":{"power_kw":${quoted}}}`],
        ['readings', `{"ts":${quoted},"values":{"power_kw":1}}`],
        ['readings', `{"ts":${at},"device":${quoted},"values":{"power_kw":1}}`],
        ['readings', `{"ts":${at},${quoted}:{"values":{}},"values":{"power_kw":${i}}}`],
        ['events', `{"type":"meals","ts":${at},"seq":${i},"canteen":${quoted},"meal":"LUNCH","person_meals":1}`],
        ['events', `{"type":${quoted},"ts":${at},"seq":${quoted},"canteen":"C","meal":${quoted},"stream":${quoted}}`],
      ];
    });
    payloads.push(
      ['readings', '{"__proto__":{"values":{"energy_kwh":1}}}'],
      ['readings', '{"values":{"__proto__":{"polluted":1}}}'],
      ['readings', '{"constructor":{"prototype":{"polluted":1}},"values":{"energy_kwh":1}}'],
      ['readings', `{"values":${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}}`],
      ['readings', '['.repeat(100_000)],
      ['readings', `{"ts":1e999,"values":{"energy_kwh":1e999}}`],
      ['readings', `[${new Array(20_000).fill('{}').join(',')}]`],
    );
    for (const [i, [topic, payload]] of payloads.entries())
      device.send(publishPacket(`v1/ROGUE/${topic}`, i + 1, payload));
    // All of them are acknowledged: each is stored, quarantined or rejected.
    await until('PUBACKs', () => device.closed || device.pubacks().length === payloads.length || null);
    expect(device.pubacks()).toEqual(payloads.map((_, i) => i + 1));
    for (const path of ['/api/v1/quarantine?limit=1000', '/api/v1/meters/ROGUE', '/api/v1/meters']) {
      expect((await siege.product.api(path)).status, path).toBe(200);
    }
  });
});

test('as ids in the register: each is accepted and works as any other, or refused with its path', async () => {
  const taken: string[] = [];
  await siege.endure('odd ids in the portfolio', async () => {
    for (const id of allowed) {
      const building = { building: 'B1', carrier: 'electricity', register: { point: 'energy_kwh', unit: 'kWh' } };
      const { status } = await siege.product.api('/api/v1/portfolio', {
        method: 'POST',
        json: { meters: [{ id, secret: secretOf(id), ...building }] },
      });
      expect([200, 422], id).toContain(status);
      if (status === 200) taken.push(id);
      const canteens = [{ id, institution: 'I1', name: id, scales: [{ id: `scale of ${id}`, secret: 's' }] }];
      const canteen = await siege.product.api('/api/v1/portfolio', { method: 'POST', json: { canteens } });
      expect([200, 422], id).toContain(canteen.status);
    }
    for (const id of taken) {
      const client = siege.attacker();
      const code = await client.login(id, { clientId: 'odd' });
      const path = `/api/v1/meters/${encodeURIComponent(id)}`;
      expect((await siege.product.api(path)).body, path).toMatchObject({ id });
      // An id that is no topic level may stand in the register, and can't log in.
      if (/[+#/]/.test(id)) expect(code).toBe(5);
      else {
        expect(code, id).toBe(0);
        client.send(publishPacket(`v1/${id}/readings`, 1, `{"ts":${Date.now() - 60_000},"values":{"energy_kwh":7}}`));
        await until('PUBACK', () => client.closed || client.pubacks().length === 1 || null);
        expect(client.pubacks(), id).toEqual([1]);
        const ledger = await siege.product.get(`/api/v1/ingest/ledger?device=${encodeURIComponent(id)}`);
        expect(ledger, id).toMatchObject({ stored: 1 });
        await client.hangUp();
      }
    }
  });
  expect(taken).toContain('__proto__');
});
