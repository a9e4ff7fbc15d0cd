import type { QuarantineReason } from '../metering/ledger.ts';

/** Why a `ts` is not accepted; `detail` quotes what was sent, shortened. */
export interface TimestampProblem {
  readonly reason: Extract<
    QuarantineReason,
    'ts-unreadable' | 'ts-without-offset' | 'ts-before-2000' | 'ts-too-far-ahead'
  >;
  readonly detail: string;
}

const earliest = Date.UTC(2000, 0, 1);
const furthestAheadMs = 48 * 3_600_000;

/**
 * A reading's `ts` as ms UTC: epoch milliseconds, or ISO 8601 with an offset or Z. Absent: the time of arrival.
 */
export function parseTimestamp(input: unknown, arrival: number): number | TimestampProblem {
  if (input === undefined) return arrival;
  const ts = typeof input === 'number' ? Math.round(input) : Date.parse(String(input));
  if (ts < earliest) return { reason: 'ts-before-2000', detail: String(input) };
  if (ts > arrival + furthestAheadMs) return { reason: 'ts-too-far-ahead', detail: String(input) };
  return ts;
}
