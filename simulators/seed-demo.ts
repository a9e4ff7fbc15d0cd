import type { Logger } from 'pino';
import type { CollectorService } from '../collector/port.ts';
import type { Registry } from '../storage/registry/port.ts';
import type { CityDates } from './city/city.ts';
import { demoMeters, handMadeMeters, type DemoMeter } from './city/meters.ts';
import { HistoryThread } from './history-thread.ts';

const quarterMs = 15 * 60_000;
const dayMs = 86_400_000;
/** 13 months: a whole year, and each month beside the same one of the year before. */
export const historyDays = 396;
/** 25 months of the first buildings: a baseline year before their works, and a year to report on. */
export const longHistoryDays = 761;
/** Rows made at a time, so that what is newest is there first. */
const chunkMs = 66 * dayMs;

const untilSetting = 'demo.historyUntil';
const doneSetting = 'demo.historyDone';

export interface SeedOptions {
  readonly seed: number;
  readonly dates?: CityDates;
  /** Absent: all of the demo's. */
  readonly meters?: readonly DemoMeter[];
  readonly collector: Pick<CollectorService, 'importHistory'>;
  readonly registry: Pick<Registry, 'setting' | 'setSetting'>;
  /** Where the past ends and the devices go on. */
  readonly now: () => number;
  readonly log: Logger;
  /** Asked between two pieces of work. */
  readonly stopping?: () => boolean;
}

interface Piece {
  readonly meter: DemoMeter;
  readonly from: number;
  readonly to: number;
}

/**
 * Loads the demo's past through the bulk door, the newest part of every meter first, so that the pages fill from where
 * people look. Pieces that are done are remembered: a start after a kill goes on, and what is loaded twice is a
 * duplicate, since the past is always the same.
 */
export async function seedDemo(options: SeedOptions): Promise<void> {
  const { registry, collector, now, log, stopping = () => false } = options;
  const known = await registry.setting(untilSetting);
  const until = known === null ? Math.floor(now() / quarterMs) * quarterMs + 1 : Number(known);
  if (known === null) await registry.setSetting(untilSetting, String(until));
  const chunks = chunksBefore(until, options.meters ?? demoMeters);
  const done = Number((await registry.setting(doneSetting)) ?? 0);
  if (done >= chunks.length) return;
  const startedAt = performance.now();
  const thread = new HistoryThread();
  let rows = 0;
  try {
    const make = ({ meter, from, to }: Piece) =>
      thread.make({ seed: options.seed, dates: options.dates ?? {}, meter: meter.id, from, to, stepMs: quarterMs });
    for (const [i, pieces] of chunks.entries()) {
      if (i < done) continue;
      // One piece is made while the one before it is stored.
      let next = make(pieces[0]!);
      for (const [p, { meter }] of pieces.entries()) {
        const columns = await next;
        const following = pieces[p + 1];
        if (following !== undefined) next = make(following);
        if (stopping()) return void next.catch(() => undefined);
        rows += columns.ts.length;
        if (columns.ts.length > 0) await collector.importHistory(meter.id, meter.id, columns);
      }
      await registry.setSetting(doneSetting, String(i + 1));
    }
  } finally {
    await thread.stop();
  }
  log.info({ rows, ms: Math.round(performance.now() - startedAt) }, 'demo history loaded');
}

/** Newest first; the long past of the first buildings comes last. */
function chunksBefore(until: number, meters: readonly DemoMeter[]): Piece[][] {
  const chunks: Piece[][] = [];
  const long = new Set(handMadeMeters.map(({ id }) => id));
  for (let back = 0; back < longHistoryDays * dayMs; back += chunkMs) {
    const pieces = meters.flatMap((meter): Piece[] => {
      const oldest = until - (long.has(meter.id) ? longHistoryDays : historyDays) * dayMs;
      const to = until - back;
      const from = Math.max(to - chunkMs, oldest);
      return from < to ? [{ meter, from, to }] : [];
    });
    if (pieces.length > 0) chunks.push(pieces);
  }
  return chunks;
}
