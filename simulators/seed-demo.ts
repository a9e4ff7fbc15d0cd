import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { CollectorService } from '../collector/port.ts';
import type { Registry } from '../storage/registry/port.ts';
import type { DemoCity } from './city/city.ts';
import { demoHistory } from './city/history.ts';
import { demoMeters } from './city/meters.ts';

const quarterMs = 15 * 60_000;
const dayMs = 86_400_000;
/** 25 months: a whole baseline year, a whole year to report on, and each month beside the same one of the year before. */
export const historyDays = 761;
/** Rows made at a time, so that devices are answered in between. */
const chunkMs = 60 * dayMs;

const untilSetting = 'demo.historyUntil';
const doneSetting = 'demo.historyDone';

export interface SeedOptions {
  readonly city: DemoCity;
  readonly collector: Pick<CollectorService, 'importHistory'>;
  readonly registry: Pick<Registry, 'setting' | 'setSetting'>;
  readonly now: () => number;
  readonly log: Logger;
  /** Asked between two pieces of work. */
  readonly stopping?: () => boolean;
}

/**
 * Loads the demo's past through the bulk door, the newest part of every meter first, so that the pages fill from where
 * people look. Meters that are done are remembered: a start after a kill goes on, and what is loaded twice is a
 * duplicate, since the past is always the same.
 */
export async function seedDemo({
  city,
  collector,
  registry,
  now,
  log,
  stopping = () => false,
}: SeedOptions): Promise<void> {
  const known = await registry.setting(untilSetting);
  const until = known === null ? Math.floor(now() / quarterMs) * quarterMs + 1 : Number(known);
  if (known === null) await registry.setSetting(untilSetting, String(until));
  const done = Number((await registry.setting(doneSetting)) ?? 0);
  const chunks = Math.ceil((historyDays * dayMs) / chunkMs);
  if (done >= chunks) return;
  const startedAt = now();
  let rows = 0;
  for (let chunk = done; chunk < chunks; chunk++) {
    const to = until - chunk * chunkMs;
    const from = Math.max(to - chunkMs, until - historyDays * dayMs);
    for (const meter of demoMeters) {
      if (stopping()) return;
      const columns = demoHistory(city, meter, from, to, quarterMs);
      rows += columns.ts.length;
      await collector.importHistory(meter.id, meter.id, columns);
      await setImmediate();
    }
    await registry.setSetting(doneSetting, String(chunk + 1));
  }
  log.info({ rows, ms: now() - startedAt }, 'demo history loaded');
}
