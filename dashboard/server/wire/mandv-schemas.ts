import { z } from 'zod';
import {
  acceptanceSchema,
  adjustmentSchema,
  bandSchema,
  count,
  dateText,
  finite,
  inputsSchema,
  methodSchema,
  modelSchema,
  perhaps,
  savingSchema,
  sha256Text,
  sufficiencySchema,
  todaySchema,
  words,
} from './mandv-parts.ts';
import { supersededSchema } from './quality-schemas.ts';
import { isoText } from './schemas.ts';

const definition = {
  id: z.string(),
  meter: z.string(),
  building: z.string(),
  buildingName: z.string(),
  institution: z.string(),
  institutionName: z.string(),
  weatherMeter: z.string(),
  carrier: z.string(),
  carrierRules: z.enum(['electricity', 'gas', 'other']),
  unit: z.string(),
  demo: z.boolean(),
  method: methodSchema,
  baseline: z.object({ from: isoText, to: isoText }),
  reporting: z.object({ from: isoText }),
  confidence: finite,
  guarantee: perhaps,
  createdAt: isoText,
  createdBy: z.string(),
  state: z.enum(['draft', 'frozen']),
};

export const listItemSchema = z
  .object({
    ...definition,
    frozenAt: isoText.nullable(),
    overridden: z.boolean(),
    computedAt: isoText.nullable(),
    qualified: z.boolean().nullable(),
    saving: savingSchema.nullable(),
  })
  .meta({ id: 'MandvListItem' });

const period = z.enum(['baseline', 'reporting']);
const dataState = z.enum(['provisional', 'final']);

const frozenSchema = z.object({
  at: isoText,
  by: z.string(),
  sha256: z.object({ inputs: sha256Text, model: sha256Text }),
  baselineChanged: z.boolean(),
  savingIfFittedNow: perhaps,
  words: words.nullable(),
});
const scatterSchema = z.object({
  points: z.array(z.object({ date: dateText, temperatureC: finite, energy: finite, closed: z.boolean(), period })),
  line: z.array(z.object({ temperatureC: finite, energy: finite })),
});
const monthSchema = z.object({
  month: z.string().regex(/^\d{4}-\d{2}$/),
  days: count,
  daysInPeriod: count,
  actual: perhaps,
  counterfactual: perhaps,
  saving: perhaps,
  band: bandSchema,
  partial: z.boolean(),
});
const spreadSchema = z.object({
  methods: z.array(
    z.object({
      method: methodSchema,
      saving: perhaps,
      fraction: perhaps,
      cvrmse: perhaps,
      because: words.nullable(),
    }),
  ),
  percentagePoints: perhaps,
  light: z.enum(['green', 'amber', 'none']),
});
const barSchema = z.object({
  kind: z.enum(['counterfactual', 'adjustment', 'actual', 'saving']),
  label: words,
  adjustment: z.string().nullable(),
  value: finite,
});
const forecastSchema = z.object({
  until: isoText,
  expected: finite,
  band: bandSchema,
  probability: perhaps,
  guarantee: perhaps,
  daysKnown: count,
  daysTotal: count,
});
const papersSchema = z.object({
  planNumber: z.string(),
  reportNumber: z.string(),
  engine: z.object({ name: z.string(), version: z.string(), bandVariant: z.enum(['V1', 'V2', 'V3']) }),
  sha256: z.object({
    baselineInputs: sha256Text,
    reportingInputs: sha256Text,
    model: sha256Text.nullable(),
    result: sha256Text,
  }),
  dataState,
  dataAsOf: isoText,
});

export const analysisSchema = z
  .object({
    ...definition,
    timezone: z.string(),
    computedAt: isoText,
    frozen: frozenSchema.nullable(),
    superseded: supersededSchema.nullable(),
    inputs: z.object({ baseline: inputsSchema, reporting: inputsSchema }),
    sufficiency: sufficiencySchema,
    override: z.object({ reason: z.string(), by: z.string(), at: isoText }).nullable(),
    model: modelSchema.nullable(),
    acceptance: z.array(acceptanceSchema),
    scatter: scatterSchema,
    residuals: z.array(z.object({ date: dateText, residual: finite, period })),
    total: savingSchema.nullable(),
    months: z.array(monthSchema),
    cumulative: z.array(z.object({ date: dateText, saving: finite, halfWidth: perhaps, masked: z.boolean() })),
    spread: spreadSchema,
    adjustments: z.array(adjustmentSchema),
    waterfall: z.array(barSchema),
    today: todaySchema.nullable(),
    forecast: forecastSchema.nullable(),
    papers: papersSchema,
  })
  .meta({ id: 'MandvAnalysis' });
