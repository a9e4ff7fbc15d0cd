import type { Stream } from '../../../../domain/canteen/types.ts';
import type { CanteenSignal, WireBoardRow, WireComparison } from '../../../../domain/wire-canteens.ts';
import type { SignName } from '../../components/Sign.svelte';

/** What a cell marks: a shape and a word, never a colour alone. */

/** The one that a cell has room for: what needs somebody first. */
const byUrgency: readonly CanteenSignal[] = [
  'far-above-norm',
  'silent',
  'scale-stuck',
  'scale-drifts',
  'insufficient-data',
  'closed',
];

/** A figure that is not compared is marked even where no signal says why. */
export type CellMark = CanteenSignal | 'doubtful';

export const signOf: Readonly<Record<CellMark, SignName>> = {
  'far-above-norm': 'alarm',
  silent: 'silent',
  'scale-stuck': 'notice',
  'scale-drifts': 'notice',
  'insufficient-data': 'cannot-tell',
  closed: 'due',
  doubtful: 'notice',
};

export function mostUrgent(signals: readonly CanteenSignal[]): CanteenSignal | null {
  return byUrgency.find((one) => signals.includes(one)) ?? null;
}

export function markOf({ signals, state }: Pick<WireBoardRow, 'signals' | 'state'>): CellMark | null {
  return mostUrgent(signals) ?? (state === 'doubtful' ? 'doubtful' : null);
}

const keyed = ['far-above-norm', 'silent', 'doubtful', 'insufficient-data', 'closed'] as const;
/** The marks that the board's key must explain: those that it shows. */
export function keyOf(rows: readonly WireBoardRow[]): readonly (typeof keyed)[number][] {
  const shown = new Set(
    rows.map((row) => {
      const mark = markOf(row);
      return mark === 'scale-drifts' || mark === 'scale-stuck' ? 'doubtful' : mark;
    }),
  );
  return keyed.filter((one) => shown.has(one));
}

/** Those that somebody must look at today. */
export function needsSomebody(signals: readonly CanteenSignal[]): boolean {
  return signals.includes('far-above-norm') || signals.includes('silent');
}

/** Is a credible difference for the better? Used trimmings are the only stream of which more is better. */
export function toneOf(comparison: WireComparison, stream: Stream): 'better' | 'worse' | 'even' {
  if (comparison !== 'less' && comparison !== 'more') return 'even';
  return (comparison === 'less') === (stream !== 'TRIM_USED') ? 'better' : 'worse';
}
