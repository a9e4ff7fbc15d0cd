import type { DecisionRecord, Viewer } from '../../../storage/registry/port.ts';
import type { StoredFinding } from '../../../storage/series/port.ts';
import type { House } from '../house.ts';
import { allOf } from '../wire/paging.ts';
import { placeOf, type Verdict, type VerdictQuery } from './list.ts';
import { decisionOn, isConsequence } from './standing.ts';
import { compareKeys } from './verdict-key.ts';
import { copyOf } from './wire-verdict.ts';

type Sources = Pick<House, 'store' | 'registry'>;
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Verdicts of some meters as they were known at that instant: found in what had been received, by the rules that held,
 * and decided as it had been decided then. What is found in whole days is not among them.
 */
export async function verdictsAsOf(
  query: Omit<VerdictQuery, 'meters'> & Span & { readonly meters: readonly string[] },
  asOf: number,
  viewer: Viewer,
  house: Sources,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const meter of query.meters) {
    const rules = await house.registry.rulesAsOf(meter, asOf);
    if (rules === null) continue;
    const all = await allOf((page) => house.registry.decisions.page(viewer, { ...page, meter }));
    const then = all.flatMap((one) => asKnown(one, asOf)).sort((a, b) => a.id - b.id);
    const standing = { standing: () => then };
    const shown = new Set<DecisionRecord>();
    for (const point of await house.store.points(meter)) {
      const found = await house.store.findingsAsOf({ meter, rules }, point, query.from, query.to, asOf);
      for (const one of found) {
        const finding: StoredFinding = { ...one, meter, point };
        const decision = decisionOn(finding, standing);
        if (decision !== null) shown.add(decision);
        if (decision !== null || !isConsequence(finding, standing)) verdicts.push({ finding, decision });
      }
    }
    for (const decision of then) {
      if (decision.finding === null || shown.has(decision)) continue;
      const finding = copyOf(decision, decision.finding);
      if (finding.to >= query.from && finding.from < query.to) verdicts.push({ finding, decision });
    }
  }
  return verdicts.sort((a, b) => compareKeys(placeOf(a), placeOf(b)));
}

/** A decision as it was then: not made yet, standing, or undone. */
function asKnown(record: DecisionRecord, asOf: number): DecisionRecord[] {
  if (record.at > asOf || (record.undone !== null && record.undone.at <= asOf)) return [];
  return [{ ...record, undone: null }];
}

/** Those that a list asks for. */
export function passes(verdict: Verdict, { state, rules, effects, after }: VerdictQuery): boolean {
  const { finding, decision } = verdict;
  const now = decision === null ? 'open' : decision.outcome;
  if (state !== 'all' && state !== now) return false;
  if (rules !== undefined && !rules.includes(finding.rule)) return false;
  if (effects !== undefined && !effects.includes(finding.effect)) return false;
  return after === null || compareKeys(placeOf(verdict), after) > 0;
}
