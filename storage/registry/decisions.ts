import { sql, type Kysely, type Transaction } from 'kysely';
import { spanOfDecision } from '../../domain/metering/decision.ts';
import type { AuditLog } from './audit.ts';
import { checkDecisions } from './decision-check.ts';
import type { LiveDirectory } from './directory.ts';
import { decodeCursor, encodeCursor } from './paging.ts';
import type { DecisionRecord, Decisions, NewDecision, Page, RuleChange, Viewer } from './port.ts';
import { RegistryRefusal } from './port.ts';
import type { PortfolioImport } from './portfolio-import.ts';
import { rightsOf } from './rights.ts';
import type { RuleChanges } from './rule-changes.ts';
import { recordOf, type StandingDecisions } from './standing-decisions.ts';
import type { Tables } from './tables.ts';
import { checkReason } from './value-check.ts';

interface Parts {
  readonly db: Kysely<Tables>;
  readonly import: PortfolioImport;
  readonly standing: StandingDecisions;
  readonly directory: LiveDirectory;
  readonly ruleChanges: RuleChanges;
  readonly audit: AuditLog;
  readonly now: () => number;
}

/** Findings carry evidence and shapes carry weights: a statement stays short all the same. */
const rowsAStatement = 50;
const idsAStatement = 500;

/**
 * What people decided of readings, in the register: decision, audit and the note that intervals must be derived again
 * are one transaction; then what stands in memory is swapped. In turn with imports, which rest on the same memory.
 */
export class DecisionBook implements Decisions {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Newest first. */
  async page(viewer: Viewer, { limit, cursor, meter, state, batch }: Parameters<Decisions['page']>[1]) {
    let query = this.#visible(viewer).orderBy('id', 'desc');
    if (cursor !== null) query = query.where('id', '<', cursorId(cursor));
    if (meter !== undefined) query = query.where('meter', '=', meter);
    if (state !== undefined) query = query.where('undone_at', state === 'standing' ? 'is' : 'is not', null);
    if (batch !== undefined) query = query.where('batch', '=', batch);
    const rows = await query.limit(limit + 1).execute();
    const items = rows.slice(0, limit).map(recordOf);
    const next = rows.length > limit ? encodeCursor(String(items.at(-1)!.id)) : null;
    return { items, next } satisfies Page<DecisionRecord>;
  }

  async one(viewer: Viewer, id: number): Promise<DecisionRecord | null> {
    const row = await this.#visible(viewer).where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : recordOf(row);
  }

  /** Refuses (`invalid-decision`, with a fault for each thing that is wrong) what no calculation could follow. */
  make(decisions: readonly NewDecision[], by: Viewer): Promise<readonly number[]> {
    const { db, import: portfolio, standing, audit, ruleChanges, now } = this.#parts;
    return portfolio.inTurn(async () => {
      const faults = checkDecisions(decisions, portfolio.snapshot.meters);
      if (faults.length > 0) throw refusal(faults);
      const at = now();
      const records = await db.transaction().execute(async (trx) => {
        const made = await insert(trx, decisions, by.name, at);
        await audit.addAll(
          made.map((record) => entry(by, 'decision.make', record, sayDecision(record))),
          trx,
        );
        await ruleChanges.note(trx, made.flatMap(ruleChangeOf));
        return made;
      });
      standing.add(records);
      this.#tell(records.map(({ meter }) => meter));
      return records.map(({ id }) => id);
    });
  }

  async undo(id: number, reason: string, by: Viewer): Promise<'done' | 'unknown' | 'undone'> {
    if ((await this.undoAll([id], reason, by)) === 1) return 'done';
    const known = await this.#parts.db.selectFrom('decisions').select('id').where('id', '=', id).executeTakeFirst();
    return known === undefined ? 'unknown' : 'undone';
  }

  undoAll(ids: readonly number[], reason: string, by: Viewer): Promise<number> {
    const { db, import: portfolio, standing, audit, ruleChanges, now } = this.#parts;
    return portfolio.inTurn(async () => {
      const faults = checkReason(reason, 'reason');
      if (faults.length > 0) throw refusal(faults);
      const undone = { undone_by: by.name, undone_at: now(), undone_reason: reason };
      const records = await db.transaction().execute(async (trx) => {
        const found: DecisionRecord[] = [];
        for (let from = 0; from < ids.length; from += idsAStatement) {
          const some = ids.slice(from, from + idsAStatement);
          const rows = await trx
            .selectFrom('decisions')
            .selectAll()
            .where('id', 'in', some)
            .where('undone_at', 'is', null)
            .orderBy('id')
            .execute();
          await trx
            .updateTable('decisions')
            .set(undone)
            .where('id', 'in', some)
            .where('undone_at', 'is', null)
            .execute();
          found.push(...rows.map(recordOf));
        }
        await audit.addAll(
          found.map((record) => entry(by, 'decision.undo', record, `#${record.id}: ${reason}`)),
          trx,
        );
        await ruleChanges.note(trx, found.flatMap(ruleChangeOf));
        return found;
      });
      for (const record of records) standing.remove(record);
      if (records.length > 0) this.#tell(records.map(({ meter }) => meter));
      return records.length;
    });
  }

  standing(meter: string): readonly DecisionRecord[] {
    return this.#parts.standing.of(meter);
  }
  meters(): IterableIterator<string> {
    return this.#parts.standing.meters();
  }

  /** Those of a meter that stood at that instant, in the order in which they were made. */
  async knownAt(meter: string, at: number): Promise<DecisionRecord[]> {
    const rows = await this.#parts.db
      .selectFrom('decisions')
      .selectAll()
      .where('meter', '=', meter)
      .where('made_at', '<=', at)
      .where((eb) => eb.or([eb('undone_at', 'is', null), eb('undone_at', '>', at)]))
      .orderBy('id')
      .execute();
    return rows.map(recordOf);
  }

  #tell(meters: readonly string[]): void {
    const { directory, standing, ruleChanges } = this.#parts;
    directory.decided(new Set(meters), (meter) => standing.changesOf(meter));
    void ruleChanges.deliver();
  }

  #visible(viewer: Viewer) {
    const rights = rightsOf(this.#parts.db, viewer).meters;
    const query = this.#parts.db.selectFrom('decisions').selectAll();
    return rights ? query.where(rights(sql.ref('decisions.meter'))) : query;
  }
}

async function insert(trx: Transaction<Tables>, decisions: readonly NewDecision[], by: string, at: number) {
  const records: DecisionRecord[] = [];
  for (let from = 0; from < decisions.length; from += rowsAStatement) {
    const slice = decisions.slice(from, from + rowsAStatement).map((decision) => ({
      meter: decision.meter,
      point: decision.point,
      outcome: decision.outcome,
      choice: decision.choice,
      change: jsonOf(decision.change),
      finding: jsonOf(decision.finding),
      reason: decision.reason,
      made_by: by,
      made_at: at,
      batch: decision.batch,
    }));
    const rows = await trx.insertInto('decisions').values(slice).returningAll().execute();
    // Rows come back in no promised order; ids were given in the order of the list.
    records.push(...rows.sort((a, b) => a.id - b.id).map(recordOf));
  }
  return records;
}

function jsonOf(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** A word of agreement changes no interval. */
function ruleChangeOf({ meter, change }: DecisionRecord): RuleChange[] {
  return change === null ? [] : [{ meter, range: spanOfDecision(change) }];
}

function cursorId(cursor: string): number {
  const key = decodeCursor(cursor);
  if (!/^\d{1,15}$/.test(key)) throw new RegistryRefusal('invalid-cursor', 'the cursor is not one of the decisions');
  return Number(key);
}

function refusal(faults: RegistryRefusal['faults']): RegistryRefusal {
  const { path, message } = faults[0]!;
  return new RegistryRefusal('invalid-decision', `${path} ${message}`, faults);
}

function sayDecision({ id, point, outcome, choice, finding, batch, reason }: DecisionRecord): string {
  const what = [point, outcome, finding?.rule, choice, batch === null ? null : `batch ${batch}`];
  return `#${id} ${what.filter((word) => word !== null && word !== undefined).join(' ')}: ${reason}`;
}

function entry(by: Viewer, action: string, { meter }: DecisionRecord, detail: string) {
  return { actor: by.name, action, subject: meter, result: 'done', address: null, detail } as const;
}
