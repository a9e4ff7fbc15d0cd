import { findingsBy, keyOf } from './finding.ts';
import type { Correction, MealCount, Weighing, WeighingFinding } from './types.ts';

/** What an event counts for, after what people said of it. */
export interface Counted<E> {
  readonly event: E;
  /** Grams, or people; null = it does not count. */
  readonly amount: number | null;
  /** A person gave the number. */
  readonly manual: boolean;
  /** What is odd about it and nobody has decided yet. */
  readonly open: readonly WeighingFinding[];
}

/**
 * Weighings with what they count for. One that was left out (`excluded`) counts when a person says so; a person's word
 * about a weighing settles all that was odd about it.
 * @param weighings each event once
 * @param corrections in the order in which they were made, those undone left out: the later word counts
 */
export function countedWeighings(
  weighings: readonly Weighing[],
  corrections: readonly Correction[],
  findings: readonly WeighingFinding[],
): readonly Counted<Weighing>[] {
  const wordOf = wordsOf(corrections);
  const found = findingsBy(findings);
  return weighings.map((event) => {
    const word = wordOf(event);
    if (word) return settled(event, word, event.netG);
    const open = found(event);
    const excluded = open.some(({ effect }) => effect === 'excluded');
    return { event, amount: excluded ? null : event.netG, manual: false, open };
  });
}

/** Counts of people with what they count for; as of weighings. */
export function countedMeals(
  counts: readonly MealCount[],
  corrections: readonly Correction[],
): readonly Counted<MealCount>[] {
  const wordOf = wordsOf(corrections);
  return counts.map((event) => {
    const word = wordOf(event);
    return word
      ? settled(event, word, event.personMeals)
      : { event, amount: event.personMeals, manual: false, open: [] };
  });
}

function wordsOf(corrections: readonly Correction[]): (event: Weighing | MealCount) => Correction | undefined {
  const words = new Map(corrections.map((correction) => [keyOf(correction), correction]));
  return words.size === 0 ? () => undefined : (event) => words.get(keyOf(event));
}

function settled<E>(event: E, { as, value }: Correction, told: number): Counted<E> {
  const amount = as === 'ignored' ? null : as === 'value' ? (value ?? told) : told;
  return { event, amount, manual: as === 'value', open: [] };
}
