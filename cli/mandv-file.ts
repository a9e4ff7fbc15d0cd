import { parse } from 'csv-parse';
import type { MeterRecord } from '../domain/mandv/analysis.ts';
import type { MandvProblem } from '../domain/mandv/types.ts';
import { LocalCalendar } from '../domain/time/calendar.ts';
import { badInput, CommandFault } from './exit.ts';
import { openInput } from './input.ts';
import { LocalClock } from './local-clock.ts';
import { meterRecord, type MeterRow } from './mandv-rows.ts';

export interface ReadMeter {
  readonly record: MeterRecord;
  readonly warnings: readonly MandvProblem[];
}

const columnNames = ['timestamp', 'energy_kwh', 'temperature_c'] as const;
type Column = (typeof columnNames)[number];

const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const mostFaults = 1000;

/**
 * Reads a meter with its temperature: CSV with a header `timestamp,energy_kwh,temperature_c`, hours or days, also packed
 * (`.gz`); other columns are passed over, an empty value is a missing one. A time without an offset is on the local clock
 * of the zone, a bare date its midnight.
 * @param ofOneRow what a row alone is; for a reporting period that has just begun, that of its baseline.
 * @throws CommandFault (2) with every fault by row and column; row 1 is the header, as an editor counts lines.
 */
export async function readMeterFile(
  path: string,
  timeZone: string,
  ofOneRow?: MeterRecord['kind'],
): Promise<ReadMeter> {
  const clock = new LocalClock(timeZone);
  const rows: MeterRow[] = [];
  const faults: string[] = [];
  let columns: Readonly<Record<Column, number>> | undefined;
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true });
  const input = openInput(path);
  input.on('error', (error) => parser.destroy(error));
  try {
    for await (const { record, info } of input.pipe(parser) as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (columns === undefined) {
        columns = columnsOf(path, record);
        continue;
      }
      const row = info.lines;
      const time = clock.read(record[columns.timestamp] ?? '');
      if (!time.ok) faults.push(`row ${row}, column timestamp: ${time.message}`);
      const energy = valueOf(record, columns, 'energy_kwh', row, faults);
      const temperature = valueOf(record, columns, 'temperature_c', row, faults);
      if (time.ok) rows.push({ row, startsAt: time.ms, energy, temperature });
      if (faults.length >= mostFaults) break;
    }
  } catch (error) {
    if (error instanceof CommandFault) throw error;
    throw badInput(`${path} can't be read as CSV: ${(error as Error).message}`);
  }
  if (columns === undefined) throw badInput(`${path} is empty; it needs the header ${columnNames.join(',')} and rows.`);
  if (faults.length > 0) throw faulty(path, faults);
  if (rows.length === 0) throw badInput(`${path} has a header and no rows.`);
  const read = meterRecord(rows, new LocalCalendar(timeZone), ofOneRow);
  if (!read.ok) throw faulty(path, read.faults);
  return { record: read.record, warnings: read.warnings };
}

function faulty(path: string, faults: readonly string[]): CommandFault {
  return badInput(`${path}: ${faults.length} fault${faults.length === 1 ? '' : 's'}; nothing was computed.`, faults);
}

function valueOf(
  record: readonly string[],
  columns: Readonly<Record<Column, number>>,
  column: Column,
  row: number,
  faults: string[],
): number {
  const text = record[columns[column]];
  if (text === undefined) {
    const count = record.length;
    faults.push(`row ${row}, column ${column}: the row has only ${count} column${count === 1 ? '' : 's'}`);
    return NaN;
  }
  if (text === '') return NaN;
  const value = Number(text);
  if (number.test(text) && Number.isFinite(value)) return value;
  faults.push(`row ${row}, column ${column}: ${JSON.stringify(text.slice(0, 60))} is no number`);
  return NaN;
}

function columnsOf(path: string, header: readonly string[]): Readonly<Record<Column, number>> {
  const names = header.map((name) => name.toLowerCase());
  const missing = columnNames.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    const shown = JSON.stringify(header.join(',').slice(0, 80));
    throw badInput(
      `${path}, row 1: the header has no column ${missing.join(', ')}; ${columnNames.join(',')} is expected, not ${shown}.`,
    );
  }
  return {
    timestamp: names.indexOf('timestamp'),
    energy_kwh: names.indexOf('energy_kwh'),
    temperature_c: names.indexOf('temperature_c'),
  };
}
