import type {
  PlaceKind,
  UseCarrier,
  WireMeasures,
  WireMeterTree,
  WireOverviewPage,
  WirePlace,
  WirePlaceDay,
  WirePlaceList,
  WirePlaceQuality,
  WirePlaceUse,
} from '../../../domain/wire-places.ts';
import { call } from './client.ts';

/** Calls of the overview and the pages of places. The city's id is `all`. */
export interface PlaceName {
  readonly kind: PlaceKind;
  readonly id: string;
}
export const wholeCity: PlaceName = { kind: 'city', id: 'all' };

type Signal = AbortSignal | undefined;
const opt = (signal: Signal) => (signal ? { signal } : {});
type Query = Readonly<Record<string, string | null | undefined>>;

const at = ({ kind, id }: PlaceName, rest: string, query: Query = {}): string =>
  `/places/${kind}/${encodeURIComponent(id)}${rest}${queryOf(query)}`;

function queryOf(query: Query): string {
  const given = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== null && entry[1] !== undefined,
  );
  const text = new URLSearchParams(given).toString();
  return text === '' ? '' : `?${text}`;
}

export interface OverviewAsked {
  /** Buildings that carry their quarter hours; absent = as many as are drawn at first. */
  readonly drawn?: number | undefined;
  /** Only its buildings. */
  readonly institution?: string | undefined;
}
export const overview = (carrier: UseCarrier, { drawn, institution }: OverviewAsked = {}, signal?: AbortSignal) =>
  call<WireOverviewPage>(`/overview${queryOf({ carrier, drawn: drawn?.toString(), institution })}`, opt(signal));
export const placeList = (kind: PlaceKind, carrier: UseCarrier, signal?: AbortSignal) =>
  call<WirePlaceList>(`/places?${new URLSearchParams({ kind, carrier })}`, opt(signal));
export const place = (of: PlaceName, signal?: AbortSignal) => call<WirePlace>(at(of, ''), opt(signal));
/** @param date local day, null = today */
export const placeDay = (of: PlaceName, carrier: UseCarrier, date: string | null, signal?: AbortSignal) =>
  call<WirePlaceDay>(at(of, '/day', { carrier, date }), opt(signal));

export interface UseRange {
  readonly every: '15m' | '1h' | '1d' | '1mo';
  /** Local dates, or instants as ISO 8601. */
  readonly from: string;
  readonly to: string;
  readonly compare?: 'year';
}
export const placeUse = (of: PlaceName, carrier: UseCarrier, range: UseRange, signal?: AbortSignal) =>
  call<WirePlaceUse>(at(of, '/use', { carrier, ...range }), opt(signal));
export const placeMeasures = (of: PlaceName, span: { from: string; to?: string }, signal?: AbortSignal) =>
  call<WireMeasures>(at(of, '/measures', span), opt(signal));
export const placeTree = (
  of: PlaceName,
  carrier: UseCarrier,
  span: { from: string; to: string },
  signal?: AbortSignal,
) => call<WireMeterTree>(at(of, '/tree', { carrier, ...span }), opt(signal));
export const placeQuality = (of: PlaceName, days = 28, signal?: AbortSignal) =>
  call<WirePlaceQuality>(at(of, '/quality', { days: String(days) }), opt(signal));
