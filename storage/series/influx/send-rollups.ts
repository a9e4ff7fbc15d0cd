import { coverageOf, qualityOf } from '../../../domain/metering/quality.ts';
import { resolutions, type Resolution } from '../../../domain/metering/interval.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { Connection } from '../embedded/connection.ts';
import type { Intervals } from '../embedded/intervals.ts';
import { frameOf } from '../embedded/intervals.ts';
import type { DeadMessage } from '../embedded/message.ts';
import { unsentRollups, type UnsentRollup } from '../embedded/rollup-outbox.ts';
import { qualities } from '../port.ts';
import { InfluxAway, type InfluxServer, type RollupPoint } from './port.ts';
import type { Sent } from './send-raw.ts';

/** Intervals a request. */
const batchPoints = 5_000;
const stepMs = { '15m': 900_000, '1h': 3_600_000 } as const;

export interface SentRollups {
  readonly confirmed: readonly Pick<UnsentRollup, 'id' | 'changes'>[];
  readonly points: number;
  /** There may be more. */
  readonly full: boolean;
  readonly dead: readonly DeadMessage[];
  readonly away: Sent['away'];
}

/** Sends the intervals that have waited longest, of at most `limit` series and months. */
export async function sendRollups(
  db: Connection,
  intervals: Intervals,
  calendar: LocalCalendar,
  server: InfluxServer,
  limit: number,
  now: () => number,
): Promise<SentRollups> {
  const rows = unsentRollups(db, limit);
  const confirmed: Pick<UnsentRollup, 'id' | 'changes'>[] = [];
  const dead: DeadMessage[] = [];
  let points = 0;
  let away: Sent['away'] = null;
  for (let at = 0; at < rows.length && away === null;) {
    const batch: RollupPoint[] = [];
    const first = at;
    while (at < rows.length && batch.length < batchPoints) {
      for (const point of pointsOf(intervals, calendar, rows[at]!, now())) batch.push(point);
      at++;
    }
    try {
      const report = batch.length > 0 ? await server.writeRollups(batch) : { dead: [] };
      report.dead.forEach(({ line, message }, i) => dead.push({ meter: -1, ts: now() + i, at: now(), line, message }));
      confirmed.push(...rows.slice(first, at).map(({ id, changes }) => ({ id, changes })));
      points += batch.length;
    } catch (error) {
      if (!(error instanceof InfluxAway)) throw error;
      away = { code: error.code, message: error.message };
    }
  }
  return { confirmed, points, full: rows.length === limit, dead, away };
}

/** All intervals that overlap what was derived again; those that begin in the future and are missing are left out. */
function* pointsOf(
  intervals: Intervals,
  calendar: LocalCalendar,
  { meter, point, from, to }: UnsentRollup,
  now: number,
): Iterable<RollupPoint> {
  for (const every of resolutions) {
    const frame = frameOf(calendar, every, startOf(calendar, every, from), to);
    if (frame.edges.length < 2) continue;
    const { block, intervalMs } = intervals.read(meter, point, frame);
    for (let i = 0; i + 1 < frame.edges.length; i++) {
      const ts = frame.edges[i]!;
      const value = Number.isNaN(block.value[i]) ? null : block.value[i]!;
      const coverage = coverageOf(block, i);
      if (coverage === 0 && ts > now) continue;
      const quality = qualities.indexOf(qualityOf(block, i, intervalMs));
      const [min, max] = [block.min?.[i], block.max?.[i]];
      yield {
        meter,
        point,
        every,
        ts,
        value,
        coverage,
        quality,
        ...(value !== null && min !== undefined && max !== undefined && { min, max }),
      };
    }
  }
}

/** Start of the interval in which `ts` lies. */
function startOf(calendar: LocalCalendar, every: Resolution, ts: number): number {
  if (every === '1mo') return calendar.startOfMonth(ts);
  const day = calendar.startOfDay(ts);
  return every === '1d' ? day : day + Math.floor((ts - day) / stepMs[every]) * stepMs[every];
}
