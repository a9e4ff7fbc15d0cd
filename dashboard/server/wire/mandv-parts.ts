import { z } from 'zod';
import { isoText } from './schemas.ts';

/** Parts of a measurement and verification, for the OpenAPI document. The types stand in domain/wire-mandv.ts. */
export const finite = z.number();
export const count = z.int().nonnegative();
export const perhaps = finite.nullable();
export const sha256Text = z.string().regex(/^[0-9a-f]{64}$/);
export const dateText = z.iso.date().describe('Local day of the installation’s zone');
export const words = z.object({ zh: z.string(), en: z.string() }).meta({ id: 'MandvWords' });
export const methodSchema = z.enum(['daily', 'monthly', 'hourly', 'hourly-day-types']);
const range = z.tuple([finite, finite]);

export const bandSchema = z
  .object({
    confidence: finite,
    halfWidth: perhaps,
    undefinedBecause: z
      .enum(['autocorrelation', 'too-few-baseline-points', 'no-reporting-points', 'mean-near-zero'])
      .optional(),
  })
  .meta({ id: 'MandvBand', description: 'Symmetrical; null = undefined, never infinite' });

export const savingSchema = z
  .object({
    actual: finite,
    counterfactual: finite,
    saving: finite.describe('Counterfactual − actual: positive = saved'),
    fraction: perhaps,
    band: bandSchema,
    bands: z.array(bandSchema),
    distinguishable: z.boolean().describe('False: the band holds 0, nothing may be claimed'),
    fractionalUncertainty: perhaps,
    words,
  })
  .meta({ id: 'MandvSaving' });

const problemSchema = z
  .object({ code: z.string(), message: words, numbers: z.record(z.string(), z.union([finite, z.string()])) })
  .meta({ id: 'MandvProblem' });
export const sufficiencySchema = z
  .object({ qualified: z.boolean(), warnings: z.array(problemSchema), disqualifications: z.array(problemSchema) })
  .meta({ id: 'MandvSufficiency' });

const statisticsSchema = z
  .object({
    family: z.enum(['caltrack', 'guideline14']),
    n: count,
    parameters: count,
    observedTotal: finite,
    observedMean: finite,
    rSquared: finite,
    adjustedRSquared: finite,
    rmse: finite,
    cvrmse: perhaps,
    nmbe: perhaps,
    autocorrelation: perhaps,
    nPrime: perhaps,
  })
  .meta({ id: 'MandvStatistics' });

export const modelSchema = z
  .object({
    kind: z.enum(['degree-day', 'hourly']),
    method: methodSchema,
    name: z.enum(['intercept_only', 'hdd_only', 'cdd_only', 'cdd_hdd', 'towt']),
    parameters: z
      .object({
        interceptPerDay: finite,
        heatingSlope: perhaps,
        coolingSlope: perhaps,
        heatingBalanceC: perhaps,
        coolingBalanceC: perhaps,
      })
      .nullable(),
    balanceRangesC: z.object({ heating: range.nullable(), cooling: range.nullable() }),
    adjustedRSquared: perhaps,
    candidates: z.object({ qualified: count, disqualified: count, notAttempted: count }).nullable(),
    statistics: z.object({ caltrack: statisticsSchema, guideline14: statisticsSchema }),
    temperatureRangeC: range.nullable(),
  })
  .meta({ id: 'MandvModel' });

export const acceptanceSchema = z
  .object({
    id: z.string(),
    label: words,
    limit: finite,
    comparison: z.enum(['at-most', 'at-least']),
    value: perhaps,
    unit: z.enum(['share', 'days', 'months', 'number']),
    verdict: z.enum(['met', 'not-met', 'cannot-tell']),
    because: words.nullable(),
  })
  .meta({ id: 'MandvAcceptance' });

export const adjustmentSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['step', 'closure']),
    from: isoText,
    to: isoText.nullable(),
    perDay: finite,
    reason: z.string(),
    evidence: z.string(),
    by: z.string(),
    at: isoText,
    effect: perhaps,
  })
  .meta({ id: 'MandvAdjustment' });

export const todaySchema = z
  .object({
    date: dateText,
    confidence: finite,
    hours: z.array(
      z.object({
        ts: isoText,
        actual: perhaps,
        counterfactual: perhaps,
        halfWidth: perhaps,
        temperatureC: perhaps,
        partial: z.literal(true).optional(),
      }),
    ),
    actual: perhaps,
    counterfactual: perhaps,
    halfWidth: perhaps,
    dataState: z.enum(['provisional', 'final']),
    spread: z.boolean(),
  })
  .meta({ id: 'MandvToday' });

export const inputsSchema = z
  .object({
    from: isoText,
    to: isoText,
    hours: count,
    hoursWithEnergy: count,
    hoursEstimated: count,
    hoursManual: count,
    hoursWithTemperature: count,
    days: count,
    daysUsed: count,
    sha256: sha256Text,
  })
  .meta({ id: 'MandvInputs' });
