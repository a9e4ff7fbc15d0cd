import type { DirtyMark } from '../storage/series/port.ts';

/** Stretches of a meter that lie closer than this are one: a year of corrected hours is one piece of work. */
const nearMs = 86_400_000;

/** Stretches of each meter that touch or nearly do, made one. Meters in the order of their first stretch. */
export function united(stretches: readonly DirtyMark[]): DirtyMark[] {
  const byMeter = new Map<string, DirtyMark[]>();
  for (const stretch of stretches) {
    const own = byMeter.get(stretch.meter);
    if (own === undefined) byMeter.set(stretch.meter, [stretch]);
    else own.push(stretch);
  }
  return [...byMeter.values()].flatMap((own) => {
    const joined: DirtyMark[] = [];
    for (const { meter, from, to } of own.sort((a, b) => a.from - b.from)) {
      const last = joined.at(-1);
      if (last === undefined || from > last.to + nearMs) joined.push({ meter, from, to });
      else if (to > last.to) joined.splice(-1, 1, { ...last, to });
    }
    return joined;
  });
}
