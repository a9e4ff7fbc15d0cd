import type { Meal, Stream } from '../../../domain/canteen/types.ts';
import type {
  WireCanteenDay,
  WireCanteenEvent,
  WireCorrection,
  WireDisplay,
  WireEntry,
  WireSorting,
  WireTrend,
} from '../../../domain/wire-canteens.ts';
import { call } from './client.ts';

/** Calls of one canteen's pages: its day, its trend, what was weighed, what people said of it, what was fetched. */

const of = (id: string) => `/canteens/${encodeURIComponent(id)}`;
const opt = (signal: AbortSignal | undefined) => (signal ? { signal } : {});

export interface DayQuery {
  /** null = today. */
  readonly date: string | null;
  /** null = the meal that is served now, or was served last. */
  readonly meal: Meal | null;
  readonly stream: Stream;
}
/** Without what is not asked. */
function search(values: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) if (value !== null) query.set(key, value);
  return query.toString();
}
export const canteenDay = (id: string, { date, meal, stream }: DayQuery, signal?: AbortSignal) =>
  call<WireCanteenDay>(`${of(id)}?${search({ date, meal, stream })}`, opt(signal));

export interface TrendQuery {
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
  readonly every: WireTrend['every'];
  readonly meal: Meal;
  readonly stream: Stream;
}
export const canteenTrend = (id: string, { from, to, every, meal, stream }: TrendQuery, signal?: AbortSignal) =>
  call<WireTrend>(`${of(id)}/trend?${new URLSearchParams({ from, to, every, meal, stream })}`, opt(signal));

/** Weighings and counts of a local date. */
export const canteenEvents = (id: string, date: string, signal?: AbortSignal) =>
  call<{ readonly items: readonly WireCanteenEvent[] }>(
    `${of(id)}/events?${new URLSearchParams({ date })}`,
    opt(signal),
  );

export interface NewCorrection extends Pick<WireCorrection, 'device' | 'seq' | 'ts' | 'as' | 'reason'> {
  /** Grams of a weighing, people of a count; of `value` only. */
  readonly value?: number;
}
export const correct = (id: string, body: NewCorrection) =>
  call<WireCorrection>(`${of(id)}/corrections`, { method: 'POST', body });
export const undoCorrection = (id: string, correction: number, reason: string) =>
  call<WireCorrection>(`${of(id)}/corrections/${correction}/undo`, { method: 'POST', body: { reason } });

export type NewEntry = Pick<WireEntry, 'date' | 'meal' | 'what' | 'value'>;
/** Entries with a local date in [`from`, `to`), undone ones too. */
export const canteenEntries = (id: string, from: string, to: string, signal?: AbortSignal) =>
  call<{ readonly items: readonly WireEntry[] }>(`${of(id)}/entries?${new URLSearchParams({ from, to })}`, opt(signal));
/** All or none. */
export const enter = (id: string, entries: readonly NewEntry[], reason: string) =>
  call<{ readonly items: readonly WireEntry[]; readonly replaced: readonly number[] }>(`${of(id)}/entries`, {
    method: 'POST',
    body: { entries, reason },
  });
export const undoEntry = (id: string, entry: number, reason: string) =>
  call<WireEntry>(`${of(id)}/entries/${entry}/undo`, { method: 'POST', body: { reason } });

export const keepNote = (id: string, date: string, meal: Meal, text: string) =>
  call<WireCanteenDay['note']>(`${of(id)}/notes/${date}/${meal}`, { method: 'PUT', body: { text } });

export const canteenDisplay = (id: string, signal?: AbortSignal) => call<WireDisplay>(`${of(id)}/display`, opt(signal));

/** Where a row a canteen, date and meal is to be had as a file; dates in [`from`, `to`). */
export const tableHref = (
  kind: 'csv' | 'xlsx',
  of: { readonly canteen: string; readonly from: string; readonly to: string; readonly language: string },
) => `/api/v1/canteens/table.${kind}?${new URLSearchParams(of)}`;

/** Months of local dates in [`from`, `to`). */
export const sorting = (from: string, to: string, signal?: AbortSignal) =>
  call<WireSorting>(`/canteens/sorting?${new URLSearchParams({ from, to })}`, opt(signal));

export interface NewFetch {
  readonly date: string;
  readonly kg: number;
  readonly collector: string;
}
/** A fetch as it was entered. */
export interface WasteFetchRecord extends NewFetch {
  readonly id: number;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  readonly undone: { readonly by: string; readonly at: string; readonly reason: string } | null;
}
/** Those that stand, with a local date in [`from`, `to`). */
export const canteenFetches = (id: string, from: string, to: string, signal?: AbortSignal) =>
  call<{ readonly items: readonly WasteFetchRecord[] }>(
    `${of(id)}/fetches?${new URLSearchParams({ from, to })}`,
    opt(signal),
  );
export const undoFetch = (id: string, fetched: number, reason: string) =>
  call<WasteFetchRecord>(`${of(id)}/fetches/${fetched}/undo`, { method: 'POST', body: { reason } });
export const enterFetches = (id: string, fetches: readonly NewFetch[], reason: string) =>
  call<unknown>(`${of(id)}/fetches`, { method: 'POST', body: { fetches, reason } });
