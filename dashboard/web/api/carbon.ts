import type { CarbonMethod } from '../../../domain/carbon/account.ts';
import type { Factor } from '../../../domain/carbon/factor.ts';
import type {
  WireCarbon,
  WireCarbonReportItem,
  WireCarbonTrace,
  WireCertificate,
  WireFactorItem,
} from '../../../domain/wire-carbon.ts';
import type { CarbonPlace } from '../router/carbon.ts';
import { call, callList } from './client.ts';

/** Calls of emission accounts: a place's account, the lines behind it, factors, certificates, issued reports. */
type Signal = AbortSignal | undefined;
const opt = (signal: Signal) => (signal ? { signal } : {});
const asked = (values: Readonly<Record<string, string | number | null | undefined>>) => {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values))
    if (value !== null && value !== undefined && value !== '') query.set(key, String(value));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
};
const at = ({ kind, id }: CarbonPlace, rest = '') => `/carbon/${kind}/${encodeURIComponent(id)}${rest}`;
interface Items<T> {
  readonly items: readonly T[];
}

export interface AccountAsked {
  readonly year: number | null;
  readonly method: CarbonMethod;
}
export const account = (of: CarbonPlace, { year, method }: AccountAsked, signal?: AbortSignal) =>
  call<WireCarbon>(at(of, asked({ year, method })), opt(signal));
export interface TraceAsked extends AccountAsked {
  readonly carrier: string | null;
  readonly use: string | null;
  readonly month: string | null;
}
export const trace = (of: CarbonPlace, { year, method, carrier, use, month }: TraceAsked, signal?: AbortSignal) =>
  call<WireCarbonTrace>(at(of, `/trace${asked({ year, method, carrier, use, month })}`), opt(signal));

export const factors = (signal?: AbortSignal) => call<Items<WireFactorItem>>('/carbon/factors', opt(signal));
export const addFactor = (factor: Factor) =>
  call<{ readonly row: number }>('/carbon/factors', { method: 'POST', body: factor });
export const undoFactor = (row: number) => call<unknown>(`/carbon/factors/${row}/undo`, { method: 'POST', body: {} });

export const certificates = (institution: string, year: number | null, signal?: AbortSignal) =>
  call<Items<WireCertificate>>(`/carbon/certificates${asked({ institution, year })}`, opt(signal));
export type NewWireCertificate = Omit<WireCertificate, 'id' | 'recordedAt' | 'recordedBy' | 'mayUndo'>;
export const addCertificate = (certificate: NewWireCertificate) =>
  call<unknown>('/carbon/certificates', { method: 'POST', body: certificate });
export const undoCertificate = (id: number) =>
  call<unknown>(`/carbon/certificates/${id}/undo`, { method: 'POST', body: {} });

export const reports = (of: CarbonPlace, signal?: AbortSignal) =>
  call<Items<WireCarbonReportItem>>(at(of, '/reports'), opt(signal));
export const issueReport = (of: CarbonPlace, body: { readonly year: number; readonly method: CarbonMethod }) =>
  call<WireCarbonReportItem>(at(of, '/reports'), { method: 'POST', body });

/** What accounts can be asked of beside the whole city. */
export const regions = (signal?: AbortSignal) =>
  callList<{ readonly id: string; readonly name: string }>('/regions', opt(signal));
export const institutions = (signal?: AbortSignal) =>
  callList<{ readonly id: string; readonly name: string }>('/institutions', opt(signal));
