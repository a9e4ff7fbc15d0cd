import type { DecisionRecord, Decisions } from '../../../storage/registry/port.ts';
import type { StoredFinding } from '../../../storage/series/port.ts';
import { isSameFinding } from './verdict-key.ts';

type Standing = Pick<Decisions, 'standing'>;

/** The decision that stands for a finding; null = nobody decided of it. */
export function decisionOn(finding: StoredFinding, decisions: Standing): DecisionRecord | null {
  const own = decisions.standing(finding.meter);
  if (own.length === 0) return null;
  return (
    own.findLast((one) => one.point === finding.point && one.finding !== null && isSameFinding(finding, one.finding)) ??
    null
  );
}

/**
 * Found only because of what somebody decided: the replacement that was told, or the gap that left-out readings leave.
 * It needs nobody, and is not listed beside the decision.
 */
export function isConsequence(finding: StoredFinding, decisions: Standing): boolean {
  const { rule, from, to, point, evidence } = finding;
  if (rule !== 'gap' && !(rule === 'swap' && evidence['decided'] === true)) return false;
  return decisions.standing(finding.meter).some(({ change }) => {
    if (change === null || change.point !== point) return false;
    if (change.kind === 'swap') return rule === 'swap' && from <= change.at && change.at <= to;
    return (
      change.kind === 'readings' && change.as === 'ignored' && rule === 'gap' && from < change.from && change.to < to
    );
  });
}

export const needsSomebody = (finding: StoredFinding, decisions: Standing): boolean =>
  decisionOn(finding, decisions) === null && !isConsequence(finding, decisions);
