import type { WireSeriesTable } from '../../../domain/wire.ts';
import { marksOf, type Mark } from './mark.ts';

const qualities = { m: 'measured', e: 'estimated', x: 'missing', h: 'manual' } as const;

/** Columns of the API → marks of each meter. */
export function marksOfTable(table: WireSeriesTable): Map<string, { point: string; marks: readonly Mark[] }> {
  const found = new Map<string, { point: string; marks: readonly Mark[] }>();
  for (const s of table.series) {
    const points = table.ts.map((ts, i) => ({
      ts,
      value: s.value[i] ?? null,
      quality: qualities[s.quality[i] as keyof typeof qualities] ?? 'missing',
      coverage: s.coverage?.[i] ?? 1,
    }));
    found.set(s.meter, { point: s.point, marks: marksOf({ every: table.every, timezone: table.timezone, points }) });
  }
  return found;
}
