import type { WirePlaceDay, WirePlaceUse } from '../../../../../domain/wire-places.ts';
import { judgedUntil, spanOf } from '../../../charts/load/day-marks.ts';
import { dayState } from '../../../charts/load/day-words.ts';
import { dataState } from '../../../charts/summary.ts';
import type { Messages } from '../../../messages/type.ts';
import { marksOfUse } from './use-marks.ts';

/** How far the figures of a page can be trusted: `实测 98.7% · 估计 1.1%`. Nothing while none are known. */
export function stateOfDay(day: WirePlaceDay | null, now: number, m: Messages): string {
  if (day === null) return '';
  const knownUntil = day.knownUntil === null ? null : Date.parse(day.knownUntil);
  return dayState(day, judgedUntil(knownUntil, now, spanOf(day)), m);
}

export function stateOfUse(use: WirePlaceUse | null, now: number, m: Messages): string {
  if (use === null) return '';
  const marks = marksOfUse(use, now);
  return dataState(marks, Math.min(now, marks.at(-1)?.until ?? now), m);
}
