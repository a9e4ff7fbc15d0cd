import type { AlarmRules } from './rules.ts';

/** How long a meter may be silent. */
export function longestSilenceMs(intervalMs: number, { intervals, leastMs }: AlarmRules['silence']): number {
  return Math.max(intervals * intervalMs, leastMs);
}

/**
 * How long a meter has said nothing, ms.
 * @param readingAt its newest reading's own time. @param receivedAt when that came: a clock that runs ahead keeps no dead
 *   meter alive
 * @param heardAt until when the house would have heard it: while the house itself was off nobody was silent
 */
export function silentMs(readingAt: number, receivedAt: number, heardAt: number): number {
  return Math.max(0, heardAt - Math.min(readingAt, receivedAt));
}

/**
 * Until when the house would have heard a meter: now, once it has listened for as long as a meter may be silent; before
 * that, when it last heard anybody.
 */
export function heardUntil(now: number, listeningSince: number, lastHeardAt: number, longestMs: number): number {
  return now - listeningSince >= longestMs ? now : Math.min(now, lastHeardAt);
}
