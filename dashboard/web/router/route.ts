import type { WireDeviceKind } from '../../../domain/wire-devices.ts';
import { readDate, type LocalDate } from '../format/zone.ts';
import { alarmPaths, parseAlarmsRoute, type AlarmsRoute } from './alarms.ts';
import { canteenPaths, parseCanteensRoute, type CanteensRoute } from './canteens.ts';
import { carbonPaths, parseCarbonRoute, type CarbonRoute } from './carbon.ts';
import { contractPaths, parseContractsRoute, type ContractsRoute } from './contracts.ts';
import { historyPaths, parseHistoryRoute, type HistoryRoute } from './history.ts';
import { parsePlaceRoute, placePaths, type PlaceRoute } from './places.ts';
import { parseQualityRoute, qualityPaths, type QualityRoute } from './quality.ts';

/** Pages and their addresses. Everything that a person chose on a page is in its address, so that a link shows the same. */
export const views = ['day', 'week', 'month', 'year'] as const;
export type View = (typeof views)[number];

export interface MetersQuery {
  readonly q: string;
  readonly carrier: string | null;
  readonly state: string | null;
  readonly building: string | null;
  /** Verification: ends `soon`, or is `over`. */
  readonly due: VerificationState | null;
  /** A column, `-` before it = the largest first; null = by building. */
  readonly sort: string | null;
}
export const verificationStates = ['soon', 'over'] as const;
export type VerificationState = (typeof verificationStates)[number];
export interface MeterQuery {
  readonly point: string | null;
  readonly view: View;
  /** The day, or any day of the week, month or year; null = today. */
  readonly at: LocalDate | null;
  /** Of the readings, only those that are not plainly normal. */
  readonly odd: boolean;
  /** What was known at the end of that day; null = what is known now. */
  readonly asOf: LocalDate | null;
}

export const mandvViews = ['model', 'savings', 'plan', 'report'] as const;
export type MandvView = (typeof mandvViews)[number];
export const mandvLevels = [68, 80, 90, 95] as const;
export interface MandvQuery {
  readonly view: MandvView;
  /** Level of the bands in percent; null = the analysis' own. */
  readonly level: (typeof mandvLevels)[number] | null;
}

export const deviceKinds = [
  'meter',
  'gateway',
  'scale',
  'counter',
  'account',
] as const satisfies readonly WireDeviceKind[];
export interface DevicesQuery {
  readonly q: string;
  readonly kind: WireDeviceKind | null;
  readonly building: string | null;
  readonly state: string | null;
  /** Only those that something was refused of. */
  readonly errors: boolean;
}
/** Connecting a device: one that exists, or a name that knocked; both null = choose. */
export interface ConnectQuery {
  readonly id: string | null;
  /** The gateway that brought its readings. */
  readonly gateway: string | null;
}

export type Route =
  | { readonly page: 'sign-in'; readonly next: string | null }
  | PlaceRoute
  | AlarmsRoute
  | CanteensRoute
  | CarbonRoute
  | ContractsRoute
  | ({ readonly page: 'meters' } & MetersQuery)
  | ({ readonly page: 'meter'; readonly id: string } & MeterQuery)
  | HistoryRoute
  | ({ readonly page: 'devices' } & DevicesQuery)
  | ({ readonly page: 'connect' } & ConnectQuery)
  | { readonly page: 'device'; readonly id: string }
  | { readonly page: 'mandv' }
  | { readonly page: 'mandv-new'; readonly meter: string | null }
  | ({ readonly page: 'mandv-analysis'; readonly id: string } & MandvQuery)
  | QualityRoute
  | { readonly page: 'quarantine' }
  | { readonly page: 'health' }
  /** `id`: the mapping in the editor; '' = a new one, null = none chosen. */
  | { readonly page: 'mappings'; readonly id: string | null }
  | { readonly page: 'unknown' };

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

export function parseRoute(path: string, search: string): Route {
  const query = new URLSearchParams(search);
  const parts = path.split('/').filter((p) => p !== '');
  const metersQuery = (): MetersQuery => ({
    q: query.get('q') ?? '',
    carrier: query.get('carrier'),
    state: query.get('state'),
    building: query.get('building'),
    due: verificationStates.find((d) => d === query.get('due')) ?? null,
    sort: query.get('sort'),
  });
  const place = parsePlaceRoute(parts, query, decode);
  if (place !== null) return place;
  const alarms = parseAlarmsRoute(parts, query);
  if (alarms !== null) return alarms;
  const canteens = parseCanteensRoute(parts, query, decode);
  if (canteens !== null) return canteens;
  const contracts = parseContractsRoute(parts, query, decode);
  if (contracts !== null) return contracts;
  const carbon = parseCarbonRoute(parts, query, decode);
  if (carbon !== null) return carbon;
  const quality = parseQualityRoute(parts, query);
  if (quality !== null) return quality;
  const history = parseHistoryRoute(parts, query, decode);
  if (history !== null) return history;
  if (parts.length === 1 && parts[0] === 'sign-in') return { page: 'sign-in', next: ownPath(query.get('next')) };
  if (parts.length === 1 && parts[0] === 'quarantine') return { page: 'quarantine' };
  if (parts.length === 1 && parts[0] === 'health') return { page: 'health' };
  if (parts.length === 1 && parts[0] === 'mappings') return { page: 'mappings', id: query.get('id') };
  if (parts[0] === 'devices') return devicesRoute(parts, query);
  if (parts[0] === 'mandv') return mandvRoute(parts, query);
  if (parts.length === 1 && parts[0] === 'meters') return { page: 'meters', ...metersQuery() };
  if (parts.length === 2 && parts[0] === 'meters') {
    const id = decode(parts[1]!);
    const view = views.find((v) => v === query.get('view')) ?? 'day';
    if (id !== null) {
      const chosen = { point: query.get('point'), view, at: readDate(query.get('at')), odd: query.get('odd') === '1' };
      return { page: 'meter', id, ...chosen, asOf: readDate(query.get('asOf')) };
    }
  }
  return { page: 'unknown' };
}

function devicesRoute(parts: readonly string[], query: URLSearchParams): Route {
  if (parts.length === 1) {
    const kind = deviceKinds.find((k) => k === query.get('kind')) ?? null;
    const chosen = { building: query.get('building'), state: query.get('state'), errors: query.get('errors') === '1' };
    return { page: 'devices', q: query.get('q') ?? '', kind, ...chosen };
  }
  if (parts.length !== 2) return { page: 'unknown' };
  if (parts[1] === 'connect') return { page: 'connect', id: query.get('id'), gateway: query.get('gateway') };
  const id = decode(parts[1]!);
  return id === null ? { page: 'unknown' } : { page: 'device', id };
}

function mandvRoute(parts: readonly string[], query: URLSearchParams): Route {
  if (parts.length === 1) return { page: 'mandv' };
  if (parts.length !== 2) return { page: 'unknown' };
  if (parts[1] === 'new') return { page: 'mandv-new', meter: query.get('meter') };
  const id = decode(parts[1]!);
  if (id === null) return { page: 'unknown' };
  const view = mandvViews.find((v) => v === query.get('view')) ?? 'savings';
  const level = mandvLevels.find((l) => String(l) === query.get('level')) ?? null;
  return { page: 'mandv-analysis', id, view, level };
}

/** A path of this site, or null: `next` must not lead a person elsewhere after signing in. */
export function ownPath(text: string | null): string | null {
  if (text === null || !/^\/(?![/\\])/.test(text) || [...text].some((c) => c < ' ' || c === '\\')) return null;
  return text.startsWith('/sign-in') ? null : text;
}

function withQuery(path: string, values: Record<string, string | null>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) if (value !== null && value !== '') query.set(key, value);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

export const paths = {
  ...placePaths,
  ...alarmPaths,
  ...canteenPaths,
  ...contractPaths,
  ...carbonPaths,
  ...qualityPaths,
  ...historyPaths,
  meters: (query: Partial<MetersQuery> = {}) => withQuery('/meters', { ...query }),
  meter: (id: string, query: Partial<MeterQuery> = {}) =>
    withQuery(`/meters/${encodeURIComponent(id)}`, {
      point: query.point ?? null,
      view: query.view && query.view !== 'day' ? query.view : null,
      at: query.at ?? null,
      odd: query.odd ? '1' : null,
      asOf: query.asOf ?? null,
    }),
  devices: (query: Partial<DevicesQuery> = {}) =>
    withQuery('/devices', { ...query, errors: query.errors ? '1' : null }),
  connect: (query: Partial<ConnectQuery> = {}) => withQuery('/devices/connect', { ...query }),
  device: (id: string) => `/devices/${encodeURIComponent(id)}`,
  health: () => '/health',
  mappings: (id: string | null = null) => (id === '' ? '/mappings?id=' : withQuery('/mappings', { id })),
  mandv: () => '/mandv',
  mandvNew: (meter: string | null = null) => withQuery('/mandv/new', { meter }),
  mandvAnalysis: (id: string, query: Partial<MandvQuery> = {}) =>
    withQuery(`/mandv/${encodeURIComponent(id)}`, {
      view: query.view && query.view !== 'savings' ? query.view : null,
      level: query.level ? String(query.level) : null,
    }),
  quarantine: () => '/quarantine',
  signIn: (next: string | null) => withQuery('/sign-in', { next: next === '/' ? null : next }),
};
