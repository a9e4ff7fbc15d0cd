import type { MeterRecord } from '../domain/mandv/analysis.ts';
import type { MandvProblem } from '../domain/mandv/types.ts';
import type { LocalCalendar } from '../domain/time/calendar.ts';

/** A row of a meter's file; NaN = missing. */
export interface MeterRow {
  readonly row: number;
  readonly startsAt: number;
  readonly energy: number;
  readonly temperature: number;
}
export type ReadRecord =
  | { readonly ok: true; readonly record: MeterRecord; readonly warnings: readonly MandvProblem[] }
  | { readonly ok: false; readonly faults: readonly string[] };

const hourMs = 3_600_000;
/** A local day is 23 to 25 hours long; a little more is granted to zones that changed sides. */
const longestDay = 26 * hourMs;
const shortestDay = 20 * hourMs;

/**
 * Rows in any order as hours or days, told apart by the least time between two of them. The same time twice: what one
 * row lacks is taken from the other; of two different values the later row counts, as in `history import`, and it is told.
 * @param ofOneRow what a row alone is, that has nothing to be told apart by.
 */
export function meterRecord(
  rows: readonly MeterRow[],
  calendar: LocalCalendar,
  ofOneRow: MeterRecord['kind'] = 'days',
): ReadRecord {
  const faults: string[] = [];
  const warnings: MandvProblem[] = [];
  const merged = inOrder(rows, warnings);
  const gaps = merged.slice(1).map((row, i) => row.startsAt - merged[i]!.startsAt);
  const least = gaps.reduce((a, b) => Math.min(a, b), Infinity);
  gaps.forEach((gap, i) => {
    if (gap >= hourMs) return;
    const minutes = Number((gap / 60_000).toPrecision(3));
    faults.push(
      `row ${merged[i + 1]!.row}, column timestamp: ${minutes} min after row ${merged[i]!.row}; hours or days`,
    );
  });
  if (least > longestDay && Number.isFinite(least)) {
    faults.push(
      `row ${merged[1]!.row}, column timestamp: rows are ${Math.round(least / hourMs)} h apart; hours or days`,
    );
  }
  if (faults.length > 0) return { ok: false, faults };
  const kind = merged.length === 1 ? ofOneRow : least >= shortestDay ? 'days' : 'hours';
  return { ok: true, record: kind === 'days' ? daysOf(merged, calendar) : hoursOf(merged), warnings };
}

function inOrder(rows: readonly MeterRow[], warnings: MandvProblem[]): readonly MeterRow[] {
  const byTime = new Map<number, MeterRow>();
  const conflicts: Conflict[] = [];
  for (const row of rows) {
    const other = byTime.get(row.startsAt);
    if (other !== undefined) {
      for (const [column, a, b] of [
        ['energy_kwh', other.energy, row.energy],
        ['temperature_c', other.temperature, row.temperature],
      ] as const) {
        if (a !== b && !Number.isNaN(a) && !Number.isNaN(b)) conflicts.push({ row: row.row, other: other.row, column });
      }
    }
    byTime.set(row.startsAt, {
      row: row.row,
      startsAt: row.startsAt,
      energy: Number.isNaN(row.energy) ? (other?.energy ?? NaN) : row.energy,
      temperature: Number.isNaN(row.temperature) ? (other?.temperature ?? NaN) : row.temperature,
    });
  }
  if (conflicts.length > 0) warnings.push(conflicting(conflicts));
  return [...byTime.values()].sort((a, b) => a.startsAt - b.startsAt);
}

interface Conflict {
  readonly row: number;
  readonly other: number;
  readonly column: string;
}

function conflicting(conflicts: readonly Conflict[]): MandvProblem {
  const { row, other, column } = conflicts[0]!;
  const count = conflicts.length;
  return {
    code: 'data.conflicting-rows',
    message: {
      zh: `有 ${count} 处同一时刻出现不同的值（第 ${row} 行与第 ${other} 行的 ${column} 等），以后面的行为准`,
      en: `different values for one time, ${count} in all (first: ${column} of rows ${other} and ${row}): the later row counts`,
    },
    numbers: { count, row, other, column },
  };
}

function hoursOf(rows: readonly MeterRow[]): MeterRecord {
  return {
    kind: 'hours',
    hours: {
      startsAt: Float64Array.from(rows, (row) => row.startsAt),
      energy: Float64Array.from(rows, (row) => row.energy),
      temperature: Float64Array.from(rows, (row) => row.temperature),
    },
  };
}

/** Days without holes. Rows at local midnights are days of the zone's calendar, others last to the next row. */
function daysOf(rows: readonly MeterRow[], calendar: LocalCalendar): MeterRecord {
  const local = rows.every((row) => calendar.startOfDay(row.startsAt) === row.startsAt);
  const edges: number[] = [];
  const filled: (MeterRow | null)[] = [];
  rows.forEach((row, i) => {
    const next = rows[i + 1]?.startsAt ?? -Infinity;
    let at = row.startsAt;
    do {
      edges.push(at);
      filled.push(at === row.startsAt ? row : null);
      const within = next - at > 0 && next - at <= longestDay;
      at = local ? calendar.nextDay(at) : within ? next : at + 24 * hourMs;
    } while (at < next - shortestDay / 2);
    if (i === rows.length - 1) edges.push(at);
  });
  const column = (of: (row: MeterRow) => number): Float64Array =>
    Float64Array.from(filled, (row) => (row === null ? NaN : of(row)));
  const energy = column((row) => row.energy);
  const temperature = column((row) => row.temperature);
  const coverage = (values: Float64Array): Float64Array => values.map((value) => (Number.isNaN(value) ? 0 : 1));
  return {
    kind: 'days',
    days: {
      edges: Float64Array.from(edges),
      energy,
      temperature,
      energyCoverage: coverage(energy),
      temperatureCoverage: coverage(temperature),
    },
  };
}
