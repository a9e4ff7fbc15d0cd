import { isRegisterPoint, unitOf } from '../points.ts';
import { decidedOf, type Decided } from './decided.ts';
import type { MeterRules, RegisterRules } from './meter.ts';

/** A replacement that the portfolio announced, or that a person decided (`decided`: its place among the decisions). */
export type Replacement = RegisterRules['replacements'][number] & { readonly decided?: number };

/** What holds for one register of a meter. */
export interface PointRules extends RegisterRules {
  /** The meter's own: expected time between readings, ms. */
  readonly intervalMs: number;
  readonly replacements: readonly Replacement[];
  readonly decided: Decided | null;
}

/**
 * The meter's rules were written for its register point. Its other registers sit behind the same transformers
 * (multiplier) and were swapped with it, but nobody wrote down their closing and opening; those in the same unit have
 * the same display (digits, decimals). What was decided of a point holds for it alone.
 */
export function rulesOfPoint(rules: MeterRules, point: string): PointRules {
  const { register, registerPoint, intervalMs } = rules;
  const decided = decidedOf(rules.decisions, point);
  const announced = point === registerPoint ? register.replacements : register.replacements.map(({ at }) => ({ at }));
  const own = { intervalMs, decided, replacements: united(announced, decided) };
  if (point === registerPoint) return { ...register, ...own };
  const sameDisplay = isRegisterPoint(point) && unitOf(point) === unitOf(registerPoint);
  return {
    ...own,
    multiplier: register.multiplier,
    ...(sameDisplay && register.digits !== undefined ? { digits: register.digits } : {}),
    ...(sameDisplay && register.decimals !== undefined ? { decimals: register.decimals } : {}),
  };
}

/** Ascending; a decided one takes the place of an announced one of the same instant. */
function united(announced: readonly Replacement[], decided: Decided | null): readonly Replacement[] {
  const swaps = decided?.swaps ?? [];
  return [
    ...announced.filter(({ at }) => !swaps.some((swap) => swap.at === at)),
    ...swaps.map(({ at, closing, opening, order }) => ({ at, closing, opening, decided: order })),
  ].sort((a, b) => a.at - b.at);
}
