import type { IntervalBlock } from '../../../domain/metering/block.ts';
import { fold } from '../../../domain/metering/fold.ts';
import type { Resolution } from '../../../domain/metering/interval.ts';
import { coverageOf, qualityOf } from '../../../domain/metering/quality.ts';
import { isRegisterPoint } from '../../../domain/points.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import { qualities, type IntervalColumns } from '../port.ts';
import { decodeInto, emptyBlock } from './blocks.ts';
import { prepareRows, type Connection, type Statement } from './connection.ts';

const quarterMs = 900_000;
const qualityCode = Object.fromEntries(qualities.map((q, i) => [q, i])) as Record<string, number>;

/** What an answer of many series shares: its edges, and those of the rows that it is folded from. */
export interface Frame {
  readonly every: Resolution;
  /** Edges of the answer. */
  readonly edges: Float64Array;
  /** Edges of the kept intervals, whole rows. */
  readonly fine: Float64Array;
  /** Position in `fine` of the row that starts at an instant. */
  readonly rowAt: (start: number) => number;
  readonly level: 0 | 1;
}

export function frameOf(calendar: LocalCalendar, every: Resolution, from: number, to: number): Frame {
  const edges = calendar.edges(every, from, to);
  if (edges.length < 2) return { every, edges, fine: new Float64Array(0), rowAt: () => 0, level: 0 };
  const end = edges[edges.length - 1]!;
  if (every === '15m' || every === '1h') {
    const start = calendar.startOfDay(edges[0]!);
    // Local days are whole quarter hours in every zone of this century, so their rows lie on one grid.
    const fine = Float64Array.from(
      { length: Math.round((end - start) / quarterMs) + 1 },
      (_, i) => start + i * quarterMs,
    );
    return { every, edges, fine, rowAt: (at) => Math.round((at - start) / quarterMs), level: 0 };
  }
  const fine = calendar.edges('1d', calendar.startOfMonth(edges[0]!), end);
  const places = new Map<number, number>();
  fine.forEach((edge, i) => places.set(edge, i));
  return { every, edges, fine, rowAt: (start) => places.get(start) ?? fine.length, level: 1 };
}

/** Reads the rows of a frame. */
export class Intervals {
  readonly #rows: Statement;
  readonly #seriesKey: Statement;

  constructor(db: Connection) {
    this.#seriesKey = prepareRows(db, 'SELECT key FROM series WHERE meter = ? AND point = ?');
    this.#rows = prepareRows(
      db,
      'SELECT start, data FROM block WHERE series = ? AND level = ? AND start >= ? AND start < ?',
    );
  }

  read(meter: string, point: string, frame: Frame): { block: IntervalBlock; intervalMs: number } {
    if (frame.edges.length < 2)
      return { block: emptyBlock(frame.edges, !isRegisterPoint(point)), intervalMs: quarterMs };
    const fine = emptyBlock(frame.fine, !isRegisterPoint(point));
    let intervalMs = quarterMs;
    const key = this.#seriesKey.get(meter, point) as [number] | undefined;
    if (key !== undefined) {
      const rows = this.#rows.all(key[0], frame.level, frame.fine[0], frame.fine[frame.fine.length - 1]) as [
        number,
        Uint8Array,
      ][];
      for (const [start, data] of rows) intervalMs = decodeInto(fine, frame.rowAt(start), data);
    }
    return { block: onEdges(fine, frame), intervalMs };
  }
}

/** The frame's intervals from the fine ones. */
export function onEdges(fine: IntervalBlock, { every, edges }: Frame): IntervalBlock {
  if (every === '1h' || every === '1mo') return fold(fine, edges);
  const n = Math.max(0, edges.length - 1);
  let at = 0;
  while (fine.edges[at]! < edges[0]!) at++;
  return {
    edges,
    value: fine.value.subarray(at, at + n),
    knownMs: fine.knownMs.subarray(at, at + n),
    flags: fine.flags.subarray(at, at + n),
    min: fine.min?.subarray(at, at + n),
    max: fine.max?.subarray(at, at + n),
  };
}

/** Columns as the port gives them, in few buffers that move to the main thread. */
export class Answer {
  readonly #numbers: Float64Array;
  readonly #qualities: Uint8Array;
  readonly #startsAt: Float64Array;
  readonly #endsAt: number;
  readonly #n: number;
  readonly #extremes: ArrayBufferLike[] = [];
  #series = 0;

  constructor(edges: Float64Array, series: number) {
    this.#n = Math.max(0, edges.length - 1);
    this.#startsAt = edges.slice(0, this.#n);
    this.#endsAt = edges[this.#n] ?? NaN;
    this.#numbers = new Float64Array(series * 2 * this.#n);
    this.#qualities = new Uint8Array(series * this.#n);
  }

  get buffers(): ArrayBufferLike[] {
    return [this.#numbers.buffer, this.#qualities.buffer, this.#startsAt.buffer, ...this.#extremes];
  }

  add(block: IntervalBlock, intervalMs: number): IntervalColumns {
    const n = this.#n;
    const at = this.#series++ * n;
    const value = this.#numbers.subarray(2 * at, 2 * at + n);
    const coverage = this.#numbers.subarray(2 * at + n, 2 * at + 2 * n);
    const quality = this.#qualities.subarray(at, at + n);
    value.set(block.value);
    for (let i = 0; i < n; i++) {
      coverage[i] = coverageOf(block, i);
      quality[i] = qualityCode[qualityOf(block, i, intervalMs)]!;
    }
    const columns = { startsAt: this.#startsAt, endsAt: this.#endsAt, value, coverage, quality };
    if (block.min === undefined || block.max === undefined) return columns;
    return { ...columns, min: this.#extreme(block.min), max: this.#extreme(block.max) };
  }

  #extreme(from: Float64Array): Float64Array {
    const column = from.slice();
    this.#extremes.push(column.buffer);
    return column;
  }
}
