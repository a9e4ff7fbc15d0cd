import type { Stream } from '../../../../domain/canteen/types.ts';
import type { CanteenSignal, WireComparison } from '../../../../domain/wire-canteens.ts';
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

export const signOf: Readonly<Record<CanteenSignal, SignName>> = {
  'far-above-norm': 'alarm',
  silent: 'silent',
  'scale-stuck': 'notice',
  'scale-drifts': 'notice',
  'insufficient-data': 'cannot-tell',
  closed: 'due',
};

export function mostUrgent(signals: readonly CanteenSignal[]): CanteenSignal | null {
  return byUrgency.find((one) => signals.includes(one)) ?? null;
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
