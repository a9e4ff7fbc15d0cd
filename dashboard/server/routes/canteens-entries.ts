import { z } from 'zod';
import { addDays } from '../../../domain/canteen/clock.ts';
import { meals } from '../../../domain/canteen/types.ts';
import { replacedBy } from '../canteens/replaced.ts';
import { datesOf, notBegun } from '../canteens/span.ts';
import { idText, reasonText, undo, undoBody } from '../canteens/undo.ts';
import { wireEntry } from '../canteens/wire.ts';
import { isProblem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { dateText, entryKinds, entrySchema, noteSchema } from '../wire/canteen-schemas.ts';
import { canteenOf, canteenParams, datesQuery } from './canteens.ts';

const tag = 'canteens';
const usualDays = 31;
const mostAtOnce = 500;
const list = z.object({ items: z.array(entrySchema) });
const entered = list.extend({
  replaced: z.array(z.int()).describe('Entries that counted until now: of the same date, meal and thing'),
});

export const canteenEntryRoutes = [
  route({
    method: 'get',
    path: '/api/v1/canteens/{id}/entries',
    summary: 'What was entered by hand, undone ones too, in the order in which it was entered',
    tag,
    params: canteenParams,
    query: z.object(datesQuery),
    answers: { 200: { description: 'All with a local date in [from, to); not paged', schema: list } },
    handle: async ({ viewer, params: { id }, query }, house) => {
      const canteen = await canteenOf(viewer, id, house);
      if (isProblem(canteen)) return canteen;
      const span = datesOf(query, usualDays, house);
      if (isProblem(span)) return span;
      const records = await house.registry.canteenBook.entries(id, span.from, span.to);
      return json({ items: records.map((record) => wireEntry(record, house.calendar)) });
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/canteens/{id}/entries',
    summary: 'Enter weights and people by hand, all or none: they count beside what was weighed',
    tag,
    params: canteenParams,
    body: {
      kind: 'json',
      schema: z.object({
        entries: z
          .array(
            z.object({
              date: dateText,
              meal: z.enum(meals),
              what: z.enum(entryKinds),
              value: z.number().nonnegative().describe('Grams, or people of PERSON_MEALS'),
            }),
          )
          .min(1)
          .max(mostAtOnce),
        reason: reasonText,
      }),
    },
    answers: { 201: { description: 'Entered', schema: entered } },
    handle: async ({ viewer, params: { id }, body: { entries, reason } }, house) => {
      const canteen = await canteenOf(viewer, id, house);
      if (isProblem(canteen)) return canteen;
      const ahead = notBegun('entries', entries, house);
      if (ahead !== null) return ahead;
      const { canteenBook } = house.registry;
      const ids = await canteenBook.enter(
        entries.map((entry) => ({ ...entry, canteen: id, reason })),
        viewer,
      );
      const records = await Promise.all(ids.map((one) => canteenBook.record(viewer, 'entry', one)));
      const items = records.flatMap((record) => (record === null ? [] : [wireEntry(record, house.calendar)]));
      const dates = entries.map(({ date }) => date).sort();
      const around = await canteenBook.entries(id, dates[0]!, addDays(dates.at(-1)!, 1));
      return json({ items, replaced: replacedBy(new Set(ids), around) }, 201);
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/canteens/{id}/entries/{entry}/undo',
    summary: 'As if it had never been entered; it stays to be read',
    tag,
    params: z.object({ id: z.string(), entry: idText }),
    body: { kind: 'json', schema: undoBody },
    answers: { 200: { description: 'Undone', schema: entrySchema } },
    problems: [409],
    handle: async ({ viewer, params: { id, entry }, body }, house) => {
      const record = await undo(house, 'entry', [id, entry], body.reason, viewer);
      return isProblem(record) ? record : json(wireEntry(record, house.calendar));
    },
  }),
  route({
    method: 'put',
    path: '/api/v1/canteens/{id}/notes/{date}/{meal}',
    summary: 'What was on the menu, beside the figures of a meal; an empty text takes it away',
    tag,
    params: z.object({ id: z.string(), date: dateText, meal: z.enum(meals) }),
    body: { kind: 'json', schema: z.object({ text: z.string().trim().max(1000) }) },
    answers: { 200: { description: 'As it stands now; null: there is none', schema: noteSchema } },
    handle: async ({ viewer, params: { id, date, meal }, body: { text } }, house) => {
      const canteen = await canteenOf(viewer, id, house);
      if (isProblem(canteen)) return canteen;
      await house.registry.canteenBook.note({ canteen: id, date, meal, text }, viewer);
      return json(await house.canteens.note(id, date, meal));
    },
  }),
];
