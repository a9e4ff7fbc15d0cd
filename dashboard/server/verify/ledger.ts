import { imbalance } from '../../../domain/metering/ledger.ts';
import type { Check, Findings, Verified } from './verification.ts';

/** Everything that was received ended somewhere: received = stored + duplicate + quarantined + rejected, by source. */
export async function checkLedger({ store }: Pick<Verified, 'store'>, findings: Findings): Promise<Check> {
  const sources = store.sources();
  for (const [done, source] of sources.entries()) {
    findings.progress(done, sources.length);
    const counts = await store.ledger({ source });
    const { received, stored, duplicate, quarantined, rejected } = counts;
    if (imbalance(counts) === 0) continue;
    const sum = `${stored} stored + ${duplicate} duplicate + ${quarantined} quarantined + ${rejected} rejected`;
    findings.damage('unbalanced', `ledger of ${source}`, `${received} received, but ${sum}`);
  }
  return { checked: sources.length };
}
