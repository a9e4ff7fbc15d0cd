import { z } from 'zod';
import { verdictRules } from '../../../domain/metering/finding.ts';
import { verdictChoices } from '../../../domain/wire-quality.ts';
import { isoText } from './schemas.ts';

/** Shapes of answers about data quality; the types themselves stand in domain/wire-quality.ts. */
const finite = z.number();
const count = z.int().nonnegative();

export const effects = ['unknown', 'judged', 'flagged'] as const;

const bareVerdict = {
  id: z.string().describe('`METER~point~rule~fromMs`'),
  meter: z.string(),
  building: z.string(),
  buildingName: z.string(),
  carrier: z.string(),
  point: z.string(),
  unit: z.string().nullable(),
  rule: z.enum(verdictRules),
  effect: z
    .enum(effects)
    .describe('unknown: a part is missing until somebody decides; judged: the rule decided; flagged: look at it'),
  from: isoText,
  to: isoText,
  before: finite.nullable().describe('Register readings as read'),
  after: finite.nullable(),
  evidence: z
    .record(z.string(), z.union([finite, z.string(), z.boolean()]))
    .describe('What the rule rests on; names that end in `At` are instants'),
};

export const decisionSchema = z
  .object({
    id: z.int(),
    meter: z.string(),
    outcome: z.enum(['confirmed', 'overruled', 'entered']),
    choice: z.enum(verdictChoices).nullable(),
    change: z
      .looseObject({ kind: z.enum(['readings', 'step', 'swap', 'shape', 'reading', 'amount']), point: z.string() })
      .nullable()
      .describe('What the calculation was told; instants in ms UTC. null: nothing, it is as the rule says'),
    verdict: z.object(bareVerdict).nullable().describe('As it was when it was decided'),
    reason: z.string(),
    by: z.string(),
    at: isoText,
    batch: z.string().nullable(),
    undone: z.object({ by: z.string(), at: isoText, reason: z.string() }).nullable(),
  })
  .meta({ id: 'Decision' });

export const verdictSchema = z
  .object({
    ...bareVerdict,
    choices: z.array(z.enum(verdictChoices)).describe('The most likely first; empty once it is decided'),
    state: z.enum(['open', 'confirmed', 'overruled']),
    decision: decisionSchema.nullable(),
  })
  .meta({ id: 'Verdict' });

export const verdictPageSchema = z.object({
  items: z.array(verdictSchema),
  next: z.string().nullable().describe('Cursor of the next page; null = the last'),
  open: z.object({ unknown: count, judged: count, flagged: count }).describe('Of all that you may see'),
});

export const completenessSchema = z
  .object({
    days: z.array(z.iso.date()),
    items: z.array(
      z.object({
        meter: z.string(),
        building: z.string(),
        buildingName: z.string(),
        carrier: z.string(),
        point: z.string(),
        state: z.string(),
        coverage: z.array(finite.min(0).max(1)).describe('Share of each day for which the energy is known'),
        quality: z
          .string()
          .regex(/^[mexh]*$/)
          .describe('One letter a day: measured, estimated, x missing, by hand'),
      }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: 'Completeness' });

export const revisionsSchema = z
  .object({
    items: z.array(
      z.object({
        ts: isoText,
        point: z.string(),
        value: finite,
        supersededAt: isoText.nullable().describe('null: the one that counts'),
        receivedAt: isoText,
      }),
    ),
  })
  .meta({ id: 'Revisions' });

const rowFault = z.object({ path: z.string(), code: z.string(), message: z.string() });

export const manualSchema = z
  .object({
    rows: z.array(
      z.object({
        row: z.int(),
        meter: z.string(),
        point: z.string(),
        kind: z.enum(['reading', 'amount']),
        from: isoText,
        to: isoText,
        value: finite,
        present: finite.nullable().describe('What the platform has for that time now'),
        presentQuality: z.string().nullable(),
        replaces: z.int().nullable().describe('A decision that stands there and would count no more'),
      }),
    ),
    faults: z.array(rowFault).describe('`row 17, column 读数`; at most 100'),
    warnings: z.array(rowFault),
    batch: z.string().nullable().describe('Set when it was entered'),
  })
  .meta({ id: 'ManualPreview' });

const words = z.object({ zh: z.string(), en: z.string() });
const changed = {
  at: isoText,
  why: z.string().describe('late-data, correction, rules, `decision 12`, `decision 12 undone`'),
  words,
};

export const supersededSchema = z
  .object({
    ...changed,
    changes: z.array(
      z.object({ ...changed, asMade: z.boolean().describe('What it rests on was again as it had been') }),
    ),
  })
  .meta({ id: 'Superseded', description: 'What it rests on became other than it was when it was made; it stays so' });

export const reportSchema = z
  .object({
    id: z.string(),
    kind: z.string(),
    title: z.string(),
    madeAt: isoText,
    superseded: supersededSchema.nullable(),
  })
  .meta({ id: 'Report' });
