import type {
  WireEvery,
  WireLedger,
  WireMeter,
  WireReadings,
  WireSeries,
  WireSeriesTable,
  WireSession,
  WireSystem,
} from '../../../domain/wire.ts';
import { call, callList } from './client.ts';

/** The calls that the pages make, each with the type of its answer. */
type Signal = AbortSignal | undefined;
const opt = (signal: Signal) => (signal ? { signal } : {});

export const session = () => call<WireSession>('/session');
export const signIn = (username: string, password: string) =>
  call<WireSession>('/session', { method: 'POST', body: { username, password } });
export const signOut = () => call<null>('/session', { method: 'DELETE' });
export const system = () => call<WireSystem>('/system');

export const meter = (id: string, signal?: AbortSignal) =>
  call<WireMeter>(`/meters/${encodeURIComponent(id)}`, opt(signal));
export const meters = (options: Parameters<typeof callList<WireMeter>>[1]) => callList<WireMeter>('/meters', options);

/** Those of whom nothing was heard for three of their intervals; the first so many. */
export const silentMeters = (building: string | null, limit: number, signal?: AbortSignal) =>
  call<{ readonly items: readonly WireMeter[]; readonly next: string | null }>(
    `/meters?${new URLSearchParams({ state: 'silent', limit: String(limit), ...(building === null ? {} : { building }) })}`,
    opt(signal),
  );

export interface Range {
  readonly from: number;
  readonly to: number;
  readonly every: WireEvery;
  /** As known at that instant. */
  readonly asOf?: number;
}
const knownThen = (asOf: number | undefined): Readonly<Record<string, string>> =>
  asOf === undefined ? {} : { asOf: new Date(asOf).toISOString() };
const rangeQuery = ({ from, to, every, asOf }: Range) => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
  every,
  ...knownThen(asOf),
});
export const series = (id: string, point: string, range: Range, signal?: AbortSignal) =>
  call<WireSeries>(
    `/meters/${encodeURIComponent(id)}/series?${new URLSearchParams({ point, ...rangeQuery(range) })}`,
    opt(signal),
  );
export const readings = (
  id: string,
  query: {
    readonly point: string;
    readonly from: number;
    readonly to: number;
    readonly odd: boolean;
    readonly asOf?: number;
  },
  signal?: AbortSignal,
) => {
  const { point, from, to, odd, asOf } = query;
  const span = { point, from: new Date(from).toISOString(), to: new Date(to).toISOString(), limit: '60' };
  return call<WireReadings>(
    `/meters/${encodeURIComponent(id)}/readings?${new URLSearchParams({ ...span, ...knownThen(asOf), ...(odd ? { only: 'odd' } : {}) })}`,
    opt(signal),
  );
};
export const seriesTable = (ids: readonly string[], range: Range, signal?: AbortSignal) =>
  call<WireSeriesTable>(`/series?${new URLSearchParams({ meters: ids.join(','), ...rangeQuery(range) })}`, opt(signal));

/** As `GET /api/v1/quarantine` gives it. */
export interface QuarantineItem {
  readonly id: number;
  readonly receivedAt: string;
  readonly device: string;
  readonly meter: string;
  readonly topic: string;
  readonly reason: string;
  readonly detail: string;
  readonly state: 'open' | 'replayed' | 'discarded';
  /** base64 */
  readonly bytes: string;
}
export const quarantine = (cursor: string | null, limit = 50) =>
  call<{ readonly items: readonly QuarantineItem[]; readonly next: string | null }>(
    `/quarantine?${new URLSearchParams({ limit: String(limit), ...(cursor === null ? {} : { cursor }) })}`,
  );
export const replay = (id: number) =>
  call<{ readonly state: string; readonly outcome: string }>(`/quarantine/${id}/replay`, { method: 'POST' });

export const ledger = (id?: string, signal?: AbortSignal) =>
  call<WireLedger>(
    id === undefined ? '/ingest/ledger' : `/ingest/ledger?${new URLSearchParams({ meter: id })}`,
    opt(signal),
  );
