import { verdictRules, type Finding, type VerdictRule } from '../../../domain/metering/finding.ts';

/** What makes a finding the same one, however often it is derived again. */
export interface VerdictKey {
  readonly meter: string;
  readonly point: string;
  readonly rule: VerdictRule;
  /** ms UTC */
  readonly from: number;
}

/** `METER~point~rule~fromMs` */
export const verdictId = ({ meter, point, rule, from }: VerdictKey): string => `${meter}~${point}~${rule}~${from}`;

/** From behind: a meter's own name may hold a `~`. @returns null for what is no id of ours. */
export function parseVerdictId(id: string): VerdictKey | null {
  const parts = id.split('~');
  if (parts.length < 4) return null;
  const [point, rule, from] = parts.slice(-3) as [string, string, string];
  const isOurs = (verdictRules as readonly string[]).includes(rule) && /^-?\d{1,15}$/.test(from);
  if (!isOurs || point === '') return null;
  return { meter: parts.slice(0, -3).join('~'), point, rule: rule as VerdictRule, from: Number(from) };
}

/** The order of lists: newest first, then by name. */
export function compareKeys(a: VerdictKey, b: VerdictKey): number {
  return b.from - a.from || compare(a.meter, b.meter) || compare(a.point, b.point) || compare(a.rule, b.rule);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Whether what was decided of one finding holds for what is found now. A run of days grows while it lasts; a step that
 * ends elsewhere is another one, of which nobody said anything.
 */
export function isSameFinding(now: Finding, decided: Finding): boolean {
  return now.rule === decided.rule && now.from === decided.from && (now.effect === 'flagged' || now.to === decided.to);
}
