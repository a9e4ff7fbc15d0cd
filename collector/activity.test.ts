import { pino } from 'pino';
import { Registry as MetricsRegistry } from 'prom-client';
import { beforeEach, describe, expect, it } from 'vitest';
import { imbalance } from '../domain/metering/ledger.ts';
import { Collector, type CollectorStore } from './collector.ts';
import { FakeDirectory } from './fakes/directory.ts';
import { MemoryStore } from './fakes/memory-store.ts';
import { namedStrangers } from './invented-names.ts';
import type { RefusedItem } from './port.ts';

const quarterHour = 900_000;
const arrival = Date.UTC(2026, 10, 23, 0, 15);

let store: MemoryStore;
let collector: Collector;
let directory: FakeDirectory;
let now: number;
let refused: RefusedItem[];

beforeEach(() => {
  now = arrival;
  refused = [];
  store = new MemoryStore();
  directory = new FakeDirectory();
  collector = new Collector({
    store: store as unknown as CollectorStore,
    directory,
    log: pino({ level: 'silent' }),
    metrics: new MetricsRegistry(),
    now: () => now,
  });
  collector.onRefused((items) => refused.push(...items));
});

const send = (publisher: string, payload: unknown, device = publisher, stream = 'readings') =>
  new Promise<void>((resolve, reject) => {
    const message = {
      source: 'mqtt',
      publisher,
      publisherKind: publisher === device ? 'device' : 'account',
      topic: `v1/${device}/${stream}`,
      payload: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
      receivedAt: now,
    } as const;
    collector.accept(message, (error) => (error ? reject(error) : resolve()));
  });
const reading = (more: object = {}) => ({ ts: arrival - quarterHour, values: { energy_kwh: 7 }, ...more });

describe('what came from a device', () => {
  it('is counted by where it ended, with the newest stored reading and whether its time was its own', async () => {
    await send('M1', [reading(), reading(), reading({ values: { energy_kwh: 'x' } }), 5]);
    expect(collector.activity('M1')).toMatchObject({
      lastMessageAt: arrival,
      received: 4,
      stored: 1,
      duplicate: 1,
      quarantined: 1,
      rejected: 1,
      lastStored: { at: arrival, meter: 'M1', ts: arrival - quarterHour, ownTime: true, values: { energy_kwh: 7 } },
    });
    await send('M1', { values: { energy_kwh: 8 } });
    expect(collector.activity('M1')!.lastStored).toMatchObject({ ts: arrival, ownTime: false });
    expect(collector.activity('M2')).toBeNull();
  });

  it('by quarter hour: a quiet night is zeros, and what is a day old is gone', async () => {
    await send('M1', [reading(), reading({ ts: arrival })]);
    now += 3 * quarterHour;
    await send('M1', reading({ ts: now }));
    const hours = collector.activity('M1')!.quarterHours(now + quarterHour);
    expect(hours).toHaveLength(96);
    expect(hours.slice(-5)).toEqual([2, 0, 0, 1, 0]);
    expect(collector.activity('M1')!.quarterHours(now + 95 * quarterHour)[0]).toBe(1);
    expect(collector.activity('M1')!.quarterHours(now + 96 * quarterHour)).toEqual(Array(96).fill(0));
    now += 200 * quarterHour;
    await send('M1', reading({ ts: now }));
    expect(
      collector
        .activity('M1')!
        .quarterHours(now)
        .filter((items) => items > 0),
    ).toEqual([1]);
  });

  it('of a gateway is also its meters’, but a meter does not answer for one that has no right to speak of it', async () => {
    await send('GW1', [
      reading({ device: 'G1-A' }),
      reading({ device: 'G1-B', ts: 1 }),
      reading({ device: 'G2-A' }),
      reading({ device: 'new-one' }),
    ]);
    expect(collector.activity('GW1')).toMatchObject({ received: 4, stored: 1, quarantined: 3 });
    expect(collector.activity('G1-A')).toMatchObject({ received: 1, stored: 1, lastStored: { meter: 'G1-A' } });
    expect(collector.activity('G1-B')).toMatchObject({ quarantined: 1, lastRefused: { reason: 'ts-before-2000' } });
    expect(collector.activity('G2-A')).toBeNull();
    expect(refused.map(({ device, named, meter, reason }) => [device, named, meter, reason])).toEqual([
      ['GW1', 'G1-B', 'G1-B', 'ts-before-2000'],
      ['GW1', 'G2-A', 'G2-A', 'not-entitled'],
      ['GW1', 'new-one', '', 'unknown-device'],
    ]);
  });

  it('of an account: all that it published, for whomever', async () => {
    await send('bridge', reading(), 'M1');
    await send('bridge', reading(), 'M2');
    expect(collector.activity('bridge')).toMatchObject({ received: 2, stored: 2, lastStored: { meter: 'M2' } });
    expect(collector.activity('M1')).toMatchObject({ received: 1, stored: 1 });
  });

  it('a scale: its events', async () => {
    const event = { type: 'weighing', ts: arrival, seq: 1, stream: 'PLATE_WASTE', meal: 'LUNCH', net_g: 14450 };
    await send('SC1', [event, event, { type: 'weighing' }], 'SC1', 'events');
    expect(collector.activity('SC1')).toMatchObject({
      received: 3,
      stored: 1,
      duplicate: 1,
      quarantined: 1,
      lastStored: { ts: arrival, values: {} },
      lastRefused: { reason: 'event-without-identity' },
    });
  });
});

describe('what was refused', () => {
  it('is told with its first bytes, as text that is safe to show', async () => {
    await send('M1', '{"ts":1,"note":"\u202e\\u0000","values":{"energy_kwh":7}}');
    await send('M1', Buffer.from([0x7b, 0x00, 0xff, 0xfe, 0x0a]).toString('latin1'));
    await send('M1', `[${'1,'.repeat(500)}1]`);
    await send('M1', { ts: 1, values: { energy_kwh: 7 }, pad: '电'.repeat(300) });
    expect(refused[0]).toMatchObject({ kind: 'quarantined', reason: 'ts-before-2000', meter: 'M1', publisher: 'M1' });
    expect(refused[0]!.excerpt).toBe('{"ts":1,"note":"\uFFFD\\u0000","values":{"energy_kwh":7}}');
    expect(refused[1]).toMatchObject({ kind: 'rejected', reason: 'unreadable' });
    expect(refused[1]!.excerpt).not.toMatch(/[\0\n]/);
    const ones = refused.filter(({ reason }) => reason === 'not-an-object');
    expect(ones).toHaveLength(16);
    expect(collector.activity('M1')!.rejected).toBe(502);
    expect([...refused.at(-1)!.excerpt]).toHaveLength(200);
  });
});

describe('an account that invents device ids', () => {
  it('grows neither memory nor tables: beyond a hundred they are counted under one name, and the sum stays right', async () => {
    for (let i = 0; i < 3 * namedStrangers; i++) await send('bridge', reading(), `ghost-${i}`);
    await send('bridge', reading(), 'x'.repeat(30_000));
    await send('bridge', reading(), 'ghost-1');
    const devices = new Set(store.accounts.map(({ device }) => device));
    expect(devices.size).toBe(namedStrangers + 1);
    const counts = store.ledger();
    expect([counts.received, counts.quarantined, imbalance(counts)]).toEqual([302, 302, 0]);
    expect(store.ledger({ device: 'bridge/*' }).received).toBe(201);
    expect(collector.activity('ghost-1')).toBeNull();
  });

  it('an id that is adopted is counted under its own name from then on', async () => {
    for (let i = 0; i <= namedStrangers; i++) await send('bridge', reading(), `ghost-${i}`);
    directory.addMeter(`ghost-${namedStrangers}`);
    await send('bridge', reading(), `ghost-${namedStrangers}`);
    expect(store.ledger({ device: `ghost-${namedStrangers}` })).toMatchObject({ received: 1, stored: 1 });
    expect(collector.activity(`ghost-${namedStrangers}`)).toMatchObject({ stored: 1 });
  });
});
