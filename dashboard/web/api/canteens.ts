import type { Meal, Stream } from '../../../domain/canteen/types.ts';
import type { WireBoard, WireCanteen, WireLeague } from '../../../domain/wire-canteens.ts';
import { call, callList } from './client.ts';

/** Calls of the canteens' board. */
const opt = (signal: AbortSignal | undefined) => (signal ? { signal } : {});

export interface BoardAsked {
  /** null = what is served now, or was served last. */
  readonly meal: Meal | null;
  readonly stream: Stream;
}
const asked = ({ meal, stream }: BoardAsked) => new URLSearchParams({ ...(meal ? { meal } : {}), stream });

/** All that this viewer may see. */
export const canteens = (signal?: AbortSignal) => callList<WireCanteen>('/canteens', opt(signal));
export const board = (of: BoardAsked, signal?: AbortSignal) =>
  call<WireBoard>(`/canteens/board?${asked(of)}`, opt(signal));
export const league = (of: BoardAsked, signal?: AbortSignal) =>
  call<WireLeague>(`/canteens/league?${asked(of)}`, opt(signal));

/** Address of a workbook: each meal of each canteen in the last month. */
export const tableFile = (language: 'zh' | 'en') => `/api/v1/canteens/table.xlsx?${new URLSearchParams({ language })}`;
