import { isRegisterPoint } from '../../../../domain/points.ts';
import type { WireVerdict } from '../../../../domain/wire-quality.ts';

/** What of a verdict decides how soon a person should look at it. */
export type Weighed = Pick<WireVerdict, 'effect' | 'evidence' | 'from' | 'to' | 'rule' | 'point'>;

const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? Math.abs(value) : null;

export const lengthOf = ({ from, to }: Pick<WireVerdict, 'from' | 'to'>): number =>
  Math.max(0, Date.parse(to) - Date.parse(from));

/** How much energy it is about, in the meter's own unit; null = nobody knows, or it is no register. */
export function affected({ evidence, rule, point }: Weighed): number | null {
  if (!isRegisterPoint(point)) return null;
  // What a fallen register would have used as a rollover is why it is none, not what was used.
  if (rule === 'reset' || rule === 'swap' || rule === 'unread-replacement' || rule === 'glitch') return null;
  const used = number(evidence.used);
  if (used !== null) return used;
  const perDay = number(evidence.perDay);
  const days = number(evidence.days);
  return perDay === null || days === null ? null : perDay * days;
}

const rank: Readonly<Record<WireVerdict['effect'], number>> = { unknown: 0, flagged: 1, judged: 2 };

/** What is missing first; then the most energy, the longest time, the newest. */
export function byNeed(a: Weighed, b: Weighed): number {
  return (
    rank[a.effect] - rank[b.effect] ||
    (affected(b) ?? -1) - (affected(a) ?? -1) ||
    lengthOf(b) - lengthOf(a) ||
    Date.parse(b.from) - Date.parse(a.from)
  );
}
