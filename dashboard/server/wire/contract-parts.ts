import { z } from 'zod';
import { verdicts, type Duty } from '../../../domain/contract/duty.ts';
import type { WireCompliance, WireContractSavings } from '../../../domain/wire-contracts.ts';
import { dateText } from './mandv-parts.ts';
import { isoText } from './schemas.ts';

/** Verdicts, forecasts and savings of contracts: schemas of answers. */

const finite = z.number();
const perhaps = finite.nullable();

/** Exact: money, and energy that is settled. */
export const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/);
export const verdictSchema = z.enum(verdicts);
export const phaseSchema = z.enum(['open', 'closed']);
export const dutyKind = z.enum(['energy', 'investment', 'data', 'comfort']);
export const wordsSchema = z.object({ zh: z.string(), en: z.string() });

export const saidSchema = z
  .object({ code: z.string(), message: wordsSchema, numbers: z.record(z.string(), z.union([finite, z.string()])) })
  .meta({ id: 'Said' });

export const forecastSchema = z
  .object({
    expected: finite,
    halfWidth: perhaps,
    confidence: finite,
    probability: perhaps.describe('That the guarantee is met; null without one, or without a spread'),
  })
  .meta({ id: 'ContractForecast' });

const evidenceSchema = z
  .union([
    z.object({
      kind: z.literal('readings'),
      meter: z.string(),
      from: z.string(),
      to: z.string(),
      completenessPct: finite,
    }),
    z.object({ kind: z.literal('model'), meter: z.string(), sha256: z.string(), frozen: z.boolean() }),
    z.object({
      kind: z.literal('payment'),
      date: z.string(),
      amount: decimalText,
      evidence: z.array(z.string()),
      attachments: z.array(z.int()),
    }),
    z.object({ kind: z.literal('zone-day'), meter: z.string(), date: z.string(), outsidePct: perhaps }),
  ])
  .meta({ id: 'DutyEvidence' });

export const dutySchema = z
  .object({
    id: z.string().describe('`energy-2026`, `investment-2`, `data-2026`, `comfort-2026`'),
    kind: dutyKind,
    verdict: verdictSchema,
    phase: phaseSchema.describe('open: its time is not over'),
    due: dateText,
    target: perhaps,
    actual: perhaps,
    unit: z.string(),
    band: z.object({ halfWidth: finite, confidence: finite }).nullable(),
    forecast: forecastSchema.nullable(),
    shortfall: z.object({ amount: decimalText, days: z.int() }).nullable(),
    reasons: z.array(saidSchema),
    evidence: z.array(evidenceSchema),
  })
  .meta({ id: 'Duty' }) satisfies z.ZodType<Duty>;

export const complianceSchema = z
  .object({ contract: z.string(), asOf: isoText, duties: z.array(dutySchema) })
  .meta({ id: 'Compliance' }) satisfies z.ZodType<WireCompliance>;

const sums = { expected: perhaps, actual: perhaps, saving: perhaps, halfWidth: perhaps };
const dayOrInstant = z.string().describe('Local day, or an instant');

export const contractSavingsSchema = z
  .object({
    contract: z.string(),
    unit: z.string(),
    confidence: finite,
    from: dayOrInstant,
    to: dayOrInstant,
    days: z.array(
      z.object({
        date: dateText,
        ...sums,
        cumulative: perhaps.describe('From the first of January, or of the term'),
        cumulativeHalfWidth: perhaps,
        path: perhaps.describe('Of the guarantee, until the end of the day'),
        completenessPct: finite,
        estimated: z.boolean(),
      }),
    ),
    months: z.array(z.object({ month: z.string(), ...sums, completenessPct: finite, money: decimalText.nullable() })),
    years: z.array(
      z.object({
        year: z.int(),
        from: dateText,
        to: dateText,
        guarantee: perhaps,
        saving: perhaps,
        halfWidth: perhaps,
        completenessPct: perhaps,
        forecast: forecastSchema.nullable(),
        path: z.array(z.object({ date: dateText, amount: finite })),
        verdict: verdictSchema.nullable(),
      }),
    ),
    total: z.object({ ...sums, money: decimalText.nullable() }),
  })
  .meta({ id: 'ContractSavings' }) satisfies z.ZodType<WireContractSavings>;
