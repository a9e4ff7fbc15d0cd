import type { Logger } from 'pino';
import type { CollectorService } from '../collector/port.ts';
import type { Registry } from '../storage/registry/port.ts';
import type { CityDates } from './city/city.ts';
import { demoCanteens, type DemoCanteen } from './canteens/canteens.ts';
import { metersOfContracts } from './city/contracts.ts';
import { demoMeters, handMadeMeters, type DemoMeter } from './city/meters.ts';
import { HistoryThread } from './history-thread.ts';

const quarterMs = 15 * 60_000;
const dayMs = 86_400_000;
/** 13 months: a whole year, and each month beside the same one of the year before. */
export const historyDays = 396;
/** 25 months of the first buildings and of contracts: a baseline year before their works, and a year to report on. */
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
  readonly canteens?: readonly DemoCanteen[];
  readonly collector: Pick<CollectorService, 'importHistory' | 'importEvents'>;
  readonly registry: Pick<Registry, 'setting' | 'setSetting'>;
  /** Where the past ends and the devices go on. */
  readonly now: () => number;
  readonly log: Logger;
  /** Asked between two pieces of work. */
  readonly stopping?: () => boolean;
}

/** One meter's or canteen's past in [from, to). */
interface Piece {
  readonly of: DemoMeter | DemoCanteen;
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
  const chunks = chunksBefore(until, options.meters ?? demoMeters, options.canteens ?? demoCanteens);
  const done = Number((await registry.setting(doneSetting)) ?? 0);
  if (done >= chunks.length) return;
  const startedAt = performance.now();
  const thread = new HistoryThread();
  let rows = 0;
  try {
    for (const [i, pieces] of chunks.entries()) {
      if (i < done) continue;
      // One piece is made while the one before it is stored.
      let next = make(thread, pieces[0]!, options);
      for (const p of pieces.keys()) {
        const store = await next;
        const following = pieces[p + 1];
        if (following !== undefined) next = make(thread, following, options);
        // Nobody may be there any more to hear that it was not made.
        next.catch(() => undefined);
        if (stopping()) return;
        rows += await store(collector);
      }
      await registry.setSetting(doneSetting, String(i + 1));
    }
  } finally {
    await thread.stop();
  }
  log.info({ rows, ms: Math.round(performance.now() - startedAt) }, 'demo history loaded');
}

/** Makes a piece of the past. @returns how it goes through the bulk door, which answers the number of its rows. */
async function make(
  thread: HistoryThread,
  { of, from, to }: Piece,
  { seed, dates = {} }: SeedOptions,
): Promise<(collector: SeedOptions['collector']) => Promise<number>> {
  const stretch = { seed, dates, from, to };
  if ('scale' in of) {
    const made = await thread.events(of.id, stretch);
    return async (collector) => {
      for (const { device, events } of made) await collector.importEvents(device, events);
      return made.reduce((sum, { events }) => sum + events.length, 0);
    };
  }
  const columns = await thread.columns(of.id, quarterMs, stretch);
  return async (collector) => {
    if (columns.ts.length > 0) await collector.importHistory(of.id, of.id, columns);
    return columns.ts.length;
  };
}

/** Newest first; the long past comes last. */
function chunksBefore(until: number, meters: readonly DemoMeter[], canteens: readonly DemoCanteen[]): Piece[][] {
  const chunks: Piece[][] = [];
  const long = new Set([...handMadeMeters.map(({ id }) => id), ...metersOfContracts]);
  for (let back = 0; back < longHistoryDays * dayMs; back += chunkMs) {
    const to = until - back;
    const pieces = [...meters, ...canteens].flatMap((of): Piece[] => {
      const oldest = until - (long.has(of.id) ? longHistoryDays : historyDays) * dayMs;
      const from = Math.max(to - chunkMs, oldest);
      return from < to ? [{ of, from, to }] : [];
    });
    if (pieces.length > 0) chunks.push(pieces);
  }
  return chunks;
}
