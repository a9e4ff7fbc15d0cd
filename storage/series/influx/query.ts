import type { StoredReading } from '../port.ts';
import { InfluxAway } from './port.ts';
import { pointOf } from './lines-names.ts';
import { rawMeasurement, receivedField } from './lines.ts';
import { identifier, instant, text } from './query-text.ts';

/** One statement's answer: columns by name and rows, `time` in ms. */
export interface Table {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** Runs one InfluxQL statement in a database. Rejects with `InfluxAway`. */
export type RunQuery = (database: string, statement: string) => Promise<readonly Table[]>;

/**
 * Rows a request. A reading a minute of a week; servers with a `max-row-limit` cut at 10,000 without an error, and one
 * answer is parsed on the main thread.
 */
const pageRows = 10_000;

export async function readRaw(
  run: RunQuery,
  database: string,
  meter: string,
  from: number,
  to: number,
  most = Infinity,
): Promise<readonly StoredReading[]> {
  const newestFirst: StoredReading[] = [];
  let end = to;
  while (end > from && newestFirst.length < most) {
    const rows = await select(run, database, meter, from, end, `ORDER BY time DESC LIMIT ${pageRows}`);
    newestFirst.push(...rows.readings);
    if (rows.count < pageRows || rows.readings.length === 0) break;
    // A full page may end between two rows of one instant (tags of others' making): begin again at that instant.
    const last = rows.readings.at(-1)!;
    end = rows.readings.length === 1 ? last.ts : last.ts + 1;
    if (rows.readings.length > 1) newestFirst.pop();
  }
  return newestFirst.slice(0, most).reverse();
}

export async function neighbours(
  run: RunQuery,
  database: string,
  meter: string,
  ts: number,
  withinMs: number,
): Promise<readonly StoredReading[]> {
  const [before, after] = await Promise.all([
    select(run, database, meter, ts - withinMs, ts, 'ORDER BY time DESC LIMIT 1'),
    select(run, database, meter, ts, ts + withinMs + 1, 'ORDER BY time ASC LIMIT 1'),
  ]);
  return [...before.readings, ...after.readings];
}

async function select(
  run: RunQuery,
  database: string,
  meter: string,
  from: number,
  to: number,
  rest: string,
): Promise<{ count: number; readings: StoredReading[] }> {
  const tables = await run(
    database,
    `SELECT * FROM ${identifier(rawMeasurement)} WHERE "meter" = ${text(meter)} ` +
      `AND time >= ${instant(from)} AND time < ${instant(to)} ${rest}`,
  );
  return { count: tables.reduce((sum, table) => sum + table.rows.length, 0), readings: readingsOf(meter, tables) };
}

/** Rows to readings; rows of one instant are one reading. A row that another program wrote has arrived when it was. */
export function readingsOf(meter: string, tables: readonly Table[]): StoredReading[] {
  const readings: StoredReading[] = [];
  for (const table of tables) {
    const timeAt = table.columns.indexOf('time');
    for (const row of table.rows) {
      const ts = Number(row[timeAt]);
      const values: Record<string, number> = Object.create(null) as Record<string, number>;
      let receivedAt = ts;
      table.columns.forEach((column, at) => {
        const value = row[at];
        if (at === timeAt || column === 'meter' || typeof value !== 'number') return;
        if (column === receivedField) receivedAt = value;
        else values[pointOf(column)] = value;
      });
      if (Object.keys(values).length === 0) continue;
      const same = readings.at(-1);
      if (same?.ts === ts) Object.assign(same.values, values);
      else readings.push({ meter, ts, receivedAt, values });
    }
  }
  return readings;
}

/** Reads the answer of `/query`. An error inside an answer of status 200 is one too. */
export function tablesOf(body: unknown): readonly Table[] {
  const results = (body as { results?: unknown } | undefined)?.results;
  if (!Array.isArray(results)) throw new InfluxAway('server-error', 'the answer to a query holds no results');
  return results.flatMap((result: RawResult) => {
    if (result.error !== undefined) {
      throw new InfluxAway(notThere(result.error) ? 'not-found' : 'server-error', result.error);
    }
    return (result.series ?? []).map((series) => ({
      name: series.name ?? '',
      tags: series.tags ?? {},
      columns: series.columns,
      rows: series.values ?? [],
    }));
  });
}

function notThere(error: string): boolean {
  return /^(database|retention policy|bucket) not found|not found/i.test(error);
}

interface RawResult {
  readonly error?: string;
  readonly series?: readonly {
    readonly name?: string;
    readonly tags?: Record<string, string>;
    readonly columns: readonly string[];
    readonly values?: readonly (readonly unknown[])[];
  }[];
}
