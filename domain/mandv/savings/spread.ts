import type { MandvMethod } from '../types.ts';

/** Percentage points between methods from which a person should look (spec §19 no. 2). */
const amberFrom = 2;

export interface MethodSaving {
  readonly method: MandvMethod;
  /** Saving ÷ counterfactual; null: this method gives nothing here. */
  readonly fraction: number | null;
}
export interface MethodSpread {
  /** Greatest minus smallest, percentage points; null with fewer than two methods. */
  readonly percentagePoints: number | null;
  readonly light: 'green' | 'amber' | 'none';
}

/** How much the saving depends on the method: a plausibility light, not a measure of uncertainty. */
export function spreadOf(methods: readonly MethodSaving[]): MethodSpread {
  const fractions = methods.map((one) => one.fraction).filter((one) => one !== null);
  if (fractions.length < 2) return { percentagePoints: null, light: 'none' };
  const percentagePoints = (Math.max(...fractions) - Math.min(...fractions)) * 100;
  return { percentagePoints, light: percentagePoints > amberFrom ? 'amber' : 'green' };
}
