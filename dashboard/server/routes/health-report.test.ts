import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WireHealth } from '../../../domain/wire-devices.ts';
import { Installation } from '../fakes/installation.ts';

const house = new Installation();
let refused = false;

beforeAll(async () => {
  await house.start(({ now }) => ({
    sources: () => [
      {
        name: 'old-broker',
        url: 'mqtt://10.0.0.9:1883',
        topics: ['v1/#'],
        state: refused ? 'refused' : 'connected',
        since: now(),
        messages: 3,
        lastMessageAt: now(),
        lastError: null,
      },
    ],
  }));
}, 30_000);
afterAll(() => house.stop());

const report = async () => (await house.operator().get<WireHealth>('/api/v1/health')).body;

it('says how each part is, worst first, and what came and was refused', async () => {
  await house.send('E1', { ts: house.now, values: { energy_kwh: 1 } }, { ts: 1, values: { energy_kwh: 1 } }, 5);
  await house.collector.settled();
  const health = await report();
  expect(health.parts.map(({ part, state }) => `${part} ${state}`)).toEqual([
    'store ok',
    'gateway ok',
    'pipeline ok',
    'source ok',
    'disk ok',
    'tls off',
    'influx off',
  ]);
  expect(health.refusals).toEqual([
    { what: 'quarantined', reason: 'ts-before-2000', count: 1 },
    { what: 'rejected', reason: 'unreadable', count: 1 },
  ]);
  expect(health.ingest.itemsPerSecond).toBeGreaterThan(0);
  expect(health.ingest.commitP99Ms).toBeGreaterThan(0);
  expect(health.ingest.residentBytes).toBeGreaterThan(10_000_000);
  expect(health).toMatchObject({ forwarder: null, sources: [{ name: 'old-broker', state: 'connected' }] });
  refused = true;
  expect((await report()).parts[0]).toMatchObject({ part: 'source', name: 'old-broker', state: 'failing' });
});

it('another broker that refuses us is no reason not to take readings', async () => {
  refused = true;
  expect((await house.client().get('/readyz')).status).toBe(200);
});

it('is for staff', async () => {
  expect((await (await house.person('wang')).get('/api/v1/health')).status).toBe(403);
  expect((await (await house.person('zhao')).get('/api/v1/health')).status).toBe(200);
});

it('the same figures for Prometheus', async () => {
  const { text } = await house.operator().get('/metrics');
  const value = (name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1] ?? NaN);
  expect(value('wattsteward_ledger_imbalance')).toBe(0);
  expect(value('wattsteward_secrets_in_overlap')).toBe(0);
  expect(value('wattsteward_pipeline_lag_seconds')).toBe(0);
  expect(value('wattsteward_disk_free_bytes')).toBeGreaterThan(0);
  expect(value('wattsteward_event_loop_p99_seconds')).toBeGreaterThanOrEqual(0);
  expect(text).toMatch(/^wattsteward_source_connected\{source="old-broker"\} [01]$/m);
  // Nothing is behind this store: no figure is better than a zero that looks like one.
  expect(text).not.toMatch(/^wattsteward_forwarder_waiting_rows /m);
});
