import { workerData } from 'node:worker_threads';
import { pino } from 'pino';
import { LocalCalendar } from '../../../domain/time/calendar.ts';
import { EmbeddedBatch } from '../embedded/batch.ts';
import { derivedPath, openReading, rawPath } from '../embedded/connection.ts';
import { Intervals } from '../embedded/intervals.ts';
import type { BatchMessage } from '../embedded/message.ts';
import { Names } from '../embedded/names.ts';
import { countUnsentRollups } from '../embedded/rollup-outbox.ts';
import { Moved, report, serve } from '../embedded/serve.ts';
import type { InfluxServer } from './port.ts';
import { RawRows } from './raw-rows.ts';
import { sendRaw, type MeterToSend } from './send-raw.ts';
import { sendRollups } from './send-rollups.ts';
import type { OpenServer, ServerModule } from './server-module.ts';

/** Rows that the writer takes back in one transaction: devices wait that long. */
const rowsAtOnce = 1_000;
/** Readings that are asked for at once: some 25 MB. A meter that speaks every second has 2.6 million a month. */
const rowsOfSlice = 50_000;

/** What the server's part logs goes to the main thread's log. */
function relay(line: string): void {
  const { level, msg } = JSON.parse(line) as { level: number; msg: string };
  report(msg, level >= 40 ? Object.assign(new Error(msg), { code: 'INFLUXDB' }) : undefined);
}

/** Reads what is on disk, makes lines of it and speaks to the server: none of that on the main thread. */
async function open() {
  const {
    directory,
    timezone,
    server: from,
  } = workerData as {
    directory: string;
    timezone: string;
    server: ServerModule;
  };
  const raw = openReading(rawPath(directory), 4);
  const derived = openReading(derivedPath(directory), 4);
  const log = pino({ level: 'info' }, { write: relay });
  const openServer = ((await import(from.module)) as Record<string, OpenServer>)[from.name] as OpenServer;
  const server: InfluxServer = openServer(from.settings as never, { log });
  const rows = new RawRows(raw);
  const intervals = new Intervals(derived);
  const calendar = new LocalCalendar(timezone);
  const running = new Set<Promise<unknown>>();
  const follow = <T>(work: Promise<T>): Promise<T> => {
    const settled: Promise<unknown> = work.catch(() => {}).then(() => running.delete(settled));
    running.add(settled);
    return work;
  };
  const api = {
    prepare: (_: void) => follow(server.prepare()),
    sendRaw: (request: { meters: readonly MeterToSend[]; most: number }) =>
      follow(sendRaw(rows, server, request.meters, request.most, Date.now)),
    sendRollups: (limit: number) => follow(sendRollups(derived, intervals, calendar, server, limit, Date.now)),
    countRollups: (_: void) => countUnsentRollups(derived),
    /** Readings of a stretch that the server has and that are not here, the latest first; of its end, when it has many. */
    history: (request: Stretch) => follow(absent(server, rows, request)),
    close: async (_: void) => {
      // Requests under way end with it; a thread must be idle when it is ended.
      await server.close();
      await Promise.all(running);
      raw.close();
      derived.close();
    },
  };
  return { api, opened: undefined };
}
export type ForwarderApi = Awaited<ReturnType<typeof open>>['api'];

interface Stretch {
  readonly meter: { readonly key: number; readonly id: string };
  readonly from: number;
  readonly to: number;
  /** For tests. */
  readonly most?: number | undefined;
}

/** @returns `from`: all after it is told. */
async function absent(server: InfluxServer, rows: RawRows, { meter, from, to, most = rowsOfSlice }: Stretch) {
  const found = await server.readRaw(meter.id, from, to, most);
  const missing = found.filter(({ ts }) => !rows.has(meter.key, ts)).reverse();
  const names = new Names({ meters: [meter], accounts: [] });
  const batches: BatchMessage[] = [];
  for (let i = 0; i < missing.length; i += rowsAtOnce) {
    const batch = new EmbeddedBatch(names);
    for (const { ts, receivedAt, values } of missing.slice(i, i + rowsAtOnce)) {
      batch.reading(0, meter.id, ts, receivedAt, values);
    }
    batches.push(batch.take(undefined));
  }
  return new Moved(
    { batches, from: found.length < most ? from : found[0]!.ts },
    batches.map(({ readings }) => readings.buffer),
  );
}

serve(open);
