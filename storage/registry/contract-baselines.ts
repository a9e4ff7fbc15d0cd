import type { Kysely } from 'kysely';
import type { ContractParts } from './contract-parts.ts';
import type { ContractBaseline, Contracts } from './contract-port.ts';
import { baselineOf, isContract } from './contract-rows.ts';
import { freezeRecord, noteOf, signRecord } from './contract-told.ts';
import type { Tables } from './tables.ts';

/** Models that both sides sign. What was frozen before stays beside what counts now. */
export class ContractBaselines implements Pick<Contracts, 'baseline' | 'freeze' | 'sign'> {
  readonly #parts: ContractParts;

  constructor(parts: ContractParts) {
    this.#parts = parts;
  }

  readonly baseline: Contracts['baseline'] = async (id, asOf) =>
    (await newest(this.#parts.db, id, asOf))?.baseline ?? null;

  readonly freeze: Contracts['freeze'] = (id, { meters, sha256 }, by) => {
    const { db, audit, now } = this.#parts;
    return db.transaction().execute(async (trx) => {
      if (!(await isContract(trx, id))) return 'unknown';
      const present = (await newest(trx, id))?.baseline;
      if (present !== undefined && present.signatures.length > 0) return 'refused';
      const row = { contract: id, meters: JSON.stringify(meters), sha256, made_at: now(), made_by: by.name };
      await trx.insertInto('contract_baselines').values(row).execute();
      await audit.add(noteOf(freezeRecord(row)), trx);
      return 'done';
    });
  };

  readonly sign: Contracts['sign'] = (id, side, sha256, by) => {
    const { db, audit, now } = this.#parts;
    return db.transaction().execute(async (trx) => {
      if (!(await isContract(trx, id))) return 'unknown';
      const present = await newest(trx, id);
      if (present?.baseline.sha256 !== sha256) return 'refused';
      if (present.baseline.signatures.some((signature) => signature.side === side)) return 'refused';
      const row = { baseline: present.id, side, made_at: now(), made_by: by.name };
      await trx.insertInto('contract_signatures').values(row).execute();
      await audit.add(noteOf(signRecord({ contract: id, sha256 }, row)), trx);
      return 'done';
    });
  };
}

async function newest(
  db: Kysely<Tables>,
  contract: string,
  asOf?: number,
): Promise<{ readonly id: number; readonly baseline: ContractBaseline } | null> {
  let query = db.selectFrom('contract_baselines').selectAll().where('contract', '=', contract);
  if (asOf !== undefined) query = query.where('made_at', '<=', asOf);
  const row = await query.orderBy('id', 'desc').limit(1).executeTakeFirst();
  if (row === undefined) return null;
  let signatures = db.selectFrom('contract_signatures').selectAll().where('baseline', '=', row.id).orderBy('id');
  if (asOf !== undefined) signatures = signatures.where('made_at', '<=', asOf);
  return { id: row.id, baseline: baselineOf(row, await signatures.execute()) };
}
