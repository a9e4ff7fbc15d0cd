import { isRegisterPoint, unitOf } from '../points.ts';
import type { MeterRules, RegisterRules } from './meter.ts';

/** What holds for one register of a meter. */
export interface PointRules extends RegisterRules {
  /** The meter's own: expected time between readings, ms. */
  readonly intervalMs: number;
}

/**
 * The meter's rules were written for its register point. Its other registers sit behind the same transformers
 * (multiplier) and were swapped with it, but nobody wrote down their closing and opening; those in the same unit have
 * the same display (digits, decimals).
 */
export function rulesOfPoint(rules: MeterRules, point: string): PointRules {
  const { register, registerPoint, intervalMs } = rules;
  const replacements = register.replacements.toSorted((a, b) => a.at - b.at);
  if (point === registerPoint) return { ...register, replacements, intervalMs };
  const sameDisplay = isRegisterPoint(point) && unitOf(point) === unitOf(registerPoint);
  return {
    intervalMs,
    multiplier: register.multiplier,
    replacements: replacements.map(({ at }) => ({ at })),
    ...(sameDisplay && register.digits !== undefined ? { digits: register.digits } : {}),
    ...(sameDisplay && register.decimals !== undefined ? { decimals: register.decimals } : {}),
  };
}
