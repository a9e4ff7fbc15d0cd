import type { Kysely, Transaction } from 'kysely';
import { ruleColumns, type RuleColumns } from './meter-rules.ts';
import type { Pace } from './pace.ts';
import type { Changes, Snapshot } from './snapshot.ts';
import type { MeterRow, Tables } from './tables.ts';

/** Small enough that building one statement does not hold the event loop. */
const rowsAStatement = 50;

/** How each meter was to be derived since when: one row a change, so that a past answer can be given again. */
export class MeterVersions {
  readonly #db: Kysely<Tables>;
  readonly #now: () => number;

  constructor(db: Kysely<Tables>, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /** Part of the transaction that changes the rules. */
  async append(trx: Transaction<Tables>, changes: Changes, before: Snapshot, pace: Pace): Promise<void> {
    const since = this.#now();
    let rows: { meter: string; since: number; rules: string }[] = [];
    for (const row of changes.upserted('meters').values()) {
      const old = before.meters.get(row.id);
      if (old && ruleColumns.every((column) => old[column] === row[column])) continue;
      if (rows.push({ meter: row.id, since, rules: JSON.stringify(columnsOf(row)) }) < rowsAStatement) continue;
      await trx.insertInto('meter_versions').values(rows).execute();
      rows = [];
      await pace.restIfDue();
    }
    if (rows.length > 0) await trx.insertInto('meter_versions').values(rows).execute();
  }

  /** The version that held at that instant; null = the meter was not known then. */
  async at(meter: string, at: number): Promise<RuleColumns | null> {
    const row = await this.#db
      .selectFrom('meter_versions')
      .select('rules')
      .where('meter', '=', meter)
      .where('since', '<=', at)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : (JSON.parse(row.rules) as RuleColumns);
  }
}

function columnsOf(row: MeterRow): RuleColumns {
  return Object.fromEntries(ruleColumns.map((column) => [column, row[column]])) as unknown as RuleColumns;
}
