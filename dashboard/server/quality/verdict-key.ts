import { verdictRules, type Finding, type VerdictRule } from '../../../domain/metering/finding.ts';

/** What makes a finding the same one, however often it is derived again. */
export interface VerdictKey {
  readonly meter: string;
  readonly point: string;
  readonly rule: VerdictRule;
  /** ms UTC */
  readonly from: number;
  /**
   * Of a place in a list only: what was decided of a step that ended elsewhere has the key of what is found there now.
   * Absent: the one that nobody decided of.
   */
  readonly decision?: number;
}

/** `METER~point~rule~fromMs`; of a place in a list with the decision after it: `METER~point~rule~fromMs~12`. */
export function verdictId({ meter, point, rule, from, decision }: VerdictKey): string {
  const id = `${meter}~${point}~${rule}~${from}`;
  return decision === undefined ? id : `${id}~${decision}`;
}

/** From behind: a meter's own name may hold a `~`, and no rule is a number. @returns null for what is no id of ours. */
export function parseVerdictId(id: string): VerdictKey | null {
  const parts = id.split('~');
  const decision = isRule(parts.at(-2)) ? undefined : parts.pop();
  if (parts.length < 4 || (decision !== undefined && !/^[1-9]\d{0,14}$/.test(decision))) return null;
  const [point, rule, from] = parts.slice(-3) as [string, string, string];
  if (!isRule(rule) || !/^-?\d{1,15}$/.test(from) || point === '') return null;
  const key = { meter: parts.slice(0, -3).join('~'), point, rule, from: Number(from) };
  return decision === undefined ? key : { ...key, decision: Number(decision) };
}

const isRule = (text: string | undefined): text is VerdictRule =>
  (verdictRules as readonly (string | undefined)[]).includes(text);

/** The order of lists: newest first, then by name; of the same key the open one first, then in the order of decisions. */
export function compareKeys(a: VerdictKey, b: VerdictKey): number {
  return (
    b.from - a.from ||
    compare(a.meter, b.meter) ||
    compare(a.point, b.point) ||
    compare(a.rule, b.rule) ||
    (a.decision ?? 0) - (b.decision ?? 0)
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Whether what was decided of one finding holds for what is found now. A run of days grows while it lasts; a step that
 * ends elsewhere is another one, of which nobody said anything.
 */
export function isSameFinding(now: Finding, decided: Finding): boolean {
  return now.rule === decided.rule && now.from === decided.from && (now.effect === 'flagged' || now.to === decided.to);
}
