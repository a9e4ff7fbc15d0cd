import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { verdictChoices } from '../../../domain/wire-quality.ts';
import type { DecisionRecord, Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { isProblem, notFound, problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { wireDecision } from '../quality/wire-verdict.ts';
import { allOf, listOf, pageOf, pageQuery } from '../wire/paging.ts';
import { decisionSchema } from '../wire/quality-schemas.ts';

const tag = 'quality';
const path = '/api/v1/quality/decisions';
const mostAtOnce = 500;

const reason = z.string().trim().max(2000);
const choice = z.enum(verdictChoices);
const decideBody = z.object({
  choice,
  reason: reason.default('').describe('Required unless it is confirmed'),
  closing: z.number().optional().describe('swap: the old meter’s last reading, as shown'),
  opening: z.number().optional().describe('swap: the new meter’s first reading'),
  at: z.string().max(40).optional().describe('swap: when it was changed; the step’s end when absent'),
  amount: z.number().optional().describe('amount: what was used in the verdict’s span'),
});
const undoBody = z.object({ reason: reason.min(1, 'is required: who reads it later was not there') });
const idText = z.string().regex(/^[1-9]\d{0,14}$/, 'a whole number');

export const qualityDecisionRoutes = [
  route({
    method: 'post',
    path: '/api/v1/quality/verdicts/{id}/decision',
    summary: 'Confirm or overrule a verdict; its intervals are derived again',
    tag,
    params: z.object({ id: z.string() }),
    body: { kind: 'json', schema: decideBody },
    answers: { 201: { description: 'Decided', schema: decisionSchema } },
    problems: [409, 503],
    handle: async ({ viewer, params, body }, { decider, calendar }) => {
      const made = await decider.decide(params.id, body, viewer);
      return isProblem(made) ? made : json(wireDecision(made.record, made.meter, calendar), 201);
    },
  }),
  route({
    method: 'post',
    path,
    summary: 'The same decision of several verdicts, all or none',
    tag,
    body: {
      kind: 'json',
      schema: z.object({
        ids: z.array(z.string().min(1).max(400)).min(1).max(mostAtOnce).describe('Of verdicts'),
        choice: choice.exclude(['swap', 'amount']).describe('Readings and amounts are told one by one'),
        reason: reason.default('').describe('Required unless they are confirmed'),
      }),
    },
    answers: {
      201: {
        description: 'Decided; they share a batch, which can be undone whole',
        schema: z.object({ items: z.array(decisionSchema), batch: z.string() }),
      },
    },
    problems: [409, 503],
    handle: async ({ viewer, body: { ids, ...asked } }, { decider, calendar }) => {
      const batch = randomUUID();
      const made = await decider.decideAll(ids, asked, batch, viewer);
      if (isProblem(made)) return made;
      return json({ items: made.map(({ record, meter }) => wireDecision(record, meter, calendar)), batch }, 201);
    },
  }),
  route({
    method: 'get',
    path,
    summary: 'What was decided and entered, newest first',
    tag,
    query: z.object({
      ...pageQuery,
      meter: z.string().min(1).max(200).optional(),
      state: z.enum(['standing', 'undone']).optional().describe('Both when absent'),
      batch: z.string().min(1).max(200).optional(),
    }),
    answers: { 200: { description: 'A page of decisions', schema: listOf(decisionSchema) } },
    handle: async ({ viewer, query }, house) => {
      const { meter, state, batch } = query;
      const asked = { ...(meter && { meter }), ...(state && { state }), ...(batch && { batch }) };
      const { items, next } = await house.registry.decisions.page(viewer, { ...pageOf(query), ...asked });
      const meters = new Map((await house.meters.all(viewer)).map((one) => [one.id, one]));
      return json({
        items: items.map((record) => wireDecision(record, meters.get(record.meter)!, house.calendar)),
        next,
      });
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    summary: 'One of them',
    tag,
    params: z.object({ id: idText }),
    answers: { 200: { description: 'A decision', schema: decisionSchema } },
    handle: async ({ viewer, params }, house) => {
      const record = await house.registry.decisions.one(viewer, Number(params.id));
      return record === null ? notFound('decision', params.id) : json(await asWire(record, viewer, house));
    },
  }),
  route({
    method: 'post',
    path: `${path}/{id}/undo`,
    summary: 'As if it had never been made; it stays to be read',
    tag,
    params: z.object({ id: idText }),
    body: { kind: 'json', schema: undoBody },
    answers: { 200: { description: 'Undone', schema: decisionSchema } },
    problems: [409],
    handle: async ({ viewer, params, body }, house) => {
      const { decisions } = house.registry;
      const record = await decisions.one(viewer, Number(params.id));
      if (record === null) return notFound('decision', params.id);
      if (!(await house.decider.undo(record, body.reason, viewer)))
        return problem(409, 'undone', 'It was undone before.');
      const now = await decisions.one(viewer, record.id);
      return now === null ? notFound('decision', params.id) : json(await asWire(now, viewer, house));
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/quality/batches/{batch}/undo',
    summary: 'Undo all of a batch that still stands',
    tag,
    params: z.object({ batch: z.string().min(1).max(200) }),
    body: { kind: 'json', schema: undoBody },
    answers: { 200: { description: 'Undone', schema: z.object({ undone: z.int().nonnegative() }) } },
    problems: [409],
    handle: async ({ viewer, params: { batch }, body }, { registry, decider }) => {
      const records = await allOf((page) => registry.decisions.page(viewer, { ...page, batch }));
      if (records.length === 0) return notFound('batch', batch);
      const standing = records.filter(({ undone }) => undone === null);
      if (standing.length === 0) return problem(409, 'undone', 'It was undone before.');
      const undone = await decider.undoAll(standing, body.reason, viewer);
      return json({ undone });
    },
  }),
];

async function asWire(record: DecisionRecord, viewer: Viewer, { registry, calendar }: House) {
  const meter = await registry.meter(viewer, record.meter);
  if (meter === null) throw new Error(`the meter ${record.meter} of a decision is gone`);
  return wireDecision(record, meter, calendar);
}
