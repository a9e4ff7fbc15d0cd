import type { Contract } from '../../domain/contract/contract.ts';
import type { EntryStep, EntryStepKind, Side } from '../../domain/contract/steps.ts';
import type { Settlement, SettlementPeriod } from '../../domain/contract/settlement.ts';
import type { Verdict } from '../../domain/contract/duty.ts';
import type { Page, PageQuery, Viewer } from './port.ts';

/** A contract as it is written now. */
export interface StoredContract {
  readonly contract: Contract;
  /** The portfolio's item, as it is kept: what a form edits. */
  readonly document: unknown;
  readonly institutionName: string | null;
  readonly demo: boolean;
  /** When this text came in. */
  readonly since: number;
}

/** The models that both sides signed: kept as they were fitted, with the hash of what they were fitted to. */
export interface FrozenMeterBaseline {
  readonly meter: string;
  readonly weatherMeter: string;
  readonly inputsSha256: string;
  readonly modelSha256: string;
  /** JSON of a `KeptModel`. */
  readonly model: string;
}
export interface ContractBaseline {
  readonly meters: readonly FrozenMeterBaseline[];
  /** Of the contract's base period, method and all models: what is signed. */
  readonly sha256: string;
  readonly at: number;
  readonly by: string;
  readonly signatures: readonly { readonly side: Side; readonly by: string; readonly at: number }[];
}

/** Something invested, or a change that nobody could foresee: proposed by one side, agreed by the other. */
/** `milestone`: which one it is for, from 1 as in `investment-1`; what counts as invested is summed by date alone. */
export type ContractEntryBody =
  | { readonly kind: 'payment'; readonly date: string; readonly amount: string; readonly milestone: number | null }
  | { readonly kind: 'adjustment'; readonly from: string; readonly to: string; readonly amountPerDay: string };
export interface ContractEntry {
  readonly id: number;
  readonly contract: string;
  readonly body: ContractEntryBody;
  readonly reason: string;
  readonly steps: readonly EntryStep[];
}

export interface IssuedSettlement {
  readonly contract: string;
  readonly period: SettlementPeriod;
  /** 1, and one more for each that was withdrawn and proposed anew. */
  readonly revision: number;
  /** Canonical JSON of `SettlementInputs`, and its hash. */
  readonly inputs: string;
  readonly inputsSha256: string;
  /** Canonical JSON of `Settlement`. */
  readonly result: string;
  readonly settlement: Settlement;
  readonly steps: readonly EntryStep[];
}

export interface VerdictChange {
  readonly contract: string;
  readonly duty: string;
  readonly verdict: Verdict;
  /** null: the first one. */
  readonly before: Verdict | null;
  readonly at: number;
}

/** A row under a contract as the audit must tell of it: made of the row as it is now. */
export interface ContractRecord {
  readonly contract: string;
  /** Of the audit's entry, as `contract.payment.agreed`. */
  readonly action: string;
  /** Who is named as having done it; null: the row does not say. */
  readonly by: string | null;
  readonly at: number;
  /** For people: `payment #3, agreed by lin`. */
  readonly where: string;
  /** What the entry says, the row's hash among it. */
  readonly detail: string;
  /** What entries said before they told hashes; null: there were none. */
  readonly before: string | null;
  /** Rows of its kind were once written without an entry. */
  readonly mayBeUntold?: true;
}

export type ContractChange = 'done' | 'unknown' | 'refused';

/**
 * Contracts with what was signed, entered and settled under them: append-only beside the text, in the audit, seen by
 * those who see the contract. Rights to write are the caller's to check. What is wrong with values is thrown as
 * `RegistryRefusal` (`invalid-content`, with the path of each fault: `body.amount`, `text`).
 */
export interface Contracts {
  page(viewer: Viewer, query: PageQuery): Promise<Page<StoredContract>>;
  one(viewer: Viewer, id: string): Promise<StoredContract | null>;
  /** Its text as it was known at that instant; before it came in, the first that did. null: there is no such contract. */
  asOf(id: string, at: number): Promise<Contract | null>;

  /** The frozen one that counts, or counted at that instant with the signatures that it had. */
  baseline(id: string, asOf?: number): Promise<ContractBaseline | null>;
  /** `refused`: there is a frozen one, signed by somebody; an unsigned one is replaced. */
  freeze(id: string, baseline: Pick<ContractBaseline, 'meters' | 'sha256'>, by: Viewer): Promise<ContractChange>;
  /** `refused`: another hash than the frozen one, or that side has signed. */
  sign(id: string, side: Side, sha256: string, by: Viewer): Promise<ContractChange>;

  /** As they stand, or stood; of a contract that the caller sees. */
  entries(id: string, asOf?: number): Promise<readonly ContractEntry[]>;
  enter(
    id: string,
    entry: Pick<ContractEntry, 'body' | 'reason'> & { readonly attachments: readonly number[]; readonly side: Side },
    by: Viewer,
  ): Promise<number | 'unknown'>;
  stepEntry(
    id: string,
    entry: number,
    step: {
      readonly what: EntryStepKind;
      readonly side: Side;
      readonly text: string;
      readonly attachments: readonly number[];
    },
    by: Viewer,
  ): Promise<ContractChange>;

  /** Newest period first, of each the newest revision; withdrawn ones only when asked for. */
  settlements(
    id: string,
    options?: { readonly withdrawn?: boolean; readonly asOf?: number },
  ): Promise<readonly IssuedSettlement[]>;
  /** Of all contracts, for those who verify. */
  allSettlements(): AsyncIterable<IssuedSettlement>;
  /** Every row that the audit answers for, of all contracts, for those who verify. */
  records(): AsyncIterable<ContractRecord>;
  /**
   * `refused`: one of that period stands, or others than `standing` stand by now: a difference that two proposals found
   * at once would be paid by both.
   */
  issue(
    id: string,
    issued: Pick<IssuedSettlement, 'period' | 'inputs' | 'inputsSha256' | 'result'> & {
      readonly side: Side;
      readonly text: string;
      /** Hashes of the inputs of all that stood before this one was computed. */
      readonly standing?: readonly string[];
    },
    by: Viewer,
  ): Promise<ContractChange>;
  /** `refused` too when the newest of that period is made of other inputs than `inputsSha256`. */
  stepSettlement(
    id: string,
    period: SettlementPeriod,
    step: {
      readonly inputsSha256?: string;
      readonly what: EntryStepKind;
      readonly side: Side;
      readonly text: string;
      readonly attachments: readonly number[];
    },
    by: Viewer,
  ): Promise<ContractChange>;

  /** What the night found: kept for lists; each verdict that is other than before is a change. */
  remember(
    id: string,
    evaluation: { readonly at: number; readonly summary: string; readonly verdicts: ReadonlyMap<string, Verdict> },
  ): Promise<void>;
  summaries(ids: readonly string[]): Promise<ReadonlyMap<string, { readonly at: number; readonly summary: string }>>;
  /** Something was frozen, signed, entered or settled under it; after the commit. */
  onWritten(listener: (contract: string) => void): void;
  /** Newest first. */
  changes(id: string, limit: number): Promise<readonly VerdictChange[]>;
}
