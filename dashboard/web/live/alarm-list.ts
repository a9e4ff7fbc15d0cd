import type { LiveAlarmsDelta, WireAlarm } from '../../../domain/wire-alarms.ts';

/** Yuan; below them what wastes something that has no price, and what wastes nothing. */
const costOf = ({ waste }: WireAlarm): number => waste?.money ?? (waste === null ? -2 : -1);

/** The dearest first; of those that cost the same the newest first. */
export const byCost = (a: WireAlarm, b: WireAlarm): number => costOf(b) - costOf(a) || b.id - a.id;

/** The list after news of it. */
export function applied(open: readonly WireAlarm[], { changed = [], closed = [] }: LiveAlarmsDelta): WireAlarm[] {
  const gone = [...closed, ...changed.map(({ id }) => id)];
  const still = changed.filter(({ state }) => state !== 'closed');
  return [...open.filter(({ id }) => !gone.includes(id)), ...still].sort(byCost);
}
