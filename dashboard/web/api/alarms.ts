import type { WireAlarm, WireAlarmPage } from '../../../domain/wire-alarms.ts';
import { call } from './client.ts';

/** Calls of the alarms pages. */

export interface AlarmQuery {
  readonly state?: WireAlarm['state'];
  readonly kind?: string | null;
  readonly building?: string | null;
  readonly limit?: number;
  readonly cursor?: string | null;
}

const opt = (signal: AbortSignal | undefined) => (signal ? { signal } : {});

/** Open ones first, the dearest first; then the closed ones, the newest first. */
export const alarms = (query: AlarmQuery, signal?: AbortSignal) => {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== null && value !== undefined && value !== '') search.set(key, String(value));
  return call<WireAlarmPage>(`/alarms?${search}`, opt(signal));
};
export const alarm = (id: number, signal?: AbortSignal) => call<WireAlarm>(`/alarms/${id}`, opt(signal));

const step = (id: number, what: string, body: Readonly<Record<string, unknown>> = {}) =>
  call<WireAlarm>(`/alarms/${id}/${what}`, { method: 'POST', body });
export const acknowledge = (id: number) => step(id, 'acknowledge');
/** null: nobody any more. */
export const assign = (id: number, assignee: string | null) => step(id, 'assign', { assignee });
export const close = (id: number, reason: string) => step(id, 'close', { reason });
export const note = (id: number, text: string) => step(id, 'note', { text });
