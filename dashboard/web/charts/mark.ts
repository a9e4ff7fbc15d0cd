import type { Quality } from '../../../domain/metering/interval.ts';
import type { WireEvery, WirePoint, WireSeries } from '../../../domain/wire.ts';
import { addDays, addMonths, dateAt, startOf, startOfMonth } from '../format/zone.ts';

/** One value on a chart's time axis: an interval [at, until), or a sample (at = until). `null` is a gap, never 0. */
export interface Mark {
  readonly at: number;
  readonly until: number;
  readonly value: number | null;
  readonly quality: Quality;
  readonly coverage: number;
  readonly min?: number | null;
  readonly max?: number | null;
  /** The interval has begun and not yet ended. */
  readonly partial?: boolean;
}

const read = (p: WirePoint, until: number): Mark => ({
  at: Date.parse(p.ts),
  until,
  value: p.value,
  quality: p.quality,
  coverage: p.coverage,
  ...(p.min === undefined ? {} : { min: p.min }),
  ...(p.max === undefined ? {} : { max: p.max }),
  ...(p.partial ? { partial: true } : {}),
});

const lengths: Partial<Record<WireEvery, number>> = { '15m': 900_000, '1h': 3_600_000 };

/** Where an interval that starts at `at` ends: days and months are local ones. */
export function endOf(at: number, every: WireEvery, zone: string): number {
  if (every === 'raw') return at;
  if (every === '1d') return startOf(addDays(dateAt(at, zone), 1), zone);
  if (every === '1mo') return startOf(addMonths(startOfMonth(dateAt(at, zone)), 1), zone);
  return at + lengths[every]!;
}

export function marksOf({
  points,
  every,
  timezone,
}: Pick<WireSeries, 'points' | 'every' | 'timezone'>): readonly Mark[] {
  return points.map((p) => read(p, endOf(Date.parse(p.ts), every, timezone)));
}

export function marksOfSamples(samples: readonly (readonly [number, number])[]): readonly Mark[] {
  return samples.map(([at, value]) => ({ at, until: at, value, quality: 'measured', coverage: 1 }));
}

/** The same marks seen from another period: yesterday drawn under today. */
export function shifted(marks: readonly Mark[], by: number): readonly Mark[] {
  return marks.map((m) => ({ ...m, at: m.at + by, until: m.until + by }));
}

/** New marks take the place of those at the same instant; both are ascending, and so is what comes of them. */
export function merged(old: readonly Mark[], fresh: readonly Mark[]): readonly Mark[] {
  if (fresh.length === 0) return old;
  // The usual case: a live line grows at its end.
  const last = old.at(-1);
  if (!last || fresh[0]!.at > last.at) return [...old, ...fresh];
  const found: Mark[] = [];
  let i = 0;
  for (const mark of fresh) {
    while (i < old.length && old[i]!.at < mark.at) found.push(old[i++]!);
    if (old[i]?.at === mark.at) i++;
    found.push(mark);
  }
  while (i < old.length) found.push(old[i++]!);
  return found;
}

/**
 * A running interval ends in the future, so the API calls it missing with the coverage that it has so far. What a person
 * asks is whether anything is missing up to now: it isn't when the newest reading is at most `toleranceMs` old.
 */
export function settled(marks: readonly Mark[], now: number, toleranceMs: number): readonly Mark[] {
  return marks.map((m) => {
    if (!m.partial || m.quality !== 'missing' || m.value === null) return m;
    const unknown = now - m.at - m.coverage * (m.until - m.at);
    return unknown <= toleranceMs ? { ...m, quality: 'measured' } : m;
  });
}

/** Share of the interval known, of its length up to now: a running day is not incomplete because it runs. */
export function knownShare(m: Mark, now: number): number {
  const elapsed = Math.min(now, m.until) - m.at;
  return elapsed <= 0 ? 0 : Math.min(1, (m.coverage * (m.until - m.at)) / elapsed);
}

/** Index of the mark that a person means at this instant: the interval around it, or the nearest sample. -1: none. */
export function indexAt(marks: readonly Mark[], at: number): number {
  let lo = 0;
  let hi = marks.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (marks[mid]!.at <= at) lo = mid + 1;
    else hi = mid;
  }
  const before = marks[lo - 1];
  const after = marks[lo];
  if (!before) return after ? 0 : -1;
  if (!after || before.until > at) return lo - 1;
  return at - before.at <= after.at - at ? lo - 1 : lo;
}

export interface QualityShare {
  readonly quality: Quality;
  /** 0…1 of the time looked at. */
  readonly share: number;
}

/** How long each quality holds, as shares of the time up to `until`; samples are not judged here. */
export function qualityShares(marks: readonly Mark[], until: number): readonly QualityShare[] {
  const order: readonly Quality[] = ['measured', 'estimated', 'manual', 'missing'];
  const length = new Map<Quality, number>();
  let total = 0;
  for (const m of marks) {
    const ms = Math.min(m.until, until) - m.at;
    if (ms <= 0) continue;
    length.set(m.quality, (length.get(m.quality) ?? 0) + ms);
    total += ms;
  }
  return order.filter((q) => length.has(q)).map((quality) => ({ quality, share: length.get(quality)! / total }));
}
