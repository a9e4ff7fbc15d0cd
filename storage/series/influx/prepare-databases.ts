import type { Logger } from 'pino';
import type { Ask, Place } from './prepare.ts';
import { tablesOf, type RunQuery } from './query.ts';
import { identifier } from './query-text.ts';

/** 1.x: databases with a default retention policy of their own length. */
export async function prepareDatabases(places: readonly Place[], ask: Ask, run: RunQuery, log: Logger): Promise<void> {
  // A user who may not create sees the databases that are his.
  const shown = await run('', 'SHOW DATABASES');
  const existing = new Set(shown.flatMap((table) => table.rows.map((row) => String(row[0]))));
  for (const { name, keepDays } of places) {
    if (existing.has(name)) continue;
    const keep = keepDays === null ? '' : ` WITH DURATION ${keepDays}d REPLICATION 1 NAME "autogen"`;
    const statement = `CREATE DATABASE ${identifier(name)}${keep}`;
    const answer = await ask('POST', `/query?q=${encodeURIComponent(statement)}`);
    tablesOf(answer.body);
    log.info({ database: name, keepDays }, 'InfluxDB database created');
  }
}
