import type { DeadMessage } from '../embedded/message.ts';
import type { UnsentMeter } from '../embedded/outbox.ts';
import type { StoredReading } from '../port.ts';
import { InfluxAway, type DeadLetter, type InfluxServer } from './port.ts';
import type { RawRows } from './raw-rows.ts';

/** Readings a request. */
const batchRows = 5_000;

export type MeterToSend = UnsentMeter & { readonly id: string };

export interface Sent {
  readonly rows: number;
  /** What the server has not confirmed. */
  readonly left: readonly UnsentMeter[];
  readonly dead: readonly DeadMessage[];
  readonly away: { readonly code: InfluxAway['code']; readonly message: string } | null;
}

interface Entry {
  readonly meter: MeterToSend;
  ranges: UnsentMeter['ranges'];
  rows: number;
}

/**
 * Sends the stretches' readings as they are now, a batch after the other, until about `most` rows are sent or the server
 * can't be used. Sending something twice does no harm: meter, instant and point are its identity there too.
 */
export async function sendRaw(
  rows: RawRows,
  server: InfluxServer,
  meters: readonly MeterToSend[],
  most: number,
  now: () => number,
): Promise<Sent> {
  const entries: Entry[] = meters.map((meter) => ({ meter, ranges: meter.ranges, rows: 0 }));
  const dead: DeadMessage[] = [];
  let sent = 0;
  let away: Sent['away'] = null;
  while (sent < most) {
    const { readings, after } = gather(rows, entries);
    if (after.size === 0) break;
    try {
      if (readings.length > 0) {
        const report = await server.writeRaw(readings);
        for (const letter of report.dead) dead.push(...deadReadings(letter, readings, meters, now()));
      }
    } catch (error) {
      if (!(error instanceof InfluxAway)) throw error;
      away = { code: error.code, message: error.message };
      break;
    }
    sent += readings.length;
    for (const [entry, { ranges, rows: done }] of after) {
      entry.ranges = ranges;
      entry.rows += done;
    }
  }
  const left = entries
    .filter(({ ranges }) => ranges.length > 0)
    .map(({ meter, ranges, rows: done }) => ({ meter: meter.meter, ranges, rows: Math.max(1, meter.rows - done) }));
  return { rows: sent, left, dead, away };
}

/** The next batch, and what is left of its meters' stretches when it is confirmed. */
function gather(rows: RawRows, entries: readonly Entry[]) {
  const readings: StoredReading[] = [];
  const after = new Map<Entry, { ranges: UnsentMeter['ranges']; rows: number }>();
  for (const entry of entries) {
    const { meter: key, id } = entry.meter;
    let ranges = entry.ranges;
    let done = 0;
    while (ranges.length > 0 && readings.length < batchRows) {
      const [{ from, to }, ...rest] = ranges as [UnsentMeter['ranges'][number]];
      const room = batchRows - readings.length;
      const found = rows.read({ key, id }, from, to, room);
      for (const reading of found) readings.push(reading);
      done += found.length;
      ranges = found.length < room ? rest : [{ from: found.at(-1)!.ts + 1, to }, ...rest];
      after.set(entry, { ranges, rows: done });
    }
    if (readings.length >= batchRows) break;
  }
  return { readings, after };
}

/** Which readings a refused line speaks of. When that can't be told, it may be any: none of them may be let go of. */
function deadReadings(
  { line, message }: DeadLetter,
  readings: readonly StoredReading[],
  meters: readonly MeterToSend[],
  at: number,
): DeadMessage[] {
  const keys = new Map(meters.map(({ id, meter }) => [id, meter]));
  const ts = Number(/(?: |"ts":)(\d+)(?:$|[,}])/.exec(line)?.[1]);
  const atThatTime = readings.filter((reading) => reading.ts === ts);
  const ofMeter = atThatTime.filter(
    ({ meter }) => line.includes(meter) || line.includes(meter.replace(/[,= ]/g, '\\$&')),
  );
  const found = ofMeter.length > 0 ? ofMeter : atThatTime.length > 0 ? atThatTime : readings;
  return found.map((reading) => ({ meter: keys.get(reading.meter)!, ts: reading.ts, at, line, message }));
}
