import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import { qualities } from '../../../storage/series/port.ts';
import type { JobColumns, OwnResolution } from './job.ts';

const missing = qualities.indexOf('missing');
const measured = qualities.indexOf('measured');
const quarterMs = 900_000;

/** Local days over a column of quarter hours: day i has those of [first[i], first[i + 1]). */
export interface DayRows {
  readonly edges: Float64Array;
  readonly first: Int32Array;
}

/** @param from `to` local midnights; from = to: no day. */
export function daysOfQuarters(calendar: LocalCalendar, from: number, to: number): DayRows {
  const edges = from < to ? calendar.edges('1d', from, to) : Float64Array.of(from);
  const first = new Int32Array(edges.length);
  for (let i = 1; i < edges.length; i += 1)
    first[i] = first[i - 1]! + Math.ceil((edges[i]! - edges[i - 1]!) / quarterMs);
  return { edges, first };
}

/** One NaN for all that is unknown: hashes are over bytes. */
export function knownValues({ value, quality }: JobColumns): Float64Array {
  return value.map((one, i) => (quality[i] === missing || !Number.isFinite(one) ? NaN : one));
}

/** Hours of the days as sums of their quarter hours; an hour of which a quarter is unknown is unknown. */
export function hoursOfQuarters(
  quarters: Float64Array,
  days: DayRows,
): { readonly startsAt: Float64Array; readonly energy: Float64Array } {
  const startsAt: number[] = [];
  const energy: number[] = [];
  for (let day = 0; day + 1 < days.edges.length; day += 1) {
    for (let at = days.first[day]!, hour = 0; at < days.first[day + 1]!; at += 4, hour += 1) {
      startsAt.push(days.edges[day]! + hour * 4 * quarterMs);
      let sum = 0;
      for (let i = at; i < Math.min(at + 4, days.first[day + 1]!); i += 1) sum += quarters[i] ?? NaN;
      energy.push(sum);
    }
  }
  return { startsAt: Float64Array.from(startsAt), energy: Float64Array.from(energy) };
}

/**
 * Shares of each day's quarter hours that are known, and that are measured. What a meter reads once an hour or a month is
 * an estimate within it: its quarter hours are measured when the interval of its own that they lie in is.
 */
export function sharesOfDays(
  quality: Uint8Array,
  days: DayRows,
  own: { readonly startsAt: Float64Array; readonly quality: Uint8Array } | null,
): { readonly known: Float64Array; readonly measured: Float64Array } {
  const n = days.edges.length - 1;
  const shares = { known: new Float64Array(n), measured: new Float64Array(n) };
  let at = 0;
  for (let day = 0; day < n; day += 1) {
    const [first, end] = [days.first[day]!, days.first[day + 1]!];
    let [knownQuarters, measuredQuarters] = [0, 0];
    for (let i = first; i < end; i += 1) {
      if (quality[i] === missing) continue;
      knownQuarters += 1;
      if (own === null) {
        if (quality[i] === measured) measuredQuarters += 1;
        continue;
      }
      const start = days.edges[day]! + (i - first) * quarterMs;
      while (at + 1 < own.startsAt.length && own.startsAt[at + 1]! <= start) at += 1;
      if (own.startsAt[at]! <= start && own.quality[at] === measured) measuredQuarters += 1;
    }
    shares.known[day] = knownQuarters / (end - first);
    shares.measured[day] = measuredQuarters / (end - first);
  }
  return shares;
}

const minutesOf = { m: 1, h: 60, d: 1_440 } as const;

/** The finest of our resolutions at which a meter with this interval (`15m`, `1h`, `30d`) can be measured. */
export function ownResolution(interval: string): OwnResolution {
  const match = /^(\d+)\s*(mo|m|h|d)/.exec(interval);
  if (match === null) return '15m';
  if (match[2] === 'mo') return '1mo';
  const minutes = Number(match[1]) * minutesOf[match[2] as keyof typeof minutesOf];
  return minutes <= 15 ? '15m' : minutes <= 60 ? '1h' : minutes <= 1_440 ? '1d' : '1mo';
}
