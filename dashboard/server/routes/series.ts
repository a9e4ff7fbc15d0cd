import { z } from 'zod';
import { commonPoints } from '../../../domain/points.ts';
import type { MeterWithPlace } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { badParameter, isProblem, notFound } from '../http/problem.ts';
import { jsonText, route, type Reply } from '../http/route.ts';
import { forgetHeldPast } from '../wire/held-values.ts';
import { unitFor } from '../wire/meter.ts';
import { seriesSchema } from '../wire/schemas.ts';
import { intervalSeriesJson, rawSeriesJson, type SeriesHead } from '../wire/series-json.ts';
import { countOf, spanOf, tooManyPoints, type Span } from '../wire/span.ts';

/** Never a silent cut: what is longer is refused. */
const mostPoints = 200_000;
/** Of a meter that is computed of others: values that are read for it. */
const mostRead = 10_000_000;

export const instantText = z
  .string()
  .describe('ISO 8601 with offset, a local date (its midnight), or epoch milliseconds');

export const seriesRoutes = [
  route({
    method: 'get',
    path: '/api/v1/meters/{id}/series',
    summary: 'Values of one point: as read, or used by interval',
    tag: 'series',
    params: z.object({ id: z.string() }),
    query: z.object({
      point: z.string().min(1).max(100).optional().describe('The meter’s register point when absent'),
      from: instantText.optional(),
      to: instantText.optional().describe('Exclusive; now when absent'),
      every: z.enum(['raw', '15m', '1h', '1d', '1mo']).optional().describe('1h when absent'),
      asOf: instantText.optional().describe('As known at that instant'),
    }),
    answers: {
      200: { description: 'Intervals whose start lies in [from, to), ascending, not paged', schema: seriesSchema },
    },
    problems: [503],
    handle: async ({ viewer, params, query }, house) => {
      const meter = await house.registry.meter(viewer, params.id);
      if (meter === null) return notFound('meter', params.id);
      const point = query.point ?? meter.register.point;
      if (!(await mayHave(meter, point, house))) {
        return badParameter('point', `the meter never sent ${JSON.stringify(point)}`, 'unknown-point');
      }
      const every = query.every ?? '1h';
      const span = spanOf(query, every, house.calendar, house.now());
      if (isProblem(span)) return span;
      const unit = unitFor(point, meter.register);
      return readSeries({ meter: meter.id, point, unit, every, timezone: house.timezone }, span, house);
    },
  }),
];

async function readSeries(head: SeriesHead, span: Span, { store, intervals, calendar, now }: House): Promise<Reply> {
  const iso = (ms: number): string => calendar.iso(ms);
  const { from, to, asOf } = span;
  const { meter, point, every } = head;
  if (every === 'raw') {
    const columns = await store.samples(meter, point, from, to, asOf);
    return columns.ts.length > mostPoints ? tooManyPoints(mostPoints) : jsonText(rawSeriesJson(head, columns, iso));
  }
  // The bound is generous by an hour of daylight saving a day; the exact count decides below.
  const count = countOf(span, every);
  if (count > 1.05 * mostPoints || count * intervals.partsOf(meter) > mostRead) return tooManyPoints(mostPoints);
  const asked = { meter, point };
  const columns =
    asOf === undefined
      ? await intervals.of(asked, every, from, to)
      : await intervals.asOf(asked, every, from, to, asOf);
  if (columns.startsAt.length > mostPoints) return tooManyPoints(mostPoints);
  const present = Math.min(asOf ?? Infinity, now());
  forgetHeldPast(present, store.latest().get(meter)?.points[point]?.ts, columns);
  return jsonText(intervalSeriesJson(head, columns, iso, present));
}

/** A typing error in `point` must not look like a meter without data. */
async function mayHave(meter: MeterWithPlace, point: string, { store }: House): Promise<boolean> {
  if (point === meter.register.point || commonPoints.includes(point)) return true;
  return (await store.points(meter.id)).includes(point);
}
