import { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { Finding } from '../../../domain/metering/finding.ts';
import type { MeterRules } from '../../../domain/metering/meter.ts';
import type { Resolution } from '../../../domain/metering/interval.ts';
import { isRegisterPoint } from '../../../domain/points.ts';
import type {
  ArrivalColumns,
  EventQuery,
  IntervalColumns,
  QuarantineItem,
  QuarantineRow,
  Revision,
  SampleColumns,
  StoredEvent,
} from '../port.ts';
import { emptyBlock } from './blocks.ts';
import type { Connection } from './connection.ts';
import { deriveDays, type ArrivedSamples, type ReadSamples } from './derivation.ts';
import { Answer, frameOf, Intervals, onEdges } from './intervals.ts';
import { waitingReason } from './late.ts';
import { Samples } from './samples.ts';
import { Moved } from './serve.ts';

export interface AsOfRequest {
  readonly meter: string;
  readonly rules: MeterRules;
  readonly point: string;
  readonly every: Resolution;
  readonly from: number;
  readonly to: number;
  readonly asOf: number;
}

export interface WaitingMeter {
  readonly meter: string;
  readonly items: number;
}

export interface WaitingItem {
  readonly id: number;
  readonly source: string;
  readonly device: string;
  readonly bytes: Uint8Array;
}

/** Answers what is on disk: each request sees the newest commit. */
export class Reader {
  readonly #raw: Connection;
  readonly #samples: Samples;
  readonly #intervals: Intervals;
  readonly #calendar: LocalCalendar;

  constructor(raw: Connection, derived: Connection, timeZone: string) {
    this.#raw = raw;
    this.#samples = new Samples(raw);
    this.#intervals = new Intervals(derived);
    this.#calendar = new LocalCalendar(timeZone);
  }

  samples(request: { meter: string; point: string; from: number; to: number; asOf?: number }): Moved<SampleColumns> {
    const { meter, point, from, to, asOf } = request;
    const { ts, value } = this.#atOnce(() =>
      asOf === undefined
        ? this.#samples.read(meter, point, from, to)
        : this.#samples.readAsOf(meter, point, from, to, asOf),
    );
    return new Moved({ ts, value }, [ts.buffer, value.buffer]);
  }

  arrivals({ meter, from, to }: { meter: string; from: number; to: number }): Moved<ArrivalColumns> {
    const columns = this.#samples.arrivals(meter, from, to);
    return new Moved(columns, [columns.ts.buffer, columns.receivedAt.buffer]);
  }

  intervalsOf(request: {
    series: readonly { meter: string; point: string }[];
    every: Resolution;
    from: number;
    to: number;
  }): Moved<readonly IntervalColumns[]> {
    const frame = frameOf(this.#calendar, request.every, request.from, request.to);
    const answer = new Answer(frame.edges, request.series.length);
    const columns = request.series.map(({ meter, point }) => {
      const { block, intervalMs } = this.#intervals.read(meter, point, frame);
      return answer.add(block, intervalMs);
    });
    return new Moved(columns, answer.buffers);
  }

  /** Derived from the samples of that time, quarter by quarter, and folded as the kept ones are. */
  intervalsAsOf({ meter, rules, point, every, from, to, asOf }: AsOfRequest): Moved<IntervalColumns> {
    const frame = frameOf(this.#calendar, every, from, to);
    const answer = new Answer(frame.edges, 1);
    const n = frame.edges.length;
    if (n < 2)
      return new Moved(answer.add(emptyBlock(frame.edges, !isRegisterPoint(point)), rules.intervalMs), answer.buffers);

    // Hours and days are folded from quarters, months from days: the same path as at derivation.
    const end = frame.edges[n - 1]!;
    const quarters = frameOf(this.#calendar, '15m', frame.fine[0]!, end);
    const read: ReadSamples = (a, b, around) => this.#readAsOf(meter, point, a, b, around, asOf);
    let fine = this.#atOnce(() => deriveDays(read, point, rules, quarters.edges).block);
    if (frame.level === 1) fine = onEdges(fine, { ...frame, every: '1h', edges: frame.fine });
    return new Moved(answer.add(onEdges(fine, frame), rules.intervalMs), answer.buffers);
  }

  /** What would have been found in the samples of that time. */
  findingsAsOf({ meter, rules, point, from, to, asOf }: Omit<AsOfRequest, 'every'>): readonly Finding[] {
    const read: ReadSamples = (a, b, around) => this.#readAsOf(meter, point, a, b, around, asOf);
    const edges = Float64Array.of(from, to);
    const { findings } = this.#atOnce(() => deriveDays(read, point, rules, edges));
    return findings.filter((finding) => finding.from < to && finding.to >= from);
  }

  revisions(request: { meter: string; point: string; from: number; to: number; limit: number }): Revision[] {
    const { meter, point, from, to, limit } = request;
    return this.#atOnce(() => this.#samples.revisions(meter, point, from, to, limit));
  }

  events({ canteen, device, from, to, limit, after, newestFirst = false }: EventQuery): StoredEvent[] {
    const where = ['ts >= ?', 'ts < ?'];
    const args: (string | number)[] = [from, to];
    const add = (condition: string, ...values: (string | number)[]) => {
      where.push(condition);
      args.push(...values);
    };
    if (canteen !== undefined) add('canteen = ?', canteen);
    if (device !== undefined) add('device = ?', device);
    // The index walks from that instant on; of the same instant the rest of the identity decides.
    if (after !== undefined && newestFirst) add('ts <= ?', after.ts);
    if (after !== undefined && !newestFirst) add('ts >= ?', after.ts);
    if (after !== undefined)
      add(`(ts, device, seq) ${newestFirst ? '<' : '>'} (?, ?, ?)`, after.ts, after.device, after.seq);
    const order = ['ts', 'device', 'seq'].map((column) => (newestFirst ? `${column} DESC` : column)).join(', ');
    return this.#raw
      .prepare(
        `SELECT device, seq, ts, type, canteen, body, received_at AS receivedAt FROM event
         WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT ?`,
      )
      .all(...args, limit) as unknown as StoredEvent[];
  }

  quarantine(query: {
    limit: number;
    before?: number;
    device?: string;
    state?: QuarantineRow['state'];
    id?: number;
  }): QuarantineRow[] {
    const { limit, before, device, state, id } = query;
    const where = ['1'];
    const args: (string | number)[] = [];
    const add = (condition: string, value: string | number) => {
      where.push(condition);
      args.push(value);
    };
    if (before !== undefined) add('id < ?', before);
    if (id !== undefined) add('id = ?', id);
    if (state !== undefined) add('state = ?', state);
    if (device !== undefined) add('account IN (SELECT key FROM account WHERE device = ?)', device);
    return this.#raw
      .prepare(
        `SELECT id, source, device, meter, topic, received_at AS receivedAt, reason, detail, bytes, state
         FROM quarantine JOIN account ON account = key WHERE ${where.join(' AND ')} ORDER BY id DESC LIMIT ?`,
      )
      .all(...args, limit) as (QuarantineItem & QuarantineRow)[];
  }

  /** Readings that wait for history, by meter, in the order of each one's first arrival. */
  waiting(): WaitingMeter[] {
    return this.#raw
      .prepare(
        `SELECT meter, count(*) AS items FROM quarantine JOIN account ON account = key
         WHERE state = 'open' AND reason = '${waitingReason}' GROUP BY meter ORDER BY min(id)`,
      )
      .all() as unknown as WaitingMeter[];
  }

  /** Those of one meter, in the order of their arrival. */
  waitingOf({ meter, limit }: { meter: string; limit: number }): WaitingItem[] {
    return this.#raw
      .prepare(
        `SELECT id, source, device, bytes FROM quarantine JOIN account ON account = key
         WHERE state = 'open' AND reason = '${waitingReason}' AND meter = ? ORDER BY id LIMIT ?`,
      )
      .all(meter, limit) as unknown as WaitingItem[];
  }

  /** One view of raw: what is older than the window may be let go of between two statements. */
  #atOnce<T>(work: () => T): T {
    this.#raw.exec('BEGIN');
    try {
      return work();
    } finally {
      if (this.#raw.isTransaction) this.#raw.exec('ROLLBACK');
    }
  }

  #readAsOf(meter: string, point: string, from: number, to: number, around: number, asOf: number): ArrivedSamples {
    if (around === 0 || !isRegisterPoint(point)) return this.#samples.readAsOf(meter, point, from, to, asOf);
    // Rows received later don't count as context, so the reach is widened until enough are left or none is left.
    for (let reach = 2 * around; ; reach *= 8) {
      const near = this.#samples.read(meter, point, from, to, reach).ts;
      const nearBefore = lowerBound(near, from);
      const nearAfter = near.length - lowerBound(near, to);
      const first = Math.min(from, near[0] ?? from);
      const last = Math.max(to, (near[near.length - 1] ?? to) + 1);
      const { ts, value, arrivals } = this.#samples.readAsOf(meter, point, first, last, asOf, from);
      const before = lowerBound(ts, from);
      const after = ts.length - lowerBound(ts, to);
      if ((before < around && nearBefore === reach) || (after < around && nearAfter === reach)) continue;
      const begin = Math.max(0, before - around);
      const end = ts.length - Math.max(0, after - around);
      return { ts: ts.slice(begin, end), value: value.slice(begin, end), arrivals };
    }
  }
}

function lowerBound(ts: Float64Array, at: number): number {
  let low = 0;
  let high = ts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ts[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
