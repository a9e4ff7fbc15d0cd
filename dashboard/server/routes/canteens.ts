import { z } from 'zod';
import { addDays } from '../../../domain/canteen/clock.ts';
import type { CanteenEntry } from '../../../storage/registry/canteen-port.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import { decodeCursor, encodeCursor } from '../../../storage/registry/paging.ts';
import { canteenDay, displayOf } from '../canteens/day.ts';
import { mealNow } from '../canteens/meal-now.ts';
import type { AtMeal } from '../canteens/past.ts';
import { dateOf, datesOf } from '../canteens/span.ts';
import { trendOf } from '../canteens/trend.ts';
import { wireCanteen, wireMeal } from '../canteens/wire.ts';
import type { House } from '../house.ts';
import { isProblem, notFound, type Problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import {
  canteenDaySchema,
  canteenSchema,
  displaySchema,
  mealName,
  mealSchema,
  trendSchema,
} from '../wire/canteen-schemas.ts';
import { listOf, pageOf, pageQuery } from '../wire/paging.ts';
import { mealQuery, streamQuery } from './canteens-city.ts';
import { instantText } from './series.ts';

const usualDays = 31;
const trendDays = 91;
const tag = 'canteens';

export const canteenParams = z.object({ id: z.string() });
export const datesQuery = {
  from: instantText.optional().describe('The first local date, or an instant in it; a month before `to` when absent'),
  to: instantText.optional().describe('Exclusive; when absent today is the last one'),
};

const mealOfDayQuery = z.object({
  date: instantText.optional().describe('Local date; the day of that meal when absent'),
  meal: mealQuery,
  stream: streamQuery,
});

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
  ...['', '/day'].map((more) =>
    route({
      method: 'get',
      path: `/api/v1/canteens/{id}${more}`,
      summary: 'A canteen at a meal of a day beside its own past, its peers and the city',
      tag,
      params: canteenParams,
      query: mealOfDayQuery,
      answers: {
        200: {
          description:
            'Under `/day` too, for canteens that are called as one of the lists here (`board`, `league`, `sorting`)',
          schema: canteenDaySchema,
        },
      },
      handle: async ({ viewer, params: { id }, query }, house) => {
        const canteen = await canteenOf(viewer, id, house);
        if (isProblem(canteen)) return canteen;
        const of = await mealAsked(house, canteen, query);
        return isProblem(of) ? of : json(await canteenDay(house, canteen, of));
      },
    }),
  ),
  route({
    method: 'get',
    path: '/api/v1/canteens/{id}/trend',
    summary: 'Grams a person-meal over days, weeks or months',
    tag,
    params: canteenParams,
    query: z.object({
      ...datesQuery,
      every: z.enum(['day', 'week', 'month']).optional().describe('day when absent'),
      meal: mealName.optional().describe('All meals of a day together when absent'),
      stream: streamQuery,
    }),
    answers: {
      200: {
        description: 'Ascending; whole weeks and months; those without an event are left out',
        schema: trendSchema,
      },
    },
    handle: async ({ viewer, params: { id }, query }, house) => {
      const canteen = await canteenOf(viewer, id, house);
      if (isProblem(canteen)) return canteen;
      const span = datesOf(query, trendDays, house);
      if (isProblem(span)) return span;
      const { every = 'day', meal = null, stream = 'PLATE_WASTE' } = query;
      return json(await trendOf(house, id, { ...span, every, meal, stream }));
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/canteens/{id}/display',
    summary: 'For the dining hall: what a person-meal leaves at this meal, and what is usual',
    tag,
    params: canteenParams,
    query: z.object({}),
    answers: { 200: { description: 'Of the running meal, or of the last one', schema: displaySchema } },
    handle: async ({ viewer, params: { id } }, house) => {
      const canteen = await canteenOf(viewer, id, house);
      if (isProblem(canteen)) return canteen;
      const meal = await mealNow(house.canteens, [canteen], house.now());
      return json(await displayOf(house, canteen, { ...meal, stream: 'PLATE_WASTE' }));
    },
  }),
];

/** The meal of a query: of a named day, or of today; the one that is served now or was served last. */
export async function mealAsked(
  house: Pick<House, 'calendar' | 'canteens' | 'now'>,
  canteen: CanteenEntry,
  query: z.output<typeof mealOfDayQuery>,
): Promise<AtMeal | Problem> {
  const { stream = 'PLATE_WASTE' } = query;
  const now = house.now();
  if (query.date === undefined) return { ...(await mealNow(house.canteens, [canteen], now, query.meal)), stream };
  const date = dateOf(query.date, house);
  if (isProblem(date)) return date;
  if (query.meal !== undefined) return { date, meal: query.meal, stream };
  const last = await mealNow(house.canteens, [canteen], now);
  if (last.date === date) return { ...last, stream };
  const meals = await house.canteens.meals(canteen.id, date, addDays(date, 1));
  // The main meal of a day that is over.
  const largest = meals.toSorted((a, b) => b.personMeals - a.personMeals)[0];
  return { date, meal: largest?.meal ?? 'LUNCH', stream };
}

/** The canteen, or the 404 that says the same of what is not there and of what is not theirs. */
export async function canteenOf(viewer: Viewer, id: string, { canteens }: Pick<House, 'canteens'>) {
  return (await canteens.one(viewer, id)) ?? notFound('canteen', id);
}
