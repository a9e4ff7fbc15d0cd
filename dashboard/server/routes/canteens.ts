import { z } from 'zod';
import type { Viewer } from '../../../storage/registry/port.ts';
import { decodeCursor, encodeCursor } from '../../../storage/registry/paging.ts';
import { datesOf } from '../canteens/span.ts';
import { wireCanteen, wireMeal } from '../canteens/wire.ts';
import type { House } from '../house.ts';
import { isProblem, notFound } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { canteenSchema, mealSchema } from '../wire/canteen-schemas.ts';
import { listOf, pageOf, pageQuery } from '../wire/paging.ts';
import { instantText } from './series.ts';

const usualDays = 31;
const tag = 'canteens';

export const canteenParams = z.object({ id: z.string() });
export const datesQuery = {
  from: instantText.optional().describe('The first local date, or an instant in it; a month before `to` when absent'),
  to: instantText.optional().describe('Exclusive; when absent today is the last one'),
};

export const canteenRoutes = [
  route({
    method: 'get',
    path: '/api/v1/canteens',
    summary: 'Canteens that you may see',
    tag,
    query: z.object(pageQuery),
    answers: { 200: { description: 'A page of canteens, by id', schema: listOf(canteenSchema) } },
    handle: async ({ viewer, query }, { canteens }) => {
      const { limit, cursor } = pageOf(query);
      const last = cursor === null ? null : decodeCursor(cursor);
      const all = await canteens.visible(viewer);
      const rest = last === null ? all : all.filter(({ id }) => id > last);
      const items = rest.slice(0, limit);
      const next = rest.length > limit ? encodeCursor(items.at(-1)!.id) : null;
      return json({ items: items.map(wireCanteen), next });
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/canteens/{id}/days',
    summary: 'Meals of a canteen with their sums by stream; the event’s local date decides',
    tag,
    params: canteenParams,
    query: z.object(datesQuery),
    answers: {
      200: {
        description: 'Meals that have events or entries, ascending by date, then meal; not paged',
        schema: z.object({ items: z.array(mealSchema) }),
      },
    },
    handle: async ({ viewer, params: { id }, query }, house) => {
      const canteen = await canteenOf(viewer, id, house);
      if (isProblem(canteen)) return canteen;
      const span = datesOf(query, usualDays, house);
      if (isProblem(span)) return span;
      const meals = await house.canteens.meals(id, span.from, span.to);
      return json({ items: meals.map((one) => wireMeal(one, house)) });
    },
  }),
];

/** The canteen, or the 404 that says the same of what is not there and of what is not theirs. */
export async function canteenOf(viewer: Viewer, id: string, { canteens }: Pick<House, 'canteens'>) {
  return (await canteens.one(viewer, id)) ?? notFound('canteen', id);
}
