import { z } from 'zod';
import { contractTypes } from '../../../domain/contract/contract.ts';
import { sides } from '../../../domain/contract/steps.ts';
import type {
  WireContract,
  WireContractBaseline,
  WireContractItem,
  WireContractsRun,
} from '../../../domain/wire-contracts.ts';
import { decimalText, dutyKind, forecastSchema, phaseSchema, saidSchema, verdictSchema } from './contract-parts.ts';
import { dateText, sha256Text } from './mandv-parts.ts';
import { isoText } from './schemas.ts';

/** What `domain/wire-contracts.ts` says of contracts in types, for OpenAPI and for the check of answers in tests. */

const finite = z.number();
const perhaps = finite.nullable();
const count = z.int().nonnegative();
const year = z.int();
const sideSchema = z.enum(sides);
const termSchema = z.object({ from: dateText, to: dateText.describe('The last day') });
const shortfallSchema = z.object({ amount: decimalText, days: count.describe('Since it was due') }).nullable();

const summarySchema = z
  .object({
    at: isoText,
    year: year.describe('Calendar year to date, of all that follows'),
    saving: perhaps,
    halfWidth: perhaps.describe('Of the 90 % band'),
    path: perhaps.describe('What the guarantee comes to until that day'),
    guarantee: perhaps,
    forecast: forecastSchema.nullable(),
    money: decimalText.nullable().describe('Yuan, at the price basis'),
    completenessPct: perhaps,
    investment: z.object({ promised: decimalText, verified: decimalText }).nullable(),
    verdicts: z.array(
      z.object({
        duty: z.string(),
        kind: dutyKind,
        verdict: verdictSchema,
        phase: phaseSchema,
        reasons: z.array(saidSchema),
      }),
    ),
    shortfall: shortfallSchema,
    nextDue: z.object({ date: dateText, duty: z.string() }).nullable().optional(),
  })
  .meta({ id: 'ContractSummary' });

const item = {
  id: z.string(),
  name: z.string().nullable(),
  type: z.enum(contractTypes),
  institution: z.string().nullable(),
  institutionName: z.string().nullable(),
  contractor: z.string().nullable(),
  term: termSchema,
  meters: z.array(z.string()),
  unit: z.string(),
  demo: z.boolean(),
  summary: summarySchema.nullable().describe('As it was judged last; null: not yet'),
};
export const contractItemSchema = z.object(item).meta({ id: 'ContractItem' }) satisfies z.ZodType<WireContractItem>;

export const contractBaselineSchema = z
  .object({
    state: z.enum(['none', 'draft', 'frozen', 'signed']).describe('none: no model can be made'),
    sha256: sha256Text.nullable(),
    at: isoText.nullable(),
    by: z.string().nullable(),
    signatures: z.array(z.object({ side: sideSchema, by: z.string(), at: isoText })),
    meters: z.array(
      z.object({
        meter: z.string(),
        weatherMeter: z.string().nullable(),
        inputsSha256: z.string(),
        modelSha256: z.string().nullable(),
        model: z.string().nullable(),
        rSquared: perhaps,
        cvrmse: perhaps,
        n: perhaps,
        problems: z.array(saidSchema),
      }),
    ),
    problems: z.array(saidSchema).describe('Of the baseline as a whole: the text has changed since it was frozen'),
  })
  .meta({ id: 'ContractBaseline' }) satisfies z.ZodType<WireContractBaseline>;

const custodySchema = z.object({
  monthlyFee: decimalText,
  baseAmount: decimalText.nullable(),
  basePrice: decimalText.nullable(),
  thresholds: z.object({ pricePct: finite, areaPct: finite, peoplePct: finite }),
  peopleFactor: decimalText,
  drivers: z.array(z.object({ from: z.string(), areaM2: perhaps, people: perhaps })),
});
const priceSchema = z.union([
  z.object({ kind: z.literal('fixed'), price: decimalText }),
  z.object({ kind: z.literal('tariff'), tariff: z.string(), floor: decimalText.nullable() }),
]);
const comfortSchema = z.object({
  minC: perhaps,
  maxC: perhaps,
  hours: z.array(z.object({ fromMinute: count, toMinute: count })),
  days: z.enum(['all', 'workdays']),
  meters: z.array(z.string()),
  tolerancePct: finite,
  perZoneDay: decimalText,
  allowedZoneDays: finite,
});

export const contractSchema = z
  .object({
    ...item,
    base: termSchema.nullable(),
    method: z.enum(['daily', 'hourly', 'monthly']),
    guarantee: z.array(z.object({ year, amount: decimalText })),
    share: z.array(z.object({ year, contractorPct: decimalText })),
    shareCap: decimalText.nullable(),
    custody: custodySchema.nullable(),
    price: priceSchema.nullable(),
    negativeMonths: z.enum(['carry', 'net', 'floor']),
    confidenceRule: z.enum(['point', 'lower90']),
    minCompletenessPct: finite,
    comfort: comfortSchema.nullable(),
    data: z.object({ completenessPct: finite, perMonth: decimalText.nullable() }).nullable(),
    investment: z.array(
      z.object({
        due: dateText,
        amount: decimalText,
        promised: decimalText.describe('Of all milestones up to this one'),
        verified: decimalText.describe('Up to today, of all milestones'),
        latePct: decimalText,
        late: z.boolean(),
        shortfall: shortfallSchema,
      }),
    ),
    baseline: contractBaselineSchema,
    document: z.unknown().describe('The whole text, as the portfolio takes it'),
    matters: z.object({ open: count, answered: count, overdue: count }),
    changes: z.array(
      z.object({ duty: z.string(), verdict: verdictSchema, before: verdictSchema.nullable(), at: isoText }),
    ),
    may: z.array(z.enum(['edit', 'freeze', 'sign', 'pay', 'verify', 'adjust', 'propose', 'notice'])),
    side: sideSchema.nullable().describe('On which whoever asks stands; null: looks on'),
  })
  .meta({ id: 'Contract' }) satisfies z.ZodType<WireContract>;

export const contractsRunSchema = z
  .object({
    running: z.boolean(),
    done: count,
    total: count,
    startedAt: isoText.nullable(),
    finishedAt: isoText.nullable(),
    failed: count,
  })
  .meta({ id: 'ContractsRun' }) satisfies z.ZodType<WireContractsRun>;
