import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { imbalance } from '../../../domain/metering/ledger.ts';
import { EmbeddedBatch } from './batch.ts';
import { openWriting, rawPath, type Connection } from './connection.ts';
import { outcomes, type Fault } from './message.ts';
import { Names } from './names.ts';
import { migrate, rawMigrations } from './schema.ts';
import { Writer } from './writer.ts';

const minute = 60_000;
const january = Date.UTC(2026, 0, 1);
const end = january + 1_000 * minute;
const bounds = { late: { items: 3, bytes: 1_000 } };

let folder: string;
let db: Connection;
let writer: Writer;
let names: Names;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'late-'));
  db = openWriting(rawPath(folder), 32);
  migrate(db, rawMigrations, 'raw.sqlite');
  names = new Names({ meters: [], accounts: [] });
  writer = new Writer(db, true, bounds);
  writer.keeper!.start('here');
  send(...Array.from({ length: 1_000 }, (_, i): [number, number] => [january + i * minute, i]));
  letGo();
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const received = end + minute;
function batchOf(readings: readonly (readonly [ts: number, energy: number])[], count: boolean, at: number) {
  const batch = new EmbeddedBatch(names);
  const account = batch.account({ source: 'mqtt', device: 'M1', meter: 'M1' });
  for (const [ts, energy_kwh] of readings) batch.reading(account, 'M1', ts, at, { odd: 1, energy_kwh });
  if (count) batch.received(account, readings.length);
  return { account, batch };
}
function commit(fault: Fault | undefined, ...readings: [ts: number, energy: number][]): string[] {
  const reply = writer.commit(batchOf(readings, true, received).batch.take(fault));
  return Array.from(reply.readings, (code) => outcomes[code]!);
}
const send = (...readings: [ts: number, energy: number][]) => commit(undefined, ...readings);

/** All but the newest minute is with the server. */
function letGo(): void {
  const keeper = writer.keeper!;
  keeper.forwarded(keeper.take(10_000).taking, [], []);
  writer.dirt.done(writer.dirt.take([1]).taking);
  keeper.prune({ meter: 1, before: end - minute, slackMs: 0, limit: 2_000, now: end });
}
/** A question has it all back. */
function bring(): void {
  const here = new Set((db.prepare('SELECT ts FROM raw').all() as { ts: number }[]).map(({ ts }) => ts));
  const absent = Array.from({ length: 1_000 }, (_, i): [number, number] => [january + i * minute, i])
    .filter(([ts]) => !here.has(ts))
    .reverse();
  const { batch } = batchOf(absent, false, received);
  writer.keeper!.bring({ meter: 1, month: january, batch: batch.take(undefined), until: end });
  expect(writer.keeper!.closeMonth({ meter: 1, month: january, to: end })).toEqual({ absent: 0 });
}
const waiting = () => (db.prepare(`SELECT id FROM quarantine WHERE state = 'open'`).all() as { id: number }[]).length;
function resolve(...items: [id: number, ts: number, energy: number][]): (string | null)[] {
  const batches = items.map(([id, ts, energy]) => {
    const { account, batch } = batchOf([[ts, energy]], false, received + minute);
    return { id, account, batch: batch.take(undefined) };
  });
  return writer.resolve({ batches }).map((code) => (code === null ? null : outcomes[code]!));
}
const energyAt = (ts: number) =>
  (db.prepare('SELECT energy_kwh FROM raw WHERE ts = ?').get(ts) as { energy_kwh: number }).energy_kwh;

it('a reading that waits and is delivered again is a duplicate, also after a restart', () => {
  expect(send([january, 7])).toEqual(['waiting']);
  expect(send([january, 7], [january, 8], [january + minute, 7])).toEqual(['duplicate', 'waiting', 'waiting']);
  writer.fold();
  writer = new Writer(db, true, bounds);
  expect(send([january, 8], [january, 7])).toEqual(['duplicate', 'duplicate']);
  expect(waiting()).toBe(3);
  const counts = writer.ledger();
  expect(counts).toMatchObject({ received: 1_006, stored: 1_000, duplicate: 3, quarantined: 3 });
  expect(imbalance(counts)).toBe(0);
});

it('when too many wait, more are refused and not counted, what is new is stored, and there is room again', () => {
  expect(() => commit({ delayMs: 0, fail: true, maxPageCount: 0 }, [january, 1.5], [january, 2.5])).toThrow();
  expect(send([january, 1.5], [january, 2.5], [january, 3.5])).toEqual(['waiting', 'waiting', 'waiting']);
  expect(send([january + minute, 1.5], [end, 1_000], [january, 1.5])).toEqual(['refused', 'stored', 'duplicate']);
  const counts = writer.ledger();
  expect(counts).toMatchObject({ received: 1_005, stored: 1_001, duplicate: 1, quarantined: 3 });
  expect(imbalance(counts)).toBe(0);
  bring();
  expect(resolve([1, january, 1.5])).toEqual(['revision']);
  letGo();
  expect(send([january + minute, 1.5], [january + minute, 2.5])).toEqual(['waiting', 'refused']);
  expect(imbalance(writer.ledger())).toBe(0);
});

it('what waited is judged before a correction that comes when the history happens to be back', () => {
  send([january, 7], [january, 8]);
  bring();
  expect(send([january, 9])).toEqual(['revision']);
  expect(energyAt(january)).toBe(9);
  expect(resolve([1, january, 7], [2, january, 8])).toEqual([null, null]);
  expect(energyAt(january)).toBe(9);
  expect(send([january, 7])).toEqual(['duplicate']);
  const counts = writer.ledger();
  expect(counts).toMatchObject({ received: 1_004, stored: 1_003, duplicate: 1, quarantined: 0, revisions: 3 });
  expect(imbalance(counts)).toBe(0);
});

it('a person who settles the younger of two that wait does not let the older one win', () => {
  send([january, 7], [january, 8]);
  bring();
  expect(resolve([2, january, 8])).toEqual(['revision']);
  expect(resolve([1, january, 7])).toEqual([null]);
  expect(energyAt(january)).toBe(8);
});

it('readings by the bulk door come after what waited', () => {
  send([january, 7]);
  bring();
  const [account, points] = [1, { energy_kwh: Float64Array.of(9) }];
  const names = { meters: [], accounts: [] };
  writer.bulk({ names, account, meter: 1, receivedAt: received, ts: Float64Array.of(january), points });
  expect(energyAt(january)).toBe(9);
  expect(waiting()).toBe(0);
  expect(imbalance(writer.ledger())).toBe(0);
});
