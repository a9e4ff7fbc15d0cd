import type { Duty } from '../../../domain/contract/duty.ts';
import type {
  NotSettled,
  Settlement,
  SettlementInputs,
  SettlementPeriod,
} from '../../../domain/contract/settlement.ts';
import type {
  WireContractBaseline,
  WireContractSavings,
  WireContractSummary,
  WireContractsRun,
  WireLotTrace,
  WireSettlementItem,
} from '../../../domain/wire-contracts.ts';
import type { ContractBaseline, IssuedSettlement, StoredContract } from '../../../storage/registry/contract-port.ts';

export interface DraftSettlement {
  readonly inputs: SettlementInputs;
  /** Canonical JSON of them, and its SHA-256. */
  readonly inputsText: string;
  readonly inputsSha256: string;
  readonly settlement: Settlement;
}

/** Contracts computed of readings: the one place that routes, pages and the night's job ask. */
export interface ContractFiguresService {
  start(): void;
  stop(): Promise<void>;
  /** All derived content was made again. */
  forget(): void;
  /** Of the store's newest derivation; `from`, `to`: ms UTC of local midnights. */
  savings(stored: StoredContract, span: { readonly from: number; readonly to: number }): Promise<WireContractSavings>;
  /** `asOf`: of readings, decisions, texts, entries and factors known up to then. */
  duties(stored: StoredContract, asOf?: number): Promise<readonly Duty[]>;
  summary(stored: StoredContract): Promise<WireContractSummary>;
  /** What would be settled now; an issued one is not looked at, but for the differences that it left. */
  draft(stored: StoredContract, period: SettlementPeriod): Promise<DraftSettlement | NotSettled>;
  settlements(stored: StoredContract): Promise<readonly WireSettlementItem[]>;
  recompute(issued: IssuedSettlement): { readonly identical: boolean; readonly resultSha256: string };
  lot(
    stored: StoredContract,
    lot: { readonly meter: string; readonly month: string; readonly kind: string | null },
  ): Promise<WireLotTrace | null>;
  baseline(stored: StoredContract): Promise<WireContractBaseline>;
  /** What freezing would keep; a text: why it can't be. */
  baselineToFreeze(stored: StoredContract): Promise<Pick<ContractBaseline, 'meters' | 'sha256'> | NotSettled>;
  /** Every contract, one after the other, its summary and verdicts remembered. Resolves when all are done. */
  evaluateAll(): Promise<void>;
  readonly run: WireContractsRun;
}
