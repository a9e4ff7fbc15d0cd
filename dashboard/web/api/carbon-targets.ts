import type { QuotaIndicator } from '../../../domain/quota/quota.ts';
import type { WireLibraryMeasure, WireMeasure, WireTarget } from '../../../domain/wire-carbon.ts';
import type { WireBudget, WireRanking } from '../../../domain/wire-quota.ts';
import type { WireApplicant, WireScheme } from '../../../domain/wire-schemes.ts';
import { call } from './client.ts';

/** Calls of targets, measures, quotas and candidates. */
type Signal = AbortSignal | undefined;
const opt = (signal: Signal) => (signal ? { signal } : {});
const asked = (values: Readonly<Record<string, string | number | null | undefined>>) => {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values))
    if (value !== null && value !== undefined && value !== '') query.set(key, String(value));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
};
const of = (institution: string, rest: string) => `/institutions/${encodeURIComponent(institution)}${rest}`;
interface Items<T> {
  readonly items: readonly T[];
}

export interface RankingAsked {
  readonly indicator: QuotaIndicator;
  readonly year: number | null;
  readonly region: string | null;
}
export const ranking = ({ indicator, year, region }: RankingAsked, signal?: AbortSignal) =>
  call<WireRanking>(`/carbon/ranking${asked({ indicator, year, region })}`, opt(signal));
export const budget = (institution: string, year: number | null, signal?: AbortSignal) =>
  call<WireBudget>(of(institution, `/budget${asked({ year })}`), opt(signal));

/** As it is set: what it means is `WireTarget` of the account. */
export interface TargetText {
  readonly baseYear: number;
  readonly baseTco2e: number;
  readonly targetYear: number;
  readonly targetTco2e: number;
  /** `straight`, `science-based`, `science-based 3.5%`, or t CO₂e by year. */
  readonly path: unknown;
}
export const target = (institution: string, signal?: AbortSignal) =>
  call<WireTarget | null>(of(institution, '/target'), opt(signal));
export const setTarget = (institution: string, body: TargetText) =>
  call<unknown>(of(institution, '/target'), { method: 'PUT', body });

export const measures = (institution: string, signal?: AbortSignal) =>
  call<Items<WireMeasure>>(`/carbon/measures${asked({ institution })}`, opt(signal));
export const measureLibrary = (signal?: AbortSignal) =>
  call<Items<WireLibraryMeasure>>('/carbon/measures/library', opt(signal));
export type NewWireMeasure = Omit<WireMeasure, 'id' | 'recordedAt' | 'recordedBy' | 'mayEdit'>;
/** `replaces`: the one that it stands for from now on. */
export const addMeasure = (measure: NewWireMeasure, replaces: number | null) =>
  call<unknown>('/carbon/measures', {
    method: 'POST',
    body: replaces === null ? measure : { ...measure, replaces },
  });
export const undoMeasure = (id: number) => call<unknown>(`/carbon/measures/${id}/undo`, { method: 'POST', body: {} });

export const schemes = (signal?: AbortSignal) => call<Items<WireScheme>>('/schemes', opt(signal));
export const applicants = (scheme: string, year: number | null, signal?: AbortSignal) =>
  call<Items<WireApplicant>>(`/schemes/${encodeURIComponent(scheme)}/applicants${asked({ year })}`, opt(signal));
