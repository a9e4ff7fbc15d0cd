/**
 * The ledger: where every reading and event went. received = stored + duplicate + quarantined + rejected, always.
 */
export interface LedgerCounts {
  /** Counted on its own, right after parsing and before any check. */
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly quarantined: number;
  readonly rejected: number;
  /** Of `stored`: those that put another value in place of a known one. */
  readonly revisions: number;
}

/** What `received` and the sum of the four outcomes differ by; anything but 0 is a fault of the platform. */
export function imbalance(c: LedgerCounts): number {
  return c.received - (c.stored + c.duplicate + c.quarantined + c.rejected);
}

export const quarantineReasons = [
  'value-not-finite',
  'point-name-unacceptable',
  'ts-unreadable',
  'ts-without-offset',
  'ts-before-2000',
  'ts-too-far-ahead',
  'unknown-device',
  'not-entitled',
  'event-without-identity',
  'event-unreadable',
  // Kept by another broker for whoever subscribes: when it was true is not known.
  'retained-without-ts',
  // A message of another format (`domain/mapping/`) that its mapping could not turn into a reading.
  'mapping-items',
  'mapping-device',
  'mapping-ts',
  'mapping-value',
  'mapping-no-value',
  'waiting-for-history',
] as const;
export type QuarantineReason = (typeof quarantineReasons)[number];
