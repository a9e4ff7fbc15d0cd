import type { Transaction } from 'kysely';
import type { Verdict } from '../../domain/contract/duty.ts';
import type { ContractParts } from './contract-parts.ts';
import type { Contracts } from './contract-port.ts';
import { isContract } from './contract-rows.ts';
import { noteOf, verdictRecord } from './contract-told.ts';
import type { Tables } from './tables.ts';

const idsAStatement = 500;

/** What the night found. Verdicts that change are in the audit: who changes one afterwards has it against them. */
export class ContractEvaluations implements Pick<Contracts, 'remember' | 'summaries' | 'changes'> {
  readonly #parts: ContractParts;

  constructor(parts: ContractParts) {
    this.#parts = parts;
  }

  readonly remember: Contracts['remember'] = (id, { at, summary, verdicts }) =>
    this.#parts.db.transaction().execute(async (trx) => {
      // The demo may have gone while the night's job was at work.
      if (!(await isContract(trx, id))) return;
      await trx
        .insertInto('contract_summaries')
        .values({ contract: id, at, summary })
        .onConflict((conflict) => conflict.column('contract').doUpdateSet({ at, summary }))
        .execute();
      const before = await lastVerdicts(trx, id);
      const rows = [...verdicts]
        .filter(([duty, verdict]) => before.get(duty) !== verdict)
        .map(([duty, verdict]) => ({ contract: id, duty, verdict, before: before.get(duty) ?? null, at }));
      if (rows.length === 0) return;
      await trx.insertInto('contract_verdicts').values(rows).execute();
      await this.#parts.audit.addAll(
        rows.map((row) => noteOf(verdictRecord(row))),
        trx,
      );
    });

  readonly summaries: Contracts['summaries'] = async (ids) => {
    const found = new Map<string, { readonly at: number; readonly summary: string }>();
    for (let from = 0; from < ids.length; from += idsAStatement) {
      const some = ids.slice(from, from + idsAStatement);
      const rows = await this.#parts.db
        .selectFrom('contract_summaries')
        .selectAll()
        .where('contract', 'in', some)
        .execute();
      for (const { contract, at, summary } of rows) found.set(contract, { at, summary });
    }
    return found;
  };

  readonly changes: Contracts['changes'] = async (id, limit) => {
    const rows = await this.#parts.db
      .selectFrom('contract_verdicts')
      .selectAll()
      .where('contract', '=', id)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ contract, duty, verdict, before, at }) => ({
      contract,
      duty,
      verdict: verdict as Verdict,
      before: before as Verdict | null,
      at,
    }));
  };
}

async function lastVerdicts(trx: Transaction<Tables>, contract: string): Promise<ReadonlyMap<string, string>> {
  const newest = trx
    .selectFrom('contract_verdicts')
    .select((eb) => eb.fn.max('id').as('id'))
    .where('contract', '=', contract)
    .groupBy('duty');
  const rows = await trx
    .selectFrom('contract_verdicts')
    .select(['duty', 'verdict'])
    .where('id', 'in', newest)
    .execute();
  return new Map(rows.map(({ duty, verdict }) => [duty, verdict]));
}
