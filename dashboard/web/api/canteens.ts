import type { Meal, Stream } from '../../../domain/canteen/types.ts';
import type { WireBoard, WireCanteen, WireCanteenDay, WireLeague } from '../../../domain/wire-canteens.ts';
import { call, callList } from './client.ts';

/** Calls of the canteens' board. */
const opt = (signal: AbortSignal | undefined) => (signal ? { signal } : {});

export interface BoardAsked {
  /** null = what is served now, or was served last. */
  readonly meal: Meal | null;
  readonly stream: Stream;
}
export const asked = ({ meal, stream }: BoardAsked) => new URLSearchParams({ ...(meal ? { meal } : {}), stream });

/** All that this viewer may see. */
export const canteens = (signal?: AbortSignal) => callList<WireCanteen>('/canteens', opt(signal));
export const board = (of: BoardAsked, signal?: AbortSignal) =>
  call<WireBoard>(`/canteens/board?${asked(of)}`, opt(signal));
export const league = (of: BoardAsked, signal?: AbortSignal) =>
  call<WireLeague>(`/canteens/league?${asked(of)}`, opt(signal));
/** One canteen at a meal of a day; no date = today. */
export const canteenDay = (id: string, of: BoardAsked & { readonly date?: string | null }, signal?: AbortSignal) =>
  call<WireCanteenDay>(
    `/canteens/${encodeURIComponent(id)}?${asked(of)}${of.date ? `&date=${of.date}` : ''}`,
    opt(signal),
  );
