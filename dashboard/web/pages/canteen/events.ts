import type { Meal } from '../../../../domain/canteen/types.ts';
import type { WireCanteenEvent } from '../../../../domain/wire-canteens.ts';
import { count, exact, type Format } from '../../format/index.ts';
import type { CanteenMessages } from '../../messages/canteen/type.ts';
import { kilograms } from './figures.ts';

/** The list of what was weighed and counted: what is shown of it, and what is odd about an event in words. */

export const eventFilters = ['all', 'weighings', 'counts', 'odd'] as const;
export type EventFilter = (typeof eventFilters)[number];

/** Somebody should look: it is odd, and nobody has said what to make of it. */
export const isOdd = (event: WireCanteenEvent): boolean =>
  event.findings.length > 0 && (event.correction === null || event.correction.undone !== null);

/** Worth a look among hundreds: odd, or somebody said something of it. */
const stands = (event: WireCanteenEvent) => event.findings.length > 0 || event.correction !== null;

export function filtered(events: readonly WireCanteenEvent[], by: EventFilter): readonly WireCanteenEvent[] {
  if (by === 'weighings') return events.filter(({ type }) => type === 'weighing');
  if (by === 'counts') return events.filter(({ type }) => type === 'meals');
  return by === 'odd' ? events.filter(stands) : events;
}

export const identity = ({ device, seq, ts }: Pick<WireCanteenEvent, 'device' | 'seq' | 'ts'>): string =>
  `${device} ${seq} ${ts}`;

/** `14.45 kg`, `412`: what it counts for, or what it said. */
export function amountText(event: WireCanteenEvent, value: number | null, m: CanteenMessages): string {
  return event.type === 'weighing' ? `${kilograms(value)} kg` : `${count(value)} ${m.entry.people}`;
}

const minutes = (value: number) => `${Math.floor(value / 60) % 24}:${String(value % 60).padStart(2, '0')}`;

/** One piece of evidence: its name and figure; what the dictionary doesn't know keeps its own name. */
export function evidenceText(
  evidence: Readonly<Record<string, number | string>>,
  m: CanteenMessages,
  f: Format,
): string {
  const parts = Object.entries(evidence).map(([key, value]) => {
    const name = m.events.evidence[key] ?? key;
    if (key === 'meal') return `${name} ${m.terms.meals[value as Meal] ?? value}`;
    if (typeof value !== 'number') return `${name} ${value}`;
    if (key.endsWith('G')) return `${name} ${kilograms(value)} kg`;
    if (key.endsWith('Ms')) return `${name} ${f.duration(value)}`;
    if (key === 'minute' || key === 'from' || key === 'to') return `${name} ${minutes(value)}`;
    return `${name} ${exact(value, null, 2)}`;
  });
  return parts.join(' · ');
}

/**
 * A drifting scale concerns each of its weighings for weeks: the first in the list tells its evidence, the others its
 * name. @returns `identity rule` of those that tell
 */
export function firstMentions(events: readonly WireCanteenEvent[]): ReadonlySet<string> {
  const told = new Set<string>();
  const first = new Set<string>();
  for (const event of events)
    for (const { rule, evidence } of event.findings) {
      const what = `${event.device} ${rule} ${JSON.stringify(evidence)}`;
      if (told.has(what)) continue;
      told.add(what);
      first.add(`${identity(event)} ${rule}`);
    }
  return first;
}
