import { sql, type Kysely } from 'kysely';
import type { ContractRecord } from './contract-port.ts';
import {
  entryStepRecord,
  freezeRecord,
  settlementStepRecord,
  signRecord,
  textRecord,
  verdictRecord,
} from './contract-told.ts';
import type { Tables } from './tables.ts';

const rowsAPage = 200;

/** Every row under a contract as the audit must tell of it, kind by kind, each kind in the order of its writing. */
export async function* recordsOf(db: Kysely<Tables>): AsyncIterable<ContractRecord> {
  yield* texts(db);
  yield* ofRows(db, baselines, freezeRecord);
  yield* ofRows(db, signatures, (row) => signRecord(row, row));
  yield* ofRows(db, entrySteps, (row) => entryStepRecord({ ...row, id: row.entry }, row));
  yield* ofRows(db, settlementSteps, (row) => settlementStepRecord(row, row));
  yield* ofRows(db, verdicts, verdictRecord);
}

/** Of each contract its texts; and the one in force, when it is not the newest of them. */
async function* texts(db: Kysely<Tables>): AsyncIterable<ContractRecord> {
  const seen = new Set<string>();
  yield* ofRows(db, versions, (row) => {
    const isFirst = !seen.has(row.contract);
    seen.add(row.contract);
    return textRecord(row, isFirst);
  });
  const { rows } = await sql<{ contract: string; since: number; document: string }>`
    select contracts.id as contract, ifnull(newest.since, 0) as since, contracts.document
    from contracts left join contract_versions as newest
      on newest.id = (select max(id) from contract_versions where contract = contracts.id)
    where newest.document is not contracts.document order by contracts.id`.execute(db);
  for (const row of rows) yield { ...textRecord(row, false), where: 'text in force', before: null };
}

const versions = (db: Kysely<Tables>, after: number) =>
  db.selectFrom('contract_versions as row').selectAll('row').where('row.id', '>', after).orderBy('row.id');
const baselines = (db: Kysely<Tables>, after: number) =>
  db.selectFrom('contract_baselines as row').selectAll('row').where('row.id', '>', after).orderBy('row.id');
const verdicts = (db: Kysely<Tables>, after: number) =>
  db.selectFrom('contract_verdicts as row').selectAll('row').where('row.id', '>', after).orderBy('row.id');
const signatures = (db: Kysely<Tables>, after: number) =>
  db
    .selectFrom('contract_signatures as row')
    .innerJoin('contract_baselines as of', 'of.id', 'row.baseline')
    .selectAll('row')
    .select(['of.contract', 'of.sha256'])
    .where('row.id', '>', after)
    .orderBy('row.id');
const entrySteps = (db: Kysely<Tables>, after: number) =>
  db
    .selectFrom('contract_entry_steps as row')
    .innerJoin('contract_entries as of', 'of.id', 'row.entry')
    .selectAll('row')
    .select(['of.contract', 'of.body', 'of.reason'])
    .where('row.id', '>', after)
    .orderBy('row.id');
const settlementSteps = (db: Kysely<Tables>, after: number) =>
  db
    .selectFrom('contract_settlement_steps as row')
    .innerJoin('contract_settlements as of', 'of.id', 'row.settlement')
    .selectAll('row')
    .select(['of.contract', 'of.period', 'of.revision', 'of.inputs_sha256', 'of.result', 'of.issued_at'])
    .where('row.id', '>', after)
    .orderBy('row.id');

interface Paged<T> {
  limit(rows: number): { execute(): Promise<T[]> };
}

/** In pages, so that people go on working meanwhile. */
async function* ofRows<T extends { readonly id: number }>(
  db: Kysely<Tables>,
  query: (db: Kysely<Tables>, after: number) => Paged<T>,
  recordOf: (row: T) => ContractRecord,
): AsyncIterable<ContractRecord> {
  for (let after = 0; ;) {
    const rows = await query(db, after).limit(rowsAPage).execute();
    for (const row of rows) yield recordOf(row);
    if (rows.length < rowsAPage) return;
    after = rows.at(-1)!.id;
  }
}
