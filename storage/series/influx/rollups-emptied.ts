import type { Logger } from 'pino';
import { InfluxAway, type RollupPoint } from './port.ts';
import { isMissing, rollupMeasurement } from './lines.ts';
import type { Ask } from './prepare.ts';
import { tablesOf, type RunQuery } from './query.ts';
import { identifier, instant, text } from './query-text.ts';

/**
 * Intervals that had a value and are missing now. InfluxDB can't take a field away by writing, so a missing interval
 * that is written over an old one has quality 0 and still the old value: the server is asked for such points, they are
 * deleted, and the caller writes the missing ones again.
 */

/** A stretch of missing intervals of one series, both ends included. */
export interface Emptied {
  readonly every: RollupPoint['every'];
  readonly meter: string;
  readonly point: string;
  readonly from: number;
  readonly to: number;
}

/** Series a question; each is a few dozen bytes of a GET. */
const seriesAtOnce = 40;

/** Stretches in which an old value stands beside quality 0. */
export async function findEmptied(
  run: RunQuery,
  database: string,
  points: readonly RollupPoint[],
): Promise<readonly Emptied[]> {
  const found: Emptied[] = [];
  for (const [every, series] of missingSeries(points)) {
    for (let at = 0; at < series.length; at += seriesAtOnce) {
      const some = series.slice(at, at + seriesAtOnce);
      const from = Math.min(...some.map((one) => one.ts[0]!));
      const to = Math.max(...some.map((one) => one.ts.at(-1)!));
      const which = some.map((one) => `("meter" = ${text(one.meter)} AND "point" = ${text(one.point)})`).join(' OR ');
      const tables = await run(
        database,
        `SELECT "value" FROM ${identifier(rollupMeasurement(every))} WHERE time >= ${instant(from)} ` +
          `AND time <= ${instant(to)} AND "quality" = 0 AND (${which}) GROUP BY "meter", "point"`,
      );
      for (const table of tables) {
        const timeAt = table.columns.indexOf('time');
        const { meter = '', point = '' } = table.tags;
        const old = table.rows.map((row) => Number(row[timeAt]));
        for (const stretch of stretches(old, every)) found.push({ every, meter, point, ...stretch });
      }
    }
  }
  return found;
}

/** 1.x deletes by InfluxQL, 2.x by its own route. Answers false where nothing can be deleted (InfluxDB 3 Core). */
export async function deleteEmptied(
  api: 'v1' | 'v2',
  place: { readonly name: string; readonly org: string },
  emptied: readonly Emptied[],
  ask: Ask,
  log: Logger,
): Promise<boolean> {
  try {
    for (const one of emptied) {
      if (api === 'v1') {
        const answer = await ask('POST', `/query?${new URLSearchParams({ db: place.name, q: deletion(one) })}`);
        // A deletion that failed is an answer of 200 as well.
        tablesOf(answer.body);
      } else {
        await ask('POST', `/api/v2/delete?${new URLSearchParams({ org: place.org, bucket: place.name })}`, {
          start: new Date(one.from).toISOString(),
          // The end is not part of it.
          stop: new Date(one.to + 1).toISOString(),
          predicate: predicate(one),
        });
      }
    }
    return true;
  } catch (error) {
    if (api === 'v1' || !(error instanceof InfluxAway) || !/\b(404|405|501)\b/.test(error.message)) throw error;
    log.info('this InfluxDB deletes nothing: a value that is missing now keeps its old figure beside quality 0');
    return false;
  }
}

function deletion(one: Emptied): string {
  return (
    `DELETE FROM ${identifier(rollupMeasurement(one.every))} WHERE "meter" = ${text(one.meter)} ` +
    `AND "point" = ${text(one.point)} AND time >= ${instant(one.from)} AND time <= ${instant(one.to)}`
  );
}

function predicate(one: Emptied): string {
  const quoted = (value: string) => `"${value.replace(/[\\"]/g, '\\$&')}"`;
  return (
    `_measurement=${quoted(rollupMeasurement(one.every))} AND meter=${quoted(one.meter)} ` +
    `AND point=${quoted(one.point)}`
  );
}

interface MissingSeries {
  readonly meter: string;
  readonly point: string;
  readonly ts: number[];
}

function missingSeries(points: readonly RollupPoint[]): Map<RollupPoint['every'], MissingSeries[]> {
  const byKey = new Map<string, MissingSeries>();
  const byEvery = new Map<RollupPoint['every'], MissingSeries[]>();
  for (const { every, meter, point, ts, ...rest } of points) {
    if (!isMissing(rest)) continue;
    const key = JSON.stringify([every, meter, point]);
    let series = byKey.get(key);
    if (!series) {
      series = { meter, point, ts: [] };
      byKey.set(key, series);
      const others = byEvery.get(every);
      if (others) others.push(series);
      else byEvery.set(every, [series]);
    }
    series.ts.push(ts);
  }
  for (const series of byKey.values()) series.ts.sort((a, b) => a - b);
  return byEvery;
}

/** Instants to stretches without a hole; days and months, whose length changes, stand alone. */
function stretches(instants: readonly number[], every: RollupPoint['every']): { from: number; to: number }[] {
  const step = every === '15m' ? 900_000 : every === '1h' ? 3_600_000 : 0;
  const found: { from: number; to: number }[] = [];
  for (const ts of instants.toSorted((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && step > 0 && ts - last.to === step) last.to = ts;
    else found.push({ from: ts, to: ts });
  }
  return found;
}
