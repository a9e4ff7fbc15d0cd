import { z } from 'zod';
import { isLongOver, quarterOf } from '../../../domain/evaluation/quarter.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import { answerFaults } from '../evaluation/answers.ts';
import { openAll, openOne } from '../evaluation/open.ts';
import { submit } from '../evaluation/submit.ts';
import { wireEvaluation, wireSummary } from '../evaluation/wire.ts';
import type { House } from '../house.ts';
import { notFound, problem, type Problem } from '../http/problem.ts';
import { json, route, type Reply } from '../http/route.ts';
import { mayEvaluate, mayNameEvaluator } from '../rights.ts';
import {
  evaluationSchema,
  evaluationSummarySchema,
  kindSchema,
  quarterSchema,
  yearSchema,
} from '../wire/evaluation-schemas.ts';
import { listOf, pageOf, pageQuery } from '../wire/paging.ts';
import { todayOf } from '../wire/wire-matter.ts';

const tag = 'evaluation';
const path = '/api/v1/evaluations';
const params = z.object({ id: z.string().regex(/^\d{1,15}$/) });
const answers = { 200: { description: 'The evaluation after it', schema: evaluationSchema } };

const answersSchema = z.strictObject({
  evaluator: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .describe('A second inspector, by whoever inspects; absent: whoever asks'),
  answers: z
    .array(
      z.strictObject({
        item: z.string().max(60),
        score: z.number().min(0).nullable().describe('null: taken back'),
        note: z.string().trim().max(1000).default(''),
        attachments: z.array(z.int().positive()).max(20).default([]),
      }),
    )
    .min(1)
    .max(200),
});

export const evaluationRoutes = [
  route({
    method: 'get',
    path,
    summary: 'Evaluations of canteens that you may see, the newest first',
    tag,
    query: z.object({
      ...pageQuery,
      quarter: quarterSchema.optional(),
      canteen: z.string().max(200).optional(),
      kind: kindSchema.optional(),
      year: yearSchema.optional(),
    }),
    answers: {
      200: { description: 'A page of evaluations, without their items', schema: listOf(evaluationSummarySchema) },
    },
    handle: async ({ viewer, query: { quarter, canteen, kind, year, ...page } }, house) => {
      const asked = {
        ...(quarter && { quarter }),
        ...(canteen && { canteen }),
        ...(kind && { kind }),
        ...(year && { year }),
      };
      const { items, next } = await house.registry.evaluations.page(viewer, { ...pageOf(page), ...asked });
      return json({ items: (await openAll(items, house)).map((opened) => wireSummary(opened, house)), next });
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    summary: 'One evaluation, item by item; while it is open with the figures of now',
    tag,
    params,
    answers: { 200: { description: 'The evaluation', schema: evaluationSchema } },
    handle: ({ viewer, params: { id } }, house) => answerWith(viewer, id, house),
  }),
  route({
    method: 'post',
    path,
    summary: 'Begin an evaluation; the one of that canteen, kind and quarter when there is one',
    tag,
    body: {
      kind: 'json',
      schema: z.strictObject({
        canteen: z.string().min(1).max(200),
        kind: kindSchema,
        quarter: quarterSchema,
        template: z.string().max(60).optional().describe('Score sheet; absent: the one that was put last'),
      }),
    },
    answers: {
      201: { description: 'The evaluation', schema: evaluationSchema },
      200: { description: 'It was there already', schema: evaluationSchema },
    },
    problems: [404, 422],
    handle: async ({ viewer, body: { canteen, kind, quarter, template } }, house) => {
      const { evaluations, canteenBook } = house.registry;
      if ((await canteenBook.one(viewer, canteen)) === null) return notFound('canteen', canteen);
      if (!mayEvaluate(viewer, kind)) return notTheirs(viewer, kind);
      const today = todayOf(house);
      if (quarterOf(quarter)!.from > today) return faulty('quarter', 'not-begun', 'has not begun');
      const one = { canteen, kind, quarter };
      const there = (await evaluations.page(viewer, { limit: 1, cursor: null, ...one })).items[0] !== undefined;
      if (!there && isLongOver(quarterOf(quarter)!, today)) {
        return faulty('quarter', 'too-old', 'was over two years ago');
      }
      const sheet = template === undefined ? (await evaluations.templates())[0]! : await evaluations.template(template);
      if (sheet === null) return faulty('template', 'unknown', 'is no score sheet');
      const id = await evaluations.begin(canteen, kind, quarter, sheet, viewer);
      return answerWith(viewer, String(id), house, there ? 200 : 201);
    },
  }),
  route({
    method: 'put',
    path: `${path}/{id}/answers`,
    summary: 'Points, notes and photos of an evaluator; the newest of an evaluator to an item counts',
    tag,
    params,
    body: { kind: 'json', schema: answersSchema },
    answers,
    problems: [409, 422],
    handle: async ({ viewer, params: { id }, body }, house) => {
      const opened = await openOne(viewer, id, house);
      if (opened === null) return notFound('evaluation', id);
      const { kind } = opened.evaluation;
      if (!mayEvaluate(viewer, kind)) return notTheirs(viewer, kind);
      const evaluator = body.evaluator ?? viewer.name;
      if (evaluator !== viewer.name && !mayNameEvaluator(viewer)) {
        return problem(403, 'role', `The role ${viewer.role} writes under its own name.`);
      }
      const errors = await answerFaults(opened, body.answers, house);
      if (errors.length > 0) return problem(422, 'invalid-content', undefined, { errors });
      const given = body.answers.map((answer) => ({ ...answer, evaluator }));
      const done = await house.registry.evaluations.answer(Number(id), given, viewer);
      return done === 'submitted' ? frozen() : answerWith(viewer, id, house);
    },
  }),
  route({
    method: 'post',
    path: `${path}/{id}/submit`,
    summary: 'Freeze it with the figures of now; a failed inspection opens a matter',
    tag,
    params,
    body: {
      kind: 'json',
      schema: z.strictObject({
        force: z
          .boolean()
          .default(false)
          .describe(
            'Also while something is missing or cannot be told (without a total), or, of a self-evaluation, while its quarter runs',
          ),
      }),
    },
    answers,
    problems: [409],
    handle: async ({ viewer, params: { id }, body: { force } }, house) => {
      const opened = await openOne(viewer, id, house);
      if (opened === null) return notFound('evaluation', id);
      const { kind } = opened.evaluation;
      if (!mayEvaluate(viewer, kind)) return notTheirs(viewer, kind);
      const done = await submit(id, force, viewer, house);
      switch (done.result) {
        case 'done':
          return answerWith(viewer, id, house);
        case 'unknown':
          return notFound('evaluation', id);
        case 'submitted':
          return frozen();
        case 'changed':
          return problem(409, 'changed', 'Answers keep coming in; try again.');
        case 'not-begun':
          return problem(409, 'not-begun', `The quarter ${opened.evaluation.quarter} has not begun.`);
        case 'quarter-running': {
          const { quarter } = opened.evaluation;
          const message = `${quarter} runs until ${done.until}`;
          const errors = [{ path: 'quarter', code: done.result, message }, ...done.missing];
          return problem(409, done.result, `The quarter ${message}: with force it is of the days so far.`, { errors });
        }
        case 'incomplete':
          return problem(409, 'incomplete', `There is no total yet: ${done.missing.length} items are open.`, {
            errors: done.missing,
          });
      }
    },
  }),
];

const frozen = (): Problem => problem(409, 'submitted', 'The evaluation is submitted and stays as it is.');
const notTheirs = ({ role }: Viewer, kind: string): Problem =>
  problem(403, 'role', `The role ${role} writes no evaluation of the kind ${kind}.`);
const faulty = (field: string, code: string, message: string): Problem =>
  problem(422, 'invalid-content', undefined, { errors: [{ path: field, code, message }] });

async function answerWith(viewer: Viewer, id: string, house: House, status = 200): Promise<Reply> {
  const opened = await openOne(viewer, id, house);
  return opened === null ? notFound('evaluation', id) : json(await wireEvaluation(opened, viewer, house), status);
}
