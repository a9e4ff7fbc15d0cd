import type { Kysely, Selectable } from 'kysely';
import type { Settlement } from '../../domain/contract/settlement.ts';
import type { EntryStep, EntryStepKind, Side } from '../../domain/contract/steps.ts';
import type { ContractBaseline, ContractEntry, ContractEntryBody, IssuedSettlement } from './contract-port.ts';
import type {
  ContractBaselineRow,
  ContractEntryRow,
  ContractSettlementRow,
  ContractSignatureRow,
  ContractStepRow,
} from './contract-tables.ts';
import type { Tables } from './tables.ts';

/** Rows of the register as the port says them. */

const valuesAStatement = 500;

export function stepOf(row: Omit<Selectable<ContractStepRow>, 'id'>): EntryStep {
  return {
    what: row.what as EntryStepKind,
    side: row.side as Side,
    by: row.by_whom,
    at: row.at,
    text: row.text,
    attachments: JSON.parse(row.attachments) as number[],
  };
}

export function stepRow({ what, side, by, at, text, attachments }: EntryStep) {
  return { what, side, by_whom: by, at, text, attachments: JSON.stringify([...new Set(attachments)]) };
}

/** Steps of entries or settlements, in the order in which they were taken; up to an instant when there is one. */
export async function stepsOf(
  db: Kysely<Tables>,
  of: 'entry' | 'settlement',
  ids: readonly number[],
  asOf?: number,
): Promise<ReadonlyMap<number, readonly EntryStep[]>> {
  const table = of === 'entry' ? 'contract_entry_steps' : 'contract_settlement_steps';
  // One statement for both tables, which differ in what their steps are of.
  const anyDb = db as unknown as Kysely<Record<string, ContractStepRow & { owner: number }>>;
  const steps = new Map<number, EntryStep[]>();
  for (let from = 0; from < ids.length; from += valuesAStatement) {
    let query = anyDb
      .selectFrom(table)
      .selectAll()
      .select(`${of} as owner` as 'owner')
      .where(of as 'owner', 'in', ids.slice(from, from + valuesAStatement))
      .orderBy('id');
    if (asOf !== undefined) query = query.where('at', '<=', asOf);
    for (const row of await query.execute()) {
      const own = steps.get(row.owner);
      if (own === undefined) steps.set(row.owner, [stepOf(row)]);
      else own.push(stepOf(row));
    }
  }
  return steps;
}

export function baselineOf(
  row: Selectable<ContractBaselineRow>,
  signatures: readonly Selectable<ContractSignatureRow>[],
): ContractBaseline {
  return {
    meters: JSON.parse(row.meters) as ContractBaseline['meters'],
    sha256: row.sha256,
    at: row.made_at,
    by: row.made_by,
    signatures: signatures.map(({ side, made_by: by, made_at: at }) => ({ side: side as Side, by, at })),
  };
}

export function entryOf(row: Selectable<ContractEntryRow>, steps: readonly EntryStep[]): ContractEntry {
  const { id, contract, reason } = row;
  return { id, contract, body: JSON.parse(row.body) as ContractEntryBody, reason, steps };
}

export function issuedOf(row: Selectable<ContractSettlementRow>, steps: readonly EntryStep[]): IssuedSettlement {
  return {
    contract: row.contract,
    period: row.period,
    revision: row.revision,
    inputs: row.inputs,
    inputsSha256: row.inputs_sha256,
    result: row.result,
    settlement: JSON.parse(row.result) as Settlement,
    steps,
  };
}

/** The contract itself is there; rights were the caller's to check. */
export async function isContract(db: Kysely<Tables>, id: string): Promise<boolean> {
  const row = await db.selectFrom('contracts').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}
