import type {
  WireAdjustmentBody,
  WireMandvAnalysis,
  WireMandvCreate,
  WireMandvListItem,
  WireMandvToday,
} from '../../../domain/wire-mandv.ts';
import { call, callList } from './client.ts';

/** Calls of the M&V pages. */
/** Buildings with the weather meter that each names. */
export const buildings = () => callList<{ readonly id: string; readonly weatherMeter: string | null }>('/buildings');

const at = (id: string, rest = '') => `/mandv/analyses/${encodeURIComponent(id)}${rest}`;

export const analyses = () => callList<WireMandvListItem>('/mandv/analyses');
export const analysis = (id: string, signal?: AbortSignal) => call<WireMandvAnalysis>(at(id), signal ? { signal } : {});
export const today = (id: string, signal?: AbortSignal) =>
  call<WireMandvToday | null>(at(id, '/today'), signal ? { signal } : {});

export const create = (body: WireMandvCreate) =>
  call<{ readonly id: string }>('/mandv/analyses', { method: 'POST', body });
export const freeze = (id: string) => call<unknown>(at(id, '/freeze'), { method: 'POST', body: {} });
export const override = (id: string, reason: string) =>
  call<unknown>(at(id, '/override'), { method: 'POST', body: { reason } });
export const adjust = (id: string, body: WireAdjustmentBody) =>
  call<unknown>(at(id, '/adjustments'), { method: 'POST', body });
export const takeBack = (id: string, adjustment: string) =>
  call<unknown>(at(id, `/adjustments/${encodeURIComponent(adjustment)}`), { method: 'DELETE' });
