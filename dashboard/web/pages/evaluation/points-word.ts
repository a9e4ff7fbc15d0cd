import type { WireEvaluationSummary } from '../../../../domain/wire-evaluation.ts';
import { fixed } from '../../format/index.ts';
import { i18n } from '../../messages/i18n.svelte.ts';

/** The total of what was graded, or between what it lies: a grade can be sure without a total. */
export function pointsWord({ total, between }: Pick<WireEvaluationSummary, 'total' | 'between'>): string {
  if (total !== null || between === null) return fixed(total, 1);
  return i18n.m.evaluation.sheet.between(fixed(between.atLeast, 1), fixed(between.atMost, 1));
}
