import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MqttClient } from 'mqtt';
import { connectDevice, publishReading } from './support/device.ts';
import { Product } from './support/product.ts';
import { portfolio, secretOf } from './support/portfolio.ts';

interface Ledger {
  received: number;
  stored: number;
  duplicate: number;
  quarantined: number;
  rejected: number;
  revisions: number;
}
const product = new Product();
let meter: MqttClient;
let gateway: MqttClient;
let scale: MqttClient;

beforeAll(async () => {
  await product.start();
  await product.importPortfolio(
    portfolio(
      [
        { id: 'E1', secret: secretOf('E1') },
        { id: 'W1', gateway: 'G1', carrier: 'water', register: { point: 'volume_m3', unit: 'm3' } },
        { id: 'W2', carrier: 'water', register: { point: 'volume_m3', unit: 'm3' } },
      ],
      {
        gateways: [{ id: 'G1', secret: secretOf('G1') }],
        canteens: [
          { id: 'CT1', institution: 'I1', name: '一食堂', scales: [{ id: 'S1', secret: secretOf('S1') }] },
          { id: 'CT2', institution: 'I1', name: '二食堂' },
        ],
      },
    ),
  );
  meter = await connectDevice(product.mqttUrl, 'E1', secretOf('E1'));
  gateway = await connectDevice(product.mqttUrl, 'G1', secretOf('G1'));
  scale = await connectDevice(product.mqttUrl, 'S1', secretOf('S1'));
});
afterAll(async () => {
  await Promise.all([meter, gateway, scale].map((client) => client?.endAsync(true)));
  await product.dispose();
});

/** What the ledger counted more after a message that was acknowledged. */
async function effect(client: MqttClient, id: string, payload: unknown, kind = 'readings'): Promise<Partial<Ledger>> {
  const before = await product.get<Ledger>(`/api/v1/ingest/ledger?device=${id}`);
  await publishReading(client, id, payload, `v1/${id}/${kind}`);
  const after = await product.get<Ledger>(`/api/v1/ingest/ledger?device=${id}`);
  expect(after.received, 'received = the sum of the next four').toBe(
    after.stored + after.duplicate + after.quarantined + after.rejected,
  );
  const keys = Object.keys(after) as (keyof Ledger)[];
  return Object.fromEntries(keys.filter((k) => after[k] !== before[k]).map((k) => [k, after[k] - before[k]]));
}

const at = (offsetMs: number) => new Date(Date.now() + offsetMs).toISOString();
const hour = 3_600_000;

describe('every fault of a payload ends in one place and is acknowledged', () => {
  test.each<[string, unknown, Partial<Ledger>]>([
    ['a good reading', { ts: at(-hour), values: { energy_kwh: 12345.67 } }, { received: 1, stored: 1 }],
    ['not JSON', '{"ts":', { received: 1, rejected: 1 }],
    ['an empty message', '', { received: 1, rejected: 1 }],
    ['a bare number', '42', { received: 1, rejected: 1 }],
    ['a JSON string', '"online"', { received: 1, rejected: 1 }],
    ['null', 'null', { received: 1, rejected: 1 }],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe]).toString('latin1'), { received: 1, rejected: 1 }],
    ['no values', { ts: at(-hour) }, { received: 1, rejected: 1 }],
    ['empty values', { ts: at(-hour), values: {} }, { received: 1, rejected: 1 }],
    ['values as a list', { ts: at(-hour), values: [1] }, { received: 1, rejected: 1 }],
    ['a string for a number', { ts: at(-hour), values: { energy_kwh: '12' } }, { received: 1, quarantined: 1 }],
    ['null for a number', { ts: at(-hour), values: { energy_kwh: null } }, { received: 1, quarantined: 1 }],
    ['NaN is not JSON', `{"ts":"${at(-hour)}","values":{"energy_kwh":NaN}}`, { received: 1, rejected: 1 }],
    ['a number beyond any', `{"ts":"${at(-hour)}","values":{"energy_kwh":1e999}}`, { received: 1, quarantined: 1 }],
    ['the far past', { ts: '1999-12-31T23:59:59Z', values: { energy_kwh: 1 } }, { received: 1, quarantined: 1 }],
    ['a clock that starts in 1970', { ts: 13_000, values: { energy_kwh: 1 } }, { received: 1, quarantined: 1 }],
    ['the far future', { ts: at(49 * hour), values: { energy_kwh: 1 } }, { received: 1, quarantined: 1 }],
    [
      '47 hours ahead is a clock, not a fault',
      { ts: at(47 * hour), values: { energy_kwh: 1 } },
      { received: 1, stored: 1 },
    ],
    [
      'a time without offset',
      { ts: '2026-11-01T08:00:00', values: { energy_kwh: 1 } },
      { received: 1, quarantined: 1 },
    ],
    [
      'another meter named by a plain meter',
      { device: 'W1', ts: at(-hour), values: { volume_m3: 1 } },
      { received: 1, quarantined: 1 },
    ],
    ['no ts: the time of arrival', { values: { energy_kwh: 12346 } }, { received: 1, stored: 1 }],
    ['unknown keys beside', { ts: at(-2 * hour), values: { energy_kwh: 2 }, rssi: -70 }, { received: 1, stored: 1 }],
    ['an unknown point', { ts: at(-3 * hour), values: { harmonics_thd: 2.5 } }, { received: 1, stored: 1 }],
    [
      'a mixed array',
      [
        { ts: at(-4 * hour), values: { energy_kwh: 1 } },
        { ts: at(-4 * hour), values: { energy_kwh: '1' } },
        { ts: at(-5 * hour) },
        7,
      ],
      { received: 4, stored: 1, quarantined: 1, rejected: 2 },
    ],
  ])('%s', async (_name, payload, expected) => {
    expect(await effect(meter, 'E1', payload)).toEqual(expected);
  });

  test('the same again is a duplicate, another value a revision, a new point is added', async () => {
    const ts = at(-6 * hour);
    expect(await effect(meter, 'E1', { ts, values: { energy_kwh: 5 } })).toEqual({ received: 1, stored: 1 });
    expect(await effect(meter, 'E1', { ts, values: { energy_kwh: 5 } })).toEqual({ received: 1, duplicate: 1 });
    expect(await effect(meter, 'E1', { ts, values: { energy_kwh: 6 } })).toEqual({
      received: 1,
      stored: 1,
      revisions: 1,
    });
    expect(await effect(meter, 'E1', { ts, values: { power_kw: 3 } })).toEqual({ received: 1, stored: 1 });
    expect(await effect(meter, 'E1', { ts, values: { energy_kwh: 6, power_kw: 3 } })).toEqual({
      received: 1,
      duplicate: 1,
    });
  });

  test('a gateway speaks for its own meters only', async () => {
    const reading = { ts: at(-hour), values: { volume_m3: 3.5 } };
    expect(await effect(gateway, 'G1', { device: 'W1', ...reading })).toEqual({ received: 1, stored: 1 });
    expect(await effect(gateway, 'G1', { device: 'W2', ...reading })).toEqual({ received: 1, quarantined: 1 });
    expect(await effect(gateway, 'G1', { device: 'W9', ...reading })).toEqual({ received: 1, quarantined: 1 });
    const { items } = await product.get<{ items: { reason: string; bytes: string; device: string }[] }>(
      '/api/v1/quarantine?limit=2',
    );
    expect(items.map((item) => item.reason)).toEqual(['unknown-device', 'not-entitled']);
    expect(JSON.parse(Buffer.from(items[0]?.bytes ?? '', 'base64').toString())).toMatchObject({ device: 'W9' });
  });

  test('an unknown meter that is registered later can be replayed: the count moves to stored', async () => {
    const reading = { device: 'W7', ts: at(-hour), values: { volume_m3: 9 } };
    await effect(gateway, 'G1', reading);
    const { items } = await product.get<{ items: { id: number; reason: string }[] }>('/api/v1/quarantine?limit=1');
    const before = await product.get<Ledger>('/api/v1/ingest/ledger');
    await product.importPortfolio(
      portfolio([{ id: 'W7', gateway: 'G1', carrier: 'water', register: { point: 'volume_m3', unit: 'm3' } }]),
    );
    const replay = await product.api(`/api/v1/quarantine/${items[0]?.id}/replay`, { method: 'POST', json: {} });
    expect(replay.status).toBe(200);
    const after = await product.get<Ledger>('/api/v1/ingest/ledger');
    expect(after).toEqual({ ...before, stored: before.stored + 1, quarantined: before.quarantined - 1 });
    const { points } = await product.get<{ points: { value: number }[] }>(
      `/api/v1/meters/W7/series?point=volume_m3&every=raw&from=${at(-2 * hour)}&to=${at(0)}`,
    );
    expect(points.map((p) => p.value)).toEqual([9]);
  });

  test('weighings: identity is device, seq and ts', async () => {
    const weighing = {
      ...{ type: 'weighing', ts: at(-hour), seq: 10231, canteen: 'CT1', stream: 'PLATE_WASTE', meal: 'LUNCH' },
      ...{ net_g: 14450, gross_g: 18650, tare_g: 4200 },
    };
    expect(await effect(scale, 'S1', weighing, 'events')).toEqual({ received: 1, stored: 1 });
    expect(await effect(scale, 'S1', weighing, 'events')).toEqual({ received: 1, duplicate: 1 });
    const { seq: _seq, ...unnumbered } = weighing;
    expect(await effect(scale, 'S1', unnumbered, 'events')).toEqual({ received: 1, quarantined: 1 });
    expect(await effect(scale, 'S1', { ...weighing, seq: 2, canteen: 'CT2' }, 'events')).toEqual({
      received: 1,
      quarantined: 1,
    });
  });
});
