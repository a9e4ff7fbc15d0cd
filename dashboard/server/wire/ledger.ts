import type { LedgerCounts } from '../../../domain/metering/ledger.ts';
import type { SeriesStore } from '../../../storage/series/port.ts';

/** The ledger of a set of meters (null = everything, what belongs to no meter included). */
export async function ledgerOf(
  store: SeriesStore,
  meters: ReadonlySet<string> | null,
  filter: { source?: string } = {},
): Promise<LedgerCounts> {
  if (meters === null) return store.ledger(filter);
  const counts = await Promise.all([...meters].map((meter) => store.ledger({ ...filter, meter })));
  const sum = { received: 0, stored: 0, duplicate: 0, quarantined: 0, rejected: 0, revisions: 0 };
  for (const one of counts) {
    for (const key of Object.keys(sum) as (keyof LedgerCounts)[]) sum[key] += one[key];
  }
  return sum;
}
