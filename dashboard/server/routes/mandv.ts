import { z } from 'zod';
import { confidenceLevels } from '../../../domain/mandv/types.ts';
import type { Analysis, AnalysisChange, Viewer } from '../../../storage/registry/port.ts';
import { chooseMeters } from '../mandv/choose-meters.ts';
import { isProblem, notFound, problem, type Problem } from '../http/problem.ts';
import { empty, json, route } from '../http/route.ts';
import type { House } from '../house.ts';
import { methodSchema, todaySchema } from '../wire/mandv-parts.ts';
import { analysisSchema, listItemSchema } from '../wire/mandv-schemas.ts';
import { listOf, pageOf, pageQuery } from '../wire/paging.ts';

const tag = 'measurement and verification';
const path = '/api/v1/mandv/analyses';
const params = z.object({ id: z.string() });
const day = z.iso.date().describe('Local day, e.g. 2026-03-01');

const createBody = z.object({
  meter: z.string().max(200),
  weatherMeter: z
    .string()
    .max(200)
    .optional()
    .describe('Absent: the building’s, else the first weather meter that is visible in the same region'),
  method: methodSchema.optional().describe('Absent: hourly-day-types for electricity, daily for the rest'),
  baselineFrom: day,
  baselineTo: day.describe('Exclusive: the day on which the works began, e.g. 2026-03-01'),
  reportingFrom: day,
  confidence: z.union(confidenceLevels.map((level) => z.literal(level))).optional(),
  guarantee: z.number().positive().optional().describe('Saving promised a year, in the meter’s unit'),
});

export const mandvRoutes = [
  route({
    method: 'post',
    path,
    summary: 'Begin a measurement and verification: a meter, a baseline, a start',
    tag,
    body: { kind: 'json', schema: createBody },
    answers: { 201: { description: 'A draft', schema: listItemSchema } },
    problems: [404, 422],
    handle: async ({ viewer, body }, house) => {
      const { calendar, registry, mandv, now } = house;
      const baseline = { from: calendar.localMidnight(body.baselineFrom), to: calendar.localMidnight(body.baselineTo) };
      const reportingFrom = calendar.localMidnight(body.reportingFrom);
      if (baseline.from >= baseline.to) return wrong('baselineTo', 'order', 'lies not after baselineFrom');
      if (reportingFrom < baseline.to) return wrong('reportingFrom', 'order', 'lies before the end of the baseline');
      if (baseline.to > now()) return wrong('baselineTo', 'future', 'a baseline is over before a model is made of it');
      const meters = await chooseMeters(viewer, body.meter, body.weatherMeter, house);
      if (isProblem(meters)) return meters;
      const id = await registry.analyses.create(
        {
          meter: meters.meter.id,
          weatherMeter: meters.weather.id,
          method: body.method ?? (meters.meter.carrier === 'electricity' ? 'hourly-day-types' : 'daily'),
          baseline,
          reportingFrom,
          confidence: body.confidence ?? 0.9,
          guarantee: body.guarantee ?? null,
        },
        viewer,
      );
      const made = await registry.analyses.one(viewer, id);
      return made === null ? notFound('analysis', id) : json(await mandv.listItem(made), 201);
    },
  }),
  route({
    method: 'get',
    path,
    summary: 'Measurements and verifications of meters that you may see, newest first',
    tag,
    query: z.object(pageQuery),
    answers: { 200: { description: 'One page', schema: listOf(listItemSchema) } },
    handle: async ({ viewer, query }, { registry, mandv }) => {
      const { items, next } = await registry.analyses.page(viewer, pageOf(query));
      return json({ items: await Promise.all(items.map((item) => mandv.listItem(item))), next });
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    summary: 'One of them, computed with what is known now',
    tag,
    params,
    answers: { 200: { description: 'Model, savings, and what they rest on', schema: analysisSchema } },
    handle: ({ viewer, params: { id } }, house) =>
      withAnalysis(viewer, id, house, async (analysis) => json(await house.mandv.analysis(analysis))),
  }),
  route({
    method: 'get',
    path: `${path}/{id}/today`,
    summary: 'Today’s hours against the model’s band; null hours are not known yet',
    tag,
    params,
    answers: { 200: { description: 'Today', schema: todaySchema } },
    problems: [409],
    handle: ({ viewer, params: { id } }, house) =>
      withAnalysis(viewer, id, house, async (analysis) => {
        const today = await house.mandv.today(analysis);
        return today === null ? problem(409, 'no-model', 'There is no model of this baseline.') : json(today);
      }),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/freeze`,
    summary: 'Keep the baseline model for good: later readings never change it',
    tag,
    params,
    answers: { 200: { description: 'Frozen', schema: analysisSchema } },
    problems: [409],
    handle: ({ viewer, params: { id }, address }, house) =>
      withAnalysis(viewer, id, house, async (analysis) => {
        if (analysis.frozen !== null) return alreadyFrozen;
        await baselineDerived(analysis, house);
        const baseline = await house.mandv.baselineToFreeze(analysis);
        if (isProblem(baseline)) {
          const entry = { actor: viewer.name, action: 'mandv.freeze', subject: id, address };
          await house.registry.audit({ ...entry, result: 'refused', detail: baseline.body.code });
          return baseline;
        }
        const change = await house.registry.analyses.freeze(id, baseline, viewer);
        await house.reports.made();
        return changed(change, viewer, id, house);
      }),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/override`,
    summary: 'Take responsibility for data that the rules refuse, with the reason; drafts only',
    tag,
    params,
    body: { kind: 'json', schema: z.object({ reason: z.string().trim().min(2).max(2000) }) },
    answers: { 200: { description: 'Recorded', schema: analysisSchema } },
    problems: [409],
    handle: ({ viewer, params: { id }, body }, house) =>
      withAnalysis(viewer, id, house, async () =>
        changed(await house.registry.analyses.override(id, body.reason, viewer), viewer, id, house),
      ),
  }),
  route({
    method: 'delete',
    path: `${path}/{id}`,
    summary: 'Delete a draft',
    tag,
    params,
    answers: { 204: { description: 'Deleted' } },
    problems: [409],
    handle: ({ viewer, params: { id } }, house) =>
      withAnalysis(viewer, id, house, async () => {
        const done = await house.registry.analyses.remove(id, viewer);
        return done === 'done' ? empty() : done === 'frozen' ? alreadyFrozen : notFound('analysis', id);
      }),
  }),
];

const alreadyFrozen = problem(409, 'frozen', 'The baseline of this analysis is frozen.');

const wrong = (path: string, code: string, message: string): Problem =>
  problem(422, code, `${path}: ${message}`, { errors: [{ path, code, message }] });

/** What is not theirs is not found, whoever may write. */
export async function withAnalysis<T>(
  viewer: Viewer,
  id: string,
  { registry }: House,
  then: (analysis: Analysis) => Promise<T>,
): Promise<T | Problem> {
  const analysis = await registry.analyses.one(viewer, id);
  return analysis === null ? notFound('analysis', id) : then(analysis);
}

/** What was received and not yet derived belongs to the baseline too; what devices say of today is not waited for. */
async function baselineDerived({ meter, weatherMeter, baseline }: Analysis, { store, collector }: House) {
  const marks = await store.dirty(1000);
  const own = marks.filter((mark) => mark.meter === meter || mark.meter === weatherMeter);
  if (own.some(({ from }) => from < baseline.to)) await collector.settled();
}

async function changed(change: AnalysisChange, viewer: Viewer, id: string, { registry, mandv }: House) {
  if (change === 'frozen') return alreadyFrozen;
  const analysis = change === 'done' ? await registry.analyses.one(viewer, id) : null;
  return analysis === null ? notFound('analysis', id) : json(await mandv.analysis(analysis));
}
