import { carbonMethods, type CarbonMethod } from '../../../domain/carbon/account.ts';
import { quotaIndicators, type QuotaIndicator } from '../../../domain/quota/quota.ts';
import type { PlaceKind } from '../../../domain/wire-places.ts';

/** Addresses of zero carbon: the city's or a place's account, the factors, an institution's target. */

export interface CarbonPlace {
  readonly kind: PlaceKind;
  readonly id: string;
}
export const carbonCity: CarbonPlace = { kind: 'city', id: 'all' };

export interface CarbonQuery {
  readonly place: CarbonPlace;
  readonly method: CarbonMethod;
  /** null = the running one. */
  readonly year: number | null;
  /** What institutions are ranked by. */
  readonly indicator: QuotaIndicator;
  /** Whether the trajectory shows what measures take away. */
  readonly measures: boolean;
  /** The figure whose lines are open: `all`, or its carrier, use and month (`trace-key.ts`); null = none. */
  readonly trace: string | null;
}
export interface InstitutionCarbonQuery {
  /** Of its certificates; null = the running one. */
  readonly year: number | null;
}
export type CarbonRoute =
  | ({ readonly page: 'carbon' } & CarbonQuery)
  | { readonly page: 'carbon-factors' }
  | ({ readonly page: 'carbon-institution'; readonly id: string } & InstitutionCarbonQuery);

const placeKinds: readonly PlaceKind[] = ['region', 'institution', 'building'];
const defaults = { method: 'location', indicator: 'kgce-per-m2' } as const;

/** `institution:I-01`; whatever is no place is the city. */
function readPlace(text: string | null): CarbonPlace {
  const at = text?.indexOf(':') ?? -1;
  const kind = placeKinds.find((one) => one === text?.slice(0, at));
  const id = text?.slice(at + 1) ?? '';
  return kind === undefined || id === '' ? carbonCity : { kind, id };
}
const readYear = (text: string | null): number | null =>
  text !== null && /^(19|20|21)\d\d$/.test(text) ? Number(text) : null;

/** @returns null when the address is of another page. */
export function parseCarbonRoute(
  parts: readonly string[],
  query: URLSearchParams,
  decode: (text: string) => string | null,
): CarbonRoute | null {
  const [first, second, third] = parts;
  if (first !== 'carbon' || parts.length > 3) return null;
  if (second === undefined)
    return {
      page: 'carbon',
      place: readPlace(query.get('place')),
      method: carbonMethods.find((one) => one === query.get('method')) ?? defaults.method,
      year: readYear(query.get('year')),
      indicator: quotaIndicators.find((one) => one === query.get('indicator')) ?? defaults.indicator,
      measures: query.get('measures') !== '0',
      trace: query.get('trace') || null,
    };
  if (second === 'factors') return third === undefined ? { page: 'carbon-factors' } : null;
  if (second !== 'institutions' || third === undefined) return null;
  const id = decode(third);
  return id === null ? null : { page: 'carbon-institution', id, year: readYear(query.get('year')) };
}

function withQuery(path: string, values: Readonly<Record<string, string | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) if (value) query.set(key, value);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

export const carbonPaths = {
  carbon: ({ place, method, year, indicator, measures, trace }: Partial<CarbonQuery> = {}) =>
    withQuery('/carbon', {
      place: place && place.kind !== 'city' ? `${place.kind}:${place.id}` : null,
      method: method === defaults.method ? null : method,
      year: year?.toString(),
      indicator: indicator === defaults.indicator ? null : indicator,
      measures: measures === false ? '0' : null,
      trace,
    }),
  carbonFactors: () => '/carbon/factors',
  carbonInstitution: (id: string, { year }: Partial<InstitutionCarbonQuery> = {}) =>
    withQuery(`/carbon/institutions/${encodeURIComponent(id)}`, { year: year?.toString() }),
};
