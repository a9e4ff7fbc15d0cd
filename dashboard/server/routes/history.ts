import { z } from 'zod';
import { isRegisterPoint } from '../../../domain/points.ts';
import { accumulated, readings } from '../history/columns.ts';
import { importBills } from '../history/import-bills.ts';
import { csvRows, jsonRows } from '../history/rows.ts';
import { badParameter, notFound, problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { isoText } from '../wire/schemas.ts';

const count = z.int().nonnegative();
const billsSchema = z.object({
  count,
  sum: z.string().describe('Decimal text, in the unit'),
  unit: z.string(),
  gaps: z.array(z.object({ from: isoText, to: isoText })).describe('Times between known bills that stay missing'),
  meets: z
    .enum(['directly', 'after-a-gap', 'not-yet'])
    .describe('How the bills’ end meets the meter’s own first reading; not-yet: there is none, it will be met'),
});

export const historyRoutes = [
  route({
    method: 'post',
    path: '/api/v1/meters/{id}/history',
    summary: 'Past readings of a meter, values of past intervals, or bills, through the bulk door',
    tag: 'ingest',
    params: z.object({ id: z.string() }),
    query: z.object({
      point: z.string().min(1).max(100).optional().describe('The meter’s register point when absent'),
      kind: z
        .enum(['register', 'interval', 'bill'])
        .optional()
        .describe(
          'register when absent; bill: each row begins a bill, the last one without a value ends the last bill',
        ),
      opening: z
        .string()
        .regex(/^\d+(\.\d+)?$/)
        .optional()
        .describe('interval: the register before the first one; 0 when absent'),
      'dry-run': z.enum(['true', 'false']).optional().describe('Only says what would be imported'),
    }),
    body: {
      kind: 'text',
      types: [
        'text/csv',
        'application/json',
        'text/plain',
        'application/octet-stream',
        'application/x-www-form-urlencoded',
      ],
      limit: 32 * 1024 * 1024,
      schema: z.any().describe('CSV with the columns timestamp,value, or JSON [{"timestamp","value"}]'),
    },
    answers: {
      200: {
        description: 'What was, or with dry-run would be, imported',
        schema: z.object({
          dryRun: z.boolean(),
          point: z.string(),
          readings: count.describe('Readings that the rows give'),
          missing: count.describe('Rows without a value'),
          from: isoText.nullable(),
          to: isoText.nullable(),
          received: count,
          stored: count,
          duplicate: count,
          revisions: count,
          bills: billsSchema.optional().describe('Of bills only'),
        }),
      },
    },
    problems: [409, 413, 415, 422, 503],
    handle: async ({ viewer, params, query, body, contentType, address }, house) => {
      const { registry, collector, calendar } = house;
      const meter = await registry.meter(viewer, params.id);
      if (meter === null) return notFound('meter', params.id);
      const point = query.point ?? meter.register.point;
      const kind = query.kind ?? 'register';
      const { multiplier } = meter.register;
      if (kind !== 'register' && !isRegisterPoint(point)) return badParameter('point', 'is no register');
      if (kind === 'interval' && typeof multiplier !== 'number') {
        return problem(409, 'multiplier-changes', 'Interval values need one multiplier for all time.');
      }
      const isJson = contentType === 'application/json' || (contentType !== 'text/csv' && /^\s*[{[]/.test(body));
      const read = isJson ? jsonRows(body, calendar, house.now()) : await csvRows(body, calendar, house.now());
      if (read.faults.length > 0) return problem(422, 'row-faults', undefined, { errors: read.faults });
      if (kind === 'bill') {
        const asked = { meter, point, by: viewer, dryRun: query['dry-run'] === 'true', address };
        return importBills(read.rows, asked, house);
      }
      const columns =
        kind === 'register' ? readings(read.rows) : accumulated(read.rows, query.opening ?? '0', Number(multiplier));
      if (!columns.ok) return problem(422, 'row-faults', undefined, { errors: columns.faults });

      const { ts, value, missing } = columns;
      const preview = {
        dryRun: query['dry-run'] === 'true',
        point,
        readings: ts.length,
        missing,
        from: ts.length > 0 ? calendar.iso(ts[0]!) : null,
        to: ts.length > 0 ? calendar.iso(ts.at(-1)!) : null,
      };
      if (preview.dryRun) return json({ ...preview, received: 0, stored: 0, duplicate: 0, revisions: 0 });
      const counts = await collector.importHistory(meter.id, meter.id, { ts, points: { [point]: value } });
      const detail = `${point}: ${counts.stored} stored, ${counts.duplicate} duplicate`;
      const entry = {
        actor: viewer.name,
        action: 'history.import',
        subject: meter.id,
        result: 'done',
        address,
      } as const;
      await registry.audit({ ...entry, detail });
      const { received, stored, duplicate, revisions } = counts;
      return json({ ...preview, received, stored, duplicate, revisions });
    },
  }),
];
