import { Decimal } from 'decimal.js';

/** A row of a recorded meter. `value` is the number as written, so that nothing is lost; null = missing. */
export interface RecordedRow {
  /** Line of the file, the header being 1. */
  readonly row: number;
  /** ms UTC. */
  readonly ts: number;
  readonly value: string | null;
}

/** What the meter will show: `value` is an exact decimal number as text. */
export interface ShownReading {
  readonly ts: number;
  readonly value: string;
}

export interface RecordingFault {
  readonly row: number;
  readonly column: 'timestamp' | 'value';
  readonly message: string;
}

export type Shown =
  | { readonly ok: true; readonly readings: readonly ShownReading[]; readonly stepMs: number | null }
  | { readonly ok: false; readonly faults: readonly RecordingFault[] };

/** Recorded register values: sent as they stand, a missing one not at all. */
export function shownRegister(rows: readonly RecordedRow[]): Shown {
  const readings = rows.flatMap(({ ts, value }) => (value === null ? [] : [{ ts, value }]));
  return { ok: true, readings, stepMs: mostFrequentStep(rows) };
}

/**
 * Recorded interval values (each of the interval that starts at its timestamp), accumulated into the register that a
 * meter would have shown: `opening` at the first interval's start, then a reading at the END of each interval. A
 * missing value sends nothing and the register does not advance by it, so its intervals come back estimated and sum
 * to the register's step. Sums are exact decimals. A step is the most frequent distance between timestamps.
 */
export function shownIntervals(rows: readonly RecordedRow[], opening: string): Shown {
  const faults: RecordingFault[] = [];
  const stepMs = mostFrequentStep(rows);
  if (stepMs === null) {
    return {
      ok: false,
      faults: [
        {
          row: rows[0]?.row ?? 1,
          column: 'timestamp',
          message: 'interval values need at least two rows to tell how long an interval is',
        },
      ],
    };
  }
  const Exact = Decimal.clone({ precision: 60 });
  let register = new Exact(opening);
  const readings: ShownReading[] = [{ ts: rows[0]!.ts, value: register.toFixed() }];
  let previous: RecordedRow | null = null;
  for (const row of rows) {
    if (previous !== null && row.ts - previous.ts < stepMs) {
      const message =
        row.ts > previous.ts
          ? `${(row.ts - previous.ts) / 1000} s after row ${previous.row}, but an interval is ${stepMs / 1000} s long`
          : `not after row ${previous.row}; intervals must ascend, each once`;
      faults.push({ row: row.row, column: 'timestamp', message });
      continue;
    }
    previous = row;
    if (row.value === null) continue;
    const used = new Exact(row.value);
    if (used.isNegative() && !used.isZero()) {
      faults.push({
        row: row.row,
        column: 'value',
        message: `${row.value} is negative, but a register only counts up`,
      });
      continue;
    }
    register = register.plus(used);
    readings.push({ ts: row.ts + stepMs, value: register.toFixed() });
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, readings, stepMs };
}

/** The shorter one when two are equally frequent; null when fewer than two different instants are recorded. */
export function mostFrequentStep(rows: readonly RecordedRow[]): number | null {
  const counts = new Map<number, number>();
  for (let i = 1; i < rows.length; i++) {
    const step = rows[i]!.ts - rows[i - 1]!.ts;
    if (step > 0) counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  let best: number | null = null;
  for (const [step, count] of counts) {
    const bestCount = best === null ? 0 : counts.get(best)!;
    if (count > bestCount || (count === bestCount && best !== null && step < best)) best = step;
  }
  return best;
}
