import { Decimal } from 'decimal.js';
import type { Fault } from '../http/problem.ts';
import type { HistoryRow } from './rows.ts';

/** Past readings ready for the bulk door, or what keeps them from it. */
export type Columns =
  | { readonly ok: true; readonly ts: Float64Array; readonly value: Float64Array; readonly missing: number }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Readings as the register showed them; a missing one is nothing. */
export function readings(rows: readonly HistoryRow[]): Columns {
  const known = rows.filter((row) => row.value !== null);
  return {
    ok: true,
    ts: Float64Array.from(known, (row) => row.ts),
    value: Float64Array.from(known, (row) => Number(row.value)),
    missing: rows.length - known.length,
  };
}

/**
 * Values of intervals that start at their timestamps, as a register that begins at `opening` would have shown them:
 * one reading at each edge. The last interval is as long as the one before it. Decimal, so that the differences of the
 * register give the values back to the last digit.
 */
export function accumulated(given: readonly HistoryRow[], opening: string, multiplier: number): Columns {
  // Before the first and after the last known one there is simply nothing.
  const first = given.findIndex((row) => row.value !== null);
  const rows = given.slice(Math.max(0, first), given.findLastIndex((row) => row.value !== null) + 1);
  const faults: Fault[] = [];
  const fault = (row: HistoryRow, code: string, message: string): void => {
    if (faults.length < 100) faults.push({ path: row.place, code, message });
  };
  if (rows.length < 2) {
    return {
      ok: false,
      faults: [{ path: '', code: 'too-short', message: 'two intervals at least tell how long one is' }],
    };
  }
  const ts = new Float64Array(rows.length + 1);
  const value = new Float64Array(rows.length + 1);
  let register = new Decimal(opening);
  for (const [i, row] of rows.entries()) {
    ts[i] = row.ts;
    value[i] = register.toNumber();
    if (i > 0 && rows[i - 1]!.ts === row.ts) fault(row, 'double', 'this interval is given twice');
    // A register can't say "unknown from here to there"; taking 0 for it would invent a saving.
    if (row.value === null) fault(row, 'missing-value', 'an interval without a value can’t be told by a register');
    else if (Number(row.value) < 0) fault(row, 'negative', 'a register does not run backwards');
    else register = register.plus(new Decimal(row.value).div(multiplier));
  }
  const last = rows.length - 1;
  ts[rows.length] = rows[last]!.ts + (rows[last]!.ts - rows[last - 1]!.ts);
  value[rows.length] = register.toNumber();
  return faults.length > 0 ? { ok: false, faults } : { ok: true, ts, value, missing: given.length - rows.length };
}
