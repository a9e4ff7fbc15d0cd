import { z } from 'zod';
import { leagueOf } from '../canteens/league.ts';
import { dateOf } from '../canteens/span.ts';
import { isProblem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { boardSchema, leagueSchema, mealName, streamName } from '../wire/canteen-schemas.ts';
import { instantText } from './series.ts';

const tag = 'canteens';
const usualWeeks = 4;
const mostWeeks = 26;

export const mealQuery = mealName.optional().describe('What is served now, or was served last, when absent');
export const streamQuery = streamName.optional().describe('PLATE_WASTE when absent');

/** Paths with a word where others have an id: they are mounted before those. */
export const canteenCityRoutes = [
  route({
    method: 'get',
    path: '/api/v1/canteens/board',
    summary: 'All canteens that you may see at the running meal, or at the one that was served last, beside the city',
    tag,
    query: z.object({ meal: mealQuery, stream: streamQuery }),
    answers: { 200: { description: 'By id; not paged', schema: boardSchema } },
    handle: async ({ viewer, query }, house) => json(await house.boards.of(viewer, query)),
  }),
  route({
    method: 'get',
    path: '/api/v1/canteens/league',
    summary: 'Canteens by grams a person-meal, each drawn towards its peers as far as chance may have moved it',
    tag,
    query: z.object({
      meal: mealName.optional().describe('LUNCH when absent'),
      stream: streamQuery,
      weeks: z
        .string()
        .regex(/^\d{1,2}$/, `a number of weeks from 1 to ${mostWeeks}`)
        .transform(Number)
        .pipe(z.number().min(1).max(mostWeeks))
        .optional()
        .describe(`${usualWeeks} when absent`),
      until: instantText.optional().describe('Exclusive; today when absent: what is being served is not in it'),
    }),
    answers: { 200: { description: 'Least first; those that are not ranked last', schema: leagueSchema } },
    handle: async ({ viewer, query }, house) => {
      const until = dateOf(query.until, house, 'until');
      if (isProblem(until)) return until;
      const { meal = 'LUNCH', stream = 'PLATE_WASTE', weeks = usualWeeks } = query;
      return json(await leagueOf(house, viewer, { until, weeks, meal, stream }));
    },
  }),
];
