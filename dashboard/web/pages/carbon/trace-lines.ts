import type { WireCarbonTrace } from '../../../../domain/wire-carbon.ts';
import type { ChartTable } from '../../charts/table.ts';
import type { CarbonMessages } from '../../messages/carbon/type.ts';

export type TraceLine = WireCarbonTrace['lines'][number];
/** The lines of one institution with their sum; null: nothing of it is known. */
export interface TraceGroup {
  readonly institution: string;
  readonly name: string;
  readonly kg: number | null;
  readonly lines: readonly TraceLine[];
}

/** Exact to the gram: kilograms of lines are whole grams, which binary fractions would blur. */
export function sumKg(lines: readonly Pick<TraceLine, 'kg'>[]): number | null {
  const known = lines.flatMap(({ kg }) => (kg === null ? [] : [Math.round(kg * 1000)]));
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / 1000;
}

export function traceGroups(lines: readonly TraceLine[]): readonly TraceGroup[] {
  const groups = new Map<string, TraceLine[]>();
  for (const line of lines) {
    const own = groups.get(line.institution);
    if (own) own.push(line);
    else groups.set(line.institution, [line]);
  }
  return [...groups.values()]
    .map((own) => ({
      institution: own[0]!.institution,
      name: own[0]!.institutionName,
      kg: sumKg(own),
      lines: own.toSorted((a, b) => a.month.localeCompare(b.month) || (b.kg ?? -1) - (a.kg ?? -1)),
    }))
    .toSorted((a, b) => (b.kg ?? -1) - (a.kg ?? -1));
}

/** The lines add up to the figure, to the gram; null: there is no figure. */
export function addsUp(trace: Pick<WireCarbonTrace, 'lines' | 'tco2e'>): boolean | null {
  if (trace.tco2e === null) return null;
  return Math.abs(Math.round(trace.tco2e * 1e6) - Math.round((sumKg(trace.lines) ?? 0) * 1000)) < 1;
}

/** Every line, unrounded, as it is saved. */
export function traceTable(lines: readonly TraceLine[], m: CarbonMessages['trace']): ChartTable {
  const c = m.columns;
  return {
    columns: [
      ...[c.institution, c.building, c.month, c.source, c.quantity, c.unit, c.estimated, c.known, c.certified],
      ...[c.factor, c.value, c.kg],
    ],
    rows: lines.map((line) => [
      ...[
        line.institution,
        line.building,
        line.month,
        line.meter ?? (line.entry === null ? null : m.entry(`${line.entry}`)),
      ],
      ...[line.quantity, line.unit, line.estimated, line.coverage * 100, line.certified, line.factor],
      ...[line.value === null ? null : Number(line.value), line.kg],
    ]),
  };
}
