import { z } from 'zod';
import { dayEvents, findEvent } from '../canteens/day-events.ts';
import { readEvent } from '../canteens/read-event.ts';
import { dateOf } from '../canteens/span.ts';
import { idText, reasonText, undo, undoBody } from '../canteens/undo.ts';
import { wireCorrection } from '../canteens/wire.ts';
import { instant } from '../http/instant.ts';
import { isProblem, notFound, problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { canteenEventSchema, correctionSchema } from '../wire/canteen-schemas.ts';
import { canteenOf, canteenParams } from './canteens.ts';
import { instantText } from './series.ts';

const tag = 'canteens';

export const canteenCorrectionRoutes = [
  route({
    method: 'get',
    path: '/api/v1/canteens/{id}/events',
    summary: 'Weighings and counts of a local day, with what is odd about each and what people said of it',
    tag,
    params: canteenParams,
    query: z.object({ date: instantText.optional().describe('Local date; today when absent') }),
    answers: {
      200: {
        description: 'All of that day, ascending; not paged',
        schema: z.object({ items: z.array(canteenEventSchema) }),
      },
    },
    handle: async ({ viewer, params: { id }, query }, house) => {
      const canteen = await canteenOf(viewer, id, house);
      if (isProblem(canteen)) return canteen;
      const date = dateOf(query.date, house);
      return isProblem(date) ? date : json({ items: await dayEvents(house, id, date) });
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/canteens/{id}/corrections',
    summary: 'Say of one event that it does not count, that it does, or what it weighed; the later word counts',
    tag,
    params: canteenParams,
    body: {
      kind: 'json',
      schema: z.object({
        device: z.string().min(1).max(200),
        seq: z.int().nonnegative(),
        ts: z
          .union([z.string().max(40), z.number()])
          .describe('Of the event: ISO 8601 with offset, or epoch milliseconds'),
        as: z.enum(['ignored', 'kept', 'value']),
        value: z.number().nonnegative().optional().describe('Of `value` only: grams of a weighing, people of a count'),
        reason: reasonText,
      }),
    },
    answers: { 201: { description: 'Its figures are computed again', schema: correctionSchema } },
    handle: async ({ viewer, params: { id }, body }, house) => {
      const canteen = await canteenOf(viewer, id, house);
      if (isProblem(canteen)) return canteen;
      const ts = instant('ts', String(body.ts), house.calendar);
      if (isProblem(ts)) return invalid('ts', 'invalid', ts.body.detail ?? '');
      const { device, seq, as, reason, value = null } = body;
      if ((as === 'value') !== (value !== null)) {
        return invalid(
          'value',
          as === 'value' ? 'missing' : 'not-expected',
          `goes with \`as\`: "value" and with nothing else`,
        );
      }
      const event = await findEvent(house, id, { device, seq, ts });
      const said = event === null ? null : readEvent(event.body);
      if (said === null) return notFound('event', `${device} ${seq}`);
      if (said.type === 'meals' && value !== null && !Number.isInteger(value)) {
        return invalid('value', 'not-whole', 'people come whole');
      }
      const { canteenBook } = house.registry;
      const number = await canteenBook.correct(id, { device, seq, ts, as, value }, reason, viewer);
      const record = await canteenBook.record(viewer, 'correction', number);
      if (record === null) throw new Error(`correction ${number} of ${id} is not to be found`);
      return json(wireCorrection(record, house.calendar), 201);
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/canteens/{id}/corrections/{correction}/undo',
    summary: 'As if it had never been said; it stays to be read',
    tag,
    params: z.object({ id: z.string(), correction: idText }),
    body: { kind: 'json', schema: undoBody },
    answers: { 200: { description: 'Undone', schema: correctionSchema } },
    problems: [409],
    handle: async ({ viewer, params: { id, correction }, body }, house) => {
      const record = await undo(house, 'correction', [id, correction], body.reason, viewer);
      return isProblem(record) ? record : json(wireCorrection(record, house.calendar));
    },
  }),
];

function invalid(path: string, code: string, message: string) {
  return problem(422, 'invalid-content', undefined, { errors: [{ path, code, message }] });
}
