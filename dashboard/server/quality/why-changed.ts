import { isDeepStrictEqual } from 'node:util';
import { spanOfDecision } from '../../../domain/metering/decision.ts';
import type { MeterRules } from '../../../domain/metering/meter.ts';
import type { Report } from '../../../storage/registry/report-port.ts';
import type { House } from '../house.ts';
import { ownViewer } from '../house.ts';
import { allOf } from '../wire/paging.ts';

type Sources = Pick<House, 'store' | 'registry'>;
const revisionsAtOnce = 1000;

/**
 * Why what a report rests on is other than when it was last looked at: what a person decided or undid goes before
 * readings that were corrected, these before other rules of a meter or terms of a virtual one; else something came late.
 * @param meters that are read, below the report's own
 */
export async function whyChanged(
  { from, to, madeAt, changes, meters: own }: Report,
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
  for (const meter of meters) if (await isRevised(meter, { from, to }, since, store)) return 'correction';
  for (const meter of new Set([...own, ...meters])) if (await isOther(meter, since, registry)) return 'rules';
  return 'late-data';
}

/** Whether a reading of that time (`to` included: an edge rests on it) was superseded since. */
async function isRevised(
  meter: string,
  { from, to }: { readonly from: number; readonly to: number },
  since: number,
  store: Sources['store'],
): Promise<boolean> {
  for (const point of await store.points(meter)) {
    for (let next = from; ;) {
      const values = await store.revisions(meter, point, next, to + 1, revisionsAtOnce);
      if (values.some(({ supersededAt }) => supersededAt !== null && supersededAt >= since)) return true;
      if (values.length < revisionsAtOnce) break;
      // The last instant may have more values than were read; were all of them of one, the next is looked at.
      const last = values.at(-1)!.ts;
      next = last > next ? last : last + 1;
    }
  }
  return false;
}

/** Whether a meter's rules, or the terms of a virtual one at any depth, are others than they were. */
async function isOther(meter: string, since: number, registry: Sources['registry']): Promise<boolean> {
  const { directory } = registry;
  const [rules, terms] = [directory.meter(meter)?.rules, directory.virtual(meter)?.terms];
  const [then, sum] = [await registry.rulesAsOf(meter, since), await registry.virtualAsOf(meter, since)];
  if (!isDeepStrictEqual(withoutDecisions(then), withoutDecisions(rules))) return true;
  if (!isDeepStrictEqual(sum?.terms, terms)) return true;
  for (const term of terms ?? []) {
    if (directory.virtual(term.meter) !== null && (await isOther(term.meter, since, registry))) return true;
  }
  return false;
}

/** What people decided is told by itself. */
const withoutDecisions = (rules: MeterRules | null | undefined) => (rules ? { ...rules, decisions: undefined } : null);
