import type { WirePlaceUse } from '../../../../domain/wire-places.ts';
import type { Quality } from '../../../../domain/metering/interval.ts';
import type { CarrierColour } from '../../theme/carrier.ts';
import type { SeriesChartModel } from '../chart.ts';
import { endOf, settled, type Mark } from '../mark.ts';

const qualities: Readonly<Record<string, Quality>> = { m: 'measured', e: 'estimated', x: 'missing', h: 'manual' };
/** Newest readings of many meters come at their own times. */
const patienceMs = 2_700_000;

/** A place's sums by hour, day or month as marks; what has not begun is left out. */
export function marksOfUse(use: WirePlaceUse, now: number): readonly Mark[] {
  const marks = use.ts.flatMap((ts, i) => {
    const letter = use.quality[i] ?? '-';
    if (letter === '-') return [];
    const at = Date.parse(ts);
    const until = endOf(at, use.every, use.timezone);
    const mark: Mark = {
      at,
      until,
      value: use.value[i] ?? null,
      quality: qualities[letter] ?? 'missing',
      coverage: use.coverage[i] ?? 0,
      ...(at <= now && now < until ? { partial: true } : {}),
    };
    return [mark];
  });
  return settled(marks, now, patienceMs);
}

/** The same intervals a year before, under this one's; one of which only a part is known is no measure to compare with. */
export function marksBefore(use: WirePlaceUse): readonly Mark[] {
  const { before } = use;
  if (!before) return [];
  return use.ts.map((ts, i) => {
    const at = Date.parse(ts);
    const quality = qualities[before.quality[i] ?? 'x'] ?? 'missing';
    const value = quality === 'missing' ? null : (before.value[i] ?? null);
    return { at, until: endOf(at, use.every, use.timezone), value, quality, coverage: value === null ? 0 : 1 };
  });
}

export interface UseTotals {
  /** Sum of what is known; null when nothing is. */
  readonly value: number | null;
  readonly estimated: number;
  /** Known part of the time up to now, 0…1. */
  readonly coverage: number;
  /** Against the year before over the whole intervals that both know. */
  readonly change: number | null;
  readonly highest: Mark | null;
  /** Mean of the whole intervals. */
  readonly mean: number | null;
}

export function totalsOf(marks: readonly Mark[], before: readonly Mark[], now: number): UseTotals {
  const earlier = new Map(before.map((mark) => [mark.at, mark.value]));
  let [sum, guessed, known, elapsed, whole, count, own, was] = [0, 0, 0, 0, 0, 0, 0, 0];
  let highest: Mark | null = null;
  for (const mark of marks) {
    const length = Math.min(now, mark.until) - mark.at;
    elapsed += length;
    if (mark.value === null) continue;
    sum += mark.value;
    known += Math.min(length, mark.coverage * (mark.until - mark.at));
    if (mark.quality === 'estimated') guessed += mark.value;
    if (mark.partial || mark.quality === 'missing') continue;
    whole += mark.value;
    count++;
    if (highest === null || mark.value > highest.value!) highest = mark;
    const base = earlier.get(mark.at) ?? null;
    if (base === null) continue;
    own += mark.value;
    was += base;
  }
  return {
    value: known === 0 ? null : sum,
    estimated: guessed,
    coverage: elapsed > 0 ? Math.min(1, known / elapsed) : 0,
    change: was > 0 ? own / was - 1 : null,
    highest,
    mean: count === 0 ? null : whole / count,
  };
}

/** What a place used, as bars, with the year before as levels: for `SeriesChart`. */
export function useModel(
  use: WirePlaceUse,
  shown: {
    readonly title: string;
    readonly period: string;
    readonly from: number;
    readonly to: number;
    readonly now: number;
    readonly withYear: boolean;
    readonly beforeName: string;
    readonly interval: string;
    readonly source: string;
    readonly fileName: string;
    readonly colour: CarrierColour;
  },
): SeriesChartModel {
  const { title, period, from, to, now, interval, source, fileName, colour } = shown;
  return {
    title,
    period,
    from,
    to,
    until: Math.min(now, to),
    kind: 'bars',
    marks: marksOfUse(use, now),
    previous: shown.withYear ? marksBefore(use) : [],
    previousName: shown.beforeName,
    maxGapMs: 0,
    unit: use.unit,
    fromZero: true,
    colour,
    interval,
    source,
    fileName,
  };
}
