import type { VerdictEffect, VerdictRule } from '../../../domain/metering/finding.ts';
import type { DecisionRecord } from '../../../storage/registry/port.ts';
import type { StoredFinding } from '../../../storage/series/port.ts';
import type { House } from '../house.ts';
import { decisionOn, needsSomebody } from './standing.ts';
import { compareKeys, isSameFinding, type VerdictKey } from './verdict-key.ts';
import { copyOf } from './wire-verdict.ts';

type Sources = Pick<House, 'store' | 'registry'>;

export const verdictStates = ['open', 'confirmed', 'overruled', 'all'] as const;
export interface VerdictQuery {
  readonly state: (typeof verdictStates)[number];
  /** Meters whose verdicts may be listed; null = all. */
  readonly meters: ReadonlySet<string> | null;
  readonly rules?: readonly VerdictRule[] | undefined;
  readonly effects?: readonly VerdictEffect[] | undefined;
  /** Verdicts that touch [from, to). */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly limit: number;
  /** The last one of the page before. */
  readonly after: VerdictKey | null;
}

export interface Verdict {
  readonly finding: StoredFinding;
  readonly decision: DecisionRecord | null;
}

const leastRead = 200;
/** Findings beside the asked ones that a page of decided ones may bring up at most. */
const mostBeside = 5000;

/**
 * Verdicts, newest first: what was found and is open, and what was decided. The two come from different places (an
 * overruled finding is found no more) and are merged by their place. `next`: null = that was the last page.
 */
export async function listVerdicts(
  query: VerdictQuery,
  house: Sources,
): Promise<{ readonly items: readonly Verdict[]; readonly next: VerdictKey | null }> {
  const wanted = query.limit + 1;
  const [open, decided] = await Promise.all([
    query.state === 'open' || query.state === 'all' ? openFindings(query, wanted, house) : [],
    query.state === 'open' ? [] : asFoundNow(decidedFindings(query, house).slice(0, wanted), house),
  ]);
  const items: Verdict[] = [...open.map((finding) => ({ finding, decision: null })), ...decided];
  items.sort(comparePlaces);
  const page = items.slice(0, query.limit);
  return { items: page, next: items.length > query.limit ? placeOf(page.at(-1)!) : null };
}

/** Where a verdict stands in the list. */
export const placeOf = ({ finding, decision }: Verdict): VerdictKey => ({
  ...keyOf(finding),
  ...(decision !== null && { decision: decision.id }),
});
const comparePlaces = (a: Verdict, b: Verdict): number => compareKeys(placeOf(a), placeOf(b));

async function openFindings(query: VerdictQuery, wanted: number, house: Sources): Promise<StoredFinding[]> {
  const { meters, rules, effects, from, to } = query;
  const limit = Math.max(leastRead, wanted);
  const asked = {
    ...(meters !== null && { meters: [...meters] }),
    ...(rules !== undefined && { rules }),
    ...(effects !== undefined && { effects }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    limit,
  };
  const found: StoredFinding[] = [];
  for (let after = query.after; ;) {
    const read = await house.store.findings({ ...asked, ...(after !== null && { after: keyOf(after) }) });
    for (const finding of read) {
      if (found.length < wanted && needsSomebody(finding, house.registry.decisions)) found.push(finding);
    }
    if (read.length < limit || found.length >= wanted) return found;
    after = read.at(-1)!;
  }
}

/** From the decisions' own copies, in the order of the list. */
function decidedFindings(query: VerdictQuery, { registry }: Sources): Verdict[] {
  const { state, meters, rules, effects, from, to, after } = query;
  const found: Verdict[] = [];
  for (const meter of registry.decisions.meters()) {
    if (meters !== null && !meters.has(meter)) continue;
    for (const decision of registry.decisions.standing(meter)) {
      if (decision.finding === null || (state !== 'all' && decision.outcome !== state)) continue;
      const finding = copyOf(decision, decision.finding);
      if (rules !== undefined && !rules.includes(finding.rule)) continue;
      if (effects !== undefined && !effects.includes(finding.effect)) continue;
      if ((from !== undefined && finding.to < from) || (to !== undefined && finding.from >= to)) continue;
      const verdict = { finding, decision };
      if (after === null || compareKeys(placeOf(verdict), after) > 0) found.push(verdict);
    }
  }
  return found.sort(comparePlaces);
}

/** What is still found is shown as it is found now: a swap that was proposed is one. */
async function asFoundNow(verdicts: readonly Verdict[], { store, registry }: Sources): Promise<Verdict[]> {
  if (verdicts.length === 0) return [];
  const starts = verdicts.map(({ finding }) => finding.from);
  const now = await store.findings({
    meters: [...new Set(verdicts.map(({ finding }) => finding.meter))],
    rules: [...new Set(verdicts.map(({ finding }) => finding.rule))],
    from: Math.min(...starts),
    to: Math.max(...starts) + 1,
    limit: mostBeside,
  });
  return verdicts.map(({ finding, decision }) => {
    const same = now.find(
      (one) => one.meter === finding.meter && one.point === finding.point && isSameFinding(one, finding),
    );
    return {
      finding: same !== undefined && decisionOn(same, registry.decisions) === decision ? same : finding,
      decision,
    };
  });
}

const keyOf = ({ meter, point, rule, from }: VerdictKey): VerdictKey => ({ meter, point, rule, from });
