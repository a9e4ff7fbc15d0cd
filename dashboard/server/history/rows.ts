import { setImmediate } from 'node:timers/promises';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { isProblem, type Fault } from '../http/problem.ts';
import { instant } from '../http/instant.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';

/** One row of past data: the value as written, so that decimals stay what they were; null = missing. */
export interface HistoryRow {
  readonly ts: number;
  readonly value: string | null;
  /** Where a person finds it: `row 17`, or `rows[16]`. */
  readonly place: string;
}
export type Rows = { readonly rows: readonly HistoryRow[]; readonly faults: readonly Fault[] };

/** So many faults are named; the file is wrong as a whole then. */
const mostFaults = 100;
/** What a device may say of its time holds for a file too (interfaces.md). */
const earliest = Date.UTC(2000, 0, 1);
const furthestAheadMs = 48 * 3_600_000;
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const missing = new Set(['', 'nan', 'null', 'na', 'n/a']);

const jsonShape = z.union([
  z.array(z.unknown()),
  z.object({ rows: z.array(z.unknown()) }).transform((body) => body.rows),
]);
const jsonRow = z.object({
  timestamp: z.union([z.string(), z.number()]),
  value: z.union([z.number(), z.string(), z.null()]),
});

/** CSV with the columns `timestamp,value`; other columns are left alone. */
export async function csvRows(text: string, calendar: LocalCalendar, now: number): Promise<Rows> {
  const collector = new RowCollector(calendar, now);
  const parser = parse({ bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, info: true });
  let columns: { timestamp: number; value: number } | null = null;
  const take = ({ record, info }: { record: string[]; info: { lines: number } }): void => {
    if (columns === null) {
      const names = record.map((name) => name.toLowerCase());
      columns = { timestamp: names.indexOf('timestamp'), value: names.indexOf('value') };
      for (const [name, at] of Object.entries(columns)) {
        if (at < 0) collector.fault(`row ${info.lines}, column ${name}`, 'missing', 'the header names no such column');
      }
      return;
    }
    if (columns.timestamp < 0 || columns.value < 0) return;
    collector.add(`row ${info.lines}`, ', column ', record[columns.timestamp] ?? '', record[columns.value] ?? '');
  };
  const ended = new Promise<Error | null>((resolve) => {
    parser.on('readable', () => {
      for (let item = parser.read(); item !== null; item = parser.read()) if (!collector.full) take(item);
    });
    parser.on('error', resolve).on('end', () => resolve(null));
  });
  // In slices, with a turn of the event loop between them: devices are served by the same thread.
  for (let at = 0; at < text.length && !parser.destroyed; at += 65_536) {
    parser.write(text.slice(at, at + 65_536));
    await setImmediate();
  }
  parser.end();
  const error = await ended;
  if (error !== null) collector.fault('', 'unreadable', error.message);
  if (columns === null && error === null)
    collector.fault('row 1', 'missing', 'the header `timestamp,value` is missing');
  return collector.result();
}

/** JSON: an array of `{timestamp, value}`, or `{"rows": [...]}`. */
export function jsonRows(text: string, calendar: LocalCalendar, now: number): Rows {
  const collector = new RowCollector(calendar, now);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    collector.fault('', 'unreadable', (error as Error).message);
    return collector.result();
  }
  const shape = jsonShape.safeParse(parsed);
  if (!shape.success) collector.fault('', 'invalid-type', 'an array of {timestamp, value} is expected');
  for (const [i, item] of (shape.data ?? []).entries()) {
    if (collector.full) break;
    const row = jsonRow.safeParse(item);
    if (!row.success) collector.fault(`rows[${i}]`, 'invalid-type', '{timestamp, value} is expected');
    else collector.add(`rows[${i}]`, '.', String(row.data.timestamp), String(row.data.value ?? ''));
  }
  return collector.result();
}

class RowCollector {
  readonly #calendar: LocalCalendar;
  readonly #latest: number;
  readonly #rows: HistoryRow[] = [];
  readonly #faults: Fault[] = [];

  constructor(calendar: LocalCalendar, now: number) {
    this.#calendar = calendar;
    this.#latest = now + furthestAheadMs;
  }

  get full(): boolean {
    return this.#faults.length >= mostFaults;
  }

  fault(path: string, code: string, message: string): void {
    if (!this.full) this.#faults.push({ path, code, message });
  }

  add(place: string, joint: string, timestamp: string, value: string): void {
    const ts = instant('timestamp', timestamp, this.#calendar);
    const isMissing = missing.has(value.toLowerCase());
    const when = `${place}${joint}timestamp`;
    if (isProblem(ts)) this.fault(when, 'ts-unreadable', `${JSON.stringify(timestamp)} is no time`);
    else if (ts < earliest) this.fault(when, 'ts-before-2000', `${timestamp} lies before 2000`);
    else if (ts > this.#latest) this.fault(when, 'ts-too-far-ahead', `${timestamp} lies over 48 h ahead`);
    if (!isMissing && !(decimal.test(value) && Number.isFinite(Number(value)))) {
      this.fault(`${place}${joint}value`, 'not-a-number', `${JSON.stringify(value)} is no number`);
    } else if (!isProblem(ts)) {
      this.#rows.push({ ts, value: isMissing ? null : value, place });
    }
  }

  result(): Rows {
    return { rows: this.#rows.sort((a, b) => a.ts - b.ts), faults: this.#faults };
  }
}
