import type { Mark } from '../../charts/mark.ts';

/** Intervals of a point that the platform derived again, [from, to) epoch ms. */
export interface Derived {
  readonly point: string;
  readonly from: number;
  readonly to: number;
}
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What of the range on screen must be read again, together with what was already due; null: nothing. */
export function due(
  shown: Span & { readonly point: string },
  ranges: readonly Derived[],
  already: Span | null,
): Span | null {
  let span = already;
  for (const { point, from, to } of ranges) {
    if (point !== shown.point || to <= shown.from || from >= shown.to) continue;
    span = { from: Math.min(from, span?.from ?? Infinity), to: Math.max(to, span?.to ?? -Infinity) };
  }
  return span;
}

/**
 * The range to ask the API for: intervals are named by their start, so it begins at the start of the interval that the
 * change lies in (a reading of this minute changes the interval of this whole month).
 */
export function toFetch(shown: Span, marks: readonly Mark[], span: Span): Span {
  const first = marks.findLast((m) => m.at <= span.from)?.at ?? shown.from;
  return { from: Math.max(shown.from, first), to: Math.min(shown.to, span.to) };
}
