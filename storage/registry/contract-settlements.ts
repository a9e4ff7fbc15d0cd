import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import { mayStep, stateOf } from '../../domain/contract/steps.ts';
import { checkEntryStep } from './contract-entry-check.ts';
import type { ContractParts } from './contract-parts.ts';
import type { Contracts, IssuedSettlement } from './contract-port.ts';
import { isContract, issuedOf, stepRow, stepsOf } from './contract-rows.ts';
import { noteOf, settlementStepRecord } from './contract-told.ts';
import type { Tables } from './tables.ts';
import { refuseFaults } from './value-check.ts';

const rowsAPage = 100;

type Book = Pick<Contracts, 'settlements' | 'allSettlements' | 'issue' | 'stepSettlement'>;

/** Settlements as they were issued: never edited. One that is withdrawn makes room for the next revision. */
export class ContractSettlements implements Book {
  readonly #parts: ContractParts;

  constructor(parts: ContractParts) {
    this.#parts = parts;
  }

  readonly settlements: Book['settlements'] = async (id, { withdrawn = false, asOf } = {}) => {
    const all = await settlementsOf(this.#parts.db, id, asOf);
    const shown = withdrawn ? all : all.filter(stands);
    // `2026` ends with its December, and after it.
    const place = ({ period }: IssuedSettlement) => (period.length === 4 ? `${period}-13` : period);
    return shown.sort((a, b) => compare(place(b), place(a)) || b.revision - a.revision);
  };

  readonly allSettlements: Book['allSettlements'] = () => pages(this.#parts.db);

  readonly issue: Book['issue'] = (id, { period, inputs, inputsSha256, result, side, text, standing }, by) => {
    const { db, audit, now } = this.#parts;
    return db.transaction().execute(async (trx) => {
      if (!(await isContract(trx, id))) return 'unknown';
      refuseFaults(checkEntryStep({ what: 'proposed', side, text, attachments: [] }, id, new Map()));
      const all = await settlementsOf(trx, id);
      const before = all.filter((issued) => issued.period === period);
      if (before.some(stands)) return 'refused';
      if (standing !== undefined && !isDeepStrictEqual(hashesOf(all.filter(stands)), standing.toSorted())) {
        return 'refused';
      }
      const revision = Math.max(0, ...before.map((issued) => issued.revision)) + 1;
      const row = { contract: id, period, revision, inputs, inputs_sha256: inputsSha256, result, issued_at: now() };
      const { id: settlement } = await trx
        .insertInto('contract_settlements')
        .values(row)
        .returning('id')
        .executeTakeFirstOrThrow();
      const step = stepRow({ what: 'proposed', side, by: by.name, at: row.issued_at, text, attachments: [] });
      await trx
        .insertInto('contract_settlement_steps')
        .values({ settlement, ...step })
        .execute();
      await audit.add(noteOf(settlementStepRecord(row, step)), trx);
      return 'done';
    });
  };

  readonly stepSettlement: Book['stepSettlement'] = async (id, period, given, by) => {
    const { db, audit, now } = this.#parts;
    const found = await this.#parts.attachments.several(given.attachments);
    return db.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('contract_settlements')
        .selectAll()
        .where('contract', '=', id)
        .where('period', '=', period)
        .orderBy('revision', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (row === undefined) return 'unknown';
      if (given.inputsSha256 !== undefined && given.inputsSha256 !== row.inputs_sha256) return 'refused';
      refuseFaults(checkEntryStep(given, id, found));
      const steps = (await stepsOf(trx, 'settlement', [row.id])).get(row.id) ?? [];
      if (!mayStep('settlement', steps, given.what, given.side)) return 'refused';
      const step = stepRow({ ...given, by: by.name, at: now() });
      await trx
        .insertInto('contract_settlement_steps')
        .values({ settlement: row.id, ...step })
        .execute();
      await audit.add(noteOf(settlementStepRecord(row, step)), trx);
      return 'done';
    });
  };
}

const stands = ({ steps }: IssuedSettlement): boolean => stateOf(steps) !== 'withdrawn';
const hashesOf = (issued: readonly IssuedSettlement[]) => issued.map(({ inputsSha256 }) => inputsSha256).sort();

async function settlementsOf(db: Kysely<Tables>, contract: string, asOf?: number): Promise<IssuedSettlement[]> {
  let query = db.selectFrom('contract_settlements').selectAll().where('contract', '=', contract).orderBy('id');
  if (asOf !== undefined) query = query.where('issued_at', '<=', asOf);
  const rows = await query.execute();
  const ids = rows.map(({ id }) => id);
  const steps = await stepsOf(db, 'settlement', ids, asOf);
  return rows.map((row) => issuedOf(row, steps.get(row.id) ?? []));
}

async function* pages(db: Kysely<Tables>): AsyncIterable<IssuedSettlement> {
  for (let after = 0; ;) {
    const rows = await db
      .selectFrom('contract_settlements')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(rowsAPage)
      .execute();
    const ids = rows.map(({ id }) => id);
    const steps = await stepsOf(db, 'settlement', ids);
    for (const row of rows) yield issuedOf(row, steps.get(row.id) ?? []);
    if (rows.length < rowsAPage) return;
    after = ids.at(-1)!;
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
