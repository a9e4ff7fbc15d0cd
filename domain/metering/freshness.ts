import type { MeterState } from '../wire.ts';

/** Up to this many of its own intervals after its newest reading a meter is `live`, then up to `late` of them `late`. */
export const freshFor = { live: 1.5, late: 3 } as const;

/**
 * How fresh a meter's newest reading is.
 * @param readingAt the newest reading's own time, ms UTC; null = it never sent one.
 * @param receivedAt when the newest message came in. A device whose clock runs ahead is judged by this: its own time
 *   would keep a dead meter alive.
 */
export function freshness(
  readingAt: number | null,
  receivedAt: number | null,
  intervalMs: number,
  now: number,
): MeterState {
  if (readingAt === null) return 'never';
  const age = now - Math.min(readingAt, receivedAt ?? readingAt);
  if (age <= freshFor.live * intervalMs) return 'live';
  return age <= freshFor.late * intervalMs ? 'late' : 'silent';
}
