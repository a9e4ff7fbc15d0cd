import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { once } from 'node:events';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testCert, testKey } from '../configuration/testing/certificate.ts';
import { testCertificate } from '../dashboard/server/fakes/certificate.ts';
import { Product, until } from './support/product.ts';

// One certificate, three doors and the pages, in the built product.

let product: Product;
let ports: {
  readonly httpPort: number;
  readonly mqttPort: number;
  readonly mqttsPort: number;
  readonly wsPort: number;
};

beforeAll(async () => {
  product = new Product();
  product.file(
    'city.json',
    JSON.stringify({
      institutions: [{ id: 'I', name: 'Office' }],
      buildings: [{ id: 'B', institution: 'I', name: 'House' }],
      meters: ['E1', 'E2', 'E3', 'E4'].map((id) => ({
        ...{ id, building: 'B', carrier: 'electricity', interval: '1m', secret: `secret of ${id}` },
        register: { point: 'energy_kwh', unit: 'kWh' },
      })),
    }),
  );
  await product.start({
    WATTSTEWARD_PORTFOLIO: join(product.dataDir, 'city.json'),
    WATTSTEWARD_TLS_CERT: product.file('tls.crt', testCert),
    WATTSTEWARD_TLS_KEY: product.file('tls.key', testKey),
    WATTSTEWARD_MQTTS_PORT: '0',
    WATTSTEWARD_WS_PORT: '0',
  });
  ports = JSON.parse(readFileSync(join(product.dataDir, 'runtime.json'), 'utf8')) as typeof ports;
}, 60_000);
afterAll(() => product.dispose());

async function publish(id: string, url: string, ca = testCert): Promise<void> {
  const options = { username: id, password: `secret of ${id}`, reconnectPeriod: 0, connectTimeout: 5_000 };
  const client = await connectAsync(url, { ...options, ca, wsOptions: { ca } });
  await client.publishAsync(`v1/${id}/readings`, '{"ts":"2026-11-23T08:15:00+08:00","values":{"energy_kwh":1}}', {
    qos: 1,
  });
  await client.endAsync();
}

async function fingerprintAt(port: number): Promise<string> {
  const socket = connect({ host: 'localhost', port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

it('runtime.json, the first lines of the log and the ready line name all ports', async () => {
  expect(ports).toMatchObject({ mqttsPort: expect.any(Number), wsPort: expect.any(Number) });
  const line = await until('the ready line', () => /Wattsteward .* is ready: .*/.exec(product.output)?.[0]);
  for (const port of [ports.httpPort, ports.mqttPort, ports.mqttsPort, ports.wsPort]) expect(line).toContain(`${port}`);
  expect(product.output).toContain(`"mqttsPort":${ports.mqttsPort},"wsPort":${ports.wsPort},"msg":"MQTT is listening"`);
});

it('a reading over each door is stored and acknowledged', async () => {
  await publish('E1', `mqtt://127.0.0.1:${ports.mqttPort}`);
  await publish('E2', `mqtts://localhost:${ports.mqttsPort}`);
  await publish('E3', `ws://127.0.0.1:${ports.wsPort}/mqtt`);
  await publish('E4', `wss://localhost:${ports.wsPort}/mqtt`);
});

it('a renewed certificate is what the next connection sees, at every door', async () => {
  const doors = [ports.httpPort, ports.mqttsPort, ports.wsPort];
  const before = new Set(await Promise.all(doors.map(fingerprintAt)));
  expect(before.size).toBe(1);
  product.file('tls.crt', testCertificate.cert);
  product.file('tls.key', testCertificate.key);
  process.kill(product.runtime.pid, 'SIGHUP');
  await until('the new certificate', () => product.output.includes('a new certificate is in use'));
  const after = new Set(await Promise.all(doors.map(fingerprintAt)));
  expect(after.size).toBe(1);
  expect(after).not.toEqual(before);
  await publish('E1', `mqtts://localhost:${ports.mqttsPort}`, testCertificate.cert);
});
