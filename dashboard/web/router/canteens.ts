import {
  meals,
  streams,
  supplyModes,
  type CanteenMode,
  type Meal,
  type Stream,
} from '../../../domain/canteen/types.ts';
import { readDate, type LocalDate } from '../format/zone.ts';
import {
  readBulletins,
  readEvaluations,
  readMatters,
  type BulletinsQuery,
  type EvaluationsQuery,
  type MattersTab,
} from './evaluation.ts';

/**
 * Addresses of the canteens: the board, one canteen, its display, waste sorting, evaluations and bulletins, and what has
 * to be put right. What is usual is left out of the query.
 */

export const boardOrders = ['region', 'figure', 'name'] as const;
export type BoardOrder = (typeof boardOrders)[number];
export type SupplyMode = NonNullable<CanteenMode['supplyMode']>;

export interface CanteensQuery {
  /** null = the meal that is served now, or was served last. */
  readonly meal: Meal | null;
  readonly stream: Stream;
  readonly mode: SupplyMode | null;
  readonly sort: BoardOrder;
  /** The chosen canteen; null = the one that stands out most. */
  readonly canteen: string | null;
}
export const trendSteps = ['day', 'week', 'month'] as const;
export interface CanteenQuery {
  /** null = today. */
  readonly date: LocalDate | null;
  readonly meal: Meal | null;
  readonly stream: Stream;
  /** Steps of the trend. */
  readonly every: (typeof trendSteps)[number];
}
/** The food-waste ledger of a month (`YYYY-MM`; null = the present one), of all canteens or of one. */
export interface SortingQuery {
  readonly month: string | null;
  readonly canteen: string | null;
}

export type CanteensRoute =
  | ({ readonly page: 'canteens' } & CanteensQuery)
  | ({ readonly page: 'canteen'; readonly id: string } & CanteenQuery)
  | { readonly page: 'canteen-display'; readonly id: string }
  | ({ readonly page: 'sorting' } & SortingQuery)
  | ({ readonly page: 'evaluations' } & EvaluationsQuery)
  | { readonly page: 'evaluation'; readonly id: number }
  | { readonly page: 'evaluation-plan'; readonly year: number }
  | ({ readonly page: 'bulletins' } & BulletinsQuery)
  | { readonly page: 'bulletin'; readonly id: number }
  | ({ readonly page: 'matters' } & MattersTab)
  | ({ readonly page: 'matter'; readonly id: number } & MattersTab);

const numbered = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null);

/** @returns null when the address is of another page. */
export function parseCanteensRoute(
  parts: readonly string[],
  query: URLSearchParams,
  decode: (text: string) => string | null,
): CanteensRoute | null {
  const [first, second, third] = parts;
  if (parts.length > 3) return null;
  if (first === 'matters') {
    if (second === undefined) return { page: 'matters', ...readMatters(query) };
    const id = numbered(second);
    return id === null || third !== undefined ? null : { page: 'matter', id, ...readMatters(query) };
  }
  if (first !== 'canteens') return null;
  const meal = meals.find((one) => one === query.get('meal')) ?? null;
  const stream = streams.find((one) => one === query.get('stream')) ?? 'PLATE_WASTE';
  if (second === undefined) {
    return {
      page: 'canteens',
      meal,
      stream,
      mode: supplyModes.find((one) => one === query.get('mode')) ?? null,
      sort: boardOrders.find((one) => one === query.get('sort')) ?? 'region',
      canteen: query.get('canteen') || null,
    };
  }
  const own = ownPage(second, third, query);
  if (own !== undefined) return own;
  const id = decode(second);
  if (id === null) return null;
  if (third === 'display') return { page: 'canteen-display', id };
  if (third !== undefined) return null;
  const every = trendSteps.find((one) => one === query.get('every')) ?? 'day';
  return { page: 'canteen', id, date: readDate(query.get('date')), meal, stream, every };
}

function sortingQuery(query: URLSearchParams): SortingQuery {
  const month = query.get('month');
  return {
    month: month !== null && readDate(`${month}-01`) !== null ? month : null,
    canteen: query.get('canteen') || null,
  };
}

/** Pages beside the canteens themselves. undefined: `second` is the id of a canteen. */
function ownPage(second: string, third: string | undefined, query: URLSearchParams): CanteensRoute | null | undefined {
  const id = third === undefined ? null : numbered(third);
  switch (second) {
    case 'sorting':
      return third === undefined ? { page: 'sorting', ...sortingQuery(query) } : null;
    case 'evaluations':
      if (third === undefined) return { page: 'evaluations', ...readEvaluations(query) };
      return id === null ? null : { page: 'evaluation', id };
    case 'bulletins':
      if (third === undefined) return { page: 'bulletins', ...readBulletins(query) };
      return id === null ? null : { page: 'bulletin', id };
    case 'plan':
      return third !== undefined && /^(19|20|21)\d\d$/.test(third)
        ? { page: 'evaluation-plan', year: Number(third) }
        : null;
    default:
      return undefined;
  }
}

function withQuery(path: string, values: Readonly<Record<string, string | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) if (value) query.set(key, value);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
const unusual = (stream: Stream | undefined) => (stream === 'PLATE_WASTE' ? null : stream);

export const canteenPaths = {
  canteens: ({ meal, stream, mode, sort, canteen }: Partial<CanteensQuery> = {}) =>
    withQuery('/canteens', {
      meal,
      stream: unusual(stream),
      mode,
      sort: sort === 'region' ? null : sort,
      canteen,
    }),
  canteen: (id: string, { date, meal, stream, every }: Partial<CanteenQuery> = {}) =>
    withQuery(`/canteens/${encodeURIComponent(id)}`, {
      date,
      meal,
      stream: unusual(stream),
      every: every === 'day' ? null : every,
    }),
  canteenDisplay: (id: string) => `/canteens/${encodeURIComponent(id)}/display`,
  sorting: (query: Partial<SortingQuery> = {}) => withQuery('/canteens/sorting', { ...query }),
  evaluations: ({ quarter, kind, state }: Partial<EvaluationsQuery> = {}) =>
    withQuery('/canteens/evaluations', { quarter, kind: kind === 'self' ? null : kind, state }),
  evaluation: (id: number) => `/canteens/evaluations/${id}`,
  evaluationPlan: (year: number) => `/canteens/plan/${year}`,
  bulletins: ({ draft }: Partial<BulletinsQuery> = {}) => withQuery('/canteens/bulletins', { draft }),
  bulletin: (id: number) => `/canteens/bulletins/${id}`,
  matters: ({ tab }: Partial<MattersTab> = {}) => withQuery('/matters', { state: tab === 'current' ? null : tab }),
  matter: (id: number, { tab }: Partial<MattersTab> = {}) =>
    withQuery(`/matters/${id}`, { state: tab === 'current' ? null : tab }),
};
