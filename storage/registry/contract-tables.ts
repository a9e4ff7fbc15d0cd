import type { Generated } from 'kysely';

/** All of it belongs to a contract of the portfolio; none is ever changed but the summary. */

/** A contract's text as it was written from `since` on. */
export interface ContractVersionRow {
  id: Generated<number>;
  contract: string;
  since: number;
  /** JSON of the portfolio's item. */
  document: string;
}
/** Models as they were frozen; of a contract the newest counts. */
export interface ContractBaselineRow {
  id: Generated<number>;
  contract: string;
  /** JSON of `FrozenMeterBaseline`s. */
  meters: string;
  sha256: string;
  made_at: number;
  made_by: string;
}
export interface ContractSignatureRow {
  id: Generated<number>;
  baseline: number;
  side: string;
  made_at: number;
  made_by: string;
}
/** Something invested, or a change that nobody could foresee. */
export interface ContractEntryRow {
  id: Generated<number>;
  contract: string;
  /** JSON of a `ContractEntryBody`. */
  body: string;
  reason: string;
}
export interface ContractStepRow {
  id: Generated<number>;
  what: string;
  side: string;
  at: number;
  by_whom: string;
  text: string;
  /** JSON: ids. */
  attachments: string;
}
export interface ContractEntryStepRow extends ContractStepRow {
  entry: number;
}
export interface ContractSettlementRow {
  id: Generated<number>;
  contract: string;
  period: string;
  revision: number;
  inputs: string;
  inputs_sha256: string;
  result: string;
  issued_at: number;
}
export interface ContractSettlementStepRow extends ContractStepRow {
  settlement: number;
}
/** What the last evaluation said, for lists. */
export interface ContractSummaryRow {
  contract: string;
  at: number;
  summary: string;
}
export interface ContractVerdictRow {
  id: Generated<number>;
  contract: string;
  duty: string;
  verdict: string;
  before: string | null;
  at: number;
}

export interface ContractTables {
  contract_versions: ContractVersionRow;
  contract_baselines: ContractBaselineRow;
  contract_signatures: ContractSignatureRow;
  contract_entries: ContractEntryRow;
  contract_entry_steps: ContractEntryStepRow;
  contract_settlements: ContractSettlementRow;
  contract_settlement_steps: ContractSettlementStepRow;
  contract_summaries: ContractSummaryRow;
  contract_verdicts: ContractVerdictRow;
}
