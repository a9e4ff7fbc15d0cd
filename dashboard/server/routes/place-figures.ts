import { z } from 'zod';
import {
  placeKinds,
  useCarriers,
  type PlaceKind,
  type UseCarrier,
  type WirePlace,
} from '../../../domain/wire-places.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { badParameter, isProblem, notFound, type Problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { placeDay } from '../places/day.ts';
import { drawnAtFirst, mostListed } from '../places/deviations.ts';
import { placeMeasures } from '../places/measures.ts';
import { placeList } from '../places/list.ts';
import { overviewOf } from '../places/overview.ts';
import { carriersOf, sizedPlace, type Place } from '../places/place-index.ts';
import { placeQuality } from '../places/quality.ts';
import { stateCounts } from '../places/read.ts';
import { placeTree } from '../places/tree.ts';
import { placeUse } from '../places/use.ts';
import { allOf } from '../wire/paging.ts';
import { countOf, spanOf } from '../wire/span.ts';
import {
  measuresSchema,
  overviewSchema,
  placeDaySchema,
  placeListSchema,
  placeQualitySchema,
  placeSchema,
  placeUseSchema,
  treeSchema,
} from '../wire/place-schemas.ts';
import { instantText } from './series.ts';

const params = z.object({
  kind: z.enum(placeKinds),
  id: z.string().describe('`all` for the city: everything that you may see'),
});
const carrier = z.enum(useCarriers).optional().describe('`electricity` when absent');
const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-11-23')
  .optional();

const drawn = z
  .string()
  .regex(/^\d{1,3}$/, `a number of buildings from 0 to ${mostListed}`)
  .transform(Number)
  .pipe(z.number().max(mostListed))
  .optional()
  .describe(`Buildings that carry their quarter hours, from the first one on; ${drawnAtFirst} when absent`);

/** A year of hours, or of quarter hours of a single meter. */
const mostIntervals = 40_000;

export const placeFigureRoutes = [
  route({
    method: 'get',
    path: '/api/v1/overview',
    summary: 'What stands out today, what needs somebody, and how complete and fresh the data are',
    tag: 'places',
    query: z.object({
      carrier,
      drawn,
      institution: z.string().optional().describe('Only the buildings of this institution are listed in `deviations`'),
    }),
    answers: { 200: { description: 'Of the places that you may see', schema: overviewSchema } },
    handle: async ({ viewer, query }, house) => {
      const index = await house.places.of(viewer);
      const staff = viewer.role === 'administrator' || viewer.role === 'officer';
      const canteens = (await allOf((page) => house.registry.canteens(viewer, page))).length;
      return json(
        await overviewOf(house, index, query.carrier ?? 'electricity', {
          canteens,
          staff,
          drawn: query.drawn ?? drawnAtFirst,
          institution: query.institution,
        }),
      );
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/places',
    summary: 'All counties, institutions or buildings that you may see, as they are now',
    tag: 'places',
    query: z.object({ kind: z.enum(['region', 'institution', 'building']), carrier }),
    answers: { 200: { description: 'A line a place, in the order of the register', schema: placeListSchema } },
    handle: async ({ viewer, query }, house) =>
      json(await placeList(house, await house.places.of(viewer), query.kind, query.carrier ?? 'electricity')),
  }),
  route({
    method: 'get',
    path: '/api/v1/places/{kind}/{id}',
    summary: 'A city, county, institution or building: its size, what lies in it, its carriers and meters',
    tag: 'places',
    params,
    answers: { 200: { description: 'The place', schema: placeSchema } },
    handle: async ({ viewer, params: asked }, house) => {
      const place = await find(house, viewer, asked);
      return isProblem(place) ? place : json(wirePlace(house, place));
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/places/{kind}/{id}/day',
    summary: 'One local day in quarter hours beside the day before, a week before and what is usual on such a day',
    tag: 'places',
    params,
    query: z.object({ carrier, date: date.describe('Local day; today when absent') }),
    answers: { 200: { description: 'The day', schema: placeDaySchema } },
    handle: async ({ viewer, params: asked, query }, house) => {
      const place = await find(house, viewer, asked);
      if (isProblem(place)) return place;
      const span = spanOf({ from: query.date, to: undefined }, '1d', house.calendar, house.now());
      if (query.date !== undefined && isProblem(span)) return badParameter('date', 'is no day that has begun');
      const at = query.date === undefined || isProblem(span) ? house.now() : span.from;
      return json(await placeDay(house, place, query.carrier ?? 'electricity', house.calendar.startOfDay(at)));
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/places/{kind}/{id}/use',
    summary: 'What a place used by hour, day or month, with the kinds of days, the weather and the year before',
    tag: 'places',
    params,
    query: z.object({
      carrier,
      every: z.enum(['15m', '1h', '1d', '1mo']).optional().describe('1d when absent'),
      from: instantText.optional(),
      to: instantText.optional().describe('Exclusive; now when absent'),
      compare: z.enum(['year']).optional().describe('`year`: the same intervals a year before'),
    }),
    answers: { 200: { description: 'Sums of the place’s main meters', schema: placeUseSchema } },
    handle: async ({ viewer, params: asked, query }, house) => {
      const place = await find(house, viewer, asked);
      if (isProblem(place)) return place;
      const every = query.every ?? '1d';
      const span = spanOf(query, every, house.calendar, house.now());
      if (isProblem(span)) return span;
      if (countOf(span, every) > mostIntervals) {
        return badParameter('from', `more than ${mostIntervals} intervals: ask for less or coarser`, 'too-many-points');
      }
      const before = query.compare === undefined ? null : yearBefore(house, span);
      return json(await placeUse(house, place, query.carrier ?? 'electricity', { ...span, every, before }));
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/places/{kind}/{id}/measures',
    summary: 'Carriers side by side, per square metre and person, beside the year before, for a place and its parts',
    tag: 'places',
    params,
    query: z.object({
      from: instantText.optional().describe('Local day; the first of this year when absent'),
      to: instantText.optional().describe('Exclusive; now when absent'),
    }),
    answers: { 200: { description: 'The measures', schema: measuresSchema } },
    handle: async ({ viewer, params: asked, query }, house) => {
      const place = await find(house, viewer, asked);
      if (isProblem(place)) return place;
      const year = house.calendar.iso(house.now()).slice(0, 4);
      const span = spanOf({ from: `${year}-01-01`, ...query }, '1d', house.calendar, house.now());
      if (isProblem(span)) return span;
      if (countOf(span, '1d') > mostIntervals) return badParameter('from', 'is too long ago', 'too-many-points');
      const before = yearBefore(house, span);
      const { from, to } = span;
      return json(await placeMeasures(house, place, { from, to, beforeFrom: before.from, beforeTo: before.to }));
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/places/{kind}/{id}/tree',
    summary: 'Where a carrier’s use went: meters under their parents, with what no sub-meter measured',
    tag: 'places',
    params,
    query: z.object({ carrier, from: instantText.optional(), to: instantText.optional() }),
    answers: { 200: { description: 'Main meters with their sub-meters', schema: treeSchema } },
    handle: async ({ viewer, params: asked, query }, house) => {
      const place = await find(house, viewer, asked);
      if (isProblem(place)) return place;
      const today = house.calendar.iso(house.now()).slice(0, 10);
      const span = spanOf({ from: today, ...query }, '1d', house.calendar, house.now());
      if (isProblem(span)) return span;
      if (countOf(span, '1d') > mostIntervals) return badParameter('from', 'is too long ago', 'too-many-points');
      return json(await placeTree(house, place, query.carrier ?? 'electricity', span.from, span.to));
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/places/{kind}/{id}/quality',
    summary: 'How complete the data of a place’s meters are, by local day',
    tag: 'places',
    params,
    query: z.object({
      days: z
        .string()
        .regex(/^\d{1,3}$/, 'a number of days from 1 to 366')
        .transform(Number)
        .pipe(z.number().min(1).max(366))
        .optional()
        .describe('28 when absent'),
    }),
    answers: { 200: { description: 'A row a meter, a part of each day', schema: placeQualitySchema } },
    handle: async ({ viewer, params: asked, query }, house) => {
      const place = await find(house, viewer, asked);
      return isProblem(place) ? place : json(await placeQuality(house, place, query.days ?? 28));
    },
  }),
];

async function find(
  house: House,
  viewer: Viewer,
  { kind, id }: { kind: PlaceKind; id: string },
): Promise<Place | Problem> {
  return (await house.places.of(viewer)).place(kind, id) ?? notFound(kind, id);
}

/** The same local days of the year before; the 29th of February becomes the 28th. */
function yearBefore({ calendar }: House, { from, to }: { readonly from: number; readonly to: number }) {
  return { from: calendar.yearBefore(from), to: calendar.yearBefore(to) };
}

function wirePlace(house: House, place: Place): WirePlace {
  const states = (of: Place) => stateCounts(house, of.meters);
  const within: { kind: PlaceKind; id: string; name: string }[] = [];
  for (let above = place.parent; above !== null; above = above.parent) {
    within.unshift({ kind: above.kind, id: above.id, name: above.name });
  }
  return {
    ...sizedPlace(place),
    within,
    children: place.children.map((child) => ({ ...sizedPlace(child), meters: states(child) })),
    carriers: carriersOf(place) satisfies readonly UseCarrier[],
    meters: states(place),
    weatherMeter: place.weatherMeter,
    demo: place.meters.some((meter) => meter.demo),
  };
}
