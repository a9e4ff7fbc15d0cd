import type { LiveAlarmsDelta, WireAlarm } from '../../../domain/wire-alarms.ts';

/** What has a price goes first, then what wastes something without one, each unit by itself, then what wastes nothing. */
const sortOf = ({ waste }: WireAlarm): number =>
  waste === null ? 3 : waste.money !== null ? 0 : waste.unit === 'kWh' ? 1 : 2;
const costOf = ({ waste }: WireAlarm): number => waste?.money ?? waste?.quantity ?? 0;

/** The dearest first, without a price the most; of those that cost the same the newest first. */
export const byCost = (a: WireAlarm, b: WireAlarm): number =>
  sortOf(a) - sortOf(b) || costOf(b) - costOf(a) || b.id - a.id;

/** The list after news of it. */
export function applied(open: readonly WireAlarm[], { changed = [], closed = [] }: LiveAlarmsDelta): WireAlarm[] {
  const gone = [...closed, ...changed.map(({ id }) => id)];
  const still = changed.filter(({ state }) => state !== 'closed');
  return [...open.filter(({ id }) => !gone.includes(id)), ...still].sort(byCost);
}
