import type { Kysely, Selectable } from 'kysely';
import type { Decision } from '../../domain/metering/decision.ts';
import type { Finding } from '../../domain/metering/finding.ts';
import type { Pace } from './pace.ts';
import type { DecisionRecord } from './port.ts';
import type { DecisionRow, Tables } from './tables.ts';

const pageSize = 1000;
const none: readonly DecisionRecord[] = [];

/** Decisions that stand, by meter, in the order in which they were made; lists are replaced, never changed. */
export class StandingDecisions {
  readonly #byMeter = new Map<string, readonly DecisionRecord[]>();

  async load(db: Kysely<Tables>, pace: Pace): Promise<void> {
    this.#byMeter.clear();
    for (let after = 0; ;) {
      const rows = await db
        .selectFrom('decisions')
        .selectAll()
        .where('undone_at', 'is', null)
        .where('id', '>', after)
        .orderBy('id')
        .limit(pageSize)
        .execute();
      this.add(rows.map(recordOf));
      await pace.restIfDue();
      if (rows.length < pageSize) return;
      after = rows.at(-1)!.id;
    }
  }

  of(meter: string): readonly DecisionRecord[] {
    return this.#byMeter.get(meter) ?? none;
  }
  meters(): IterableIterator<string> {
    return this.#byMeter.keys();
  }
  /** What the calculation is told. */
  changesOf(meter: string): readonly Decision[] {
    return changesIn(this.of(meter));
  }

  add(records: readonly DecisionRecord[]): void {
    const added = new Map<string, DecisionRecord[]>();
    for (const record of records) {
      const list = added.get(record.meter);
      if (list) list.push(record);
      else added.set(record.meter, [record]);
    }
    for (const [meter, list] of added) this.#byMeter.set(meter, [...this.of(meter), ...list]);
  }

  remove({ meter, id }: { readonly meter: string; readonly id: number }): void {
    const left = this.of(meter).filter((record) => record.id !== id);
    if (left.length === 0) this.#byMeter.delete(meter);
    else this.#byMeter.set(meter, left);
  }

  /** Of meters that are no more. */
  drop(meters: Iterable<string>): void {
    for (const meter of meters) this.#byMeter.delete(meter);
  }
}

export function changesIn(records: readonly DecisionRecord[]): readonly Decision[] {
  return records.flatMap(({ change }) => (change === null ? [] : [change]));
}

export function recordOf(row: Selectable<DecisionRow>): DecisionRecord {
  return {
    id: row.id,
    meter: row.meter,
    point: row.point,
    outcome: row.outcome as DecisionRecord['outcome'],
    choice: row.choice,
    change: row.change === null ? null : (JSON.parse(row.change) as Decision),
    finding: row.finding === null ? null : (JSON.parse(row.finding) as Finding),
    reason: row.reason,
    by: row.made_by,
    at: row.made_at,
    batch: row.batch,
    undone:
      row.undone_at === null ? null : { by: row.undone_by ?? '', at: row.undone_at, reason: row.undone_reason ?? '' },
  };
}
