import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { CollectorService } from '../collector/port.ts';
import type { Registry, Viewer } from '../storage/registry/port.ts';
import { openRegistry } from '../storage/registry/registry.ts';
import { dayIndex } from './city/day.ts';
import { demoMeters } from './city/meters.ts';
import { demoCanteens } from './canteens/canteens.ts';
import { demoKeys } from './demo-keys.ts';
import { demoPortfolio } from './demo-portfolio.ts';
import { Demo } from './demo.ts';
import { historyDays, longHistoryDays, seedDemo } from './seed-demo.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'demo-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const log = pino({ level: 'silent' });
const now = Date.parse('2026-11-23T10:07:00+08:00');
const quarter = 15 * 60_000;

/** What the bulk door was given, by meter; fails once after `failAfter` calls. */
function door(failAfter = Infinity) {
  const ts = new Map<string, number[]>();
  const events = new Map<string, { ts: string; seq: number }[]>();
  let calls = 0;
  return {
    ts,
    events,
    importEvents: async (device: string, items: readonly unknown[]) => {
      events.set(device, [...(events.get(device) ?? []), ...(items as { ts: string; seq: number }[])]);
      return { received: items.length, stored: items.length, duplicate: 0, quarantined: 0, rejected: 0 };
    },
    importHistory: async (meter: string, _device: string, columns: { ts: Float64Array }) => {
      if (++calls > failAfter) throw new Error('killed');
      ts.set(meter, [...(ts.get(meter) ?? []), ...columns.ts]);
      return { received: columns.ts.length, stored: columns.ts.length, duplicate: 0, revisions: 0 };
    },
  };
}
function settings() {
  const kept = new Map<string, string>();
  return {
    setting: async (key: string) => kept.get(key) ?? null,
    setSetting: async (key: string, value: string) => void kept.set(key, value),
  };
}

it('secrets are random, kept for the next start, and only the owner reads them', () => {
  const devices = ['A', 'B'];
  const first = demoKeys(folder, devices);
  const again = demoKeys(folder, devices);
  expect(again.secretOf('A')).toBe(first.secretOf('A'));
  expect(again.seed).toBe(first.seed);
  expect(first.secretOf('A')).not.toBe(first.secretOf('B'));
  expect(first.secretOf('A')).toMatch(/^[\w-]{32}$/);
  const path = join(folder, 'demo-devices.json');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  // The works of a demo that exists stay where they were: its registers would jump.
  expect(demoKeys(folder, devices, { worksDay: 20_000, firstDay: 20_300 }).dates).toEqual(first.dates);
  // A later version with one more device leaves the others' secrets alone.
  expect(demoKeys(folder, ['A', 'B', 'C']).secretOf('A')).toBe(first.secretOf('A'));
  expect(Object.keys(JSON.parse(readFileSync(path, 'utf8')).secrets)).toEqual(['A', 'B', 'C']);
});

/** One of each sort: with 25 months, with 13, of the air, one that is silent and one whose clock is wrong. */
const some = ['DEMO-E-101', 'DEMO-E-401', 'DEMO-T-401', 'DEMO-W-1901', 'DEMO-W-1301'].map((id) =>
  demoMeters.find((meter) => meter.id === id)!,
);
const canteens = [demoCanteens[0]!, demoCanteens[49]!];
const seeding = { seed: 1, meters: some, canteens, now: () => now, log };

it('13 months of every meter and 25 of the first buildings, each quarter of an hour once, up to now', async () => {
  const collector = door();
  await seedDemo({ ...seeding, collector, registry: settings() });
  expect([...collector.ts.keys()]).toEqual(some.map((meter) => meter.id));
  for (const [meter, ts] of collector.ts) {
    const sorted = [...ts].sort((a, b) => a - b);
    expect(sorted).toHaveLength((meter === 'DEMO-E-101' ? longHistoryDays : historyDays) * 96);
    expect(sorted.at(-1)).toBe(Date.parse('2026-11-23T10:00:00+08:00'));
    expect(sorted.every((at, i) => i === 0 || at - sorted[i - 1]! === quarter)).toBe(true);
  }
});

it('13 months of every scale and counter, each event once, up to now', async () => {
  const collector = door();
  await seedDemo({ ...seeding, meters: [], collector, registry: settings() });
  expect([...collector.events.keys()].sort()).toEqual(canteens.flatMap((one) => [one.counter, one.scale]).sort());
  for (const events of collector.events.values()) {
    const at = events.map(({ ts }) => Date.parse(ts)).sort((a, b) => a - b);
    expect(new Set(events.map(({ seq }) => seq)).size).toBe(events.length);
    expect(at[0]).toBeLessThan(now - (historyDays - 5) * 86_400_000);
    expect(at.at(-1)).toBeLessThan(now);
    expect(at.at(-1)).toBeGreaterThan(now - 4 * 86_400_000);
  }
});

it('the faults are in the past that is loaded: silence, and a clock that is an hour ahead', async () => {
  const collector = door();
  await seedDemo({ ...seeding, dates: { firstDay: dayIndex(now) }, collector, registry: settings() });
  const newest = (meter: string) => new Date(Math.max(...collector.ts.get(meter)!)).toISOString();
  expect(newest('DEMO-W-1901')).toBe('2026-11-08T23:45:00.000Z');
  expect(newest('DEMO-W-1301')).toBe('2026-11-23T03:01:00.000Z');
});

it('a kill in the middle of the loading: the next start completes the same past, not a later one', async () => {
  const registry = settings();
  const killed = door(9);
  await expect(seedDemo({ ...seeding, collector: killed, registry })).rejects.toThrow('killed');
  const next = door();
  await seedDemo({ ...seeding, collector: next, registry, now: () => now + 5 * 3_600_000 });
  for (const { id } of some) {
    const all = new Set([...(killed.ts.get(id) ?? []), ...next.ts.get(id)!]);
    expect(all.size).toBe((id === 'DEMO-E-101' ? longHistoryDays : historyDays) * 96);
    expect(Math.max(...all)).toBe(Date.parse('2026-11-23T10:00:00+08:00'));
  }
  const third = door();
  await seedDemo({ ...seeding, collector: third, registry });
  expect(third.ts.size).toBe(0);
});

it('the loading stops when the platform does', async () => {
  const collector = door();
  let asked = 0;
  await seedDemo({ ...seeding, collector, registry: settings(), stopping: () => ++asked > 3 });
  expect(collector.ts.size).toBe(3);
});

it('every id of the demo says that it is one, so no row of an installation is ever meant', () => {
  const portfolio = demoPortfolio((id) => `secret of ${id}`, now) as Record<string, { id: string }[]>;
  const { users, targets, ...named } = portfolio;
  expect(users!.every((row) => (row as unknown as { username: string }).username.startsWith('demo-'))).toBe(true);
  expect(targets!.every((row) => (row as unknown as { institution: string }).institution.startsWith('DEMO-'))).toBe(
    true,
  );
  const ids = Object.values(named).flatMap((rows) => rows.map((row) => row.id));
  expect(ids.length).toBeGreaterThan(20);
  expect(ids.every((id) => id.startsWith('DEMO-'))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
});

const by: Viewer = { kind: 'operator', name: 'demo', role: 'administrator', scope: null };

async function withRegistry(work: (registry: Registry, own: string) => Promise<void>): Promise<void> {
  const own = mkdtempSync(join(tmpdir(), 'demo-registry-'));
  const registry = await openRegistry({
    file: join(own, 'registry.sqlite'),
    keyFile: join(own, 'device-secrets.key'),
    timezone: 'Asia/Shanghai',
    log,
    now: () => now,
    allowAnonymous: false,
  });
  try {
    await work(registry, own);
  } finally {
    await registry.close();
    rmSync(own, { recursive: true });
  }
}

/** The demo of one start of the platform; its devices find nobody on the discard port. */
async function oneStart(
  registry: Registry,
  own: string,
  done: () => boolean | Promise<boolean>,
): Promise<ReturnType<typeof door>> {
  const collector = door();
  const service = collector as unknown as CollectorService;
  const demo = new Demo({ folder: own, registry, collector: service, mqttPort: 9, log, now: () => now });
  demo.start();
  await vi.waitFor(async () => expect(await done()).toBe(true), { timeout: 60_000 });
  await demo.stop();
  return collector;
}

it(
  'an empty installation is filled, marked as demo, and goes on with the same devices at the next start',
  () =>
    withRegistry(async (registry, own) => {
      const loaded = async () => (await registry.setting('demo.historyDone')) !== null;
      const first = await oneStart(registry, own, loaded);
      expect(first.ts.size).toBe(demoMeters.length);
      expect(first.events.size).toBe(2 * demoCanteens.length);
      const { items } = await registry.meters(by, { limit: 1000, cursor: null });
      expect(items.flatMap(({ id, virtual }) => (virtual === null ? [id] : [])).sort()).toEqual(
        demoMeters.map((meter) => meter.id).sort(),
      );
      expect(items.every((meter) => meter.demo)).toBe(true);
      const devices = readFileSync(join(own, 'demo-devices.json'), 'utf8');
      const { secrets } = JSON.parse(devices) as { secrets: Record<string, string> };
      expect(registry.directory.authenticateDevice('DEMO-E-101', Buffer.from(secrets['DEMO-E-101']!))?.kind).toBe(
        'meter',
      );

      const second = await oneStart(registry, own, loaded);
      expect(second.ts.size).toBe(0);
      expect(readFileSync(join(own, 'demo-devices.json'), 'utf8')).toBe(devices);
    }),
  90_000,
);

it('an installation with rows of its own never gets the demo', () =>
  withRegistry(async (registry, own) => {
    await registry.importPortfolio({ institutions: [{ id: 'I', name: '市政府' }] }, by);
    const demo = new Demo({
      folder: own,
      registry,
      collector: door() as unknown as CollectorService,
      mqttPort: 9,
      log,
      now: () => now,
    });
    demo.start();
    await demo.stop();
    expect((await registry.meters(by, { limit: 100, cursor: null })).items).toEqual([]);
    expect(existsSync(join(own, 'demo-devices.json'))).toBe(false);
  }));
