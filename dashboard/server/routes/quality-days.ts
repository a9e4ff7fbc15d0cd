import { z } from 'zod';
import type { PageQuery } from '../../../storage/registry/port.ts';
import { badParameter, isProblem, notFound } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { completenessOf } from '../quality/completeness.ts';
import { pageOf, pageQuery } from '../wire/paging.ts';
import { completenessSchema, revisionsSchema } from '../wire/quality-schemas.ts';
import { spanOf } from '../wire/span.ts';
import { instantText } from './series.ts';

const mostDays = 400;
const mostRevisions = 1000;
const dayMs = 86_400_000;

export const qualityDayRoutes = [
  route({
    method: 'get',
    path: '/api/v1/quality/completeness',
    summary: 'How much is known of each local day, by meter',
    tag: 'quality',
    query: z.object({
      ...pageQuery,
      building: z.string().min(1).max(200).optional(),
      meter: z.string().min(1).max(200).optional(),
      from: instantText.optional().describe('31 days before `to` when absent'),
      to: instantText.optional().describe('Exclusive; now when absent, and never later'),
    }),
    answers: { 200: { description: 'A page of meters, with a figure a day', schema: completenessSchema } },
    handle: async ({ viewer, query }, house) => {
      const span = spanOf(query, '1d', house.calendar, house.now());
      if (isProblem(span)) return span;
      const to = Math.min(span.to, house.now());
      if (to - span.from > mostDays * dayMs + 3_600_000) {
        return badParameter('from', `more than ${mostDays} days: ask for less`, 'too-many-points');
      }
      const { building, meter } = query;
      if (meter !== undefined) {
        const one = await house.registry.meter(viewer, meter);
        if (one === null) return notFound('meter', meter);
        return json({ ...(await completenessOf([one], { from: span.from, to }, house)), next: null });
      }
      const page: PageQuery = pageOf(query);
      const { items, next } = await house.meters.page(viewer, { ...page, ...(building !== undefined && { building }) });
      if (building !== undefined && items.length === 0 && page.cursor === null) return notFound('building', building);
      return json({ ...(await completenessOf(items, { from: span.from, to }, house)), next });
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/quality/revisions',
    summary: 'Values that were put in place of known ones: every one that ever stood there',
    tag: 'quality',
    query: z.object({
      meter: z.string().min(1).max(200),
      point: z.string().min(1).max(100).optional().describe('The meter’s register point when absent'),
      from: instantText.optional().describe('31 days before `to` when absent'),
      to: instantText.optional().describe('Exclusive; now when absent'),
    }),
    answers: { 200: { description: `Ascending, the first ${mostRevisions}`, schema: revisionsSchema } },
    problems: [503],
    handle: async ({ viewer, query }, { registry, store, calendar, now }) => {
      const meter = await registry.meter(viewer, query.meter);
      if (meter === null) return notFound('meter', query.meter);
      const span = spanOf(query, '1d', calendar, now());
      if (isProblem(span)) return span;
      const point = query.point ?? meter.register.point;
      const found = await store.revisions(meter.id, point, span.from, span.to, mostRevisions);
      const items = found.map(({ ts, value, receivedAt, supersededAt }) => ({
        ts: calendar.iso(ts),
        point,
        value,
        supersededAt: supersededAt === null ? null : calendar.iso(supersededAt),
        receivedAt: calendar.iso(receivedAt),
      }));
      return json({ items });
    },
  }),
];
