import { z } from 'zod';
import type { SettlementLine } from '../../../domain/contract/settlement.ts';
import { entrySteps, sides } from '../../../domain/contract/steps.ts';
import type {
  WireContractEntry,
  WireLotTrace,
  WireRecomputed,
  WireSettlement,
  WireSettlementItem,
} from '../../../domain/wire-contracts.ts';
import { decimalText, saidSchema } from './contract-parts.ts';
import { dateText, sha256Text } from './mandv-parts.ts';
import { attachmentSchema } from './matter-schemas.ts';
import { isoText } from './schemas.ts';

/** Settlements and what is entered under a contract: schemas of answers and of what is sent. */

const perhaps = z.number().nullable();
const entryState = z.enum(['proposed', 'challenged', 'agreed', 'rejected', 'withdrawn']);
const payer = z.enum(['institution', 'contractor']);
const may = z.array(z.enum(entrySteps)).describe('Steps that the state allows now and that you may take');

/** Checked by the route, which names it. */
export const periodText = z
  .string()
  .regex(/^\d{4}(-(0[1-9]|1[0-2]))?$/, 'must be a month `YYYY-MM` or a year `YYYY`')
  .describe('`2026-10` or `2026`');

export const contractStepSchema = z
  .object({
    what: z.enum(entrySteps),
    side: z.enum(sides),
    by: z.string(),
    at: isoText,
    text: z.string(),
    attachments: z.array(attachmentSchema),
  })
  .meta({ id: 'ContractStep' });

const traceSource = z
  .union([
    z.object({
      kind: z.literal('readings'),
      meter: z.string(),
      from: z.string(),
      to: z.string(),
      tariffKind: z.string().optional(),
    }),
    z.object({ kind: z.literal('model'), meter: z.string(), sha256: z.string() }),
    z.object({ kind: z.literal('tariff'), id: z.string(), validFrom: z.string() }),
    z.object({ kind: z.literal('contract'), path: z.string() }),
    z.object({ kind: z.literal('zone-day'), meter: z.string(), date: z.string() }),
    z.object({ kind: z.literal('milestone'), index: z.int() }),
    z.object({ kind: z.literal('adjustment'), id: z.string() }),
    z.object({ kind: z.literal('settlement'), period: z.string() }),
  ])
  .meta({ id: 'TraceSource' });

/** Every one of them, or it does not compile. */
const lineCodes = {
  ...{ 'base-fee': 1, 'price-adjustment': 1, 'area-adjustment': 1, 'people-adjustment': 1, 'agreed-adjustment': 1 },
  ...{ 'comfort-deduction': 1, 'investment-deduction': 1, 'data-deduction': 1 },
  ...{ 'shared-saving': 1, carried: 1, floor: 1, 'share-cap': 1, 'annual-difference': 1, shortfall: 1, difference: 1 },
} as const satisfies Record<SettlementLine['code'], 1>;

const lineSchema = z
  .object({
    code: z.enum(Object.keys(lineCodes) as SettlementLine['code'][]),
    quantity: decimalText.nullable(),
    unit: z.string().nullable(),
    price: decimalText.nullable(),
    amount: decimalText.describe('Yuan, exact'),
    formula: z.string(),
    trace: z.array(
      z.object({ name: z.string(), value: z.string(), unit: z.string().nullable(), sources: z.array(traceSource) }),
    ),
  })
  .meta({ id: 'SettlementLine' });

export const settlementSchema = z
  .object({
    contract: z.string(),
    period: z.string(),
    status: z.enum(['draft', ...entryState.options]),
    revision: z.int().describe('0: a draft'),
    payer,
    lines: z.array(lineSchema),
    payable: decimalText.describe('Sum of the lines, rounded once'),
    inputsHash: sha256Text,
    completenessPct: z.number(),
    baseline: z.enum(['none', 'draft', 'frozen', 'signed']),
    steps: z.array(contractStepSchema),
    may,
    now: z
      .object({ payable: decimalText, inputsHash: sha256Text })
      .nullable()
      .describe('What it would come to today, when that is another sum'),
  })
  .meta({ id: 'Settlement' }) satisfies z.ZodType<WireSettlement>;

export const settlementItemSchema = z
  .object({
    period: z.string(),
    kind: z.enum(['month', 'year']),
    status: z.enum(['draft', 'not-settled', ...entryState.options]),
    payer: payer.nullable(),
    payable: decimalText.nullable(),
    problem: saidSchema.nullable(),
  })
  .meta({ id: 'SettlementItem' }) satisfies z.ZodType<WireSettlementItem>;

export const recomputedSchema = z
  .object({ identical: z.boolean(), inputsHash: sha256Text, resultHash: sha256Text })
  .meta({ id: 'SettlementRecomputed' }) satisfies z.ZodType<WireRecomputed>;

export const lotTraceSchema = z
  .object({
    meter: z.string(),
    month: z.string(),
    kind: z.string().nullable(),
    days: z.array(
      z.object({
        date: dateText,
        expected: perhaps,
        actual: perhaps,
        saving: perhaps,
        money: decimalText.nullable(),
      }),
    ),
    point: z.string(),
  })
  .meta({ id: 'LotTrace' }) satisfies z.ZodType<WireLotTrace>;

const entryBody = z.union([
  z.object({
    kind: z.literal('payment'),
    date: dateText,
    amount: decimalText,
    milestone: z.int().nullable().describe('Its number, from 1'),
  }),
  z.object({ kind: z.literal('adjustment'), from: dateText, to: dateText, amountPerDay: decimalText }),
]);
export const contractEntrySchema = z
  .object({
    id: z.int(),
    body: entryBody,
    reason: z.string(),
    state: entryState,
    steps: z.array(contractStepSchema),
    may,
  })
  .meta({ id: 'ContractEntry' }) satisfies z.ZodType<WireContractEntry>;

const attachments = z.array(z.int().positive()).max(20).optional().describe('Ids, of files of this contract');
const amountText = z
  .string()
  .regex(/^-?\d{1,12}(\.\d{1,6})?$/, 'a decimal text such as "120000.00"')
  .refine((text) => Number(text) !== 0, 'must not be 0');

export const newEntrySchema = z.object({
  body: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('payment'),
      date: z.iso.date(),
      amount: amountText.describe('Yuan; negative takes back a part of an earlier one'),
      milestone: z
        .int()
        .positive()
        .nullable()
        .optional()
        .transform((given) => given ?? null)
        .describe('Its number, from 1'),
    }),
    z.strictObject({
      kind: z.literal('adjustment'),
      from: z.iso.date(),
      to: z.iso.date().describe('The last day'),
      amountPerDay: amountText.describe('Added to what would have been used, in the meters’ unit'),
    }),
  ]),
  reason: z.string().trim().min(1, 'is required: the other side reads it').max(2000),
  attachments,
});

export const newContractStepSchema = z.object({
  what: z.enum(entrySteps).exclude(['proposed']),
  text: z.string().trim().max(4000).optional().describe('May be empty beside attachments, and of agreed'),
  attachments,
});
/** Of the settlement that lay before whoever takes the step: another one by now is refused. */
const inputsHash = sha256Text.optional().describe('`inputsHash` as it was read; another one by now: 409 `changed`');
export const newProposalSchema = z.object({ text: z.string().trim().max(4000).optional(), inputsHash });
export const newSettlementStepSchema = newContractStepSchema.extend({ inputsHash });
export type NewContractStep = z.output<typeof newContractStepSchema>;
