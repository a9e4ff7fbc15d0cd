import { z } from 'zod';
import { notFound, problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { analysisSchema } from '../wire/mandv-schemas.ts';
import { withAnalysis } from './mandv.ts';

const tag = 'measurement and verification';
const path = '/api/v1/mandv/analyses/{id}/adjustments';
const day = z.iso.date();
const because = { reason: z.string().trim().min(2).max(2000), evidence: z.string().trim().min(1).max(2000) };

const adjustmentBody = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('step'),
    from: day,
    to: day.optional().describe('Exclusive; absent = to the end'),
    perDay: z.number().describe('Added to the counterfactual each day, in the meter’s unit'),
    ...because,
  }),
  z.object({ kind: z.literal('closure'), from: day, to: day, perDay: z.literal(0).optional(), ...because }),
]);

/** Changes that the model does not know of: dated, with evidence, beside the model and never in it. */
export const mandvAdjustmentRoutes = [
  route({
    method: 'post',
    path,
    summary: 'Record a change that the model does not know of: a step in use, or days that count on neither side',
    tag,
    params: z.object({ id: z.string() }),
    body: { kind: 'json', schema: adjustmentBody },
    answers: { 201: { description: 'The analysis with it', schema: analysisSchema } },
    problems: [422],
    handle: ({ viewer, params: { id }, body }, house) =>
      withAnalysis(viewer, id, house, async () => {
        const { calendar, registry, mandv } = house;
        const from = calendar.localMidnight(body.from);
        const to = body.to === undefined ? null : calendar.localMidnight(body.to);
        if (to !== null && to <= from) {
          const errors = [{ path: 'to', code: 'order', message: 'lies not after from' }];
          return problem(422, 'order', 'to: lies not after from', { errors });
        }
        const { kind, reason, evidence, perDay = 0 } = body;
        await registry.analyses.adjust(id, { kind, from, to, perDay, reason, evidence }, viewer);
        const analysis = await registry.analyses.one(viewer, id);
        return analysis === null ? notFound('analysis', id) : json(await mandv.analysis(analysis), 201);
      }),
  }),
  route({
    method: 'delete',
    path: `${path}/{adjustment}`,
    summary: 'Take an adjustment back; that it was there stays in the audit',
    tag,
    params: z.object({ id: z.string(), adjustment: z.string().regex(/^\d{1,15}$/) }),
    answers: { 200: { description: 'The analysis without it', schema: analysisSchema } },
    handle: ({ viewer, params: { id, adjustment } }, house) =>
      withAnalysis(viewer, id, house, async () => {
        const { registry, mandv } = house;
        const gone = await registry.analyses.withdrawAdjustment(id, Number(adjustment), viewer);
        const analysis = gone ? await registry.analyses.one(viewer, id) : null;
        return analysis === null ? notFound('adjustment', adjustment) : json(await mandv.analysis(analysis));
      }),
  }),
];
