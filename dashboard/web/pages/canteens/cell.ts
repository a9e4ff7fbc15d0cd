import type { Stream } from '../../../../domain/canteen/types.ts';
import type { WireBoardRow } from '../../../../domain/wire-canteens.ts';
import { widthOf } from '../../charts/tree/fit-text.ts';
import { count, fixed, join, missing, type Format } from '../../format/index.ts';
import type { Messages } from '../../messages/type.ts';
import { needsSomebody } from './signals.ts';

/** What one cell of the board shows. */

/** `36.9`; from 100 on without a decimal, so that figures of a column stand alike. */
export function gramsText(grams: number | null): string {
  return grams === null ? missing : fixed(grams, Math.abs(grams) < 99.95 ? 1 : 0);
}

/** A name as long as there is room for: that it is a canteen goes without saying here. */
export function nameFor(name: string, room: number): string {
  const rest = name.replace(/食堂$/, '');
  return widthOf(name, 12) <= room || rest.length < 2 ? name : rest;
}

/**
 * What the bars of all cells end at, grams a person-meal: the largest figure or norm, but never so far out that a
 * single one presses all others together.
 */
export function barEnd(rows: readonly WireBoardRow[]): number {
  const figures = rows.flatMap(({ gramsPerMeal, norm }) => [gramsPerMeal ?? 0, norm?.gramsPerMeal ?? 0]);
  const known = figures.filter((v) => v > 0).sort((a, b) => a - b);
  if (known.length === 0) return 1;
  const middle = known[Math.floor(known.length / 2)]!;
  return Math.min(known.at(-1)! * 1.06, middle * 2.2);
}

export interface Bullet {
  /** Share of the bar's length, 0…1; null = no figure. */
  readonly bar: number | null;
  /** Where the own norm stands; null = there is none. */
  readonly norm: number | null;
  /** The bar goes on beyond its end. */
  readonly beyond: boolean;
}
export function bulletOf(row: Pick<WireBoardRow, 'gramsPerMeal' | 'norm'>, end: number): Bullet {
  const share = (grams: number | undefined | null) =>
    grams === null || grams === undefined ? null : Math.max(0, Math.min(1, grams / end));
  return {
    bar: share(row.gramsPerMeal),
    norm: share(row.norm?.gramsPerMeal),
    beyond: (row.gramsPerMeal ?? 0) > end,
  };
}

/** The whole cell in words, for those who hear it or rest the pointer on it. */
export function cellWords(row: WireBoardRow, stream: Stream, m: Messages, f: Format): string {
  const words = m.canteens;
  const { terms } = m.canteen;
  const parts = [
    [row.regionName, row.name].filter(Boolean).join(' '),
    row.gramsPerMeal === null
      ? words.noFigure
      : `${terms.perMeal[stream]} ${join({ value: gramsText(row.gramsPerMeal), unit: f.unitScale('g/meal', 1).unit })}`,
    row.personMeals > 0 ? words.peopleSoFar(count(row.personMeals)) : '',
    row.norm === null ? words.noNorm : words.ownNorm(gramsText(row.norm.gramsPerMeal)),
    ...row.signals.map((signal) => terms.signals[signal]),
    ...row.reasons
      .filter((reason) => !(reason === 'not-weighed' && row.signals.includes('silent')))
      .map((reason) => terms.reasons[reason]),
    row.state === 'doubtful' ? words.doubtful : '',
    row.manual ? words.manual : '',
  ];
  return parts.filter((part) => part !== '').join(f.language === 'zh' ? '，' : ', ');
}

/** In colour and weight of an alarm: what stands far out, not what is merely unknown. */
export const standsOut = (row: WireBoardRow): boolean => row.signals.includes('far-above-norm');
/** Greyed: no figure, or one that is not to be compared. */
export const greyed = (row: WireBoardRow): boolean => row.gramsPerMeal === null || row.state !== 'ok';
export const needsLook = (row: WireBoardRow): boolean => needsSomebody(row.signals);
