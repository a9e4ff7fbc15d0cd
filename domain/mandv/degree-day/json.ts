import * as z from 'zod';
import type { DegreeDayModel } from '../types.ts';

const version = 1;
const finite = z.number();
const pair = z.tuple([finite, finite]).readonly();
const statistics = <T extends 'caltrack' | 'guideline14'>(family: T) =>
  z.object({
    family: z.literal(family),
    n: finite,
    parameters: finite,
    observedTotal: finite,
    observedMean: finite,
    rSquared: finite,
    adjustedRSquared: finite,
    rmse: finite,
    cvrmse: finite.nullable(),
    nmbe: finite.nullable(),
    autocorrelation: finite.nullable(),
    nPrime: finite.nullable(),
  });
const slope = finite.nullable();
const parameters = z
  .object({
    interceptPerDay: finite,
    heatingSlope: slope,
    coolingSlope: slope,
    heatingBalanceC: slope,
    coolingBalanceC: slope,
  })
  .refine((p) => (p.heatingSlope === null) === (p.heatingBalanceC === null), 'a heating slope needs its balance point')
  .refine((p) => (p.coolingSlope === null) === (p.coolingBalanceC === null), 'a cooling slope needs its balance point');
const kept = z.object({
  format: z.literal('wattsteward.degree-day-model'),
  version: z.literal(version),
  model: z.object({
    kind: z.literal('degree-day'),
    method: z.enum(['daily', 'monthly']),
    name: z.enum(['intercept_only', 'hdd_only', 'cdd_only', 'cdd_hdd']),
    parameters,
    adjustedRSquared: finite,
    balanceRangesC: z.object({ heating: pair.nullable(), cooling: pair.nullable() }),
    candidates: z.object({ qualified: finite, disqualified: finite, notAttempted: finite }),
    statistics: z.object({ caltrack: statistics('caltrack'), guideline14: statistics('guideline14') }),
    baseline: z.object({ from: finite, to: finite, temperatureRangeC: pair }),
  }),
});

/** JSON that keeps every bit of the numbers: the model read back predicts exactly the same. */
export function toJson(model: DegreeDayModel): string {
  return JSON.stringify({ format: 'wattsteward.degree-day-model', version, model });
}

/** Throws with the place of the fault when the text is no such model, or of another version. */
export function fromJson(text: string): DegreeDayModel {
  return kept.parse(JSON.parse(text)).model;
}
