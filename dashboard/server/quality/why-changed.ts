import { spanOfDecision } from '../../../domain/metering/decision.ts';
import type { Report } from '../../../storage/registry/report-port.ts';
import type { House } from '../house.ts';
import { ownViewer } from '../house.ts';
import { allOf } from '../wire/paging.ts';

type Sources = Pick<House, 'store' | 'registry'>;
const mostRevisions = 1000;

/**
 * Why what a report rests on is other than when it was last looked at: what a person decided or undid goes before
 * readings that were corrected, these before other rules of the meter; else something came late.
 * @param meters that are read, below the report's own
 */
export async function whyChanged(
  { from, to, madeAt, changes }: Report,
  meters: readonly string[],
  { store, registry }: Sources,
): Promise<string> {
  const since = changes.at(-1)?.at ?? madeAt;
  const told = new Set(changes.map(({ why }) => why));
  const decided: { readonly at: number; readonly why: string }[] = [];
  for (const meter of meters) {
    for (const { id, change, at, undone } of await allOf((page) =>
      registry.decisions.page(ownViewer, { ...page, meter }),
    )) {
      if (change === null) continue;
      const span = spanOfDecision(change);
      if (span.from > to || span.to < from) continue;
      if (undone !== null) decided.push({ at: undone.at, why: `decision ${id} undone` });
      else decided.push({ at, why: `decision ${id}` });
    }
  }
  const newest = decided.filter(({ at, why }) => at >= since && !told.has(why)).sort((a, b) => b.at - a.at)[0];
  if (newest !== undefined) return newest.why;
  for (const meter of meters) {
    for (const point of await store.points(meter)) {
      const revised = await store.revisions(meter, point, from, to, mostRevisions);
      if (revised.some(({ supersededAt }) => supersededAt !== null && supersededAt >= since)) return 'correction';
    }
    const [then, now] = [await registry.rulesAsOf(meter, since), registry.directory.meter(meter)?.rules];
    if (JSON.stringify(then?.register) !== JSON.stringify(now?.register)) return 'rules';
  }
  return 'late-data';
}
