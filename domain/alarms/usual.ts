import { dayKind, likeDays } from '../places/day-kind.ts';
import type { DayTypes } from '../time/day-types.ts';
import { pastDays, type Margin } from './rules.ts';

/** What a figure of a night or day is compared with. */
export interface Usual {
  readonly usual: number;
  /** From here on it is odd. */
  readonly limit: number;
}

/** The figure of a local day (counted from 1970); NaN = cannot tell. */
export type FigureOf = (day: number) => number;

/** Whether a day that nobody works on is compared with such days only, or with any. */
export type Alike = 'same-sort' | 'any';

/** Of the same weekday this many days, and of the newest ones this many; fewer say nothing. */
const like = { most: 8, least: 4 } as const;
const newest = { most: 5, least: 4 } as const;
/** Days of which a spread is told. */
const recently = 28;
/** MAD to standard deviation of a normal distribution. */
const mad = 1.4826;

/**
 * What is usual on a day, from its own past: the higher of two medians, that of like days (same weekday) and that of the
 * newest days. The first knows weekdays that begin early; the second follows a season that raises all nights slowly.
 * @param counts false for days that are no part of what is usual: those of an episode
 * @returns null while too little is known
 */
export function usualOn(
  day: number,
  figureOf: FigureOf,
  counts: (day: number) => boolean,
  margin: Margin,
  dayTypes: DayTypes,
  alike: Alike,
): Usual | null {
  const known = (other: number) => counts(other) && !Number.isNaN(figureOf(other));
  const likely = likeDays(day, dayTypes, like.most).filter((other) => day - other <= pastDays && known(other));
  const recent = recentDays(day, dayTypes, alike, known);
  const samples = [
    { days: likely, telling: likely, least: like.least },
    // A season is told by the newest, how much nights differ by all of them.
    { days: recent, telling: recent.slice(0, newest.most), least: newest.least },
  ].filter(({ days, least }) => days.length >= least);
  if (samples.length === 0) return null;
  const usual = Math.max(...samples.map(({ telling }) => median(telling.map(figureOf))));
  const spread = Math.max(...samples.map(({ days }) => spreadOf(days.map(figureOf))));
  return { usual, limit: usual + Math.max(margin.spreads * spread, margin.share * usual, margin.least) };
}

/** Newest first. */
function recentDays(day: number, dayTypes: DayTypes, alike: Alike, known: (day: number) => boolean): number[] {
  const off = isOff(day, dayTypes);
  const found: number[] = [];
  for (let other = day - 1; other >= day - recently; other--) {
    if ((alike === 'any' || isOff(other, dayTypes) === off) && known(other)) found.push(other);
  }
  return found;
}

function spreadOf(values: readonly number[]): number {
  const middle = median(values);
  return mad * median(values.map((value) => Math.abs(value - middle)));
}

/** Nobody is expected to work: a weekend or holiday. */
export function isOff(day: number, dayTypes: DayTypes): boolean {
  const kind = dayKind(day, dayTypes);
  return kind === 'weekend' || kind === 'holiday';
}

/** NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
