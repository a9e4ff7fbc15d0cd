import type {
  ComfortDuty,
  Contract,
  ContractType,
  Custody,
  DataDuty,
  LocalPeriod,
  PriceBasis,
} from './contract/contract.ts';
import type { Duty, Forecast, Verdict } from './contract/duty.ts';
import type { Said } from './contract/said.ts';
import type { MilestoneState, SettlementLine } from './contract/settlement.ts';
import type { EntryState, EntryStepKind, Side } from './contract/steps.ts';
import type { WireAttachment } from './wire-matters.ts';

/**
 * Contracts as they travel. Instants are ISO 8601 with the installation's offset, dates local days, money and what is
 * settled decimal texts; energy in JSON numbers, not rounded; null = unknown, never 0.
 */

/** One line of `GET /api/v1/contracts?limit=&cursor=` → `{items, next}`; by id. */
export interface WireContractItem {
  readonly id: string;
  readonly name: string | null;
  readonly type: ContractType;
  readonly institution: string | null;
  readonly institutionName: string | null;
  readonly contractor: string | null;
  readonly term: LocalPeriod;
  readonly meters: readonly string[];
  readonly unit: string;
  readonly demo: boolean;
  /** As it was judged last; null: not yet. */
  readonly summary: WireContractSummary | null;
}

export interface WireContractSummary {
  readonly at: string;
  /** Calendar year to date: saving with its 90 % band, the path to the guarantee, the forecast of the year's end. */
  readonly year: number;
  readonly saving: number | null;
  readonly halfWidth: number | null;
  readonly path: number | null;
  readonly guarantee: number | null;
  readonly forecast: Forecast | null;
  /** Yuan, at the price basis; null without one. */
  readonly money: string | null;
  readonly completenessPct: number | null;
  readonly investment: { readonly promised: string; readonly verified: string } | null;
  /** Of each kind of duty the worst that was judged last, and the worst that is open: what the list shows. */
  readonly verdicts: readonly {
    readonly duty: string;
    readonly kind: Duty['kind'];
    readonly verdict: Verdict;
    readonly phase: Duty['phase'];
    readonly reasons: readonly Said[];
  }[];
  readonly shortfall: { readonly amount: string; readonly days: number } | null;
  /** What falls due next of those that are open; null: nothing. */
  readonly nextDue?: { readonly date: string; readonly duty: string } | null;
}

/** `GET /api/v1/contracts/{id}` */
export interface WireContract extends WireContractItem {
  readonly base: LocalPeriod | null;
  readonly method: Contract['method'];
  readonly guarantee: Contract['guarantee'];
  readonly share: Contract['share'];
  readonly shareCap: string | null;
  readonly custody: Custody | null;
  readonly price: PriceBasis | null;
  readonly negativeMonths: Contract['negativeMonths'];
  readonly confidenceRule: Contract['confidenceRule'];
  readonly minCompletenessPct: number;
  readonly comfort: ComfortDuty | null;
  readonly data: DataDuty | null;
  readonly investment: readonly (MilestoneState & {
    readonly amount: string;
    readonly shortfall: { readonly amount: string; readonly days: number } | null;
  })[];
  readonly baseline: WireContractBaseline;
  /** The whole text, as the portfolio takes it: what the form edits. */
  readonly document: unknown;
  /** Open matters about it. */
  readonly matters: { readonly open: number; readonly answered: number; readonly overdue: number };
  readonly changes: readonly {
    readonly duty: string;
    readonly verdict: Verdict;
    readonly before: Verdict | null;
    readonly at: string;
  }[];
  /** What whoever asks may do. */
  readonly may: readonly ('edit' | 'freeze' | 'sign' | 'pay' | 'verify' | 'adjust' | 'propose' | 'notice')[];
  /** The side whoever asks stands on; null: looks on. */
  readonly side: Side | null;
}

export interface WireContractBaseline {
  /** `none`: no model can be made. */
  readonly state: 'none' | 'draft' | 'frozen' | 'signed';
  readonly sha256: string | null;
  readonly at: string | null;
  readonly by: string | null;
  readonly signatures: readonly { readonly side: Side; readonly by: string; readonly at: string }[];
  readonly meters: readonly {
    readonly meter: string;
    readonly weatherMeter: string | null;
    readonly inputsSha256: string;
    readonly modelSha256: string | null;
    readonly model: string | null;
    /** Of the fit; null without one. */
    readonly rSquared: number | null;
    readonly cvrmse: number | null;
    readonly n: number | null;
    readonly problems: readonly Said[];
  }[];
  /** Of the baseline as a whole: the text has changed since it was frozen. */
  readonly problems: readonly Said[];
}

/** `GET /api/v1/contracts/{id}/savings?from=&to=` (local dates or instants, `to` exclusive; absent: the running year). */
export interface WireContractSavings {
  readonly contract: string;
  readonly unit: string;
  readonly confidence: number;
  readonly from: string;
  readonly to: string;
  readonly days: readonly WireSavingDay[];
  readonly months: readonly {
    readonly month: string;
    readonly expected: number | null;
    readonly actual: number | null;
    readonly saving: number | null;
    readonly halfWidth: number | null;
    readonly completenessPct: number;
    readonly money: string | null;
  }[];
  /** Calendar years of the term that have begun. */
  readonly years: readonly WireContractYear[];
  /** Of all days asked for. */
  readonly total: {
    readonly expected: number | null;
    readonly actual: number | null;
    readonly saving: number | null;
    readonly halfWidth: number | null;
    readonly money: string | null;
  };
}

export interface WireSavingDay {
  readonly date: string;
  readonly expected: number | null;
  readonly actual: number | null;
  readonly saving: number | null;
  readonly halfWidth: number | null;
  /** From the first of January (or of the term) of its year up to and with this day. */
  readonly cumulative: number | null;
  readonly cumulativeHalfWidth: number | null;
  /** The guarantee's path up to and with this day; null without one. */
  readonly path: number | null;
  readonly completenessPct: number;
  /** Any part of it is estimated. */
  readonly estimated: boolean;
}

export interface WireContractYear {
  readonly year: number;
  readonly from: string;
  readonly to: string;
  readonly guarantee: number | null;
  readonly saving: number | null;
  readonly halfWidth: number | null;
  readonly completenessPct: number | null;
  readonly forecast: Forecast | null;
  /** Path at each month's end, for the days to come too. */
  readonly path: readonly { readonly date: string; readonly amount: number }[];
  readonly verdict: Verdict | null;
}

/** `GET /api/v1/contracts/{id}/compliance?asOf=` */
export interface WireCompliance {
  readonly contract: string;
  readonly asOf: string;
  readonly duties: readonly Duty[];
}

export interface WireStep {
  readonly what: EntryStepKind;
  readonly side: Side;
  readonly by: string;
  readonly at: string;
  readonly text: string;
  readonly attachments: readonly WireAttachment[];
}

/**
 * `GET /api/v1/contracts/{id}/settlements/{period}`: the issued one, else what it would be (`draft`);
 * `POST …/settlements/{period}/propose` `{text?}` freezes its inputs; `POST …/settlements/{period}/steps`
 * `{what, text, attachments?}`; `GET …/settlements/{period}/inputs`: the frozen inputs, byte by byte what the hash is of;
 * `POST …/settlements/{period}/recompute` computes it again from them.
 */
export interface WireSettlement {
  readonly contract: string;
  readonly period: string;
  readonly status: 'draft' | EntryState;
  readonly revision: number;
  readonly payer: 'institution' | 'contractor';
  readonly lines: readonly SettlementLine[];
  readonly payable: string;
  readonly inputsHash: string;
  readonly completenessPct: number;
  /** The baseline is frozen and signed by both; a draft on another is provisional. */
  readonly baseline: WireContractBaseline['state'];
  readonly steps: readonly WireStep[];
  readonly may: readonly EntryStepKind[];
  /** What it would come to today, when that is another sum: settled by a difference line of a later one. */
  readonly now: { readonly payable: string; readonly inputsHash: string } | null;
}
/** `GET /api/v1/contracts/{id}/settlements` → `{items}`: every period of the term that is over, the newest first. */
export interface WireSettlementItem {
  readonly period: string;
  readonly kind: 'month' | 'year';
  readonly status: 'draft' | EntryState | 'not-settled';
  readonly payer: 'institution' | 'contractor' | null;
  readonly payable: string | null;
  /** Why there is none. */
  readonly problem: Said | null;
}
/** `POST …/settlements/{period}/recompute` */
export interface WireRecomputed {
  readonly identical: boolean;
  readonly inputsHash: string;
  readonly resultHash: string;
}

/** `GET …/settlements/{period}/trace?meter=&month=&kind=`: hours behind a lot, as they were used. */
export interface WireLotTrace {
  readonly meter: string;
  readonly month: string;
  readonly kind: string | null;
  readonly days: readonly {
    readonly date: string;
    readonly expected: number | null;
    readonly actual: number | null;
    readonly saving: number | null;
    readonly money: string | null;
  }[];
  /** Where the readings of a day are: `/api/v1/meters/{meter}/readings?from&to`. */
  readonly point: string;
}

/**
 * `GET /api/v1/contracts/{id}/entries` → `{items}`; `POST …/entries` `{body, reason, attachments?}`;
 * `POST …/entries/{entry}/steps` `{what, text, attachments?}`.
 */
export interface WireContractEntry {
  readonly id: number;
  readonly body:
    | { readonly kind: 'payment'; readonly date: string; readonly amount: string; readonly milestone: number | null }
    | { readonly kind: 'adjustment'; readonly from: string; readonly to: string; readonly amountPerDay: string };
  readonly reason: string;
  readonly state: EntryState;
  readonly steps: readonly WireStep[];
  readonly may: readonly EntryStepKind[];
}

/** `GET /api/v1/contracts/evaluation` (progress of the night's job); `POST` begins one. */
export interface WireContractsRun {
  readonly running: boolean;
  readonly done: number;
  readonly total: number;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly failed: number;
}
