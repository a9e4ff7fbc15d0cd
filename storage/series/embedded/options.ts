import type { Logger } from 'pino';
import type { Fault } from './message.ts';
import type { QuarantineBounds } from './quarantine-room.ts';

/** Faults on purpose, for tests. Asked for at each commit. */
export interface StoreFaults {
  /** Holds the transaction open this long before COMMIT. */
  readonly commitDelayMs?: () => number;
  /** Lets the transaction fail right before COMMIT, as the disk would. */
  readonly failCommit?: () => boolean;
  /** `PRAGMA max_page_count` of the raw database: a full disk without a small disk. 0 = no limit. */
  readonly maxPageCount?: number | (() => number);
}

export interface EmbeddedStoreOptions {
  readonly directory: string;
  /** IANA zone of local days and months. */
  readonly timezone: string;
  readonly log: Logger;
  readonly now: () => number;
  /** A worker thread has died (out of memory, a fault of ours): the store is of no use until it is opened again. */
  readonly onLost?: (error: Error) => void;
  readonly faults?: StoreFaults;
  /** How much the quarantine keeps; `defaultQuarantineBounds` when absent. */
  readonly quarantine?: QuarantineBounds;
  /** How many readings may wait for their history; `defaultLateBounds` when absent. */
  readonly late?: QuarantineBounds;
}

/** What a test asks for at this commit. */
export function faultOf({ commitDelayMs, failCommit, maxPageCount = 0 }: StoreFaults): Fault {
  return {
    delayMs: commitDelayMs?.() ?? 0,
    fail: failCommit?.() ?? false,
    maxPageCount: typeof maxPageCount === 'number' ? maxPageCount : maxPageCount(),
  };
}
