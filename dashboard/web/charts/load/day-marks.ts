import type { WirePlaceDay, WireRates } from '../../../../domain/wire-places.ts';
import type { Quality } from '../../../../domain/metering/interval.ts';
import type { Mark } from '../mark.ts';

/** A place's day as marks: each quarter hour once, `null` where nothing is known. */
const qualities: Readonly<Record<string, Quality>> = { m: 'measured', e: 'estimated', x: 'missing', h: 'manual' };
const quarterMs = 900_000;
/** Readings of a quarter hour may be this long on their way before it counts as missing. */
const patienceMs = 1_800_000;

export interface DaySpan {
  readonly from: number;
  readonly to: number;
  /** Start of each quarter hour. */
  readonly starts: readonly number[];
}

/** Local days may be 23 or 25 hours long: its quarter hours say where a day ends. */
export function spanOf(day: Pick<WirePlaceDay, 'ts'>): DaySpan {
  const starts = day.ts.map((ts) => Date.parse(ts));
  return { from: starts[0] ?? 0, to: (starts.at(-1) ?? 0) + quarterMs, starts };
}

/** Quarter hours that have not begun are left out. */
export function marksOfRates(rates: WireRates, starts: readonly number[]): readonly Mark[] {
  return starts.flatMap((at, i) => {
    const letter = rates.quality[i] ?? '-';
    if (letter === '-') return [];
    const value = rates.rate[i] ?? null;
    return [
      { at, until: at + quarterMs, value, quality: qualities[letter] ?? 'missing', coverage: value === null ? 0 : 1 },
    ];
  });
}

/** Another day's rates under this one, quarter hour by quarter hour. */
export function pointsOf(
  rates: readonly (number | null)[],
  starts: readonly number[],
): readonly [number, number | null][] {
  return starts.map((at, i) => [at + quarterMs / 2, rates[i] ?? null]);
}

/**
 * Up to where something may be called missing: the end of what is known while news is on its way, else now.
 * @param now epoch ms; behind the day's end the whole day counts
 */
export function judgedUntil(knownUntil: number | null, now: number, span: DaySpan): number {
  const end = Math.min(now, span.to);
  if (knownUntil === null) return end - span.from > patienceMs ? end : span.from;
  return end - knownUntil > patienceMs ? end : Math.max(span.from, knownUntil);
}

/** Generation without the nights: zeros between zeros aren't drawn along the axis. */
export function withoutNights(
  points: readonly (readonly [number, number | null])[],
): readonly [number, number | null][] {
  const dark = (i: number) => !((points[i]?.[1] ?? 0) > 0);
  return points.map(([at, value], i) => [at, dark(i - 1) && dark(i) && dark(i + 1) ? null : value]);
}

export interface BandShare {
  readonly inside: number;
  readonly above: number;
  readonly below: number;
}
/** Of the known quarter hours that have a band: how many lie inside it, above and below; null when none has. */
export function againstBand(day: Pick<WirePlaceDay, 'today' | 'band'>): BandShare | null {
  let [inside, above, below] = [0, 0, 0];
  day.today.rate.forEach((rate, i) => {
    const low = day.band.low[i] ?? null;
    const high = day.band.high[i] ?? null;
    if (rate === null || low === null || high === null) return;
    if (rate > high) above++;
    else if (rate < low) below++;
    else inside++;
  });
  return inside + above + below === 0 ? null : { inside, above, below };
}

/** Longest first, at most `most`: stretches of estimates that deserve their word. */
export function estimatedSpans(
  marks: readonly Mark[],
  most = 3,
): readonly { from: number; to: number; value: number }[] {
  const found: { from: number; to: number; value: number }[] = [];
  for (const mark of marks) {
    if (mark.quality !== 'estimated' || mark.value === null) continue;
    const last = found.at(-1);
    if (last?.to === mark.at) last.to = mark.until;
    else found.push({ from: mark.at, to: mark.until, value: mark.value });
  }
  return found.sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, most);
}
