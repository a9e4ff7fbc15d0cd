import { z } from 'zod';
import type { SeriesStore } from '../../../storage/series/port.ts';
import { badParameter, isProblem, notFound } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { unitFor } from '../wire/meter.ts';
import { judgedReadings } from '../wire/readings.ts';
import { readingsSchema } from '../wire/schemas.ts';
import { spanOf } from '../wire/span.ts';
import { instantText } from './series.ts';

const usualLimit = 100;
const mostDays = 400;

export const readingRoutes = [
  route({
    method: 'get',
    path: '/api/v1/meters/{id}/readings',
    summary: 'Readings as they were received, when they arrived, and what was made of each',
    tag: 'series',
    params: z.object({ id: z.string() }),
    query: z.object({
      point: z.string().min(1).max(100).optional().describe('The meter’s register point when absent'),
      from: instantText.optional(),
      to: instantText.optional().describe('Exclusive; now when absent'),
      asOf: instantText.optional().describe('As received, judged and decided at that instant'),
      only: z.enum(['odd']).optional().describe('`odd`: what is not plainly normal'),
      limit: z
        .string()
        .regex(/^\d{1,4}$/, 'a number from 1 to 1000')
        .transform(Number)
        .pipe(z.number().min(1).max(1000))
        .optional()
        .describe('100 when absent'),
    }),
    answers: { 200: { description: 'The newest readings of the span first', schema: readingsSchema } },
    problems: [503],
    handle: async ({ viewer, params, query }, { registry, store, calendar, now }) => {
      const iso = (ms: number): string => calendar.iso(ms);
      const meter = await registry.meter(viewer, params.id);
      if (meter === null) return notFound('meter', params.id);
      const span = spanOf(query, 'raw', calendar, now());
      if (isProblem(span)) return span;
      if (span.to - span.from > mostDays * 86_400_000) {
        return badParameter('from', `more than ${mostDays} days: ask for less`, 'too-many-points');
      }
      const point = query.point ?? meter.register.point;
      const asked = { meter: meter.id, point, from: span.from, to: span.to };
      const { asOf } = span;
      const rules =
        asOf === undefined
          ? registry.directory.meter(meter.id)?.rules
          : ((await registry.rulesAsOf(meter.id, asOf)) ?? undefined);
      const options = { limit: query.limit ?? usualLimit, onlyOdd: query.only === 'odd', iso };
      const source = asOf === undefined ? store : receivedUntil(asOf, store);
      const found = await judgedReadings(source, asked, rules, options);
      return json({ meter: meter.id, point, unit: unitFor(point, meter.register), ...found });
    },
  }),
];

/** The store as it was then. */
function receivedUntil(asOf: number, store: SeriesStore): Pick<SeriesStore, 'samples' | 'arrivals'> {
  return {
    samples: (meter, point, from, to) => store.samples(meter, point, from, to, asOf),
    async arrivals(meter, from, to) {
      const { ts, receivedAt } = await store.arrivals(meter, from, to);
      const known = (_: number, i: number): boolean => receivedAt[i]! <= asOf;
      return { ts: ts.filter(known), receivedAt: receivedAt.filter(known) };
    },
  };
}
