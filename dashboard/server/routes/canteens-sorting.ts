import { z } from 'zod';
import type { FetchRecord } from '../../../storage/registry/canteen-port.ts';
import { monthsOf, sortingOf } from '../canteens/sorting.ts';
import { datesOf, notBegun } from '../canteens/span.ts';
import { idText, reasonText, undo, undoBody } from '../canteens/undo.ts';
import type { House } from '../house.ts';
import { badParameter, isProblem, notFound } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { dateText, fetchSchema, sortingSchema } from '../wire/canteen-schemas.ts';
import { canteenOf, canteenParams, datesQuery } from './canteens.ts';

const tag = 'canteens';
const usualDays = 92;
const mostMonths = 36;
const mostAtOnce = 500;
const list = z.object({ items: z.array(fetchSchema) });

/** Mounted before the routes with an id in the same place. */
export const canteenSortingRoutes = [
  route({
    method: 'get',
    path: '/api/v1/canteens/sorting',
    summary: 'Food waste by month: what canteens weighed against what was fetched by the ledger, and its carbon',
    tag,
    query: z.object({ ...datesQuery, canteen: z.string().min(1).max(200).optional().describe('All when absent') }),
    answers: {
      200: { description: 'Whole months, by canteen; months without either are left out', schema: sortingSchema },
    },
    handle: async ({ viewer, query }, house) => {
      const span = datesOf(query, usualDays, house);
      if (isProblem(span)) return span;
      if (monthsOf(span).length > mostMonths)
        return badParameter('from', `more than ${mostMonths} months before \`to\``);
      const visible = await house.canteens.visible(viewer);
      const asked = query.canteen === undefined ? visible : visible.filter(({ id }) => id === query.canteen);
      if (query.canteen !== undefined && asked.length === 0) return notFound('canteen', query.canteen);
      return json(await sortingOf(house, asked, span));
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/canteens/{id}/fetches',
    summary: 'Food waste that was fetched from a canteen, as the ledger has it (易腐垃圾台账)',
    tag,
    params: canteenParams,
    query: z.object(datesQuery),
    answers: { 200: { description: 'Those that stand, by date; not paged', schema: list } },
    handle: async ({ viewer, params: { id }, query }, house) => {
      const canteen = await canteenOf(viewer, id, house);
      if (isProblem(canteen)) return canteen;
      const span = datesOf(query, usualDays, house);
      if (isProblem(span)) return span;
      const fetches = await house.registry.canteenBook.fetches([id], span.from, span.to);
      return json({ items: fetches.map((one) => wireFetch(one, house.calendar)) });
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/canteens/{id}/fetches',
    summary: 'Enter what was fetched, all or none',
    tag,
    params: canteenParams,
    body: {
      kind: 'json',
      schema: z.object({
        fetches: z
          .array(
            z.object({ date: dateText, kg: z.number().nonnegative(), collector: z.string().trim().min(1).max(200) }),
          )
          .min(1)
          .max(mostAtOnce),
        reason: reasonText,
      }),
    },
    answers: { 201: { description: 'Entered', schema: list } },
    handle: async ({ viewer, params: { id }, body: { fetches, reason } }, house) => {
      const canteen = await canteenOf(viewer, id, house);
      if (isProblem(canteen)) return canteen;
      const ahead = notBegun('fetches', fetches, house);
      if (ahead !== null) return ahead;
      const { canteenBook } = house.registry;
      const ids = await canteenBook.enterFetches(
        fetches.map((one) => ({ ...one, canteen: id, reason })),
        viewer,
      );
      const records = await Promise.all(ids.map((one) => canteenBook.record(viewer, 'fetch', one)));
      const items = records.flatMap((record) => (record === null ? [] : [wireFetch(record, house.calendar)]));
      return json({ items }, 201);
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/canteens/{id}/fetches/{fetch}/undo',
    summary: 'As if it had never been entered; it stays in the register',
    tag,
    params: z.object({ id: z.string(), fetch: idText }),
    body: { kind: 'json', schema: undoBody },
    answers: { 200: { description: 'Undone', schema: fetchSchema } },
    problems: [409],
    handle: async ({ viewer, params: { id, fetch }, body }, house) => {
      const record = await undo(house, 'fetch', [id, fetch], body.reason, viewer);
      return isProblem(record) ? record : json(wireFetch(record, house.calendar));
    },
  }),
];

function wireFetch({ id, date, kg, collector, reason, by, at, undone }: FetchRecord, calendar: House['calendar']) {
  return {
    ...{ id, date, kg, collector, reason, by, at: calendar.iso(at) },
    undone: undone === null ? null : { ...undone, at: calendar.iso(undone.at) },
  };
}
