import { expect, it } from 'vitest';
import { imbalance } from '../domain/metering/ledger.ts';
import { BenchTop, arrival } from './fakes/bench-top.ts';

const ago = (minutes: number) => new Date(arrival - minutes * 60_000).toISOString();
const weighing = (seq: number, minutes: number, more: object = {}) => ({
  type: 'weighing',
  ts: ago(minutes),
  seq,
  canteen: 'CT012',
  stream: 'PLATE_WASTE',
  meal: 'LUNCH',
  net_g: 14_450,
  gross_g: 18_650,
  tare_g: 4_200,
  ...more,
});

it('a year of weighings goes in chunks of 1,000 events, counted under source bulk', async () => {
  const top = new BenchTop();
  const counts = await top.collector.importEvents(
    'SC1',
    Array.from({ length: 2_500 }, (_, i) => weighing(i, 2_500 - i)),
  );
  expect(counts).toEqual({ received: 2_500, stored: 2_500, duplicate: 0, quarantined: 0, rejected: 0 });
  expect(top.store.batchSizes).toEqual([1_000, 1_000, 500]);
  expect(top.store.ledger({ source: 'bulk', device: 'SC1' })).toMatchObject({ received: 2_500, stored: 2_500 });
  expect(await top.metrics.metrics()).toContain('wattsteward_ingest_received_total{source="bulk"} 2500');
});

it('loaded a second time, or sent by the scale itself meanwhile: each event is there once', async () => {
  const top = new BenchTop();
  const told: unknown[] = [];
  top.collector.onEvents((events) => told.push(...events.map(({ seq, canteen, outcome }) => [seq, canteen, outcome])));
  await top.send('v1/SC1/events', weighing(7, 30));
  expect(told).toEqual([[7, 'CT012', 'stored']]);
  const counts = await top.collector.importEvents('SC1', [weighing(6, 40), weighing(7, 30), weighing(6, 40)]);
  expect(counts).toMatchObject({ received: 3, stored: 1, duplicate: 2 });
  expect(top.store.events.size).toBe(2);
  expect(JSON.parse([...top.store.events.values()][0]!.body)).toEqual(weighing(7, 30));
  expect(imbalance(top.store.ledger())).toBe(0);
});

it('what a scale could not have sent is quarantined or rejected as by MQTT, and the rest is stored', async () => {
  const top = new BenchTop();
  const items = [weighing(1, 10), weighing(2, 9, { canteen: 'CT9' }), weighing(3, 8, { net_g: -1 }), 'a string'];
  const counts = await top.collector.importEvents('SC1', items);
  expect(counts).toEqual({ received: 4, stored: 1, duplicate: 0, quarantined: 2, rejected: 1 });
  expect(top.store.quarantined.map(({ reason, topic }) => [topic, reason])).toEqual([
    ['v1/SC1/events', 'not-entitled'],
    ['v1/SC1/events', 'event-unreadable'],
  ]);
  expect(imbalance(top.store.ledger())).toBe(0);
  expect(await top.metrics.metrics()).toContain(
    'wattsteward_ingest_quarantined_total{source="bulk",reason="not-entitled"} 1',
  );
});

it('a commit that fails: what was before it is there, and the same again completes it', async () => {
  const top = new BenchTop();
  const items = Array.from({ length: 1_500 }, (_, i) => weighing(i, 1_500 - i));
  let commits = 0;
  top.store.beforeCommit = () => {
    if (++commits === 2) throw new Error('disk full');
  };
  const told: string[] = [];
  top.collector.onEvents((events) => told.push(...events.map(({ outcome }) => outcome)));
  await expect(top.collector.importEvents('SC1', items)).rejects.toThrow('disk full');
  expect(told).toEqual(Array(1_000).fill('stored'));
  expect(top.store.events.size).toBe(1_000);
  expect(await top.collector.importEvents('SC1', items)).toMatchObject({ stored: 500, duplicate: 1_000 });
});
