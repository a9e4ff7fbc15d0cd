import { sql, type Transaction } from 'kysely';
import { contractOf, type ContractItem } from '../../domain/contract/read.ts';
import type { Contract } from '../../domain/contract/contract.ts';
import type { ContractParts } from './contract-parts.ts';
import type { Contracts, StoredContract } from './contract-port.ts';
import { decodeCursor, encodeCursor } from './paging.ts';
import type { Viewer } from './port.ts';
import { rightsOf } from './rights.ts';
import type { Changes, Snapshot } from './snapshot.ts';
import type { ContractRow, Tables } from './tables.ts';

const rowsAStatement = 50;

/** Contracts whose text is new, or another one than before. */
export function changedContracts(changes: Changes, before: Snapshot): readonly ContractRow[] {
  return [...changes.upserted('contracts').values()].filter(
    ({ id, document }) => before.contracts.get(id)?.document !== document,
  );
}

/** Part of the transaction that writes a portfolio. */
export async function appendContractTexts(
  trx: Transaction<Tables>,
  contracts: readonly ContractRow[],
  since: number,
): Promise<void> {
  const rows = contracts.map(({ id, document }) => ({ contract: id, since, document }));
  for (let from = 0; from < rows.length; from += rowsAStatement) {
    await trx
      .insertInto('contract_versions')
      .values(rows.slice(from, from + rowsAStatement))
      .execute();
  }
}

/** Contracts as they are written now, and were. */
export class ContractTexts implements Pick<Contracts, 'page' | 'one' | 'asOf'> {
  readonly #parts: ContractParts;

  constructor(parts: ContractParts) {
    this.#parts = parts;
  }

  readonly page: Contracts['page'] = async (viewer, { limit, cursor }) => {
    let query = this.#visible(viewer)
      .orderBy('contracts.id')
      .limit(limit + 1);
    if (cursor !== null) query = query.where('contracts.id', '>', decodeCursor(cursor));
    const rows = await query.execute();
    const shown = rows.slice(0, limit);
    const next = rows.length > limit ? encodeCursor(shown.at(-1)!.id) : null;
    return { items: shown.map((row) => this.#storedOf(row)), next };
  };

  readonly one: Contracts['one'] = async (viewer, id) => {
    const row = await this.#visible(viewer).where('contracts.id', '=', id).executeTakeFirst();
    return row === undefined ? null : this.#storedOf(row);
  };

  readonly asOf: Contracts['asOf'] = async (id, at) => {
    const texts = this.#parts.db.selectFrom('contract_versions').select('document').where('contract', '=', id).limit(1);
    const then = await texts.where('since', '<=', at).orderBy('id', 'desc').executeTakeFirst();
    // Signed before it was entered: its first text obliged then too.
    const row = then ?? (await texts.orderBy('id').executeTakeFirst());
    return row === undefined ? null : this.#contractOf(row.document);
  };

  #visible(viewer: Viewer) {
    const { db } = this.#parts;
    const rights = rightsOf(db, viewer).contracts;
    const query = db
      .selectFrom('contracts')
      .leftJoin('institutions', 'institutions.id', 'contracts.institution')
      .select(['contracts.id', 'contracts.document', 'contracts.demo', 'institutions.name as institution_name'])
      .select((eb) =>
        eb
          .selectFrom('contract_versions')
          .select((of) => of.fn.max<number | null>('since').as('since'))
          .whereRef('contract_versions.contract', '=', 'contracts.id')
          .as('since'),
      );
    return rights === null ? query : query.where(rights(sql.ref('contracts.id')));
  }

  #storedOf(row: {
    document: string;
    demo: number;
    institution_name: string | null;
    since: number | null;
  }): StoredContract {
    return {
      contract: this.#contractOf(row.document),
      document: JSON.parse(row.document) as unknown,
      institutionName: row.institution_name,
      demo: row.demo === 1,
      since: row.since ?? 0,
    };
  }

  #contractOf(document: string): Contract {
    const { meters } = this.#parts.snapshot();
    return contractOf(JSON.parse(document) as ContractItem, (meter) => meters.get(meter)?.carrier ?? null);
  }
}
