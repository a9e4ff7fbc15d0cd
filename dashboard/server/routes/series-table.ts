import { z } from 'zod';
import { commonPoints } from '../../../domain/points.ts';
import type { MeterWithPlace } from '../../../storage/registry/port.ts';
import { badParameter, isProblem, notFound } from '../http/problem.ts';
import { jsonText, route } from '../http/route.ts';
import { forgetHeldPast } from '../wire/held-values.ts';
import { unitFor } from '../wire/meter.ts';
import { seriesTableSchema } from '../wire/schemas.ts';
import { seriesTableJson } from '../wire/series-json.ts';
import { countOf, spanOf } from '../wire/span.ts';
import { instantText } from './series.ts';

/** Values in one table: ten thousand meters by day for half a year. */
const mostValues = 2_000_000;

export const seriesTableRoutes = [
  route({
    method: 'get',
    path: '/api/v1/series',
    summary: 'Many meters on one time axis, in columns',
    tag: 'series',
    query: z.object({
      meters: z.string().min(1).describe('Ids with commas between, or `all` that you may see'),
      point: z.string().min(1).max(100).optional().describe('Each meter’s register point when absent'),
      every: z.enum(['15m', '1h', '1d', '1mo']).optional().describe('1d when absent'),
      from: instantText.optional(),
      to: instantText.optional().describe('Exclusive; now when absent'),
    }),
    answers: { 200: { description: 'A column a meter, in the order asked for', schema: seriesTableSchema } },
    handle: async ({ viewer, query }, house) => {
      const every = query.every ?? '1d';
      const span = spanOf(query, every, house.calendar, house.now());
      if (isProblem(span)) return span;

      const visible = new Map<string, MeterWithPlace>();
      for (const meter of await house.meters.all(viewer)) visible.set(meter.id, meter);
      const ids = query.meters === 'all' ? [...visible.keys()] : [...new Set(query.meters.split(','))];
      const columns = ids.reduce((sum, id) => sum + house.intervals.partsOf(id), 0);
      if (columns * countOf(span, every) > mostValues) {
        return badParameter('from', `the table would hold more than ${mostValues} values`, 'too-many-points');
      }
      const latest = house.store.latest();
      let known = query.point === undefined || commonPoints.includes(query.point);
      const asked = [];
      for (const id of ids) {
        const meter = visible.get(id);
        if (meter === undefined) return notFound('meter', id);
        const point = query.point ?? meter.register.point;
        known ||= point === meter.register.point || latest.get(id)?.points[point] !== undefined;
        asked.push({ meter: id, point, unit: unitFor(point, meter.register) });
      }
      if (!known) return badParameter('point', `no meter ever sent ${JSON.stringify(query.point)}`, 'unknown-point');
      const blocks = asked.length === 0 ? [] : await house.intervals.ofMany(asked, every, span.from, span.to);
      const table = asked.map((head, i) => ({ ...head, columns: blocks[i]! }));
      for (const { meter, point, columns } of table) {
        forgetHeldPast(house.now(), latest.get(meter)?.points[point]?.ts, columns);
      }
      return jsonText(seriesTableJson(every, house.timezone, table, (ms) => house.calendar.iso(ms)));
    },
  }),
];
