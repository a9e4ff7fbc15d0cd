import type { Mark } from '../../charts/mark.ts';

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
