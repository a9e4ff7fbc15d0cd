import { z } from 'zod';
import { operatingModes, supplyModes } from '../../../domain/canteen/types.ts';
import { templateSchema } from '../../../domain/evaluation/template-check.ts';
import { grades, metricIds } from '../../../domain/evaluation/template.ts';
import { attachmentSchema } from './matter-schemas.ts';
import { isoText } from './schemas.ts';

/** What `domain/wire-evaluation.ts` says in types, for OpenAPI and for the check of answers in tests. */

const count = z.int().nonnegative();
const date = z.iso.date().describe('Local date');
const number = z.number().nullable();
const words = z.object({ zh: z.string(), en: z.string() });
const grade = z.enum(grades);
const points = z.number().min(0).max(100);
export const kindSchema = z.enum(['self', 'spot']).describe('self: the quarter’s own; spot: an inspection');
export const quarterSchema = z.string().regex(/^2[01]\d\dQ[1-4]$/, 'a quarter like 2026Q4');
export const yearSchema = z
  .string()
  .regex(/^2[01]\d\d$/, 'a year like 2026')
  .transform(Number);
const between = z
  .object({ atLeast: points, atMost: points })
  .nullable()
  .describe('Submitted without a total: between what it lies');
const canteen = {
  canteen: z.string(),
  canteenName: z.string(),
  institutionName: z.string().nullable(),
  regionName: z.string().nullable(),
  operatingMode: z.enum(operatingModes).nullable(),
  supplyMode: z.enum(supplyModes).nullable(),
};

export const wireTemplateSchema = templateSchema
  .extend({ version: z.int().positive(), newest: z.boolean().describe('The newest version of its id') })
  .meta({ id: 'EvaluationTemplate' });

const summary = {
  ...canteen,
  id: z.int(),
  kind: kindSchema,
  quarter: quarterSchema,
  template: z.string(),
  version: z.int(),
  createdAt: isoText,
  createdBy: z.string(),
  answered: z.object({ done: count, of: count }).describe('Items that people score and that apply'),
  submitted: z.object({ at: isoText, by: z.string() }).nullable().describe('null: still open'),
  total: points.nullable().describe('Of 100; null: open, or submitted while something could not be told'),
  between,
  grade: grade.nullable().describe('Also without a total, where all that is possible is of one grade'),
  demo: z.boolean(),
};
export const evaluationSummarySchema = z.object(summary).meta({ id: 'EvaluationSummary' });

const item = z.object({
  id: z.string(),
  section: z.string(),
  title: words,
  criterion: words,
  max: z.number(),
  how: z.enum(['automatic', 'inspection', 'upload']),
  takesAnswers: z.boolean(),
  metric: z.enum(metricIds).nullable(),
  bands: z
    .array(
      z.union([
        z.object({ upTo: z.number(), score: z.number() }),
        z.object({ from: z.number(), score: z.number() }),
        z.object({ else: z.literal(true), score: z.number() }),
      ]),
    )
    .nullable(),
  value: number.describe('The figure of an automatic item; null: cannot be told'),
  unit: z.enum(['g', '%', '1']).nullable(),
  score: number.describe('The mean of its evaluators'),
  state: z.enum(['scored', 'missing', 'cannot-tell', 'not-applicable']),
  answers: z.array(
    z.object({
      evaluator: z.string(),
      score: z.number(),
      note: z.string(),
      attachments: z.array(attachmentSchema),
    }),
  ),
});
const cutoffs = z.object({ excellent: z.number(), good: z.number(), pass: z.number() });

export const evaluationSchema = z
  .object({
    ...summary,
    templateTitle: words,
    source: words,
    cutoffs,
    from: date,
    to: date.describe('First local day after the quarter'),
    quarterOver: z.boolean(),
    figures: z
      .object({ from: date, to: date })
      .describe('What its figures are of; an inspection in a young quarter looks back'),
    sections: z.array(z.object({ id: z.string(), title: words })),
    items: z.array(item),
    atLeast: points.describe('With what is missing as 0'),
    atMost: points.describe('With what is missing as full points'),
    mayAnswer: z.boolean(),
    matters: z.array(z.int()).describe('Matters that it opened'),
  })
  .meta({ id: 'Evaluation' });

export const planSchema = z
  .object({
    year: z.int(),
    seed: z.string(),
    share: z.number(),
    drawnAt: isoText,
    drawnBy: z.string(),
    demo: z.boolean(),
    rule: words.describe('How anybody draws again'),
    progress: z.object({ inspected: count, of: count }),
    canteens: z
      .array(
        z.object({
          ...canteen,
          place: z.int().positive(),
          drawn: z.boolean(),
          due: z.boolean().describe('Not inspected in the two years before'),
          must: z.boolean().describe('Known for two years and inspected in neither'),
          key: z.string().describe('First 12 digits of SHA-256 of seed:year:canteen'),
          before: z.array(z.int()),
          inspection: z
            .object({
              evaluation: z.int(),
              at: isoText.nullable(),
              total: points.nullable(),
              between,
              grade: grade.nullable(),
            })
            .nullable(),
        }),
      )
      .describe('In the order of the draw'),
  })
  .meta({ id: 'SpotCheckPlan' });

const row = z.object({
  canteen: z.string(),
  name: z.string(),
  institutionName: z.string().nullable(),
  regionName: z.string().nullable(),
  kind: kindSchema.nullable(),
  evaluation: z.int().nullable(),
  total: points.nullable(),
  between: between.optional(),
  grade: grade.nullable(),
  why: words,
  matter: z.int().nullable(),
  deadline: date.nullable(),
});
export const bulletinContentSchema = z
  .object({
    quarter: quarterSchema,
    from: date,
    to: date,
    title: words,
    issuer: z.string().nullable(),
    addressee: words,
    opening: words,
    sections: z.array(z.object({ heading: words, paragraphs: z.array(words) })),
    closing: words,
    counts: z.object({ canteens: count, selfEvaluated: count, inspected: count, withoutTotal: count }),
    grades: z.record(grade, count),
    waste: z
      .object({
        gramsPerMeal: number,
        before: number,
        changePct: number,
        comparison: z.enum(['less', 'more', 'no-difference', 'cannot-tell']),
        personMeals: z.number(),
      })
      .describe('Plate waste at lunch against the quarter before'),
    matters: z.object({ opened: count, closed: count, overdue: count }),
    plan: z.object({ inspected: count, drawn: count, canteens: count }).nullable(),
    lists: z.object({
      praised: z.array(row).describe('表扬名单'),
      failed: z.array(row).describe('不合格名单'),
      referred: z.array(row).describe('复查仍不合格移交名单'),
    }),
  })
  .meta({ id: 'BulletinContent' });
const bulletin = {
  id: z.int(),
  quarter: quarterSchema,
  title: words,
  issuedAt: isoText,
  issuedBy: z.string(),
  demo: z.boolean(),
};
export const bulletinListSchema = z.object({
  items: z.array(z.object(bulletin).meta({ id: 'BulletinListItem' })),
  next: z.null().describe('Not paged: four a year'),
});
export const bulletinSchema = z.object({ ...bulletin, content: bulletinContentSchema }).meta({ id: 'Bulletin' });
