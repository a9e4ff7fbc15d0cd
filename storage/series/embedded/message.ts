import type { EventRecord } from '../port.ts';

/**
 * A batch on its way to the writer thread. Readings are numbers in a row, moved rather than copied:
 * account, meter, ts, receivedAt, mask of raw columns, index into `others` (−1: none), then one value a set bit.
 */
export interface BatchMessage {
  readonly names: NewNames;
  readonly readings: Float64Array<ArrayBuffer>;
  /** How many numbers of `readings` are in use. */
  readonly used: number;
  readonly readingCount: number;
  /** Points without a column of their own. */
  readonly others: readonly Readonly<Record<string, number>>[];
  /** account, received, rejected, one triple a call. */
  readonly counts: readonly number[];
  readonly events: readonly EventMessage[];
  readonly quarantined: readonly QuarantineMessage[];
  readonly fault?: Fault;
}
export const readingHeader = 6;

export interface EventMessage {
  readonly account: number;
  readonly receivedAt: number;
  readonly event: EventRecord;
}

export interface QuarantineMessage {
  readonly account: number;
  readonly topic: string;
  readonly receivedAt: number;
  readonly reason: string;
  readonly detail: string;
  readonly bytes: Uint8Array;
}

export interface BulkMessage {
  readonly names: NewNames;
  readonly account: number;
  readonly meter: number;
  readonly receivedAt: number;
  readonly ts: Float64Array;
  readonly points: Readonly<Record<string, Float64Array>>;
  readonly fault?: Fault;
}

/** Quarantined items that are acceptable now: all of them in one transaction. */
export interface ResolveMessage {
  readonly batches: readonly {
    readonly id: number;
    /** Where the item is counted from now on. */
    readonly account: number;
    /** The one reading or event that it has become. */
    readonly batch: BatchMessage;
  }[];
  readonly fault?: Fault | undefined;
}

/** Rows of one month that come back from the server behind the store, the latest first. */
export interface BringMessage {
  readonly meter: number;
  readonly month: number;
  readonly batch: BatchMessage;
  /** They stay until then (ms UTC). */
  readonly until: number;
}

/** All that the server has of a month is here. `to`: the end of what was asked. */
export interface CloseMonthMessage {
  readonly meter: number;
  readonly month: number;
  readonly to: number;
}

export interface GapMessage {
  readonly meter: number;
  /** What is here stays until then (ms UTC). */
  readonly until: number;
}

export interface PruneMessage {
  readonly meter: number;
  readonly before: number;
  readonly slackMs: number;
  readonly limit: number;
  readonly now: number;
}

/** A point that the server behind the store refused for ever. */
export interface DeadMessage {
  /** −1: of an interval, which stays here anyway. */
  readonly meter: number;
  readonly ts: number;
  readonly at: number;
  readonly line: string;
  readonly message: string;
}

export interface MarkMessage {
  readonly names: NewNames;
  readonly stretches: readonly { readonly meter: number; readonly from: number; readonly to: number }[];
}

/** Names that the main thread has interned and the writer has not yet heard of. */
export interface NewNames {
  readonly meters: readonly { readonly key: number; readonly id: string }[];
  readonly accounts: readonly {
    readonly key: number;
    readonly source: string;
    readonly device: string;
    readonly meter: string;
  }[];
}

/** Faults on purpose, for tests: asked for on the main thread at each commit, carried out in the writer. */
export interface Fault {
  readonly delayMs: number;
  readonly fail: boolean;
  /** 0 = no limit of our own. */
  readonly maxPageCount: number;
}

/** Codes of outcomes in `CommitReply`. */
export const outcomes = ['stored', 'revision', 'duplicate', 'waiting', 'refused'] as const;
export const outcome = { stored: 0, revision: 1, duplicate: 2, waiting: 3, refused: 4 } as const;

export interface CommitReply {
  readonly readings: Uint8Array;
  readonly events: Uint8Array;
}
