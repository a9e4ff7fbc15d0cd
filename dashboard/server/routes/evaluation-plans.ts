import { z } from 'zod';
import { leastShare } from '../../../domain/evaluation/plan.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import { drawYear, wirePlan } from '../evaluation/plan.ts';
import { notFound, problem, type Problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { planSchema, yearSchema } from '../wire/evaluation-schemas.ts';
import { todayOf } from '../wire/wire-matter.ts';

const tag = 'evaluation';
const path = '/api/v1/spot-check-plans/{year}';
const params = z.object({ year: yearSchema });

/** A limited role without a place sees nothing yet, here as in every list. */
const seesPlans = ({ role, scope }: Viewer): boolean => role !== 'county' || scope !== null;

function notNow(year: number, present: number): Problem {
  const message = `must be ${present} or ${present + 1}`;
  return problem(422, 'invalid-content', `year ${message}, not ${year}`, {
    errors: [{ path: 'year', code: 'not-now', message }],
  });
}

export const evaluationPlanRoutes = [
  route({
    method: 'get',
    path,
    summary: 'The spot checks of a year: what was drawn, by which seed, and what became of it',
    tag,
    params,
    answers: {
      200: { description: 'The plan; what an inspection came to of canteens that you may see', schema: planSchema },
    },
    handle: async ({ viewer, params: { year } }, house) => {
      const plan = seesPlans(viewer) ? await house.registry.evaluations.plan(year) : null;
      return plan === null ? notFound('spot-check plan', String(year)) : json(await wirePlan(plan, viewer, house));
    },
  }),
  route({
    method: 'post',
    path,
    summary:
      'Draw the spot checks of this year or the next, once: at least the share of all canteens, every one within three years',
    tag,
    params,
    body: {
      kind: 'json',
      schema: z.strictObject({
        seed: z.string().trim().min(1).max(200).describe('Said in public: whoever draws with it draws the same'),
        share: z.number().min(leastShare).max(1).default(leastShare).describe('Of all canteens, 0.35…1'),
      }),
    },
    answers: { 201: { description: 'The plan', schema: planSchema } },
    problems: [409, 422],
    handle: async ({ viewer, params: { year }, body: { seed, share } }, house) => {
      const present = Number(todayOf(house).slice(0, 4));
      if (year !== present && year !== present + 1) return notNow(year, present);
      const done = await drawYear({ year, seed, share }, viewer, house);
      if (done === 'drawn') return problem(409, 'drawn', `The spot checks of ${year} are drawn.`);
      if (done === 'empty') return problem(409, 'no-canteens', 'There is no canteen to draw.');
      return json(await wirePlan((await house.registry.evaluations.plan(year))!, viewer, house), 201);
    },
  }),
];
