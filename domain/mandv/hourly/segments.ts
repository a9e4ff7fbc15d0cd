import type { HourlyModel } from './model.ts';

/** Months 0…11 from which a segment is made, with the weight of their rows. */
export interface SegmentPlan {
  readonly name: string;
  readonly months: readonly number[];
  readonly weights: readonly number[];
}

const names = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
export const everyMonth: readonly number[] = names.map((_, month) => month);

/** Twelve segments, January's first, or one (spec §6, §6.7). */
export function segmentPlans(segmentation: HourlyModel['segmentation']): SegmentPlan[] {
  if (segmentation === 'single') return [{ name: 'all', months: everyMonth, weights: everyMonth.map(() => 1) }];
  return everyMonth.map((month) => {
    const months = [(month + 11) % 12, month, (month + 1) % 12];
    return {
      name: `${months.map((of) => names[of]).join('-')}-weighted`,
      months,
      weights: [0.5, 1, 0.5],
    };
  });
}
