import type { Mark } from '../../charts/mark.ts';

/** One row an instant, newest first; a point that said nothing at that instant is absent from the row. */
export function newestRows(
  samples: Readonly<Record<string, readonly Mark[]>>,
  points: readonly string[],
  limit: number,
): readonly (readonly [number, Readonly<Record<string, number>>])[] {
  const byTime = new Map<number, Record<string, number>>();
  for (const point of points)
    for (const { at, value } of samples[point]?.slice(-limit) ?? [])
      if (value !== null) byTime.set(at, { ...byTime.get(at), [point]: value });
  return [...byTime].sort(([a], [b]) => b - a).slice(0, limit);
}
