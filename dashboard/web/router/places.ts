import { useCarriers, type PlaceKind, type UseCarrier } from '../../../domain/wire-places.ts';
import { readDate, type LocalDate } from '../format/zone.ts';

/** Addresses of the overview and of places. What a person chose is in the query; what is usual is left out. */

export const placeViews = ['day', 'week', 'month', 'year'] as const;
export type PlaceView = (typeof placeViews)[number];

/** What may be drawn beside the present. */
export const comparisons = ['yesterday', 'band', 'week', 'year', 'tariff', 'weather'] as const;
export type Comparison = (typeof comparisons)[number];
const usualComparisons: readonly Comparison[] = ['yesterday', 'band', 'year', 'tariff'];

export interface PlaceQuery {
  readonly carrier: UseCarrier;
  readonly view: PlaceView;
  /** The day, or any day of the week, month or year; null = today. */
  readonly at: LocalDate | null;
  readonly with: readonly Comparison[];
}
/** By what the parts of a place are compared. */
export const rankings = ['total', 'm2', 'person'] as const;
export type Ranking = (typeof rankings)[number];
/** Only institutions and counties rank their parts. */
export interface RankingQuery {
  readonly by: Ranking;
  /** A column, `-` before it = the largest first; null = the measure itself, largest first. */
  readonly sort: string | null;
}
export interface PlacesQuery {
  readonly carrier: UseCarrier;
  readonly q: string;
  /** As in `RankingQuery`; null = the largest rate first. */
  readonly sort: string | null;
}
/** Kinds that have a page of their own; the city's is the overview. */
export type PagedPlace = Exclude<PlaceKind, 'city'>;

export type PlaceRoute =
  | ({ readonly page: 'overview' } & PlaceQuery)
  | ({ readonly page: 'place'; readonly kind: PagedPlace; readonly id: string } & PlaceQuery & RankingQuery)
  | ({ readonly page: 'places'; readonly kind: PagedPlace } & PlacesQuery);

const folders: Readonly<Record<PagedPlace, string>> = {
  region: 'regions',
  institution: 'institutions',
  building: 'buildings',
};
const kinds = new Map(Object.entries(folders).map(([kind, folder]) => [folder, kind as PagedPlace]));

const oneOf = <T extends string>(known: readonly T[], text: string | null): T | undefined =>
  known.find((one) => one === text);

function placeQuery(query: URLSearchParams): PlaceQuery {
  const chosen = query.get('with');
  return {
    carrier: oneOf(useCarriers, query.get('carrier')) ?? 'electricity',
    view: oneOf(placeViews, query.get('view')) ?? 'day',
    at: readDate(query.get('at')),
    with: chosen === null ? usualComparisons : comparisons.filter((one) => chosen.split(',').includes(one)),
  };
}

/** @returns null when the address is of another page. */
export function parsePlaceRoute(
  parts: readonly string[],
  query: URLSearchParams,
  decode: (text: string) => string | null,
): PlaceRoute | null {
  if (parts.length === 0 || (parts.length === 1 && parts[0] === 'overview')) {
    return { page: 'overview', ...placeQuery(query) };
  }
  const kind = kinds.get(parts[0]!);
  if (kind === undefined || parts.length > 2) return null;
  const sort = query.get('sort');
  if (parts.length === 1) {
    return { page: 'places', kind, carrier: placeQuery(query).carrier, q: query.get('q') ?? '', sort };
  }
  const id = decode(parts[1]!);
  const by = oneOf(rankings, query.get('by')) ?? 'total';
  return id === null ? null : { page: 'place', kind, id, ...placeQuery(query), by, sort };
}

type AnyQuery = Partial<PlaceQuery & RankingQuery & PlacesQuery>;

function queryOf({ carrier, view, at, with: beside, by, sort, q }: AnyQuery): string {
  const query = new URLSearchParams();
  if (q) query.set('q', q);
  if (carrier !== undefined && carrier !== 'electricity') query.set('carrier', carrier);
  if (view !== undefined && view !== 'day') query.set('view', view);
  if (at) query.set('at', at);
  if (beside !== undefined && beside.join() !== usualComparisons.join()) query.set('with', beside.join());
  if (by !== undefined && by !== 'total') query.set('by', by);
  if (sort) query.set('sort', sort);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

export const placePaths = {
  overview: (query: Partial<PlaceQuery> = {}) => `/${queryOf(query)}`,
  place: (kind: PagedPlace, id: string, query: Partial<PlaceQuery & RankingQuery> = {}) =>
    `/${folders[kind]}/${encodeURIComponent(id)}${queryOf(query)}`,
  places: (kind: PagedPlace, query: Partial<PlacesQuery> = {}) => `/${folders[kind]}${queryOf(query)}`,
};
